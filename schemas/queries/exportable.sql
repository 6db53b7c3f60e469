-- one row per table or view that an analyst may take out: all but the file's own bookkeeping
select name
from (
    select table_name as name from duckdb_tables()
    where not internal and not temporary
    union all
    select view_name as name from duckdb_views()
    where not internal and not temporary
) as named
where name not in ('schema_migrations', 'commits')
order by name;
