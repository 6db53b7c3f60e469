-- one row while what is kept of views is what they would count, none since something was written
create or replace view fresh_answers as
select commits.commit_number
from commits
semi join kept_answers
    on commits.commit_number = kept_answers.commit_number;

comment on view fresh_answers is
'One row while what is kept of views is what they would count; none since something was written. Such views read it.';
comment on column fresh_answers.commit_number is 'The last write.';
