-- one row per document a feed consists of (feed_documents); what planning asks of fetches and feeds
create table feed_documents (
    document_id varchar primary key,
    feed_id varchar not null,
    url varchar not null,
    is_page boolean not null,
    format varchar not null,
    title varchar,
    language varchar,
    ttl_minutes integer,
    update_minutes integer,
    skip_hours integer[] not null,
    skip_days varchar[] not null,
    entry_count integer not null,
    oldest_entry_at timestamptz,
    newest_entry_at timestamptz,
    entry_gap_s bigint,
    pages varchar[] not null,
    problems varchar[] not null,
    fetch_id varchar not null,
    fetched_at timestamptz not null,
    run_id varchar not null,
    loaded_at timestamptz not null
);
comment on table feed_documents is
'One row per document a feed consists of, as last read: the feed itself, an older page of it, a sitemap of its index.';
comment on column feed_documents.document_id is 'Stable id, made from the feed and the address asked for.';
comment on column feed_documents.feed_id is 'The feed it belongs to.';
comment on column feed_documents.url is 'Address it was read from.';
comment on column feed_documents.is_page is
'True for an older page, or a sitemap of an index; false for the feed itself.';
comment on column feed_documents.format is 'Its dialect: rss20, rss10, atom10, jsonfeed, sitemap, sitemapindex …';
comment on column feed_documents.title is 'Title the feed gives itself.';
comment on column feed_documents.language is 'Language the feed claims.';
comment on column feed_documents.ttl_minutes is
'How long it asks to be kept before it is read again, in minutes (RSS ttl).';
comment on column feed_documents.update_minutes is
'How often it says it changes, in minutes between changes (sy:updatePeriod and sy:updateFrequency).';
comment on column feed_documents.skip_hours is
'Hours of the day, GMT, in which it asks not to be read (RSS skipHours).';
comment on column feed_documents.skip_days is
'Days of the week, GMT, on which it asks not to be read (RSS skipDays).';
comment on column feed_documents.entry_count is 'How many entries it shows.';
comment on column feed_documents.oldest_entry_at is 'Date of its oldest dated entry, UTC.';
comment on column feed_documents.newest_entry_at is 'Date of its newest dated entry, UTC.';
comment on column feed_documents.entry_gap_s is
'Median time between its entries by their dates, in seconds; null when fewer than three are dated.';
comment on column feed_documents.pages is
'Addresses of what continues it: its next older page (RFC 5005, JSON Feed, WordPress), or the sitemaps of an index.';
comment on column feed_documents.problems is 'What had to be mended to read it.';
comment on column feed_documents.fetch_id is 'The request that brought it.';
comment on column feed_documents.fetched_at is 'When it was fetched, UTC.';
comment on column feed_documents.run_id is 'The run that last wrote this row.';
comment on column feed_documents.loaded_at is 'When this row was last written, UTC.';

alter table fetches add column article_id varchar;
alter table fetches add column fresh_s bigint;
alter table fetches add column retry_after_s bigint;
comment on column fetches.kind is 'feed, page (an older page of a feed, or a sitemap of its index), article or robots.';
comment on column fetches.article_id is
'The article that the response told; null when it told none, as after an error or a 304.';
comment on column fetches.fresh_s is
'How long the response says it stays fresh, in seconds (Cache-Control or Expires, RFC 9111).';
comment on column fetches.retry_after_s is 'How long the server asks to be left alone, in seconds (Retry-After).';
update fetches
set article_id = article_versions.article_id
from article_versions
where fetches.warc_record_id = article_versions.warc_record_id;

alter table feeds add column last_failure varchar;
alter table feeds add column retry_after_s bigint;
alter table feeds add column fresh_s bigint;
alter table feeds add column moved_to varchar;
comment on column feeds.consecutive_failures is
'Failed requests since the last success; an answer that is no feed is a failure, a 304 a success, a redirect neither.';
comment on column feeds.last_success_at is 'When it last answered with a feed or a 304, UTC. Derived from fetches.';
comment on column feeds.etag is 'ETag of the last feed it answered with, for the next conditional request (RFC 9110).';
comment on column feeds.last_modified is 'Last-Modified of the last feed it answered with, verbatim.';
comment on column feeds.last_failure is
'Why the last request failed, in a short stable name; null when it did not. Derived.';
comment on column feeds.retry_after_s is 'Retry-After of the last request, in seconds. Derived.';
comment on column feeds.fresh_s is 'How long the last answer says it stays fresh, in seconds. Derived.';
comment on column feeds.moved_to is
'Where the last three requests for its address were permanently redirected to (301, 308), all to the same. Derived.';
