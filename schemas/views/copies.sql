-- one row per article that carries another article's story, with the original
create or replace view copies as
with shares as (
    select
        versions.article_id,
        others.article_id as other_id,
        max(pairs.share) as share
    from copy_pairs as pairs
    inner join article_versions as versions
        on pairs.article_version_id = versions.article_version_id
    inner join article_versions as others
        on pairs.other_version_id = others.article_version_id
    group by versions.article_id, others.article_id
)

select
    articles.published_at,
    outlets.name as outlet,
    articles.headline,
    original_outlets.name as original_outlet,
    originals.headline as original_headline,
    coalesce(articles.agency, originals.agency) as agency,
    round(coalesce(shares.share, reverse_shares.share), 4) as share,
    date_diff('minute', originals.published_at, articles.published_at) as minutes_later,
    articles.canonical_url as url,
    originals.canonical_url as original_url,
    articles.article_id,
    originals.article_id as original_id,
    articles.syndication_cluster_id
from articles
inner join articles as originals
    on
        articles.syndication_cluster_id = originals.syndication_cluster_id
        and originals.is_original
inner join outlets
    on articles.outlet_id = outlets.outlet_id
inner join outlets as original_outlets
    on originals.outlet_id = original_outlets.outlet_id
left join shares
    on articles.article_id = shares.article_id and originals.article_id = shares.other_id
left join shares as reverse_shares
    on articles.article_id = reverse_shares.other_id and originals.article_id = reverse_shares.article_id
where not articles.is_original;

comment on view copies is
'One row per article that carries the story of another in the same words, with the original as far as it is known.';
comment on column copies.published_at is 'When the copy was published, UTC.';
comment on column copies.outlet is 'Who carries it.';
comment on column copies.headline is 'The headline it has there.';
comment on column copies.original_outlet is
'Whose it is: that of a wire service, else of the first who carried it; agency may name another.';
comment on column copies.original_headline is 'The headline of the original.';
comment on column copies.agency is 'The news agency that the copy, or else the original, credits; null when none.';
comment on column copies.share is
'How much of the shorter text stands in the longer one, 0.5 to 1; null where a third article ties the two.';
comment on column copies.minutes_later is 'Minutes from the publication of the original to that of the copy.';
comment on column copies.url is 'Canonical address of the copy.';
comment on column copies.original_url is 'Canonical address of the original.';
comment on column copies.article_id is 'Id of the copy.';
comment on column copies.original_id is 'Id of the original.';
comment on column copies.syndication_cluster_id is 'Shared by the copy and its original.';
