-- one row per row of the view edited_quotes (kept_edited_quotes), per words of three blocks or more (repeated_keys)
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

-- A load counts the words of its own blocks among all there are; the view looks at these few alone.
create table repeated_keys (text_key bigint not null);
comment on table repeated_keys is
'One row per words that three blocks or more had when one was loaded; repeated_blocks reads it.';
comment on column repeated_keys.text_key is 'Key of the words, as in blocks.';
insert into repeated_keys by name
select text_key
from blocks
group by text_key
having count(*) > 2;
