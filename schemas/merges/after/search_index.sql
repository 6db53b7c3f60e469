-- one row per place of a word in a statement or text this load brought; in all of them, where none was ever indexed
-- What a statement says is part of its id, and a text of its version's: what is indexed is never indexed again.
-- (what this load brought is at hand; of what is stored only numbers and ids are read, unless none was ever indexed)
-- (first, room for it: of what only the merges needed)
drop table incoming_blocks;
drop table changes_blocks;
drop table incoming_mentions;
drop table changes_mentions;
drop table incoming_statement_mentions;
drop table changes_statement_mentions;

create or replace temp table unsearched_documents as
with new_statements as (
    select
        placed.statement_number,
        incoming.statement_id,
        incoming.content_text
    from incoming_statements as incoming
    inner join placed_statements as placed
        on incoming.statement_id = placed.statement_id
    semi join changes_statements as changes
        on
            incoming.statement_id = changes.statement_id
            and changes.action = 'new'
),

former_statements as (
    select stored.statement_number
    from statements as stored
    where
        (select count(*) from statement_terms) = 0
        and stored.statement_number not in (select fresh.statement_number from new_statements as fresh)
),

new_versions as (
    select
        incoming.article_version_id,
        incoming.headline,
        incoming.text
    from incoming_article_versions as incoming
    semi join changes_article_versions as changes
        on
            incoming.article_version_id = changes.article_version_id
            and changes.action = 'new'
),

former_versions as (
    select stored.article_version_id
    from article_versions as stored
    where
        (select count(*) from text_documents) = 0
        and stored.article_version_id not in (select fresh.article_version_id from new_versions as fresh)
),

unsearched_versions as (
    select * from new_versions
    union all
    select
        stored.article_version_id,
        stored.headline,
        stored.text
    from article_versions as stored
    semi join former_versions
        on stored.article_version_id = former_versions.article_version_id
)

select
    true as is_statement,
    statement_number as document_number,
    statement_id as document_id,
    content_text as body
from new_statements
union all
select
    true as is_statement,
    stored.statement_number as document_number,
    stored.statement_id as document_id,
    stored.content_text as body
from statements as stored
semi join former_statements
    on stored.statement_number = former_statements.statement_number
union all
select
    false as is_statement,
    (select coalesce(max(text_documents.document_number), 0) from text_documents)
    + row_number() over (order by article_version_id) as document_number,
    article_version_id as document_id,
    concat_ws(' ', headline, text) as body
from unsearched_versions;

drop table incoming_statements;
drop table incoming_article_versions;

delete from statement_terms
where document_number in (
    select changes.former_number from changes_statements as changes
    where changes.action = 'removed'
);

-- each distinct spelling is brought to its word once: most of the work is done a hundred times less
-- (texts are handed on two thousand at a time: of a table a thread reads 122,880 rows, and so all texts alone)
create or replace temp table standing_words as
with texts as materialized (
    select
        is_statement,
        document_number,
        body
    from unsearched_documents
    where not is_statement
),

documents as (
    select
        is_statement,
        document_number,
        body
    from unsearched_documents
    where is_statement
    union all
    select * from texts
),

read as (
    select
        is_statement,
        document_number,
        search_spellings(body) as spellings
    from documents
)

select
    is_statement,
    document_number,
    unnest(spellings) as spelling,
    generate_subscripts(spellings, 1)::integer as position
from read;

-- (in two steps: in one, DuckDB asks for the terms before it drops the duplicates)
create or replace temp table spellings as
select distinct spelling from standing_words;

create or replace temp table spelled_words as
select
    spelling,
    search_terms(spelling)[1] as term
from spellings
where len(search_terms(spelling)) > 0;

insert into search_vocabulary by name
select
    (select coalesce(max(search_vocabulary.term_number), 0) from search_vocabulary)
    + row_number() over (order by term) as term_number,
    term
from (select distinct term from spelled_words) as words
where term not in (select known.term from search_vocabulary as known);

create or replace temp table numbered_spellings as
select
    spelled.spelling,
    known.term_number
from spelled_words as spelled
inner join search_vocabulary as known
    on spelled.term = known.term;

create or replace temp table standing_terms as
select
    standing.is_statement,
    standing.document_number,
    standing.position,
    numbered.term_number
from standing_words as standing
inner join numbered_spellings as numbered
    on standing.spelling = numbered.spelling;

drop table standing_words;

create or replace temp table counted_documents as
select
    is_statement,
    document_number,
    count(*) as term_count
from standing_terms
group by is_statement, document_number;

insert into statement_terms by name
select
    standing.term_number,
    standing.document_number,
    standing.position,
    counted.term_count
from standing_terms as standing
inner join counted_documents as counted
    on standing.document_number = counted.document_number
where standing.is_statement and counted.is_statement
order by term_number;

insert into text_terms by name
select
    standing.term_number,
    standing.document_number,
    standing.position,
    counted.term_count
from standing_terms as standing
inner join counted_documents as counted
    on standing.document_number = counted.document_number
where not standing.is_statement and not counted.is_statement
order by term_number;

insert into text_documents by name
select
    document_number,
    document_id as article_version_id
from unsearched_documents
where not is_statement;

drop table standing_terms;
drop table counted_documents;
drop table unsearched_documents;
