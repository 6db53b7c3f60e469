-- one row per row of the view repeated_blocks (kept_repeated_blocks)
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
