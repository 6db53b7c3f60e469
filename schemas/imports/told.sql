-- one row per entity as a source tells it, those of one identity together, what was imported first first
select
    told_entities.identity,
    told_entities.told
from told_entities
inner join readings
    on told_entities.reading_id = readings.reading_id
where readings.is_complete
order by told_entities.identity, readings.started_at, readings.reading_id, told_entities.ordinal;
