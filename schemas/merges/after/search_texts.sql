-- one row per (word, article version) of the versions this load brought; of all, where none was ever indexed
-- The text is part of a version's id, so an indexed one is never indexed again.
create or replace temp table unsearched_texts as
select
    (select coalesce(max(document_number), 0) from text_documents)
    + row_number() over (order by article_versions.article_version_id) as document_number,
    article_versions.article_version_id,
    search_terms(concat_ws(' ', article_versions.headline, article_versions.text)) as terms
from article_versions
where
    (select count(*) from text_documents) = 0
    or article_versions.article_version_id in (
        select changes.article_version_id from changes_article_versions as changes
        where changes.action = 'new'
    );

insert into text_documents by name
select
    document_number,
    article_version_id,
    len(terms) as term_count
from unsearched_texts;

insert into text_terms by name
with standing as (
    select
        document_number,
        unnest(terms) as term,
        len(terms) as term_count
    from unsearched_texts
)

select
    term,
    document_number,
    count(*) as occurrences,
    any_value(term_count) as term_count
from standing
group by term, document_number
order by term asc, document_number asc;

insert into search_vocabulary by name
select distinct found.term
from text_terms as found
anti join search_vocabulary as known
    on found.term = known.term
where found.document_number >= (select min(unsearched_texts.document_number) from unsearched_texts);

drop table unsearched_texts;
