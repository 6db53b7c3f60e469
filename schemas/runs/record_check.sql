-- one row per expectation evaluated in a run; checks recorded again replace those of the same number
insert or replace into checks (
    run_id, check_number, suite, table_name, expectation, column_name, severity, success, evaluated_count,
    unexpected_count
)
values (
    $run_id, $check_number, $suite, $table_name, $expectation, $column_name, $severity, $success, $evaluated_count,
    $unexpected_count
);
