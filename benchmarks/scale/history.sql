-- one row per row of the nights loaded, copied as another stretch of history: other ids, later days, the same words
-- What loads would have made of such nights, without their cost: derived rows are copied as the others are. The
-- copies are known as other wordings, so that no cluster grows over the nights copied.
create or replace temp macro id_of(former, copied) as
lpad(to_hex(hash(former, copied)), 16, '0');

insert into fetches
select * replace (
    id_of(fetch_id, $copy) as fetch_id, url || '/' || $copy as url, canonical_url || '/' || $copy as canonical_url,
    plan_url || '/' || $copy as plan_url, id_of(entry_id, $copy) as entry_id, fetched_at + to_days($days) as fetched_at,
    id_of(warc_record_id, $copy) as warc_record_id, warc_file || '/' || $copy as warc_file, run_id || '/' || $copy as run_id
)
from fetches
where run_id not like '%/%';

insert into entries
select * replace (
    id_of(entry_id, $copy) as entry_id, guid || '/' || $copy as guid, link || '/' || $copy as link,
    canonical_url || '/' || $copy as canonical_url, published_at + to_days($days) as published_at,
    seen_at + to_days($days) as seen_at, last_seen_at + to_days($days) as last_seen_at,
    run_id || '/' || $copy as run_id
)
from entries
where run_id not like '%/%';

insert into articles
select * replace (
    id_of(article_id, $copy) as article_id, canonical_url || '/' || $copy as canonical_url,
    published_at + to_days($days) as published_at, fetched_at + to_days($days) as fetched_at,
    first_fetched_at + to_days($days) as first_fetched_at, run_id || '/' || $copy as run_id
)
from articles
where run_id not like '%/%';

insert into article_versions
select * replace (
    id_of(article_version_id, $copy) as article_version_id, id_of(article_id, $copy) as article_id,
    id_of(warc_record_id, $copy) as warc_record_id, warc_file || '/' || $copy as warc_file,
    fetched_at + to_days($days) as fetched_at, last_fetched_at + to_days($days) as last_fetched_at,
    run_id || '/' || $copy as run_id
)
from article_versions
where run_id not like '%/%';

insert into version_edits
select edits.* replace (
    id_of(article_version_id, $copy) as article_version_id, id_of(former_version_id, $copy) as former_version_id
)
from version_edits as edits
where rowid < $version_edits;

insert into blocks
select * replace (
    id_of(article_version_id, $copy) as article_version_id,
    if(start is null, text_key, text_key // 2 + $copy) as text_key,
    id_of(warc_record_id, $copy) as warc_record_id, run_id || '/' || $copy as run_id
)
from blocks
where run_id not like '%/%';

insert into copy_keys
select
    hash(block_key, $copy) % 4294967296 as block_key,
    id_of(article_version_id, $copy) as article_version_id
from copy_keys
where rowid < $copy_keys;

insert into copy_sketches
select
    id_of(article_version_id, $copy) as article_version_id,
    sketch
from copy_sketches
where rowid < $copy_sketches;

insert into mentions
select * replace (
    id_of(mention_id, $copy) as mention_id, id_of(article_version_id, $copy) as article_version_id, run_id || '/' || $copy as run_id
)
from mentions
where run_id not like '%/%';

insert into statements
select * replace (
    id_of(statement_id, $copy) as statement_id, id_of(article_version_id, $copy) as article_version_id,
    id_of(cluster_id, $copy) as cluster_id, id_of(statement_cluster_id, $copy) as statement_cluster_id,
    id_of(article_id, $copy) as article_id, canonical_url || '/' || $copy as canonical_url,
    published_at + to_days($days) as published_at, fetched_at + to_days($days) as fetched_at,
    (filed_on + to_days($days))::date as filed_on, statement_number + $copy * $statements as statement_number,
    run_id || '/' || $copy as run_id
)
from statements
where run_id not like '%/%'
order by statement_number;

insert into statement_mentions
select * replace (
    id_of(statement_id, $copy) as statement_id, statement_number + $copy * $statements as statement_number,
    run_id || '/' || $copy as run_id
)
from statement_mentions
where run_id not like '%/%';

insert into statement_clusters
select clusters.* replace (
    id_of(cluster_id, $copy) as cluster_id, id_of(first_statement_id, $copy) as first_statement_id,
    first_seen_at + to_days($days) as first_seen_at
)
from statement_clusters as clusters
where first_seen_at < $first_day::timestamptz + to_days($days_copied);

insert into cluster_carriers
select carriers.* replace (
    id_of(cluster_id, $copy) as cluster_id, id_of(statement_id, $copy) as statement_id,
    canonical_url || '/' || $copy as canonical_url, carried_at + to_days($days) as carried_at,
    first_seen_at + to_days($days) as first_seen_at
)
from cluster_carriers as carriers
where first_seen_at < $first_day::timestamptz + to_days($days_copied);

insert into wording_keys
select
    hash(block_key, $copy) % 4294967296 as block_key,
    id_of(wording_id, $copy) as wording_id,
    key_count
from wording_keys
where rowid < $wording_keys;

insert into wording_clusters
select
    id_of(wording_id, $copy) as wording_id,
    id_of(cluster_id, $copy) as cluster_id
from wording_clusters
where rowid < $wording_clusters;

insert into statement_terms
select * replace (document_number + $copy * $statements as document_number)
from statement_terms
where document_number <= $statements;

insert into text_terms
select * replace (document_number + $copy * $texts as document_number)
from text_terms
where document_number <= $texts;

insert into text_documents
select
    document_number + $copy * $texts as document_number,
    id_of(article_version_id, $copy) as article_version_id
from text_documents
where document_number <= $texts;
