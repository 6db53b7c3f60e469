-- one row per block of an article version: what it is, where it stands in the text and in the page
-- No primary key: an index over tens of millions of blocks would not fit into the memory of a load. The merge keeps
-- them apart.
create table blocks (
    article_version_id varchar not null,
    ordinal integer not null,
    role varchar not null,
    start integer,
    "end" integer,
    text varchar,
    node_path varchar not null,
    text_key bigint not null,
    warc_record_id varchar not null,
    run_id varchar not null,
    loaded_at timestamptz not null,
    repeated_in integer not null default 0
);
comment on table blocks is
'One row per block of an article version: paragraphs, subheads, captions, credits …, with their place in its page.';
comment on column blocks.article_version_id is 'The version it is a block of.';
comment on column blocks.ordinal is 'Its place on the page, from 1.';
comment on column blocks.role is
'headline, standfirst, subhead, paragraph, list, quote, caption, credit, table, dateline, byline or note.';
comment on column blocks.start is
'First code point of the block in the text, counted from 0; null when it is not in it.';
comment on column blocks."end" is 'Code point after its last one: offsets are half-open.';
comment on column blocks.text is 'Its words, when they are not part of the text; else null: the text has them.';
comment on column blocks.node_path is 'XPath of its element in the archived page, as libxml2 parses HTML.';
comment on column blocks.text_key is 'Key of its words: blocks with the same words, whatever the case, share it.';
comment on column blocks.warc_record_id is 'WARC-Record-ID of that page.';
comment on column blocks.run_id is 'The run that last wrote this row.';
comment on column blocks.loaded_at is 'When this row was last written, UTC.';
comment on column blocks.repeated_in is
'How many other articles of the outlet have a block of the same words: three or more are furniture. Derived.';
