-- one row per table (and kind of statement): how many rows there are
select
    'outlets' as name,
    count(*) as row_count
from outlets
union all
select
    'feeds' as name,
    count(*) as row_count
from feeds
union all
select
    'feeds failing' as name,
    count(*) as row_count
from feeds
where consecutive_failures > 0
union all
select
    'fetches' as name,
    count(*) as row_count
from fetches
union all
select
    'entries' as name,
    count(*) as row_count
from entries
union all
select
    'articles' as name,
    count(*) as row_count
from articles
union all
select
    'article_versions' as name,
    count(*) as row_count
from article_versions
union all
select
    'entities' as name,
    count(*) as row_count
from entities
union all
select
    'mentions' as name,
    count(*) as row_count
from mentions
union all
select
    'statements' as name,
    count(*) as row_count
from statements
union all
select
    'statements with a speaker' as name,
    count(*) as row_count
from statements
where speaker_id is not null
union all
select
    'statement_clusters' as name,
    count(*) as row_count
from statement_clusters
union all
select
    'quarantine' as name,
    count(*) as row_count
from quarantine
union all
select
    'runs' as name,
    count(*) as row_count
from runs;
