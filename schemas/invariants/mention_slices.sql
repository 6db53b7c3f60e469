-- one row per mention whose surface is not the text between its offsets
select
    mentions.mention_id,
    mentions.surface,
    substring(article_versions.text, mentions.start + 1, mentions."end" - mentions.start) as slice
from mentions
inner join article_versions
    on mentions.article_version_id = article_versions.article_version_id
where
    ($run_id is null or mentions.run_id = $run_id)
    and (
        mentions.start < 0
        or mentions."end" <= mentions.start
        or mentions.surface <> substring(
            article_versions.text, mentions.start + 1, mentions."end" - mentions.start
        )
    )
order by mentions.mention_id;
