-- one row per entry of a live blog that does not stand in its text
select
    live_entries.live_entry_id,
    live_entries.start,
    live_entries."end"
from live_entries
left join article_versions
    on live_entries.article_version_id = article_versions.article_version_id
where
    ($run_id is null or live_entries.run_id = $run_id)
    and (
        article_versions.article_version_id is null
        or live_entries.start < 0
        or live_entries."end" <= live_entries.start
        or live_entries."end" > length(article_versions.text)
    )
order by live_entries.live_entry_id;
