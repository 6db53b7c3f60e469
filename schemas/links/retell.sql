-- one row per statement whose speaker, addressee or place goes by another name, or counts as another, from now on
-- (of all statements only the ids are read, and nothing where nobody does)
create or replace temp table retold_entities as
select
    entity_id,
    canonical_id,
    name,
    type,
    wikidata_id
from canonical_entities
where
    entity_id in (select relinked.entity_id from relinked_entities as relinked)
    or canonical_id in (select renamed.entity_id from renamed_entities as renamed)
    or entity_id in (select renamed.entity_id from renamed_entities as renamed);

update statements
set
    canonical_speaker_id = told.canonical_id,
    canonical_speaker = told.name,
    canonical_speaker_type = told.type,
    canonical_speaker_wikidata_id = told.wikidata_id
from retold_entities as told
where
    statements.speaker_id = told.entity_id
    and (
        statements.canonical_speaker_id is distinct from told.canonical_id
        or statements.canonical_speaker is distinct from told.name
        or statements.canonical_speaker_type is distinct from told.type
        or statements.canonical_speaker_wikidata_id is distinct from told.wikidata_id
    );

update statements
set canonical_addressee = told.name
from retold_entities as told
where
    statements.addressee_id = told.entity_id
    and statements.canonical_addressee is distinct from told.name;

update statements
set canonical_place = told.name
from retold_entities as told
where
    statements.place_id = told.entity_id
    and statements.canonical_place is distinct from told.name;
