-- one row per flow run, newest first
create or replace view recent_runs as
with refused as (
    select
        run_id,
        count(*) as quarantined
    from quarantine
    group by run_id
),

checked as (
    select
        run_id,
        count(*) as checks_made,
        count(*) filter (where not success) as checks_failed
    from checks
    group by run_id
)

select
    runs.started_at,
    runs.flow,
    runs.outcome,
    round(epoch(runs.finished_at - runs.started_at), 1) as duration_s,
    coalesce(refused.quarantined, 0) as quarantined,
    coalesce(checked.checks_made, 0) as checks_made,
    coalesce(checked.checks_failed, 0) as checks_failed,
    runs.counts,
    runs.error,
    runs.parameters,
    runs.code_version,
    runs.finished_at,
    runs.run_id
from runs
left join refused
    on runs.run_id = refused.run_id
left join checked
    on runs.run_id = checked.run_id
order by runs.started_at desc, runs.run_id asc;

comment on view recent_runs is 'One row per flow run, newest first.';
comment on column recent_runs.started_at is 'When it began, UTC.';
comment on column recent_runs.flow is 'Name of the flow.';
comment on column recent_runs.outcome is 'running, completed, incomplete, failed or crashed.';
comment on column recent_runs.duration_s is 'How long it took, in seconds; null while it runs.';
comment on column recent_runs.quarantined is
'How many records it put into quarantine and no later run has taken out.';
comment on column recent_runs.checks_made is
'How many expectations its new rows were held to; 0 when nothing new came, so that there was nothing to check.';
comment on column recent_runs.checks_failed is 'How many of them were not met.';
comment on column recent_runs.counts is 'What it did, as a JSON object of counts.';
comment on column recent_runs.error is 'Why it failed, in words.';
comment on column recent_runs.parameters is 'What it was asked to do, as JSON.';
comment on column recent_runs.code_version is 'Version of onrecord that ran.';
comment on column recent_runs.finished_at is 'When it ended, or was found dead, UTC.';
comment on column recent_runs.run_id is 'Id of the run.';
