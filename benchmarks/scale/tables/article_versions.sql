-- one row per article of the night
with texts as (
    select
        article,
        string_agg(paragraph, e'\n\n' order by ordinal) as text
    from statements_made
    group by article
)

select
    'version-' || article as article_version_id,
    'article-' || article as article_id,
    'On ' || word(zipf(article, 20, 60000)) || ' and ' || word(zipf(article, 21, 60000)) as headline,
    texts.text,
    sha256(texts.text) as text_sha256,
    (length(texts.text) // 6)::integer as word_count,
    'en' as language,
    []::varchar[] as flags,
    articles_made.published_at + interval 1 hour as fetched_at,
    'night-' || $night || '.warc.gz' as warc_file,
    article as warc_offset,
    'record-' || article as warc_record_id,
    '1' as extractor_version,
    sha256(texts.text) as fingerprint
from articles_made
inner join texts using (article);
