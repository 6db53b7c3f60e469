-- one row per flow run; a run started again under its id begins anew
insert or replace into runs (run_id, flow, parameters, code_version, pid, host, started_at, outcome)
values ($run_id, $flow, $parameters, $code_version, $pid, $host, $started_at, 'running');
