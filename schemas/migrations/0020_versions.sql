-- one row per pair of successive versions of an article (version_edits); article_versions get a fingerprint
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
