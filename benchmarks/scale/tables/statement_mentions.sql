-- one row per (statement, person it is about), for two statements of three
select
    id('statement', number) as statement_id,
    id('person', about) as entity_id,
    1 as mention_count
from statements_made
where draw(number, 12) < 0.67;
