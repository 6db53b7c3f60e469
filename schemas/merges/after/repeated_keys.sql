-- one row per words of a block of this load that three blocks or more have now, those loaded before counted
with unknown as (
    select text_key from incoming_blocks
    except
    select text_key from repeated_keys
)

insert into repeated_keys by name
select text_key
from blocks
where text_key in (select unknown.text_key from unknown)
group by text_key
having count(*) > 2;
