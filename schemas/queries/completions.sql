-- one row per name an analyst may type: table, view, macro, or column of one; with its comment
with named as (
    select
        'table' as kind,
        table_name as name,
        null as relation,
        0 as position,
        null as type,
        comment
    from duckdb_tables()
    where not internal
    union all
    select
        'view' as kind,
        view_name as name,
        null as relation,
        0 as position,
        null as type,
        comment
    from duckdb_views()
    where not internal
    union all
    select
        'macro' as kind,
        function_name as name,
        null as relation,
        0 as position,
        array_to_string(parameters, ', ') as type,
        comment
    from duckdb_functions()
    where not internal and function_type in ('macro', 'table_macro')
    union all
    select
        'column' as kind,
        column_name as name,
        table_name as relation,
        column_index as position,
        data_type as type,
        comment
    from duckdb_columns()
    where not internal
)

select
    kind,
    name,
    relation,
    type,
    comment
from named
order by kind, relation, position, name;
