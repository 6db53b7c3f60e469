-- one row per made-up outlet
select
    'outlet-' || number as outlet_id,
    'The ' || upper(word(number)[1]) || word(number)[2:] || ' Post' as name,
    'outlet-' || number || '.example' as domain,
    'GB' as country,
    'en' as language,
    case when number < 4 then 'wire' else 'paper' end as kind,
    null::varchar as wikidata_id
from range(90) as numbers (number);
