-- one row per flow run: how it ended
update runs
set
    finished_at = $finished_at,
    outcome = $outcome,
    counts = $counts,
    error = $error
where run_id = $run_id;
