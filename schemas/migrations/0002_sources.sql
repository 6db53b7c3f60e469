-- one row per publisher (outlets), subscribed feed (feeds), HTTP request (fetches), item of a feed (entries)
--
-- Decision: primary keys, no foreign keys. DuckDB checks a foreign key row by row against an index in memory, refuses
-- to replace a referred-to row inside one transaction, and so would slow each load and forbid the replace-as-a-whole
-- rule of the merges. The references are held by queries instead (schemas/invariants), run before every commit.
create table outlets (
    outlet_id varchar primary key,
    name varchar not null,
    domain varchar not null,
    country varchar,
    language varchar,
    kind varchar not null,
    wikidata_id varchar,
    run_id varchar not null,
    loaded_at timestamptz not null
);
comment on table outlets is 'One row per publisher: subscribed in feeds.toml, or met as the domain of an article.';
comment on column outlets.outlet_id is 'Id given in feeds.toml, or the domain of an outlet met only in an archive.';
comment on column outlets.name is 'Name of the publisher as readers know it.';
comment on column outlets.domain is 'Registrable domain of its web site.';
comment on column outlets.country is 'ISO 3166-1 alpha-2 code of its country.';
comment on column outlets.language is 'BCP 47 tag of its main language.';
comment on column outlets.kind is 'wire, paper, broadcaster, agency, government, magazine, organization or unknown.';
comment on column outlets.wikidata_id is 'Wikidata id (Q…), where known.';
comment on column outlets.run_id is 'The run that last wrote this row.';
comment on column outlets.loaded_at is 'When this row was last written, UTC.';

create table feeds (
    feed_id varchar primary key,
    outlet_id varchar not null,
    url varchar not null,
    section varchar,
    enabled boolean not null,
    poll_minutes integer not null,
    run_id varchar not null,
    loaded_at timestamptz not null,
    last_fetched_at timestamptz,
    last_success_at timestamptz,
    etag varchar,
    last_modified varchar,
    consecutive_failures integer not null default 0
);
comment on table feeds is 'One row per subscribed feed, with the state of its polling.';
comment on column feeds.feed_id is 'Stable id of the feed.';
comment on column feeds.outlet_id is 'The outlet that publishes it.';
comment on column feeds.url is 'Address of the feed.';
comment on column feeds.section is 'Section of the outlet it covers, as feeds.toml says.';
comment on column feeds.enabled is 'False when feeds.toml switches it off.';
comment on column feeds.poll_minutes is 'Wished interval between polls, in minutes.';
comment on column feeds.run_id is 'The run that last wrote this row; polling alone does not count.';
comment on column feeds.loaded_at is 'When this row was last written, UTC; polling alone does not count.';
comment on column feeds.last_fetched_at is
'When the feed was last asked for, whatever came of it, UTC. Derived from fetches.';
comment on column feeds.last_success_at is 'When it last answered with a 2xx or a 304, UTC. Derived from fetches.';
comment on column feeds.etag is 'ETag of the last full answer, for the next conditional request (RFC 9110).';
comment on column feeds.last_modified is 'Last-Modified of the last full answer, verbatim.';
comment on column feeds.consecutive_failures is
'Failed requests since the last success; a 304 is a success, a redirect hop is neither.';

create table fetches (
    fetch_id varchar primary key,
    kind varchar not null,
    url varchar not null,
    canonical_url varchar,
    plan_url varchar not null,
    outlet_id varchar,
    feed_id varchar,
    entry_id varchar,
    entry_updated_at timestamptz,
    fetched_at timestamptz not null,
    duration_ms bigint,
    status integer,
    error_kind varchar,
    error varchar,
    bytes bigint,
    content_type varchar,
    etag varchar,
    last_modified varchar,
    warc_file varchar not null,
    warc_offset bigint not null,
    warc_record_id varchar not null,
    run_id varchar not null,
    loaded_at timestamptz not null
);
comment on table fetches is 'One row per HTTP request made, successful or not.';
comment on column fetches.fetch_id is 'Stable id, made from the WARC record id.';
comment on column fetches.kind is 'feed, article or robots.';
comment on column fetches.url is 'The address actually requested: one hop of a redirect chain.';
comment on column fetches.canonical_url is 'Canonical form of the address first asked for.';
comment on column fetches.plan_url is 'The address first asked for; differs from url after a redirect.';
comment on column fetches.outlet_id is 'The outlet for which it was asked.';
comment on column fetches.feed_id is 'The feed that was polled, or that led to the article.';
comment on column fetches.entry_id is 'The entry that led to the article.';
comment on column fetches.entry_updated_at is
'The date of change the entry gave when the article was asked for, UTC.';
comment on column fetches.fetched_at is 'When the response began, or the request when none came, UTC.';
comment on column fetches.duration_ms is 'Time from request to last byte, in milliseconds.';
comment on column fetches.status is 'HTTP status code; null when no response came.';
comment on column fetches.error_kind is 'Short stable name of the failure; null when a response came.';
comment on column fetches.error is 'The failure in a sentence.';
comment on column fetches.bytes is 'Size of the body as received, in bytes, content coding still on.';
comment on column fetches.content_type is 'Content-Type header, verbatim.';
comment on column fetches.etag is 'ETag header, verbatim.';
comment on column fetches.last_modified is 'Last-Modified header, verbatim.';
comment on column fetches.warc_file is
'Archive file of the record: relative to the archive, or absolute for a foreign file.';
comment on column fetches.warc_offset is 'Byte offset of the compressed record in that file.';
comment on column fetches.warc_record_id is 'WARC-Record-ID of the response, or of the metadata record of a failure.';
comment on column fetches.run_id is 'The run that last wrote this row.';
comment on column fetches.loaded_at is 'When this row was last written, UTC.';

create table entries (
    entry_id varchar primary key,
    feed_id varchar not null,
    guid varchar,
    link varchar,
    canonical_url varchar not null,
    title varchar,
    author varchar,
    published_at timestamptz,
    updated_at timestamptz,
    seen_at timestamptz not null,
    last_seen_at timestamptz not null,
    run_id varchar not null,
    loaded_at timestamptz not null
);
comment on table entries is
'One row per item of a feed: (feed, guid or link). Its words are those of the latest poll that showed it.';
comment on column entries.entry_id is 'Stable id, made from the feed and the guid, or the link where there is none.';
comment on column entries.feed_id is 'The feed that offers it.';
comment on column entries.guid is 'Id of the item as the feed gives it.';
comment on column entries.link is 'Link of the item as the feed gives it.';
comment on column entries.canonical_url is 'Canonical form of the link: what the article is known by.';
comment on column entries.title is 'Title of the item.';
comment on column entries.author is 'Author of the item, as the feed gives it.';
comment on column entries.published_at is
'Date of publication the feed gives, UTC; null when it gives none that can be read.';
comment on column entries.updated_at is 'Date of change the feed gives, UTC.';
comment on column entries.seen_at is 'When a poll first showed the item, UTC.';
comment on column entries.last_seen_at is 'When a poll last showed the item, UTC.';
comment on column entries.run_id is 'The run that last wrote this row.';
comment on column entries.loaded_at is 'When this row was last written, UTC.';
