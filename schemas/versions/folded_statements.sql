-- one row per staged statement of a version that is another spelling of one
create or replace temp table folded_statements as
select statement_id from staged
semi join folded_versions
    on staged.article_version_id = folded_versions.article_version_id;
