-- one row per statement whose stored words are not the slices of its text, joined by one space
-- Texts are read by row number: so a load reads those of its own versions, and not all there are. Each statement is cut
-- out of its text once, and its slices out of that: DuckDB counts characters from the beginning, every time.
with written as materialized (
    select
        statement_id,
        article_version_id,
        content_text,
        source_text,
        cue_text,
        content_spans,
        source_spans,
        cue_spans,
        content_spans || source_spans || cue_spans as spans,
        list_min(list_transform(spans, lambda span: span.start)) as first_start,
        list_max(list_transform(spans, lambda span: span.end)) as last_end
    from statements
    where $run_id is null or run_id = $run_id
),

texts as materialized (
    select
        article_version_id,
        text,
        length(text) as text_length
    from article_versions
    where
        rowid in (
            select versions.rowid from article_versions as versions
            semi join written
                on versions.article_version_id = written.article_version_id
        )
),

passages as (
    select
        written.*,
        texts.text_length,
        substring(texts.text, written.first_start + 1, written.last_end - written.first_start) as passage
    from written
    inner join texts
        on written.article_version_id = texts.article_version_id
),

sliced as (
    select
        *,
        array_to_string(
            list_transform(
                content_spans,
                lambda span: substring(passage, span.start - first_start + 1, span.end - span.start)
            ),
            ' '
        ) as content_slices,
        array_to_string(
            list_transform(
                source_spans,
                lambda span: substring(passage, span.start - first_start + 1, span.end - span.start)
            ),
            ' '
        ) as source_slices,
        array_to_string(
            list_transform(
                cue_spans,
                lambda span: substring(passage, span.start - first_start + 1, span.end - span.start)
            ),
            ' '
        ) as cue_slices
    from passages
)

select
    statement_id,
    content_text,
    content_slices,
    source_text,
    source_slices,
    cue_text,
    cue_slices
from sliced
where
    len(content_spans) = 0
    or content_text <> content_slices
    or coalesce(source_text, '') <> source_slices
    or coalesce(cue_text, '') <> cue_slices
    or len(list_filter(
        spans,
        lambda span: span.start is null
        or span.end is null
        or span.start < 0
        or span.end <= span.start
        or span.end > text_length
    )) > 0
order by statement_id;
