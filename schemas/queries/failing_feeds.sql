-- one row per subscribed feed that is failing or has never been polled, the longest failing first
select
    outlet,
    url,
    state,
    consecutive_failures as failures,
    coalesce(last_error, 'HTTP ' || last_status) as reason,
    last_success_at
from feed_health
where state in ('failing', 'never polled')
order by consecutive_failures desc, outlet asc, url asc;
