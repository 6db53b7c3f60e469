-- one row in all: the ids of the articles and outlets meant by ids, addresses or names, and what means none
with wanted as (
    select unnest($wanted::varchar[]) as word
),

found as (
    select
        wanted.word,
        articles.article_id,
        outlets.outlet_id
    from wanted
    left join articles
        on wanted.word in (articles.article_id, articles.canonical_url)
    left join outlets
        on wanted.word in (outlets.outlet_id, outlets.name, outlets.domain)
)

select
    coalesce(list(distinct article_id order by article_id) filter (where article_id is not null), []) as article_ids,
    coalesce(list(distinct outlet_id order by outlet_id) filter (where outlet_id is not null), []) as outlet_ids,
    coalesce(list(word) filter (where article_id is null and outlet_id is null), []) as unknown
from found;
