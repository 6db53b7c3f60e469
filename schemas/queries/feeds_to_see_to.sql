-- one row per subscribed feed that asks for attention: failing, gone, moved, silent, never polled
select
    outlet,
    url,
    state,
    consecutive_failures as failures,
    note,
    last_success_at
from feed_health
where note is not null or state = 'never polled'
order by state = 'silent', consecutive_failures desc, outlet asc, url asc;
