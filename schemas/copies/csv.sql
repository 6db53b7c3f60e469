-- one row per row of what is exported
copy (select * from exported) to $path (format csv, header, timestampformat '%Y-%m-%dT%H:%M:%SZ');
