-- one row in all: is there a schema in this file, and the number of tables there are
select
    count(*) as table_count,
    count(*) filter (where table_name = 'schema_migrations') > 0 as has_schema
from duckdb_tables()
where not internal and not temporary;
