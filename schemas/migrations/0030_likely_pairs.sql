-- one row per article version (copy_sketches): what tells most candidates for copies apart without their texts; and per
-- (key, wording) how many keys the wording has (wording_keys), which does it for wordings
-- What was stored before has neither: it is compared as it was, by its texts and words.
create table copy_sketches (
    article_version_id varchar not null,
    sketch blob not null
);
comment on table copy_sketches is
'One row per article version whose text can be a copy: a sketch of its words. Only loads read it.';
comment on column copy_sketches.article_version_id is 'The version.';
comment on column copy_sketches.sketch is
'A byte of each number of the MinHash signature of the text: of 80, copies have at least six in common.';

alter table wording_keys add column key_count usmallint default 0;
comment on column wording_keys.key_count is
'How many keys the wording has: one that has it whole has them all. 0 when words are left out in it, or none counted.';
