-- one row per statement in the current version of an article: who said what, when, to whom, in which outlet
create or replace view quotes as
select * exclude (statement_number, fetched_at, is_current)
from all_quotes
where is_current;

comment on view quotes is
'One row per statement in the current version of an article: who said what, when, to whom, in which outlet.';
comment on column quotes.quoted_on is
'The day to file it under: the day it was said where the text tells, else the day of publication (UTC).';
comment on column quotes.said_on is
'The day it was said, resolved against the dateline; null when the text does not tell.';
comment on column quotes.published_at is 'When the article was published, UTC.';
comment on column quotes.speaker is 'Canonical name of who said it; null when unresolved: then read source.';
comment on column quotes.speaker_role is 'Role the text gives the speaker.';
comment on column quotes.speech_act is 'What is done by saying it: say, ask, order, promise, deny, accuse, warn …';
comment on column quotes.quote is 'What is said, in the words of the text.';
comment on column quotes.type is 'direct (all inside quotation marks), indirect (none) or mixed (some).';
comment on column quotes.is_negated is 'True when the text says that it was not said.';
comment on column quotes.cue is 'The words that credit it, such as said.';
comment on column quotes.source is 'Who is credited, in the words of the text.';
comment on column quotes.addressee is 'To whom it was said: canonical name, else the words of the text.';
comment on column quotes.occasion is 'On what occasion it was said.';
comment on column quotes.channel is 'Through what it was said: a statement, an interview, a post.';
comment on column quotes.place is 'Name of the place it was said at.';
comment on column quotes.outlet is 'Name of the outlet.';
comment on column quotes.headline is 'Headline of the article.';
comment on column quotes.url is 'Canonical address of the article.';
comment on column quotes.language is 'BCP 47 primary subtag of the language of the article.';
comment on column quotes.is_original is 'False when the article is a later copy in its syndication cluster.';
comment on column quotes.confidence is 'How sure the attribution is, 0 to 1.';
comment on column quotes.speaker_resolution is
'How the speaker was found: name, alias, pronoun, title, metonym or unresolved.';
comment on column quotes.speaker_id is 'Canonical entity that said it.';
comment on column quotes.speaker_type is 'person, organization, place or other.';
comment on column quotes.speaker_wikidata_id is 'Wikidata id (Q…) of the speaker.';
comment on column quotes.outlet_id is 'Id of the outlet.';
comment on column quotes.article_id is 'Id of the article.';
comment on column quotes.article_version_id is 'Id of the text it stands in; its offsets are in statements.';
comment on column quotes.statement_id is 'Id of the statement.';
comment on column quotes.cluster_id is 'Id shared by statements that carry the same words, or nearly.';
