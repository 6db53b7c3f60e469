-- one row per pair of entities that the articles tell are one, with what tells it and how often
delete from link_evidence
where
    source_id in (select touched.family_id from touched_families as touched)
    or source_id in (select touched.wording_id from touched_wordings as touched);

insert into link_evidence by name
with families as ( -- the versions of an article, and the copies of a wire text
    select
        article_versions.article_version_id,
        coalesce(articles.syndication_cluster_id, articles.article_id) as family_id
    from article_versions
    inner join articles
        on article_versions.article_id = articles.article_id
    where family_id in (select touched.family_id from touched_families as touched)
    qualify count(*) over (partition by family_id) > 1
),

named as (
    select distinct
        families.family_id,
        families.article_version_id,
        entities.entity_id,
        entities.type,
        not contains(entities.name, ' ') as is_bare,
        lower(strip_accents(regexp_extract(entities.name, '\S+$'))) as last_word
    from families
    inner join mentions
        on families.article_version_id = mentions.article_version_id
    inner join entities
        on mentions.entity_id = entities.entity_id
    where
        mentions.form = 'name'
        and entities.type in ('person', 'organization')
        and (entities.wikidata_id is null or contains(entities.name, ' '))
),

in_full as ( -- whom a surname can mean in a family: persons of that name, but of no text that keeps the two apart
    select
        bare.family_id,
        bare.entity_id,
        min(named.entity_id) as other_id,
        count(distinct named.entity_id) as others
    from named as bare
    inner join named
        on
            bare.family_id = named.family_id
            and bare.last_word = named.last_word
            and not named.is_bare
    where
        bare.is_bare
        and bare.type = 'person'
        and named.type = 'person'
    group by bare.family_id, bare.entity_id
    having count(*) filter (where named.article_version_id = bare.article_version_id) = 0
),

bare_alike as (
    select
        family_id,
        entity_id,
        min(entity_id) over (partition by family_id, type, last_word) as other_id
    from named
    where is_bare
),

credited as (
    select
        statements.cluster_id,
        statements.speaker_id
    from statements
    where
        statements.statement_number in (select touched.statement_number from touched_statements as touched)
        and statements.cluster_id is not null
        and statements.speaker_id is not null
        and length(statements.content_text) >= 40
    group by statements.cluster_id, statements.speaker_id
),

spoken as ( -- who is credited with words too long to be said twice by chance
    select
        credited.cluster_id,
        credited.speaker_id,
        entities.wikidata_id
    from credited
    inner join entities
        on credited.speaker_id = entities.entity_id
    qualify count(*) over (partition by credited.cluster_id) between 2 and 20
),

pairs as (
    select
        family_id as source_id,
        entity_id,
        other_id,
        'named in full in another version or copy of the article' as reason
    from in_full
    where others = 1
    union all
    select
        family_id as source_id,
        entity_id,
        other_id,
        'the same name in another version or copy of the article' as reason
    from bare_alike
    where entity_id <> other_id
    union all
    select
        one.cluster_id as source_id,
        one.speaker_id as entity_id,
        other.speaker_id as other_id,
        'credited with the same words' as reason
    from spoken as one
    inner join spoken as other
        on
            one.cluster_id = other.cluster_id
            and one.speaker_id < other.speaker_id
            and (one.wikidata_id is null or other.wikidata_id is null)
)

select
    source_id,
    reason,
    entity_id,
    other_id,
    count(*) as support
from pairs
group by source_id, reason, entity_id, other_id;

drop table touched_statements;

update link_evidence_state
set is_complete = true
where not is_complete;

with typed as ( -- names of several words that one entity with a type has
    select
        lower(strip_accents(name)) as folded,
        min(entity_id) as entity_id
    from entities
    where type <> 'other' and contains(name, ' ')
    group by lower(strip_accents(name))
    having count(*) = 1
),

pairs as (
    select
        entity_id,
        other_id,
        reason,
        support
    from link_evidence
    union all
    select
        entities.entity_id,
        typed.entity_id as other_id,
        'the same name in several words' as reason,
        1 as support
    from entities
    inner join typed
        on lower(strip_accents(entities.name)) = typed.folded
    where entities.type = 'other' and entities.wikidata_id is null
    union all
    select
        entity_id,
        other_id,
        reason,
        1 as support
    from entity_evidence
)

select
    entity_id,
    other_id,
    reason,
    sum(support)::bigint as support
from pairs
group by entity_id, other_id, reason
order by entity_id, other_id, reason;
