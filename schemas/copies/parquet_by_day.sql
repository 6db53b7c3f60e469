-- one row per row of what is exported, in a folder a day; a row without a day is in the folder Hive gives such
copy (select * from exported) to $path (format parquet, compression zstd, partition_by (day));
