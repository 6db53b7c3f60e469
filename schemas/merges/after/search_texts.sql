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

create or replace temp table found_terms as
select
    term,
    document_number,
    count(*) as occurrences,
    any_value(term_count) as term_count
from (
    select
        document_number,
        unnest(terms) as term,
        len(terms) as term_count
    from unsearched_texts
) as standing
group by term, document_number;

insert into text_terms by name
select * from found_terms
order by term asc, document_number asc;

insert into search_vocabulary by name
select distinct found_terms.term
from found_terms
anti join search_vocabulary as known
    on found_terms.term = known.term;

drop table found_terms;

drop table unsearched_texts;
