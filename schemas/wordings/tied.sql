-- one row per wording of each cluster that one of the wordings asked for is in
select
    wording_id,
    cluster_id
from wording_clusters
where
    cluster_id in (
        select known.cluster_id
        from wording_clusters as known
        semi join wanted_wordings as wanted
            on known.wording_id = wanted.wording_id
    )
order by wording_id;
