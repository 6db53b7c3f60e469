-- one row per migration applied (schema_migrations); one row in all (commits)
create table schema_migrations (
    version integer primary key,
    name varchar not null,
    applied_at timestamptz not null
);
comment on table schema_migrations is
'One row per migration applied to this file; the highest version is the schema version.';
comment on column schema_migrations.version is 'Number of the migration, counted from 1 without gaps.';
comment on column schema_migrations.name is 'File name of the migration.';
comment on column schema_migrations.applied_at is 'When the migration was applied, UTC.';

-- DuckDB opens a file whose WAL was lost without a word. The count of committed writes is kept here and, after each
-- commit, in a small file beside the warehouse: when the file knows more than this table, something was lost.
create table commits (
    commit_number bigint not null,
    views_sha256 varchar
);
comment on table commits is 'One row in all: how many write transactions were committed to this file.';
comment on column commits.commit_number is
'Count of committed write transactions; compared at each open with the file beside the warehouse.';
comment on column commits.views_sha256 is
'Hex SHA-256 of the SQL that last created the views; they are created anew when it differs.';
insert into commits (commit_number) values (0);
