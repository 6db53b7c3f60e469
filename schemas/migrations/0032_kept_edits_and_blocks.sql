-- one row per row of the view each is named after (kept_edited_quotes, kept_repeated_blocks)
create table kept_edited_quotes (
    noticed_at timestamptz,
    change varchar,
    speaker varchar,
    quote varchar,
    former_speaker varchar,
    former_quote varchar,
    type varchar,
    outlet varchar,
    headline varchar,
    url varchar,
    speaker_id varchar,
    former_speaker_id varchar,
    article_id varchar,
    former_version_id varchar,
    article_version_id varchar,
    statement_id varchar,
    former_statement_id varchar
);
comment on table kept_edited_quotes is 'One row per row of the view edited_quotes, which reads it; ask the view.';
comment on column kept_edited_quotes.noticed_at is 'As in the view.';
comment on column kept_edited_quotes.change is 'As in the view.';
comment on column kept_edited_quotes.speaker is 'As in the view.';
comment on column kept_edited_quotes.quote is 'As in the view.';
comment on column kept_edited_quotes.former_speaker is 'As in the view.';
comment on column kept_edited_quotes.former_quote is 'As in the view.';
comment on column kept_edited_quotes.type is 'As in the view.';
comment on column kept_edited_quotes.outlet is 'As in the view.';
comment on column kept_edited_quotes.headline is 'As in the view.';
comment on column kept_edited_quotes.url is 'As in the view.';
comment on column kept_edited_quotes.speaker_id is 'As in the view.';
comment on column kept_edited_quotes.former_speaker_id is 'As in the view.';
comment on column kept_edited_quotes.article_id is 'As in the view.';
comment on column kept_edited_quotes.former_version_id is 'As in the view.';
comment on column kept_edited_quotes.article_version_id is 'As in the view.';
comment on column kept_edited_quotes.statement_id is 'As in the view.';
comment on column kept_edited_quotes.former_statement_id is 'As in the view.';

create table kept_repeated_blocks (
    outlet varchar,
    role varchar,
    words varchar,
    articles bigint,
    is_in_texts boolean,
    outlet_id varchar,
    text_key bigint
);
comment on table kept_repeated_blocks is 'One row per row of the view repeated_blocks, which reads it; ask the view.';
comment on column kept_repeated_blocks.outlet is 'As in the view.';
comment on column kept_repeated_blocks.role is 'As in the view.';
comment on column kept_repeated_blocks.words is 'As in the view.';
comment on column kept_repeated_blocks.articles is 'As in the view.';
comment on column kept_repeated_blocks.is_in_texts is 'As in the view.';
comment on column kept_repeated_blocks.outlet_id is 'As in the view.';
comment on column kept_repeated_blocks.text_key is 'As in the view.';
