-- one row per HTTP request made (fetches): which earlier answer it repeats
alter table fetches add column revisits_fetch_id varchar;
comment on column fetches.revisits_fetch_id is
'The earlier request of which the answer is repeated: by a 304, or by the same payload again (a WARC revisit).';
