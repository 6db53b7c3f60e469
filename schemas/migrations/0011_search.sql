-- one row per word (search_vocabulary), and per place it has in a statement (statement_terms) or an article text
-- (text_terms): what full-text search looks up
-- The index is made anew at the next load: words by number, so that they sort and compare fast, and each with its place
-- in the text, so that a phrase is told without reading texts.
drop table search_vocabulary;
drop table statement_documents;
drop table statement_terms;
drop table text_documents;
drop table text_terms;

create table search_vocabulary (
    term_number integer not null,
    term varchar not null
);
comment on table search_vocabulary is 'One row per word that statements or article texts can be found by.';
comment on column search_vocabulary.term_number is 'Number of the word in statement_terms and text_terms.';
comment on column search_vocabulary.term is 'The word: lower case, without accents.';

create table statement_terms (
    term_number integer not null,
    document_number integer not null,
    position integer not null,
    term_count integer not null
);
comment on table statement_terms is
'One row per (word, statement, place of the word in it); read by the macro search_quotes.';
comment on column statement_terms.term_number is 'The word: its number in search_vocabulary.';
comment on column statement_terms.document_number is 'The statement: its statement_number.';
comment on column statement_terms.position is
'Place of the word among all words of the statement, counted from 1, the commonest included.';
comment on column statement_terms.term_count is 'How many words the statement has, the commonest left out.';

create table text_documents (
    document_number integer not null,
    article_version_id varchar not null
);
comment on table text_documents is 'One row per article version that can be searched: its number in the index.';
comment on column text_documents.document_number is 'Number of the version in text_terms.';
comment on column text_documents.article_version_id is 'The version: its headline and text.';

create table text_terms (
    term_number integer not null,
    document_number integer not null,
    position integer not null,
    term_count integer not null
);
comment on table text_terms is
'One row per (word, article version, place of the word in it); read by the macro search_articles.';
comment on column text_terms.term_number is 'The word: its number in search_vocabulary.';
comment on column text_terms.document_number is 'The version: its number in text_documents.';
comment on column text_terms.position is
'Place of the word among all words of headline and text, counted from 1, the commonest included.';
comment on column text_terms.term_count is 'How many words these have, the commonest left out.';
