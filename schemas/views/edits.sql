-- one row per statement that an edit added to or removed from an article, between two successive versions of it
create or replace view edits as
with versions as (
    select
        article_id,
        article_version_id,
        fetched_at,
        lag(article_version_id) over (
            partition by article_id
            order by fetched_at, article_version_id
        ) as former_version_id
    from article_versions
),

said as (
    select
        article_version_id,
        statement_id,
        content_text,
        coalesce(speaker_id, source_text, '') as credited_to
    from statements
),

changed as (
    select
        'added' as change,
        versions.*,
        after_edit.statement_id
    from versions
    inner join said as after_edit
        on versions.article_version_id = after_edit.article_version_id
    anti join said as before_edit
        on
            versions.former_version_id = before_edit.article_version_id
            and after_edit.content_text = before_edit.content_text
            and after_edit.credited_to = before_edit.credited_to
    where versions.former_version_id is not null
    union all
    select
        'removed' as change,
        versions.*,
        before_edit.statement_id
    from versions
    inner join said as before_edit
        on versions.former_version_id = before_edit.article_version_id
    anti join said as after_edit
        on
            versions.article_version_id = after_edit.article_version_id
            and before_edit.content_text = after_edit.content_text
            and before_edit.credited_to = after_edit.credited_to
)

select
    changed.fetched_at as noticed_at,
    changed.change,
    coalesce(speakers.name, statements.speaker_name, statements.source_text) as speaker,
    statements.content_text as quote,
    statements.type,
    outlets.name as outlet,
    articles.headline,
    articles.canonical_url as url,
    speakers.canonical_id as speaker_id,
    articles.article_id,
    changed.former_version_id,
    changed.article_version_id,
    changed.statement_id
from changed
inner join statements
    on changed.statement_id = statements.statement_id
inner join articles
    on changed.article_id = articles.article_id
inner join outlets
    on articles.outlet_id = outlets.outlet_id
left join canonical_entities as speakers
    on statements.speaker_id = speakers.entity_id;

comment on view edits is
'One row per statement that an edit added to or removed from an article, between two successive versions of it.';
comment on column edits.noticed_at is 'When the edited text was first fetched, UTC.';
comment on column edits.change is 'added or removed; a changed wording or speaker is one of each.';
comment on column edits.speaker is 'Who said it: canonical name, else the words of the text.';
comment on column edits.quote is 'What is said.';
comment on column edits.type is 'direct, indirect or mixed.';
comment on column edits.outlet is 'Name of the outlet.';
comment on column edits.headline is 'Headline of the article, as last fetched.';
comment on column edits.url is 'Canonical address of the article.';
comment on column edits.speaker_id is 'Canonical entity that said it.';
comment on column edits.article_id is 'Id of the article.';
comment on column edits.former_version_id is 'The version before the edit.';
comment on column edits.article_version_id is 'The version after the edit.';
comment on column edits.statement_id is
'The statement: in the later version when added, in the earlier when removed.';
