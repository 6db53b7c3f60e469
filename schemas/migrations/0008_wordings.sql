-- one row per (key, wording) that finds wordings alike (wording_keys), wording tied to others (wording_clusters)
-- A wording is what statements.cluster_id tells apart: exact words, punctuation aside. Which wordings are the same
-- words cut, shifted in tense or quoted otherwise is decided by transforms.statements.clusters at each load.
create table wording_keys (
    block_key uinteger not null,
    wording_id varchar not null
);
comment on table wording_keys is
'One row per (key, wording): wordings that may be the same words share a key. Only loads read it.';
comment on column wording_keys.block_key is 'Hash of three successive words, endings taken off.';
comment on column wording_keys.wording_id is 'The wording: statements.cluster_id.';

create table wording_clusters (
    wording_id varchar not null,
    cluster_id varchar not null
);
comment on table wording_clusters is
'One row per wording that is nearly the same words as another: cut, shifted in tense, spelled or quoted otherwise.';
comment on column wording_clusters.wording_id is 'The wording: statements.cluster_id.';
comment on column wording_clusters.cluster_id is
'The statement cluster it belongs to, which is named by the wording first seen.';

comment on column statements.cluster_id is
'Shared by statements with the same words, punctuation aside; wording_clusters ties those with nearly the same.';
