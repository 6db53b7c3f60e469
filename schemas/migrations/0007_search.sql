-- one row per (word, statement) and per (word, article text) it stands in: what full-text search looks up
-- Decision: an inverted index in plain tables. DuckDB’s fts extension is a download and builds anew each time;
-- these rows are added at each load, sorted by word, so that a word's rows lie together and a lookup reads little.
create table search_vocabulary (term varchar not null);
comment on table search_vocabulary is 'One row per word that statements or article texts can be found by.';
comment on column search_vocabulary.term is 'The word: lower case, without accents.';

create table statement_documents (
    document_number integer not null,
    statement_id varchar not null,
    term_count integer not null
);
comment on table statement_documents is 'One row per statement that can be searched: its number in the index.';
comment on column statement_documents.document_number is 'Number of the statement in statement_terms.';
comment on column statement_documents.statement_id is 'The statement.';
comment on column statement_documents.term_count is 'How many words it has, the commonest left out.';

create table statement_terms (
    term varchar not null,
    document_number integer not null,
    occurrences integer not null,
    term_count integer not null
);
comment on table statement_terms is 'One row per (word, statement it stands in); read by the macro search_quotes.';
comment on column statement_terms.term is 'The word: lower case, without accents.';
comment on column statement_terms.document_number is 'Number of the statement in statement_documents.';
comment on column statement_terms.occurrences is 'How often the word stands in it.';
comment on column statement_terms.term_count is 'How many words the statement has, the commonest left out.';

create table text_documents (
    document_number integer not null,
    article_version_id varchar not null,
    term_count integer not null
);
comment on table text_documents is 'One row per article version that can be searched: its number in the index.';
comment on column text_documents.document_number is 'Number of the version in text_terms.';
comment on column text_documents.article_version_id is 'The version: its headline and text.';
comment on column text_documents.term_count is 'How many words these have, the commonest left out.';

create table text_terms (
    term varchar not null,
    document_number integer not null,
    occurrences integer not null,
    term_count integer not null
);
comment on table text_terms is
'One row per (word, article version it stands in); read by the macro search_articles.';
comment on column text_terms.term is 'The word: lower case, without accents.';
comment on column text_terms.document_number is 'Number of the version in text_documents.';
comment on column text_terms.occurrences is 'How often the word stands in its headline and text.';
comment on column text_terms.term_count is 'How many words these have, the commonest left out.';
