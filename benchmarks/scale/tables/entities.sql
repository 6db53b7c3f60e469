-- one row per made-up person
select
    id('person', number) as entity_id,
    'person' as type,
    name_of(number) as name,
    null::varchar as wikidata_id,
    null::varchar as description,
    'GB' as country
from range(50000) as numbers (number);
