-- one row per row of the views that count through everything, kept until the next write
-- The views tell what is counted; here most is counted of tens of millions of statements in little memory: by
-- numbers and 64-bit hashes in place of ids, which are 64-bit hashes themselves.
update kept_answers
set commit_number = null;

delete from kept_outlet_speakers;
delete from kept_topics;
delete from kept_disagreements;
delete from kept_edited_quotes;
delete from kept_repeated_blocks;

-- (as nothing kept is right now, the views count)
insert into kept_edited_quotes by name
select * from edited_quotes
order by noticed_at, article_version_id, statement_id, former_statement_id;

insert into kept_repeated_blocks by name
select * from repeated_blocks
order by outlet_id, text_key;

create or replace temp table numbered_entities as
select
    entity_id,
    canonical_id,
    name,
    type,
    wikidata_id,
    (dense_rank() over (order by canonical_id))::integer as number,
    count(*) over (partition by canonical_id) > 1 as is_merged
from canonical_entities;

create or replace temp table canonical_numbers as
select distinct on (number) * exclude (entity_id)
from numbered_entities;

create or replace temp table numbered_outlets as
select
    outlet_id,
    name,
    (row_number() over (order by outlet_id))::integer as number
from outlets;

create or replace temp table current_statements as
select
    statements.statement_number,
    outlets.number as outlet,
    speakers.number as speaker,
    hash(statements.article_id) as article,
    if(statements.statement_cluster_id is null, null, hash(statements.statement_cluster_id)) as cluster,
    statements.filed_on as quoted_on,
    statements.type = 'direct' as is_direct,
    statements.type = 'indirect' as is_indirect,
    statements.type = 'mixed' as is_mixed,
    statements.is_negated
from statements
inner join numbered_outlets as outlets
    on statements.outlet_id = outlets.outlet_id
left join numbered_entities as speakers
    on statements.speaker_id = speakers.entity_id
where statements.is_current;

create or replace temp table latest_roles as
select
    outlet_id,
    speakers.number as speaker,
    max(struct_pack(published_at := published_at, role := speaker_role)) as latest
from statements
inner join numbered_entities as speakers
    on statements.speaker_id = speakers.entity_id
where statements.is_current and speaker_role is not null and published_at is not null
group by outlet_id, speakers.number;

insert into kept_outlet_speakers by name
with counted as (
    select
        outlet,
        speaker,
        count(*) as statements,
        count(*) filter (where is_direct) as direct_statements,
        count(*) filter (where is_indirect) as indirect_statements,
        count(*) filter (where is_mixed) as mixed_statements,
        min(quoted_on) as first_quoted_on,
        max(quoted_on) as last_quoted_on
    from current_statements
    where speaker is not null
    group by outlet, speaker
),

in_articles as (
    select distinct
        outlet,
        speaker,
        article
    from current_statements
    where speaker is not null
),

articles_counted as (
    select
        outlet,
        speaker,
        count(*) as articles
    from in_articles
    group by outlet, speaker
)

select
    outlets.outlet_id,
    outlets.name as outlet,
    speakers.canonical_id as speaker_id,
    speakers.name as speaker,
    speakers.type as speaker_type,
    speakers.wikidata_id as speaker_wikidata_id,
    roles.latest.role as latest_role,
    roles.latest.published_at as latest_role_at,
    counted.* exclude (outlet, speaker),
    articles_counted.articles
from counted
inner join articles_counted
    on
        counted.outlet = articles_counted.outlet
        and counted.speaker = articles_counted.speaker
inner join numbered_outlets as outlets
    on counted.outlet = outlets.number
inner join canonical_numbers as speakers
    on counted.speaker = speakers.number
left join latest_roles as roles
    on
        outlets.outlet_id = roles.outlet_id
        and counted.speaker = roles.speaker
order by speaker_id, outlet_id;

-- who is disputed is told by numbers; the words are read of these few alone
create or replace temp table disputed_statements as
with disputed as (
    select cluster
    from current_statements
    where cluster is not null and speaker is not null and not is_negated
    group by cluster
    having min(speaker) <> max(speaker)
)

select statement_number
from current_statements
where
    cluster in (select disputed.cluster from disputed)
    and speaker is not null
    and not is_negated;

insert into kept_disagreements by name
with credited as (
    select
        cluster_id,
        speaker_id,
        any_value(speaker) as speaker,
        min(quote) as quote,
        count(*) as statements,
        list(distinct outlet order by outlet) as outlets,
        min(published_at) as first_published_at
    from all_quotes
    where
        statement_number in (
            select unnest((select list(disputed.statement_number) from disputed_statements as disputed))
        )
    group by cluster_id, speaker_id
)

select
    *,
    count(distinct speaker) over (partition by cluster_id) as speakers
from credited
qualify speakers > 1
order by cluster_id, speaker_id;

-- an entity is named twice in a statement only where two entities count as it
create or replace temp table naming as
select
    naming.statement_number,
    entities.number as topic
from statement_mentions as naming
inner join numbered_entities as entities
    on naming.entity_id = entities.entity_id
where not entities.is_merged
union all
select distinct
    naming.statement_number,
    entities.number as topic
from statement_mentions as naming
inner join numbered_entities as entities
    on naming.entity_id = entities.entity_id
where entities.is_merged;

create or replace temp table told as
select
    naming.topic,
    said.speaker,
    said.article,
    said.outlet,
    said.cluster,
    said.quoted_on
from naming
inner join current_statements as said
    on naming.statement_number = said.statement_number;

drop table naming;
drop table current_statements;

insert into kept_topics by name
with counted as (
    select
        topic,
        count(*) as statements,
        count(distinct cluster) + count(*) filter (where cluster is null) as distinct_statements,
        count(distinct speaker) as speakers,
        count(distinct article) as articles,
        count(distinct outlet) as outlets,
        min(quoted_on) as first_quoted_on,
        max(quoted_on) as last_quoted_on
    from told
    group by topic
)

select
    entities.name as topic,
    entities.type,
    counted.* exclude (topic),
    entities.wikidata_id,
    entities.canonical_id as entity_id
from counted
inner join canonical_numbers as entities
    on counted.topic = entities.number
order by statements desc, entity_id asc;

drop table told;
drop table disputed_statements;
drop table latest_roles;

-- this transaction is one write more, counted when it ends
update kept_answers
set commit_number = (select commits.commit_number + 1 from commits);
