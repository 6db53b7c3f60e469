-- one row per text of the night
with texts as (
    select
        version,
        string_agg(paragraph, e'\n\n' order by ordinal) as text
    from statements_made
    group by version
)

select
    id('version', version) as article_version_id,
    id('article', article) as article_id,
    'On ' || word(zipf_mandelbrot(article, 20, 60000)) || ' and ' || word(zipf_mandelbrot(article, 21, 60000)) as headline,
    texts.text,
    sha256(texts.text) as text_sha256,
    (length(texts.text) // 6)::integer as word_count,
    'en' as language,
    []::varchar[] as flags,
    fetched_at,
    'night-' || $night || '.warc.gz' as warc_file,
    version as warc_offset,
    id('record', version) as warc_record_id,
    '1' as extractor_version,
    sha256(texts.text) as fingerprint
from editions_made
inner join texts using (version);
