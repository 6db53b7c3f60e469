-- one row per entity of a batch; how far the reading got
insert into told_entities by name
select * from incoming_entities;

update readings
set items_read = $items_read, left_out = $left_out
where reading_id = $reading_id;
