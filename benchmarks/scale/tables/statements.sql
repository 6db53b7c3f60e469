-- one row per statement in a text of the night
with placed as (
    select
        *,
        paragraph_start + 11 as name_start,
        (paragraph_start + 11 + length(speaker))::integer as name_end
    from statements_made
)

select
    id('statement', number) as statement_id,
    id('version', version) as article_version_id,
    ordinal::integer as ordinal,
    case when kind < 0.4 then 'direct' when kind < 0.7 then 'indirect' else 'mixed' end as type,
    content as content_text,
    [{'start': (name_end + 12)::integer, 'end': (name_end + 12 + length(content))::integer}] as content_spans,
    speaker as source_text,
    [{'start': name_start, 'end': name_end}] as source_spans,
    'said' as cue_text,
    [{'start': (name_end + 1)::integer, 'end': (name_end + 5)::integer}] as cue_spans,
    'say' as cue_lemma,
    case
        when kind < 0.7 then 'say'
        when kind < 0.75 then 'deny'
        when kind < 0.8 then 'confirm'
        when kind < 0.85 then 'accuse'
        when kind < 0.9 then 'praise'
        else 'warn'
    end as speech_act,
    false as is_negated,
    case when kind % 0.1 < 0.07 then id('person', entity) end as speaker_id,
    case when kind % 0.1 < 0.07 then speaker end as speaker_name,
    null::varchar as speaker_role,
    case when kind % 0.1 < 0.07 then 'name' else 'unresolved' end as speaker_resolution,
    null::varchar as addressee_text,
    null::varchar as addressee_id,
    null::varchar as channel,
    null::varchar as occasion,
    null::date as said_on,
    null::varchar as said_on_text,
    null::varchar as place_id,
    0.9::double as confidence,
    case when word_count >= 6 then substring(md5(content), 1, 16) end as cluster_id,
    '1' as extractor_version
from placed;
