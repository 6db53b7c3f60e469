-- one row per staged row of a statement that is kept
select * from unfolded
where statement_id not in (select folded.statement_id from folded_statements as folded);
