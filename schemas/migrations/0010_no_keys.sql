-- one row per HTTP request made (fetches), item of a feed (entries), canonical URL (articles), distinct text of an
-- article (article_versions)
-- The same tables without their primary keys: see 0009.
create table fetches_anew (
    fetch_id varchar not null,
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
insert into fetches_anew by name
select * from fetches;
drop table fetches;
alter table fetches_anew rename to fetches;
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

create table entries_anew (
    entry_id varchar not null,
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
insert into entries_anew by name
select * from entries;
drop table entries;
alter table entries_anew rename to entries;
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

create table articles_anew (
    article_id varchar not null,
    canonical_url varchar not null,
    outlet_id varchar not null,
    headline varchar,
    byline varchar,
    section varchar,
    language varchar,
    published_at timestamptz,
    published_from varchar,
    modified_at timestamptz,
    syndication_cluster_id varchar,
    fetched_at timestamptz not null,
    first_fetched_at timestamptz not null,
    run_id varchar not null,
    loaded_at timestamptz not null,
    is_original boolean not null default true
);
insert into articles_anew by name
select * from articles;
drop table articles;
alter table articles_anew rename to articles;
comment on table articles is 'One row per article (canonical URL), as its latest fetch told it.';
comment on column articles.article_id is 'Stable id, made from the canonical URL.';
comment on column articles.canonical_url is 'The one address the article is known by.';
comment on column articles.outlet_id is 'The outlet that published it.';
comment on column articles.headline is 'Headline, as last fetched.';
comment on column articles.byline is 'Who wrote it, as the page says.';
comment on column articles.section is 'Section of the outlet.';
comment on column articles.language is 'BCP 47 primary subtag of the detected language.';
comment on column articles.published_at is 'Date of publication, UTC; published_from says where it was found.';
comment on column articles.published_from is 'Where published_at was found: feed, json-ld, meta or htmldate.';
comment on column articles.modified_at is 'Date of the last change the page admits, UTC.';
comment on column articles.syndication_cluster_id is
'Shared by articles that carry the same wire text; null when none was computed.';
comment on column articles.fetched_at is 'When the article was last fetched, UTC.';
comment on column articles.first_fetched_at is 'When the article was first fetched, UTC.';
comment on column articles.run_id is 'The run that last wrote this row.';
comment on column articles.loaded_at is 'When this row was last written, UTC.';
comment on column articles.is_original is
'True for the earliest article of its syndication cluster, and for one without a cluster. Derived.';

create table article_versions_anew (
    article_version_id varchar not null,
    article_id varchar not null,
    headline varchar,
    text varchar not null,
    text_sha256 varchar not null,
    word_count integer not null,
    language varchar,
    flags varchar[] not null,
    fetched_at timestamptz not null,
    warc_file varchar not null,
    warc_offset bigint not null,
    warc_record_id varchar not null,
    extractor_version varchar not null,
    last_fetched_at timestamptz not null,
    run_id varchar not null,
    loaded_at timestamptz not null,
    is_current boolean not null default false
);
insert into article_versions_anew by name
select * from article_versions;
drop table article_versions;
alter table article_versions_anew rename to article_versions;
comment on table article_versions is 'One row per distinct text of an article.';
comment on column article_versions.article_version_id is 'Stable id, made from the article and its text.';
comment on column article_versions.article_id is 'The article it is a version of.';
comment on column article_versions.headline is 'Headline when this text was first fetched.';
comment on column article_versions.text is
'The prose: paragraphs separated by one blank line. All offsets count its Unicode code points from 0.';
comment on column article_versions.text_sha256 is 'Hex SHA-256 of the text in UTF-8.';
comment on column article_versions.word_count is 'Number of words in the text.';
comment on column article_versions.language is 'BCP 47 primary subtag of the detected language.';
comment on column article_versions.flags is 'What a reader should know: paywall, live-blog …';
comment on column article_versions.fetched_at is 'When this text was first fetched, UTC.';
comment on column article_versions.warc_file is 'Archive file of the response that first told this text.';
comment on column article_versions.warc_offset is 'Byte offset of its compressed record in that file.';
comment on column article_versions.warc_record_id is 'WARC-Record-ID of that response.';
comment on column article_versions.extractor_version is 'Version of the code that extracted it.';
comment on column article_versions.last_fetched_at is 'When this text was last fetched, UTC.';
comment on column article_versions.run_id is 'The run that last wrote this row.';
comment on column article_versions.loaded_at is 'When this row was last written, UTC.';
comment on column article_versions.is_current is 'True for the text the article had when last fetched. Derived.';
