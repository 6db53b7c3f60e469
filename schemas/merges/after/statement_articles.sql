-- one row per statement of an article this load touched that has something else of its article now
create or replace temp table retold_versions as
with touched_clusters as (
    select former_cluster_id as cluster_id from changes_articles
    union
    select cluster_id from regrouped_articles
    union
    select former_cluster_id as cluster_id from regrouped_articles
),

respelled as (
    select kept.article_id
    from article_versions as kept
    inner join folded_versions as folded
        on kept.article_version_id = folded.kept_version_id
),

touched as (
    select article_id from incoming_articles
    union
    select article_id from changes_article_versions
    union
    select article_id from respelled
    union
    select articles.article_id
    from articles
    inner join changes_outlets as changes
        on
            articles.outlet_id = changes.outlet_id
            and changes.action = 'changed'
    union
    select articles.article_id
    from articles
    inner join touched_clusters
        on articles.syndication_cluster_id = touched_clusters.cluster_id
),

placed_articles as ( -- what their statements have of them was read a moment ago, and can only be a copy since
    select article_id from changes_articles
    where action = 'new'
    except
    select article_id from respelled
)

select
    article_versions.article_version_id,
    articles.outlet_id,
    outlets.name as outlet_name,
    articles.language,
    articles.published_at,
    articles.is_original,
    article_versions.headline,
    article_versions.fetched_at,
    article_versions.is_current
from article_versions
inner join articles
    on article_versions.article_id = articles.article_id
inner join outlets
    on articles.outlet_id = outlets.outlet_id
where
    article_versions.article_id in (select article_id from touched)
    and not (articles.is_original and articles.article_id in (select article_id from placed_articles));

-- (in steps: so of all statements there are only the version is read, and the rest of those that are wanted)
create or replace temp table retold_rows as
select statements.rowid as row_number
from statements
semi join retold_versions as told
    on statements.article_version_id = told.article_version_id;

create or replace temp table retold_statements as
select
    statements.statement_number,
    statements.statement_cluster_id as cluster_id,
    told.* exclude (article_version_id)
from statements
inner join retold_versions as told
    on statements.article_version_id = told.article_version_id
where
    statements.rowid in (select wanted.row_number from retold_rows as wanted)
    and (
        statements.outlet_id <> told.outlet_id
        or statements.outlet_name is distinct from told.outlet_name
        or statements.language is distinct from told.language
        or statements.published_at is distinct from told.published_at
        or statements.is_original <> told.is_original
        or statements.headline is distinct from told.headline
        or statements.fetched_at <> told.fetched_at
        or statements.is_current <> told.is_current
    );

update statements
set
    outlet_id = retold.outlet_id,
    outlet_name = retold.outlet_name,
    language = retold.language,
    published_at = retold.published_at,
    filed_on = coalesce(statements.said_on, utc_day(retold.published_at)),
    is_original = retold.is_original,
    headline = retold.headline,
    fetched_at = retold.fetched_at,
    is_current = retold.is_current
from retold_statements as retold
where statements.statement_number = retold.statement_number;
