-- one row per (key, version), and per version with its sketch, of a slice of new versions
insert into copy_keys by name
select
    unnest(copy_keys) as block_key,
    article_version_id
from incoming_keys;

insert into copy_sketches by name
select
    article_version_id,
    sketch
from incoming_keys
where octet_length(sketch) > 0;
