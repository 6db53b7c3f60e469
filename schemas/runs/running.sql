-- one row per run that says it is still running
select
    run_id,
    pid,
    host
from runs
where outcome = 'running'
order by started_at, run_id;
