-- one row per outlet: how its statements divide, as shares and rates that can be compared between outlets of any size
create or replace view outlet_shares as
with texts as (
    select
        articles.outlet_id,
        count(*) as articles,
        count(*) filter (where not articles.is_original) as copies,
        sum(article_versions.word_count) as words
    from articles
    inner join article_versions
        on articles.article_id = article_versions.article_id
    where article_versions.is_current
    group by articles.outlet_id
),

speakers_quoted as (
    select
        outlet_id,
        sum(statements) as with_speaker,
        sum(statements) filter (where speaker_type = 'person') as by_person,
        max(statements) as most_statements,
        arg_max(speaker, (statements, speaker_id)) as most_quoted,
        count(*) as speakers
    from outlet_speakers
    group by outlet_id
),

counted as (
    select
        outlet_id,
        count(*) as statements,
        count(*) filter (where type = 'direct') as direct,
        count(*) filter (where type = 'mixed') as mixed
    from statements
    where is_current
    group by outlet_id
)

select
    outlets.name as outlet,
    texts.articles,
    counted.statements,
    round(counted.statements / texts.articles, 2) as statements_per_article,
    round(1000 * counted.statements / texts.words, 2) as statements_per_1000_words,
    round(counted.direct / counted.statements, 4) as direct_share,
    round(counted.mixed / counted.statements, 4) as mixed_share,
    round(coalesce(speakers_quoted.with_speaker, 0) / counted.statements, 4) as named_share,
    round(
        coalesce(speakers_quoted.by_person, 0) / nullif(speakers_quoted.with_speaker, 0), 4
    ) as person_share,
    coalesce(speakers_quoted.speakers, 0) as speakers,
    speakers_quoted.most_quoted,
    round(speakers_quoted.most_statements / speakers_quoted.with_speaker, 4) as most_quoted_share,
    round(texts.copies / texts.articles, 4) as copied_share,
    counted.outlet_id
from counted
inner join outlets
    on counted.outlet_id = outlets.outlet_id
inner join texts
    on counted.outlet_id = texts.outlet_id
left join speakers_quoted
    on counted.outlet_id = speakers_quoted.outlet_id;

comment on view outlet_shares is
'One row per outlet with a statement: how its statements divide, as shares and rates to compare outlets of any size.';
comment on column outlet_shares.outlet is 'Name of the outlet.';
comment on column outlet_shares.articles is 'How many articles of it there are, with or without a statement.';
comment on column outlet_shares.statements is 'How many statements stand in their current texts.';
comment on column outlet_shares.statements_per_article is 'Statements per article.';
comment on column outlet_shares.statements_per_1000_words is 'Statements per 1,000 words of article text.';
comment on column outlet_shares.direct_share is 'The share of its statements that are direct, 0 to 1.';
comment on column outlet_shares.mixed_share is 'The share of its statements that are mixed, 0 to 1.';
comment on column outlet_shares.named_share is
'The share of its statements whose speaker is known by name, 0 to 1; the rest is sources, officials, unresolved.';
comment on column outlet_shares.person_share is 'The share of those whose speaker is a person, 0 to 1.';
comment on column outlet_shares.speakers is 'How many different speakers it quotes.';
comment on column outlet_shares.most_quoted is 'The speaker it quotes most.';
comment on column outlet_shares.most_quoted_share is
'The share of its statements with a known speaker that are the most quoted speaker''s, 0 to 1.';
comment on column outlet_shares.copied_share is
'The share of its articles that are later copies in a syndication cluster, 0 to 1.';
comment on column outlet_shares.outlet_id is 'Id of the outlet.';
