-- one row per (key, article version) that finds copies (copy_keys), pair of versions with the same text (copy_pairs)
-- Articles say which agency they credit.
create table copy_keys (
    block_key uinteger not null,
    article_version_id varchar not null
);
comment on table copy_keys is
'One row per (key, article version): versions that may be copies share a key. Only loads read it.';
comment on column copy_keys.block_key is 'A band of the MinHash signature of the text.';
comment on column copy_keys.article_version_id is 'The version.';

create table copy_pairs (
    article_version_id varchar not null,
    other_version_id varchar not null,
    share double not null
);
comment on table copy_pairs is
'One row per pair of versions of different articles that carry the same story in the same words. Only loads read it.';
comment on column copy_pairs.article_version_id is 'The version whose id is lower.';
comment on column copy_pairs.other_version_id is 'The version whose id is higher.';
comment on column copy_pairs.share is 'How much of the shorter text stands in the longer one too, 0.5 to 1.';

alter table articles add column agency varchar;
comment on column articles.agency is
'The news agency that byline, dateline or last lines credit with the text, by name; null when none.';
comment on column articles.syndication_cluster_id is
'Shared by articles that carry the same story in the same words: the article_id of the one fetched first. Derived.';
comment on column articles.is_original is
'True for one article of each syndication cluster: that of a wire service, else the earliest published. Derived.';
