-- one row per statement whose stored words are not the slices of its text, joined by one space
with checked as (
    select
        statements.*,
        article_versions.text
    from statements
    inner join article_versions
        on statements.article_version_id = article_versions.article_version_id
    where $run_id is null or statements.run_id = $run_id
),

sliced as (
    select
        statement_id,
        content_text,
        source_text,
        cue_text,
        content_spans,
        source_spans,
        cue_spans,
        length(text) as text_length,
        array_to_string(
            list_transform(content_spans, lambda span: substring(text, span.start + 1, span.end - span.start)), ' '
        ) as content_slices,
        array_to_string(
            list_transform(source_spans, lambda span: substring(text, span.start + 1, span.end - span.start)), ' '
        ) as source_slices,
        array_to_string(
            list_transform(cue_spans, lambda span: substring(text, span.start + 1, span.end - span.start)), ' '
        ) as cue_slices
    from checked
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
        content_spans || source_spans || cue_spans,
        lambda span: span.start is null
        or span.end is null
        or span.start < 0
        or span.end <= span.start
        or span.end > text_length
    )) > 0
order by statement_id;
