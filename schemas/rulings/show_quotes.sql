-- one row per statement of the entity asked for, the latest ones
select
    quotes.quoted_on,
    quotes.outlet,
    quotes.quote
from quotes
where quotes.speaker_id = $entity_id
order by quotes.published_at desc nulls last, quotes.statement_id asc
limit $row_limit;
