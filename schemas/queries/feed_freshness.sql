-- one row per state that subscribed feeds are in: how fresh they are
select
    state,
    count(*) as feeds,
    max(last_success_at) as last_answer,
    min(last_success_at) as longest_without,
    max(newest_entry_at) as newest_entry
from feed_health
group by state
order by feeds desc, state asc;
