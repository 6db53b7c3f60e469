-- one row per statement in the current version of an article, but those the text says were not made
select
    quotes.statement_id,
    quotes.quote,
    quotes.type,
    quotes.language,
    quotes.said_on,
    quotes.source,
    quotes.speaker,
    quotes.speaker_type,
    quotes.speaker_role,
    quotes.speaker_wikidata_id,
    quotes.place,
    quotes.url,
    quotes.headline,
    quotes.published_at,
    articles.modified_at,
    articles.byline,
    articles.section,
    outlets.name as outlet,
    outlets.domain as outlet_domain,
    outlets.wikidata_id as outlet_wikidata_id
from quotes
inner join articles
    on quotes.article_id = articles.article_id
inner join outlets
    on quotes.outlet_id = outlets.outlet_id
where
    not quotes.is_negated
    and ($statement_id is null or quotes.statement_id = $statement_id)
    and ($since is null or quotes.quoted_on >= $since)
    and ($until is null or quotes.quoted_on < $until)
order by quotes.published_at, quotes.article_id, quotes.statement_id;
