-- one row per pair of successive versions of an article (version_edits), dated entry of a live blog (live_entries)
alter table article_versions add column fingerprint varchar;
comment on table article_versions is
'One row per version of an article: its headline and its text. Another spelling of quotes or spaces is no version.';
comment on column article_versions.article_version_id is 'Stable id, made from the article, its text and its headline.';
comment on column article_versions.headline is 'Headline of this version.';
comment on column article_versions.fetched_at is 'When this version was first fetched, UTC.';
comment on column article_versions.last_fetched_at is 'When this version was last fetched, in whatever spelling, UTC.';
comment on column article_versions.is_current is 'True for the version the article had when last fetched. Derived.';
comment on column article_versions.fingerprint is
'Shared by all spellings of this version: white space, quotation marks, dashes and counters left out.';

create table version_edits (
    article_version_id varchar not null,
    former_version_id varchar not null,
    diff varchar not null,
    words_removed integer not null,
    words_added integer not null
);
comment on table version_edits is
'One row per pair of successive versions of an article, made by loads: the view edits reads better.';
comment on column version_edits.article_version_id is 'The version after the edit.';
comment on column version_edits.former_version_id is 'The version before the edit.';
comment on column version_edits.diff is
'The paragraphs changed, words taken out as [-…-], put in as {+…+}; empty when only the headline changed.';
comment on column version_edits.words_removed is 'How many words of the text were taken out.';
comment on column version_edits.words_added is 'How many words were put into the text.';

create table live_entries (
    live_entry_id varchar not null,
    article_version_id varchar not null,
    start integer not null,
    "end" integer not null,
    posted_at timestamptz not null,
    headline varchar,
    run_id varchar not null,
    loaded_at timestamptz not null
);
comment on table live_entries is 'One row per dated entry of a live blog, in an article version.';
comment on column live_entries.live_entry_id is 'Stable id, made from the version and the offset.';
comment on column live_entries.article_version_id is 'The version of the live blog.';
comment on column live_entries.start is 'Offset of its first character in the text, in Unicode code points.';
comment on column live_entries."end" is 'Offset after its last character in the text.';
comment on column live_entries.posted_at is 'When the entry was posted, as the page says, UTC.';
comment on column live_entries.headline is 'Headline of the entry; null when it has none.';
comment on column live_entries.run_id is 'The run that last wrote this row.';
comment on column live_entries.loaded_at is 'When this row was last written, UTC.';
