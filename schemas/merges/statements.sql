-- one row per attribution in an article version; what is staged for a version replaces all it had
-- Of duplicates (a text fetched twice) the surer one wins, then the earlier dated.
create or replace temp table staged_wordings as
select
    cluster_id as wording_id,
    min(content_text) as content_text,
    arg_min(wording_keys, content_text) as wording_keys
from staged
where cluster_id is not null
group by cluster_id;

create or replace temp table stored_statements as
select
    * exclude (
        run_id, loaded_at, statement_cluster_id, article_id, outlet_id, canonical_url, headline, language,
        published_at, fetched_at, is_current, is_original, side, filed_on, canonical_speaker_id,
        canonical_speaker, canonical_speaker_type, canonical_speaker_wikidata_id, canonical_addressee, canonical_place,
        outlet_name
    )
from statements
where article_version_id in (select article_version_id from known_versions);

create or replace temp table incoming_statements as
with relinked as (
    select
        staged.* exclude (wording_keys) replace (
            coalesce(speakers.other_id, staged.speaker_id) as speaker_id,
            coalesce(addressees.other_id, staged.addressee_id) as addressee_id,
            coalesce(places.other_id, staged.place_id) as place_id
        )
    from staged
    left join moved_entities as speakers
        on
            staged.article_version_id = speakers.article_version_id
            and staged.speaker_id = speakers.entity_id
    left join moved_entities as addressees
        on
            staged.article_version_id = addressees.article_version_id
            and staged.addressee_id = addressees.entity_id
    left join moved_entities as places
        on
            staged.article_version_id = places.article_version_id
            and staged.place_id = places.entity_id
),

repeated as ( -- nearly all are staged once: only among the others one is chosen, for which rows are sorted whole
    select statement_id
    from staged
    group by statement_id
    having count(*) > 1
)

select * exclude (statement_number)
from stored_statements
where false
union all by name
select relinked.*
from relinked
anti join repeated
    on relinked.statement_id = repeated.statement_id
union all by name
select relinked.*
from relinked
semi join repeated
    on relinked.statement_id = repeated.statement_id
qualify row_number() over (
    partition by relinked.statement_id
    order by
        confidence desc,
        said_on asc nulls last,
        speaker_id asc nulls last,
        ordinal asc,
        cue_text asc
) = 1;

create or replace temp table changes_statements as
with stored as (
    select * exclude (statement_number) from stored_statements
)

select
    coalesce(incoming.statement_id, stored.statement_id) as statement_id,
    incoming.cluster_id as wording_id,
    stored.cluster_id as former_cluster_id,
    numbered.statement_number as former_number,
    case
        when stored.statement_id is null then 'new'
        when incoming.statement_id is null then 'removed'
        when (stored is distinct from incoming) then 'changed'
        else 'unchanged'
    end as action
from incoming_statements as incoming
full join stored
    on incoming.statement_id = stored.statement_id
left join stored_statements as numbered
    on stored.statement_id = numbered.statement_id;

-- (what counts as another since this load is followed up when that is known: links/retell.sql)
create or replace temp table named_entities as
select
    entity_id,
    canonical_id,
    name,
    type,
    wikidata_id,
    dense_rank() over (order by canonical_id) as place
from canonical_entities
where
    entity_id in (
        select unnest([incoming.speaker_id, incoming.addressee_id, incoming.place_id])
        from incoming_statements as incoming
    );

-- what a statement has of its version and article, and its number: of a day, those of one speaker follow one another,
-- so that who asks for a speaker reads a few places of the file
-- (statements are sorted by the places of their speaker and version: dates and ids are compared once)
create or replace temp table placed_versions as
select
    article_versions.article_version_id,
    articles.article_id,
    articles.outlet_id,
    outlets.name as outlet_name,
    articles.canonical_url,
    article_versions.headline,
    articles.language,
    articles.published_at,
    article_versions.fetched_at,
    article_versions.is_current,
    articles.is_original,
    dense_rank() over (order by utc_day(articles.published_at)) as day,
    row_number() over (
        order by articles.published_at, articles.article_id, article_versions.article_version_id
    ) as place
from article_versions
left join articles
    on article_versions.article_id = articles.article_id
left join outlets
    on articles.outlet_id = outlets.outlet_id
where
    article_versions.article_version_id in (select incoming.article_version_id from incoming_statements as incoming);

create or replace temp table placed_statements as
select
    incoming.statement_id,
    coalesce(
        changes.former_number,
        (select coalesce(max(statements.statement_number), 0) from statements)
        + row_number() over (order by versions.day, speakers.place, versions.place, incoming.ordinal)
    )::integer as statement_number,
    coalesce(tied.cluster_id, incoming.cluster_id) as statement_cluster_id
from incoming_statements as incoming
inner join changes_statements as changes
    on
        incoming.statement_id = changes.statement_id
        and changes.action in ('new', 'changed')
left join placed_versions as versions
    on incoming.article_version_id = versions.article_version_id
left join named_entities as speakers
    on incoming.speaker_id = speakers.entity_id
left join wording_clusters as tied
    on incoming.cluster_id = tied.wording_id;

delete from statements
where statement_id in (
    select statement_id from changes_statements
    where action in ('changed', 'removed')
);

-- (sorted before it is joined to what is the same for many)
insert into statements by name
with sorted as (
    select
        incoming.*,
        placed.* exclude (statement_id)
    from incoming_statements as incoming
    inner join placed_statements as placed
        on incoming.statement_id = placed.statement_id
    order by placed.statement_number
)

select
    sorted.*,
    $run_id as run_id,
    $loaded_at as loaded_at,
    versions.* exclude (article_version_id, day, place),
    side_of(sorted.speech_act, sorted.content_text) as side,
    coalesce(sorted.said_on, utc_day(versions.published_at)) as filed_on,
    speakers.canonical_id as canonical_speaker_id,
    speakers.name as canonical_speaker,
    speakers.type as canonical_speaker_type,
    speakers.wikidata_id as canonical_speaker_wikidata_id,
    coalesce(addressees.name, sorted.addressee_text) as canonical_addressee,
    places.name as canonical_place
from sorted
left join placed_versions as versions
    on sorted.article_version_id = versions.article_version_id
left join named_entities as speakers
    on sorted.speaker_id = speakers.entity_id
left join named_entities as addressees
    on sorted.addressee_id = addressees.entity_id
left join named_entities as places
    on sorted.place_id = places.entity_id;

select
    action,
    count(*) as row_count
from changes_statements
group by action
union all
select
    'incoming' as action,
    count(*) as row_count
from incoming_statements;
