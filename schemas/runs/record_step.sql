-- one row per (run, step, batch); a batch done again replaces its row
insert or replace into run_steps (run_id, step, batch, counts, duration_ms)
values ($run_id, $step, $batch, $counts, $duration_ms);
