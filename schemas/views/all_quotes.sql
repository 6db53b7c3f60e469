-- one row per statement in any version of an article: quotes, with the texts since replaced
-- One table and no join: so DuckDB reads the words of those rows alone that are shown.
create or replace view all_quotes as
select
    filed_on as quoted_on,
    said_on,
    published_at,
    canonical_speaker as speaker,
    speaker_role,
    speech_act,
    content_text as quote,
    type,
    is_negated,
    cue_text as cue,
    source_text as source,
    canonical_addressee as addressee,
    occasion,
    channel,
    canonical_place as place,
    outlet_name as outlet,
    headline,
    canonical_url as url,
    language,
    is_original,
    confidence,
    speaker_resolution,
    canonical_speaker_id as speaker_id,
    canonical_speaker_type as speaker_type,
    canonical_speaker_wikidata_id as speaker_wikidata_id,
    outlet_id,
    article_id,
    article_version_id,
    statement_id,
    statement_cluster_id as cluster_id,
    statement_number,
    fetched_at,
    is_current
from statements;

comment on view all_quotes is
'One row per statement in any version of an article: the rows of quotes, and those of texts since replaced.';
comment on column all_quotes.quoted_on is
'The day to file it under: the day it was said where the text tells, else the day of publication (UTC).';
comment on column all_quotes.said_on is
'The day it was said, resolved against the dateline; null when the text does not tell.';
comment on column all_quotes.published_at is 'When the article was published, UTC.';
comment on column all_quotes.speaker is 'Canonical name of who said it; null when unresolved: then read source.';
comment on column all_quotes.speaker_role is 'Role the text gives the speaker.';
comment on column all_quotes.speech_act is 'What is done by saying it: say, ask, order, promise, deny, accuse, warn …';
comment on column all_quotes.quote is 'What is said, in the words of the text.';
comment on column all_quotes.type is 'direct (all inside quotation marks), indirect (none) or mixed (some).';
comment on column all_quotes.is_negated is 'True when the text says that it was not said.';
comment on column all_quotes.cue is 'The words that credit it, such as said.';
comment on column all_quotes.source is 'Who is credited, in the words of the text.';
comment on column all_quotes.addressee is 'To whom it was said: canonical name, else the words of the text.';
comment on column all_quotes.occasion is 'On what occasion it was said.';
comment on column all_quotes.channel is 'Through what it was said: a statement, an interview, a post.';
comment on column all_quotes.place is 'Name of the place it was said at.';
comment on column all_quotes.outlet is 'Name of the outlet.';
comment on column all_quotes.headline is 'Headline of the article.';
comment on column all_quotes.url is 'Canonical address of the article.';
comment on column all_quotes.language is 'BCP 47 primary subtag of the language of the article.';
comment on column all_quotes.is_original is 'False when the article is a later copy in its syndication cluster.';
comment on column all_quotes.confidence is 'How sure the attribution is, 0 to 1.';
comment on column all_quotes.speaker_resolution is
'How the speaker was found: name, alias, pronoun, title, metonym or unresolved.';
comment on column all_quotes.speaker_id is 'Canonical entity that said it.';
comment on column all_quotes.speaker_type is 'person, organization, place or other.';
comment on column all_quotes.speaker_wikidata_id is 'Wikidata id (Q…) of the speaker.';
comment on column all_quotes.outlet_id is 'Id of the outlet.';
comment on column all_quotes.article_id is 'Id of the article.';
comment on column all_quotes.article_version_id is 'Id of the text it stands in; its offsets are in statements.';
comment on column all_quotes.statement_id is 'Id of the statement.';
comment on column all_quotes.cluster_id is 'Id shared by statements that carry the same words, or nearly.';
comment on column all_quotes.statement_number is 'Number of the statement in this file: what search counts by.';
comment on column all_quotes.fetched_at is 'When the text it stands in was first fetched, UTC.';
comment on column all_quotes.is_current is 'True when the article still had that text when last fetched.';
