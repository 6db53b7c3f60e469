-- one row per speaker credited in an article of the night
select
    'mention-' || number as mention_id,
    'version-' || article as article_version_id,
    paragraph_start + 11 as start,
    (paragraph_start + 11 + length(speaker))::integer as "end",
    speaker as surface,
    'name' as form,
    'person' as type,
    'person-' || entity as entity_id,
    'name' as resolution,
    0.9::double as confidence
from statements_made;
