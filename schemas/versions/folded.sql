-- one row per version, staged or stored, that is another spelling of one: the one fetched first is kept
-- A stored text of a response that is staged again is a former extraction, and goes whatever it says.
create or replace temp table folded_versions as
with spelled as (
    select
        article_id,
        fingerprint,
        article_version_id,
        fetched_at,
        fetched_at as last_fetched_at,
        true as is_staged
    from staged
    union all
    select
        stored.article_id,
        stored.fingerprint,
        stored.article_version_id,
        stored.fetched_at,
        stored.last_fetched_at,
        false as is_staged
    from article_versions as stored
    where
        stored.article_id in (select staged.article_id from staged)
        and (
            stored.warc_record_id not in (select staged.warc_record_id from staged)
            or stored.article_version_id in (select staged.article_version_id from staged)
        )
),

ranked as (
    select
        article_version_id,
        first(article_version_id) over (
            partition by article_id, fingerprint
            order by fetched_at asc, is_staged desc, article_version_id asc
            rows between unbounded preceding and unbounded following
        ) as kept_version_id,
        max(last_fetched_at) over (partition by article_id, fingerprint) as last_fetched_at
    from spelled
    where fingerprint is not null
)

select distinct
    article_version_id,
    kept_version_id,
    last_fetched_at
from ranked
where article_version_id <> kept_version_id;

select count(*) from folded_versions;
