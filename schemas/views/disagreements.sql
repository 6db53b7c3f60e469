-- one row per (statement cluster, speaker) where the same words are credited to more than one speaker
create or replace view disagreements as
with disputed as (
    select cluster_id
    from all_quotes
    where
        is_current in (select stale.is_true from stale_answers as stale)
        and cluster_id is not null
        and speaker_id is not null
        and not is_negated
    group by cluster_id
    having min(speaker_id) <> max(speaker_id)
),

credited as (
    select
        cluster_id,
        speaker_id,
        any_value(speaker) as speaker,
        min(quote) as quote,
        count(*) as statements,
        list(distinct outlet order by outlet) as outlets,
        min(published_at) as first_published_at
    from all_quotes
    where
        is_current in (select stale.is_true from stale_answers as stale)
        and cluster_id in (select disputed.cluster_id from disputed)
        and speaker_id is not null
        and not is_negated
    group by cluster_id, speaker_id
),

counted as (
    select
        *,
        -- two entities of one name are nearly always one whom the knowledge base does not know
        count(distinct speaker) over (partition by cluster_id) as speakers
    from credited
    qualify speakers > 1
),

told as (
    select kept.*
    from kept_disagreements as kept
    inner join fresh_answers as fresh
        on fresh.commit_number >= 0
    union all by name
    select * from counted
)

select
    speaker,
    quote,
    outlets,
    statements,
    speakers,
    first_published_at,
    cluster_id,
    speaker_id
from told;

comment on view disagreements is
'One row per (statement cluster, speaker) where the same words are credited to more than one speaker.';
comment on column disagreements.cluster_id is 'Id shared by the statements with these words.';
comment on column disagreements.speaker_id is 'One canonical entity credited with them.';
comment on column disagreements.speaker is 'Its canonical name.';
comment on column disagreements.quote is 'The words, as one of the statements carries them.';
comment on column disagreements.statements is 'How many statements credit this speaker.';
comment on column disagreements.outlets is 'The outlets that credit this speaker.';
comment on column disagreements.first_published_at is 'When an article first credited this speaker, UTC.';
comment on column disagreements.speakers is 'How many speakers, by name, the words are credited to.';
