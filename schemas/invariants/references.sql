-- one row per reference to a row that is not there: statement → version → article → outlet, mention → entity …
with broken as (
    select
        'articles' as table_name,
        article_id as row_id,
        'outlet_id' as column_name,
        outlet_id as refers_to
    from articles
    where
        ($run_id is null or run_id = $run_id)
        and outlet_id not in (select outlet_id from outlets)
    union all
    select
        'feeds' as table_name,
        feed_id as row_id,
        'outlet_id' as column_name,
        outlet_id as refers_to
    from feeds
    where
        ($run_id is null or run_id = $run_id)
        and outlet_id not in (select outlet_id from outlets)
    union all
    select
        'article_versions' as table_name,
        article_version_id as row_id,
        'article_id' as column_name,
        article_id as refers_to
    from article_versions
    where
        ($run_id is null or run_id = $run_id)
        and article_id not in (select article_id from articles)
    union all
    select
        'blocks' as table_name,
        node_path as row_id,
        'article_version_id' as column_name,
        article_version_id as refers_to
    from blocks
    where
        ($run_id is null or run_id = $run_id)
        and article_version_id not in (select article_version_id from article_versions)
    union all
    select
        'mentions' as table_name,
        mention_id as row_id,
        'article_version_id' as column_name,
        article_version_id as refers_to
    from mentions
    where
        ($run_id is null or run_id = $run_id)
        and article_version_id not in (select article_version_id from article_versions)
    union all
    select
        'mentions' as table_name,
        mention_id as row_id,
        'entity_id' as column_name,
        entity_id as refers_to
    from mentions
    where
        ($run_id is null or run_id = $run_id)
        and entity_id not in (select entity_id from entities)
    union all
    select
        'statements' as table_name,
        statement_id as row_id,
        'article_version_id' as column_name,
        article_version_id as refers_to
    from statements
    where
        ($run_id is null or run_id = $run_id)
        and article_version_id not in (select article_version_id from article_versions)
    union all
    select
        'statements' as table_name,
        statement_id as row_id,
        unnest(['speaker_id', 'addressee_id', 'place_id']) as column_name,
        unnest([speaker_id, addressee_id, place_id]) as refers_to
    from statements
    where
        ($run_id is null or run_id = $run_id)
        and (
            speaker_id not in (select entity_id from entities)
            or addressee_id not in (select entity_id from entities)
            or place_id not in (select entity_id from entities)
        )
    union all
    select
        'entity_aliases' as table_name,
        alias as row_id,
        'entity_id' as column_name,
        entity_id as refers_to
    from entity_aliases
    where
        ($run_id is null or run_id = $run_id)
        and entity_id not in (select entity_id from entities)
    union all
    select
        'statement_mentions' as table_name,
        statement_id as row_id,
        'statement_id' as column_name,
        statement_id as refers_to
    from statement_mentions
    where
        ($run_id is null or run_id = $run_id)
        and statement_id not in (select statement_id from statements)
    union all
    select
        'statement_mentions' as table_name,
        statement_id as row_id,
        'entity_id' as column_name,
        entity_id as refers_to
    from statement_mentions
    where
        ($run_id is null or run_id = $run_id)
        and entity_id not in (select entity_id from entities)
)

select * from broken
where refers_to is not null -- null is not in an empty table either
order by table_name, row_id, column_name;
