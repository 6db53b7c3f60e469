-- one row per (key, version) of a slice of new versions
insert into copy_keys by name
select
    block_key,
    article_version_id
from incoming_keys;
