-- one row per entity that a broken reading told: it goes
delete from told_entities
where reading_id = $reading_id;

delete from readings
where reading_id = $reading_id;
