-- one row in all, or none: how far a reading got
select
    items_read,
    left_out,
    is_complete
from readings
where reading_id = $reading_id;
