-- one row per archive file of which records were loaded
select distinct warc_file from fetches
order by warc_file;
