-- one row in all: what a published file holds, and the run that loaded last
with last_run as (
    select
        run_id,
        flow,
        outcome,
        started_at
    from runs
    order by started_at desc, run_id asc
    limit 1
),

article_count as (
    select count(*) as articles from articles
),

statement_count as (
    select count(*) as statements from statements
),

state as (
    select
        max(schema_migrations.version) as schema_version,
        max(commits.commit_number) as commit_number
    from schema_migrations
    cross join commits
)

select
    article_count.articles,
    statement_count.statements,
    state.schema_version,
    state.commit_number,
    last_run.run_id,
    last_run.flow,
    last_run.outcome,
    last_run.started_at
from state
cross join article_count
cross join statement_count
left join last_run
    on true;
