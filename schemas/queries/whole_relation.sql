-- one row per row of the table or view named
select * from query_table($name);
