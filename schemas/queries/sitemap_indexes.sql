-- one row per feed asked for that is a sitemap index: the document it last was
select
    feed_id,
    pages,
    format,
    oldest_entry_at
from feed_documents
where feed_id in (select unnest($feed_ids)) and not is_page and format = 'sitemapindex'
order by feed_id;
