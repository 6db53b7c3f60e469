-- one row per (story or wording, pair of entities it tells are one) (link_evidence); one row in all (..._state)
-- Decision: what tells that entities are one is kept with what tells it, so that a load looks at the stories and
-- wordings it touched, and not at all there are.
create table link_evidence (
    source_id varchar not null,
    reason varchar not null,
    entity_id varchar not null,
    other_id varchar not null,
    support bigint not null
);
comment on table link_evidence is
'One row per (story or wording, pair of entities it tells are one, reason). Only loads and rulings read it.';
comment on column link_evidence.source_id is
'What tells it: articles.syndication_cluster_id of a story, or statements.cluster_id of a wording.';
comment on column link_evidence.reason is 'What tells it, in words.';
comment on column link_evidence.entity_id is 'The one entity.';
comment on column link_evidence.other_id is 'The other entity.';
comment on column link_evidence.support is 'How often it is told there.';

create table link_evidence_state (is_complete boolean not null);
comment on table link_evidence_state is 'One row in all: whether link_evidence tells of everything loaded.';
comment on column link_evidence_state.is_complete is 'False until the first load or ruling has looked at everything.';
insert into link_evidence_state (is_complete) values (false);
