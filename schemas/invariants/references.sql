-- one row per reference to a row that is not there: statement → version → article → outlet, mention → entity …
-- A load looks at the references it wrote. (By anti joins: DuckDB then looks through what is referred to, and need not
-- hold all of it in memory, as it does for "not in".)
with to_outlets as (
    select
        'articles' as table_name,
        article_id as row_id,
        outlet_id as refers_to
    from articles
    where $run_id is null or run_id = $run_id
    union all
    select
        'feeds' as table_name,
        feed_id as row_id,
        outlet_id as refers_to
    from feeds
    where $run_id is null or run_id = $run_id
),

to_articles as (
    select
        'article_versions' as table_name,
        article_version_id as row_id,
        article_id as refers_to
    from article_versions
    where $run_id is null or run_id = $run_id
),

to_versions as (
    select
        'blocks' as table_name,
        node_path as row_id,
        article_version_id as refers_to
    from blocks
    where $run_id is null or run_id = $run_id
    union all
    select
        'mentions' as table_name,
        mention_id as row_id,
        article_version_id as refers_to
    from mentions
    where $run_id is null or run_id = $run_id
    union all
    select
        'statements' as table_name,
        statement_id as row_id,
        article_version_id as refers_to
    from statements
    where $run_id is null or run_id = $run_id
),

written_statements as (
    select statement_id from statements
    where run_id = $run_id
),

to_statements as (
    select
        'statement_mentions' as table_name,
        statement_id as row_id,
        statement_id as refers_to
    from statement_mentions
    anti join written_statements as written -- most of what a load wrote refers to what it wrote
        on statement_mentions.statement_id = written.statement_id
    where $run_id is null or run_id = $run_id
),

to_entities as (
    select
        'mentions' as table_name,
        mention_id as row_id,
        'entity_id' as column_name,
        entity_id as refers_to
    from mentions
    where $run_id is null or run_id = $run_id
    union all
    select
        'statements' as table_name,
        statement_id as row_id,
        unnest(['speaker_id', 'addressee_id', 'place_id']) as column_name,
        unnest([speaker_id, addressee_id, place_id]) as refers_to
    from statements
    where $run_id is null or run_id = $run_id
    union all
    select
        'entity_aliases' as table_name,
        alias as row_id,
        'entity_id' as column_name,
        entity_id as refers_to
    from entity_aliases
    where $run_id is null or run_id = $run_id
    union all
    select
        'statement_mentions' as table_name,
        statement_id as row_id,
        'entity_id' as column_name,
        entity_id as refers_to
    from statement_mentions
    where $run_id is null or run_id = $run_id
),

broken as (
    select
        table_name,
        row_id,
        'outlet_id' as column_name,
        refers_to
    from to_outlets
    anti join outlets
        on to_outlets.refers_to = outlets.outlet_id
    union all
    select
        table_name,
        row_id,
        'article_id' as column_name,
        refers_to
    from to_articles
    anti join articles
        on to_articles.refers_to = articles.article_id
    union all
    select
        table_name,
        row_id,
        'article_version_id' as column_name,
        refers_to
    from to_versions
    anti join article_versions
        on to_versions.refers_to = article_versions.article_version_id
    union all
    select
        table_name,
        row_id,
        'statement_id' as column_name,
        refers_to
    from to_statements
    anti join statements
        on to_statements.refers_to = statements.statement_id
    union all
    select
        table_name,
        row_id,
        column_name,
        refers_to
    from to_entities
    anti join entities
        on to_entities.refers_to = entities.entity_id
)

select * from broken
where refers_to is not null
order by table_name, row_id, column_name;
