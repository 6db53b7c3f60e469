-- one row per flow run (runs), step of a run on a batch (run_steps), expectation evaluated in a run (checks)
create table runs (
    run_id varchar primary key,
    flow varchar not null,
    parameters json not null,
    code_version varchar not null,
    pid integer not null,
    host varchar not null,
    started_at timestamptz not null,
    finished_at timestamptz,
    outcome varchar not null check (outcome in ('running', 'completed', 'incomplete', 'failed', 'crashed')),
    counts json,
    error varchar
);
comment on table runs is 'One row per flow run; this ledger, not the scheduler, says what became of it.';
comment on column runs.run_id is 'Id of the run.';
comment on column runs.flow is 'Name of the flow: nightly, backfill …';
comment on column runs.parameters is 'What it was asked to do, as JSON.';
comment on column runs.code_version is 'Version of onrecord that ran.';
comment on column runs.pid is 'Process id of the run on its host.';
comment on column runs.host is 'Name of the machine it ran on.';
comment on column runs.started_at is 'When it began, UTC.';
comment on column runs.finished_at is 'When it ended, or was found dead, UTC.';
comment on column runs.outcome is
'running, completed, incomplete (some things refused or unreachable), failed or crashed.';
comment on column runs.counts is 'What it did, as a JSON object of counts.';
comment on column runs.error is 'Why it failed, in words.';

create table run_steps (
    run_id varchar,
    step varchar,
    batch varchar,
    counts json not null,
    duration_ms bigint not null,
    primary key (run_id, step, batch)
);
comment on table run_steps is 'One row per (run, step, batch).';
comment on column run_steps.run_id is 'The run.';
comment on column run_steps.step is 'Name of the step: fetch, extract, load …';
comment on column run_steps.batch is 'The batch it worked on.';
comment on column run_steps.counts is 'What it did, as a JSON object of counts.';
comment on column run_steps.duration_ms is 'How long it took, in milliseconds.';

create table checks (
    run_id varchar,
    check_number integer,
    suite varchar not null,
    table_name varchar not null,
    expectation varchar not null,
    column_name varchar,
    severity varchar not null,
    success boolean not null,
    evaluated_count bigint not null,
    unexpected_count bigint not null,
    primary key (run_id, check_number)
);
comment on table checks is 'One row per expectation evaluated in a run, on the rows staged for one table.';
comment on column checks.run_id is 'The run.';
comment on column checks.check_number is 'Place of the check in the run, counted from 1.';
comment on column checks.suite is 'Suite the expectation belongs to.';
comment on column checks.table_name is 'Table whose staged rows were looked at.';
comment on column checks.expectation is 'Name of the expectation.';
comment on column checks.column_name is 'Column it looks at; null when it looks at the table.';
comment on column checks.severity is 'critical, warning or info.';
comment on column checks.success is 'Whether the rows are as expected.';
comment on column checks.evaluated_count is 'How many rows were evaluated.';
comment on column checks.unexpected_count is 'How many of them were not as expected.';
