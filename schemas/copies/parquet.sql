-- one row per row of what is exported
copy (select * from exported) to $path (format parquet, compression zstd);
