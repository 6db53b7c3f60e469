-- one row per statement in the current version of an article that names an entity of this name, newest first
create or replace macro quotes_about(who) as table
    select quotes.*
    from quotes
    where
        quotes.statement_id in (
            select statement_mentions.statement_id
            from statement_mentions
            inner join canonical_entities as entities
                on statement_mentions.entity_id = entities.entity_id
            inner join entities_called(who) as called
                on entities.canonical_id = called.entity_id
        )
    order by quotes.quoted_on desc, quotes.published_at desc, quotes.statement_id asc;

comment on macro table quotes_about is -- noqa: PRS
'quotes_about(who): the rows of quotes that name someone or something of this name in their words, newest first.';
