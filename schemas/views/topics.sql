-- one row per canonical entity named in the words of a statement in a current article version
create or replace view topics as
with naming as (
    select distinct
        naming.statement_number,
        entities.canonical_id,
        entities.name,
        entities.type,
        entities.wikidata_id
    from statement_mentions as naming
    inner join canonical_entities as entities
        on naming.entity_id = entities.entity_id
    where (naming.mention_count > 0) in (select stale.is_true from stale_answers as stale)
),

counted as (
    select
        any_value(naming.name) as topic,
        any_value(naming.type) as type,
        count(*) as statements,
        count(distinct quotes.cluster_id) filter (where quotes.cluster_id is not null)
        + count(*) filter (where quotes.cluster_id is null) as distinct_statements,
        count(distinct quotes.speaker_id) as speakers,
        count(distinct quotes.article_id) as articles,
        count(distinct quotes.outlet_id) as outlets,
        min(quotes.quoted_on) as first_quoted_on,
        max(quotes.quoted_on) as last_quoted_on,
        any_value(naming.wikidata_id) as wikidata_id,
        naming.canonical_id as entity_id
    from naming
    inner join all_quotes as quotes
        on naming.statement_number = quotes.statement_number
    where quotes.is_current in (select stale.is_true from stale_answers as stale)
    group by naming.canonical_id
)

select kept.*
from kept_topics as kept
inner join fresh_answers as fresh
    on fresh.commit_number >= 0
union all by name
select * from counted;

comment on view topics is
'One row per canonical entity named in the words of a statement in a current article version: what is talked about.';
comment on column topics.topic is 'Canonical name of what is named.';
comment on column topics.type is 'person, organization, place or other.';
comment on column topics.statements is 'How many statements name it.';
comment on column topics.distinct_statements is 'How many different sayings these are: the same words count once.';
comment on column topics.speakers is 'How many known speakers name it.';
comment on column topics.articles is 'In how many articles.';
comment on column topics.outlets is 'In how many outlets.';
comment on column topics.first_quoted_on is 'The first day it is named on.';
comment on column topics.last_quoted_on is 'The last day it is named on.';
comment on column topics.wikidata_id is 'Wikidata id (Q…); null for a NIL entity.';
comment on column topics.entity_id is 'Canonical entity.';
