-- one row per statement that carries other names than its speaker, addressee, place and outlet go by
-- Looked at only where all of a file is verified: a load wrote them a moment ago.
select
    statements.statement_id,
    statements.canonical_speaker,
    speakers.name as speaker_goes_by,
    statements.canonical_addressee,
    addressees.name as addressee_goes_by,
    statements.canonical_place,
    places.name as place_goes_by,
    statements.outlet_name,
    outlets.name as outlet_goes_by,
    statements.filed_on
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
        or statements.canonical_speaker is distinct from speakers.name
        or statements.canonical_speaker_type is distinct from speakers.type
        or statements.canonical_speaker_wikidata_id is distinct from speakers.wikidata_id
        or statements.canonical_addressee is distinct from coalesce(addressees.name, statements.addressee_text)
        or statements.canonical_place is distinct from places.name
        or statements.outlet_name is distinct from outlets.name
        or statements.filed_on
        is distinct from coalesce(statements.said_on, utc_day(statements.published_at))
    )
order by statements.statement_id;
