-- one row per canonical URL (articles), distinct text of an article (article_versions), record refused (quarantine)
create table articles (
    article_id varchar primary key,
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

create table article_versions (
    article_version_id varchar primary key,
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

create table quarantine (
    quarantine_id varchar primary key,
    stage varchar not null,
    reason varchar not null,
    detail varchar not null,
    subject varchar not null,
    outlet_id varchar,
    fetched_at timestamptz,
    warc_file varchar,
    warc_offset bigint,
    table_name varchar,
    payload varchar,
    run_id varchar not null,
    loaded_at timestamptz not null
);
comment on table quarantine is
'One row per record refused, with the way back to it; deriving its response again replaces the row.';
comment on column quarantine.quarantine_id is 'Stable id, made from stage, reason, subject and record.';
comment on column quarantine.stage is 'Where it was refused: fetch, feed, entry, article, statement or validate.';
comment on column quarantine.reason is 'Short stable name of the reason.';
comment on column quarantine.detail is 'The reason in words.';
comment on column quarantine.subject is 'What was refused: an address or the id of a row.';
comment on column quarantine.outlet_id is 'The outlet concerned.';
comment on column quarantine.fetched_at is 'When its response was fetched, UTC.';
comment on column quarantine.warc_file is 'Archive file of the payload.';
comment on column quarantine.warc_offset is 'Byte offset of its compressed record in that file.';
comment on column quarantine.table_name is 'Table of a row that validation refused.';
comment on column quarantine.payload is 'The refused row as JSON text.';
comment on column quarantine.run_id is 'The run that last wrote this row.';
comment on column quarantine.loaded_at is 'When this row was last written, UTC.';
