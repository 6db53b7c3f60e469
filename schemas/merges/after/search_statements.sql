-- one row per (word, statement) of the statements this load brought; of all, where none was ever indexed
-- What a statement says is part of its id, so an indexed one is never indexed again.
create or replace temp table unsearched_statements as
select
    (select coalesce(max(document_number), 0) from statement_documents)
    + row_number() over (order by statements.statement_id) as document_number,
    statements.statement_id,
    search_terms(statements.content_text) as terms
from statements
where
    (select count(*) from statement_documents) = 0
    or statements.statement_id in (
        select changes.statement_id from changes_statements as changes
        where changes.action = 'new'
    );

delete from statement_terms
where document_number in (
    select documents.document_number
    from statement_documents as documents
    inner join changes_statements as changes
        on documents.statement_id = changes.statement_id
    where changes.action = 'removed'
);

delete from statement_documents
where statement_id in (
    select changes.statement_id from changes_statements as changes
    where changes.action = 'removed'
);

insert into statement_documents by name
select
    document_number,
    statement_id,
    len(terms) as term_count
from unsearched_statements;

insert into statement_terms by name
with standing as (
    select
        document_number,
        unnest(terms) as term,
        len(terms) as term_count
    from unsearched_statements
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
from statement_terms as found
anti join search_vocabulary as known
    on found.term = known.term
where found.document_number >= (select min(unsearched_statements.document_number) from unsearched_statements);

drop table unsearched_statements;
