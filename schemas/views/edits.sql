-- one row per edit of an article: two successive versions, and what was changed from the one to the other
create or replace view edits as
select
    versions.fetched_at as noticed_at,
    outlets.name as outlet,
    versions.headline,
    nullif(former.headline, versions.headline) as former_headline,
    version_edits.diff,
    version_edits.words_removed,
    version_edits.words_added,
    articles.published_at,
    former.last_fetched_at as unchanged_until,
    articles.canonical_url as url,
    articles.article_id,
    version_edits.former_version_id,
    version_edits.article_version_id
from version_edits
inner join article_versions as versions
    on version_edits.article_version_id = versions.article_version_id
inner join article_versions as former
    on version_edits.former_version_id = former.article_version_id
inner join articles
    on versions.article_id = articles.article_id
inner join outlets
    on articles.outlet_id = outlets.outlet_id;

comment on view edits is
'One row per edit of an article: what was changed between two successive versions. edited_quotes tells whose words.';
comment on column edits.noticed_at is 'When the edited version was first fetched, UTC.';
comment on column edits.outlet is 'Name of the outlet.';
comment on column edits.headline is 'Headline after the edit.';
comment on column edits.former_headline is 'Headline before the edit; null when it stayed the same.';
comment on column edits.diff is
'The paragraphs changed, words taken out as [-…-], put in as {+…+}; empty when only the headline changed.';
comment on column edits.words_removed is 'How many words of the text were taken out.';
comment on column edits.words_added is 'How many words were put into the text.';
comment on column edits.published_at is 'When the article was published, UTC.';
comment on column edits.unchanged_until is
'When the former version was last fetched, UTC; later than noticed_at if it came back.';
comment on column edits.url is 'Canonical address of the article.';
comment on column edits.article_id is 'Id of the article.';
comment on column edits.former_version_id is 'The version before the edit.';
comment on column edits.article_version_id is 'The version after the edit.';
