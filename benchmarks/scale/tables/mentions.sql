-- one row per speaker credited in an article in a text of the night
select
    id('mention', number) as mention_id,
    id('version', version) as article_version_id,
    paragraph_start + 11 as start,
    (paragraph_start + 11 + length(speaker))::integer as "end",
    speaker as surface,
    'name' as form,
    'person' as type,
    id('person', entity) as entity_id,
    'name' as resolution,
    0.9::double as confidence
from statements_made;
