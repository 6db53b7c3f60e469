-- one row per story (touched_families) and per wording (touched_wordings) there is: a split moves rows of either
create or replace temp table touched_families as
select distinct coalesce(articles.syndication_cluster_id, articles.article_id) as family_id
from articles;

create or replace temp table touched_wordings as
select distinct statements.cluster_id as wording_id
from statements;
