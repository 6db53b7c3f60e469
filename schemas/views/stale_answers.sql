-- one row since something was written, none while what is kept of views is what they would count
-- Views ask of all they count whether it is true here: while there is no row, DuckDB reads nothing to find out.
create or replace view stale_answers as
select true as is_true
from commits
anti join kept_answers
    on commits.commit_number = kept_answers.commit_number;

comment on view stale_answers is
'One row once something was written that what is kept of views does not know, else none. Such views read it.';
comment on column stale_answers.is_true is 'True.';
