-- one row per flow run, the last ten
select
    started_at,
    flow,
    outcome,
    duration_s,
    quarantined,
    checks_failed,
    error,
    run_id
from recent_runs
order by started_at desc, run_id asc
limit 10;
