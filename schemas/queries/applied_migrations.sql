-- one row in all: the schema version of this file and how many writes it holds
select
    max(schema_migrations.version) as version,
    max(commits.commit_number) as commit_number,
    any_value(commits.views_sha256) as views_sha256
from schema_migrations
cross join commits;
