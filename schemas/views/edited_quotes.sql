-- one row per statement that an edit added, altered, credited otherwise or removed, between successive versions
create or replace view edited_quotes as
with edited as (
    select article_id
    from article_versions
    where (word_count >= 0) in (select stale.is_true from stale_answers as stale)
    group by article_id
    having count(*) > 1
),

versions as (
    select
        article_id,
        article_version_id,
        fetched_at,
        lag(article_version_id) over (
            partition by article_id
            order by fetched_at, article_version_id
        ) as former_version_id
    from article_versions
    where article_id in (select edited.article_id from edited)
),

-- (what two versions of an article say is compared by hashes; words are read of those statements alone that differ)
said as (
    select
        article_version_id,
        rowid as row_number,
        hash(content_text) as quote_hash,
        hash(coalesce(canonical_speaker_id, source_text, '')) as credited_hash
    from statements
    where article_version_id in (select unnest((select list(versions.article_version_id) from versions)))
),

-- what one version says and its neighbour does not say in the same words of the same speaker
added_rows as (
    select
        versions.article_version_id as edit_id,
        after_edit.row_number
    from versions
    inner join said as after_edit
        on versions.article_version_id = after_edit.article_version_id
    anti join said as before_edit
        on
            versions.former_version_id = before_edit.article_version_id
            and after_edit.quote_hash = before_edit.quote_hash
            and after_edit.credited_hash = before_edit.credited_hash
    where versions.former_version_id is not null
),

removed_rows as (
    select
        versions.article_version_id as edit_id,
        before_edit.row_number
    from versions
    inner join said as before_edit
        on versions.former_version_id = before_edit.article_version_id
    anti join said as after_edit
        on
            versions.article_version_id = after_edit.article_version_id
            and before_edit.quote_hash = after_edit.quote_hash
            and before_edit.credited_hash = after_edit.credited_hash
),

differing_rows as (
    select row_number from added_rows
    union
    select row_number from removed_rows
),

differing as (
    select
        rowid as row_number,
        statement_id,
        content_text as quote,
        type,
        canonical_speaker_id as speaker_id,
        coalesce(canonical_speaker, speaker_name, source_text) as speaker,
        coalesce(canonical_speaker_id, source_text, '') as credited_to,
        search_terms(content_text) as words
    from statements
    where rowid in (select unnest((select list(differing_rows.row_number) from differing_rows)))
),

added as (
    select
        added_rows.edit_id,
        differing.* exclude (row_number)
    from added_rows
    inner join differing
        on added_rows.row_number = differing.row_number
),

removed as (
    select
        removed_rows.edit_id,
        differing.* exclude (row_number)
    from removed_rows
    inner join differing
        on removed_rows.row_number = differing.row_number
),

-- the same words of another speaker, or of the same one with half of the words in common; each has one partner
alike as (
    select
        added.edit_id,
        added.statement_id,
        removed.statement_id as former_statement_id,
        2 * len(list_intersect(added.words, removed.words))
        / (len(list_distinct(added.words)) + len(list_distinct(removed.words))) as likeness
    from added
    inner join removed
        on added.edit_id = removed.edit_id
    where
        (added.words = removed.words or added.credited_to = removed.credited_to)
        and len(added.words) > 0
        and likeness >= 0.5
),

pairs as (
    select * from alike
    qualify
        row_number() over (
            partition by edit_id, statement_id
            order by likeness desc, former_statement_id asc
        ) = 1
        and row_number() over (
            partition by edit_id, former_statement_id
            order by likeness desc, statement_id asc
        ) = 1
),

changed as (
    select
        coalesce(added.edit_id, removed.edit_id) as edit_id,
        case
            when removed.statement_id is null then 'added'
            when added.statement_id is null then 'removed'
            when added.credited_to <> removed.credited_to then 'reattributed'
            else 'altered'
        end as change,
        coalesce(added.type, removed.type) as type,
        added.speaker,
        added.quote,
        added.speaker_id,
        added.statement_id,
        removed.speaker as former_speaker,
        removed.quote as former_quote,
        removed.speaker_id as former_speaker_id,
        removed.statement_id as former_statement_id
    from added
    left join pairs
        on added.edit_id = pairs.edit_id and added.statement_id = pairs.statement_id
    full join removed
        on added.edit_id = removed.edit_id and pairs.former_statement_id = removed.statement_id
)

select kept.*
from kept_edited_quotes as kept
inner join fresh_answers as fresh
    on fresh.commit_number >= 0
union all by name
select
    versions.fetched_at as noticed_at,
    changed.change,
    changed.speaker,
    changed.quote,
    changed.former_speaker,
    changed.former_quote,
    changed.type,
    outlets.name as outlet,
    articles.headline,
    articles.canonical_url as url,
    changed.speaker_id,
    changed.former_speaker_id,
    articles.article_id,
    versions.former_version_id,
    versions.article_version_id,
    changed.statement_id,
    changed.former_statement_id
from changed
inner join versions
    on changed.edit_id = versions.article_version_id
inner join articles
    on versions.article_id = articles.article_id
inner join outlets
    on articles.outlet_id = outlets.outlet_id;

comment on view edited_quotes is
'One row per statement that an edit added, altered, credited otherwise or removed, between two successive versions.';
comment on column edited_quotes.noticed_at is 'When the edited text was first fetched, UTC.';
comment on column edited_quotes.change is
'added, removed, altered (same speaker, half of the words or more) or reattributed (same words, other speaker).';
comment on column edited_quotes.speaker is
'Who says it after the edit: canonical name, else the words of the text; null when removed.';
comment on column edited_quotes.quote is 'What is said after the edit; null when removed.';
comment on column edited_quotes.former_speaker is 'Who said it before the edit; null when added.';
comment on column edited_quotes.former_quote is 'What was said before the edit; null when added.';
comment on column edited_quotes.type is 'direct, indirect or mixed: after the edit, or before it when removed.';
comment on column edited_quotes.outlet is 'Name of the outlet.';
comment on column edited_quotes.headline is 'Headline of the article, as last fetched.';
comment on column edited_quotes.url is 'Canonical address of the article.';
comment on column edited_quotes.speaker_id is 'Canonical entity that says it after the edit.';
comment on column edited_quotes.former_speaker_id is 'Canonical entity that said it before the edit.';
comment on column edited_quotes.article_id is 'Id of the article.';
comment on column edited_quotes.former_version_id is 'The version before the edit.';
comment on column edited_quotes.article_version_id is 'The version after the edit.';
comment on column edited_quotes.statement_id is 'The statement after the edit; null when removed.';
comment on column edited_quotes.former_statement_id is 'The statement before the edit; null when added.';
