-- one row per reading that is used from now on; the former one of its source goes
delete from told_entities
where
    reading_id in (
        select readings.reading_id
        from readings
        where readings.source = $source and readings.reading_id <> $reading_id
    );

delete from readings
where source = $source and reading_id <> $reading_id;

update readings
set is_complete = true
where reading_id = $reading_id;
