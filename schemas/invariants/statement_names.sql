-- one row per statement that carries other names than its speaker, addressee, place and outlet go by
-- Looked at only where all of a file is verified: a load wrote them a moment ago.
select
    statements.statement_id,
    statements.speaker,
    speakers.name as speaker_goes_by,
    statements.addressee,
    addressees.name as addressee_goes_by,
    statements.place,
    places.name as place_goes_by,
    statements.outlet,
    outlets.name as outlet_goes_by,
    statements.quoted_on
from statements
inner join outlets
    on statements.outlet_id = outlets.outlet_id
left join canonical_entities as speakers
    on statements.speaker_id = speakers.entity_id
left join canonical_entities as addressees
    on statements.addressee_id = addressees.entity_id
left join canonical_entities as places
    on statements.place_id = places.entity_id
where
    $run_id is null
    and (
        statements.canonical_speaker_id is distinct from speakers.canonical_id
        or statements.speaker is distinct from speakers.name
        or statements.speaker_type is distinct from speakers.type
        or statements.speaker_wikidata_id is distinct from speakers.wikidata_id
        or statements.addressee is distinct from coalesce(addressees.name, statements.addressee_text)
        or statements.place is distinct from places.name
        or statements.outlet <> outlets.name
        or statements.quoted_on
        is distinct from coalesce(statements.said_on, make_timestamp(epoch_us(statements.published_at))::date)
    )
order by statements.statement_id;
