-- one row per words of a block of this load that three blocks or more have now, those loaded before counted
with counted as (
    select text_key
    from blocks
    where text_key in (select incoming.text_key from incoming_blocks as incoming)
    group by text_key
    having count(*) > 2
)

insert into repeated_keys by name
select counted.text_key
from counted
anti join repeated_keys as known
    on counted.text_key = known.text_key;
