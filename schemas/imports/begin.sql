-- one row per reading begun; what other, never finished readings of the source left goes
delete from told_entities
where
    reading_id in (
        select readings.reading_id
        from readings
        where
            readings.source = $source
            and readings.reading_id <> $reading_id
            and not readings.is_complete
    );

delete from readings
where source = $source and reading_id <> $reading_id and not is_complete;

insert or ignore into readings (
    reading_id, source, path, format, items_read, left_out, is_complete, started_at
)
values ($reading_id, $source, $path, $format, 0, 0, false, $started_at);
