-- one row per view, macro and table meant for people who ask, in the order to try them; the rest is for loads
create or replace view guide as
with named as (
    select
        1 as place,
        'view' as kind,
        view_name as name,
        view_name as usage,
        comment
    from duckdb_views()
    where
        not internal
        and view_name not in ('guide', 'all_quotes', 'canonical_entities', 'fresh_answers', 'stale_answers')
    union all
    select
        2 as place,
        'macro' as kind,
        function_name as name,
        function_name || '(' || array_to_string(parameters, ', ') || ')' as usage,
        comment
    from duckdb_functions()
    where
        not internal
        and function_name in (
            'entities_called', 'highlight', 'quotes_about', 'quotes_as_of', 'quotes_by', 'search_articles',
            'search_quotes'
        )
    union all
    select
        3 as place,
        'table' as kind,
        table_name as name,
        table_name as usage,
        comment
    from duckdb_tables()
    where
        not internal
        and not temporary
        and table_name not in (
            'cluster_carriers', 'commits', 'copy_keys', 'copy_pairs', 'entity_evidence', 'entity_links',
            'link_evidence', 'link_evidence_state', 'schema_migrations', 'search_vocabulary', 'statement_terms',
            'text_documents', 'text_terms', 'version_edits', 'wording_clusters', 'wording_keys'
        )
        and not starts_with(table_name, 'kept_')
)

select
    kind,
    usage,
    comment as what_it_holds
from named
order by place, name not in ('quotes', 'search_quotes', 'statements'), name;

comment on view guide is 'One row per view, macro and table meant for people who ask: where to start.';
comment on column guide.kind is 'view, macro or table; views are the friendliest.';
comment on column guide.usage is 'What to write after from, or, of highlight, in a select.';
comment on column guide.what_it_holds is 'Its comment; those of its columns: describe, or duckdb_columns().';
