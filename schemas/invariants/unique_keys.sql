-- one row per key that two rows share; in a load, that two of its own rows share
-- What grows with the news has no primary keys (migration 9). A merge writes a row only where none of its key is, so
-- a load looks at what it wrote, and `onrecord snapshot verify` at everything.
with keys as (
    select
        'fetches' as table_name,
        fetch_id as row_key,
        run_id
    from fetches
    union all
    select
        'entries' as table_name,
        entry_id as row_key,
        run_id
    from entries
    union all
    select
        'articles' as table_name,
        article_id as row_key,
        run_id
    from articles
    union all
    select
        'article_versions' as table_name,
        article_version_id as row_key,
        run_id
    from article_versions
    union all
    select
        'mentions' as table_name,
        mention_id as row_key,
        run_id
    from mentions
    union all
    select
        'statements' as table_name,
        statement_id as row_key,
        run_id
    from statements
    union all
    select
        'statement_mentions' as table_name,
        statement_id || ' ' || entity_id as row_key,
        run_id
    from statement_mentions
    union all
    select
        'statement numbers' as table_name,
        statement_number::varchar as row_key,
        run_id
    from statements
    union all
    -- (these are of no run: a load leaves them out)
    select
        'statement_clusters' as table_name,
        cluster_id as row_key,
        null as run_id
    from statement_clusters
)

select
    table_name,
    row_key,
    count(*) as row_count
from keys
where $run_id is null or run_id = $run_id
group by table_name, row_key
having count(*) > 1
order by table_name, row_key;
