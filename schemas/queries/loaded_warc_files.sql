-- one row per archive file of which records were loaded, or of which it is on record that none can be read
select warc_file from fetches
union
select warc_file from quarantine
where reason = 'broken-warc' and warc_file is not null
order by warc_file;
