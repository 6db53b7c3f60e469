-- one row per pair asked for: articles that name both, and how many others both are named with, of how many
with wanted as (
    select unnest($pairs::struct(one varchar, other varchar)[]) as pair
),

pairs as (
    select
        pair.one,
        pair.other
    from wanted
),

named as (
    select distinct
        article_versions.article_id,
        coalesce(links.canonical_id, mentions.entity_id) as entity_id
    from mentions
    inner join article_versions
        on mentions.article_version_id = article_versions.article_version_id
    left join entity_links as links
        on mentions.entity_id = links.entity_id
    where
        article_versions.is_current
        and mentions.form = 'name'
        and mentions.entity_id is not null
),

asked as (
    select one as entity_id from pairs
    union
    select other as entity_id from pairs
),

company as (
    select
        asked.entity_id,
        list(distinct beside.entity_id) as others,
        list(distinct named.article_id) as article_ids
    from asked
    inner join named
        on asked.entity_id = named.entity_id
    inner join named as beside
        on
            named.article_id = beside.article_id
            and asked.entity_id <> beside.entity_id
    group by asked.entity_id
),

apart as (
    select
        entities.canonical_id as one,
        others.canonical_id as other
    from entity_decisions as decisions
    inner join canonical_entities as entities
        on decisions.entity_id = entities.entity_id
    inner join canonical_entities as others
        on decisions.other_entity_id = others.entity_id
    where decisions.kind = 'never_merge' and decisions.revoked_at is null
)

select
    pairs.one,
    pairs.other,
    coalesce(len(list_intersect(first_company.article_ids, other_company.article_ids)), 0) as together,
    coalesce(len(list_intersect(first_company.others, other_company.others)), 0) as shared,
    coalesce(least(len(first_company.others), len(other_company.others)), 0) as possible
from pairs
left join company as first_company
    on pairs.one = first_company.entity_id
left join company as other_company
    on pairs.other = other_company.entity_id
anti join apart
    on
        least(pairs.one, pairs.other) = least(apart.one, apart.other)
        and greatest(pairs.one, pairs.other) = greatest(apart.one, apart.other)
order by pairs.one, pairs.other;
