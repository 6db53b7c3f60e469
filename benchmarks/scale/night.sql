-- one row per article of one night (temp table articles_made), per text of it (editions_made: one article of twenty is
-- edited) and per statement in a text (statements_made), all made up
-- Everything is drawn from hashes of numbers, so a night is the same each time. Speakers follow Zipf's law; words that
-- of Zipf and Mandelbrot, shifted by ten: no stop words are among them. A third of the statements carry words of the
-- night's wire copy, some of them cut.
create or replace macro draw(number, salt) as
(hash(number, salt) % 1000000) / 1000000.0;

create or replace macro zipf(number, salt, size) as
floor(size ^ draw(number, salt))::bigint - 1;

create or replace macro zipf_mandelbrot(number, salt, size) as
floor(10 * (1 + size / 10) ^ draw(number, salt))::bigint - 10;

-- as random as the ids that onrecord makes, and as long
create or replace macro id(kind, number) as
md5(kind || number)[:16];

create or replace macro word(number) as
['ba', 'ke', 'lo', 'mi', 'nu', 'ra', 'se', 'ti', 'vo', 'da', 'fe', 'go', 'hi', 'ju', 'pe', 'sa'][number % 16 + 1]
|| ['n', 'ter', 'lin', 'mon', 'dus', 'vel', 'kor', 'sim', 'pan', 'tal', 'ber', 'nod'][number // 16 % 12 + 1]
|| ['', 'ing', 'ed', 'a', 'os', 'ier', 'ment', 'ist'][number // 192 % 8 + 1]
|| case when number >= 1536 then chr((97 + number // 1536 % 26)::integer) || 'u' else '' end;

create or replace macro name_of(number) as
upper(word(number)[1]) || word(number)[2:] || ' '
|| upper(word(number * 7 + 5)[1]) || word(number * 7 + 5)[2:] || 'sen';

create or replace temp table articles_made as
select
    $night * $articles + number as article,
    zipf(article, 1, 90) as outlet,
    $first_day::timestamptz + to_days($night::integer) + to_seconds((draw(article, 2) * 86000)::bigint) as published_at
from range($articles) as numbers (number);

create or replace temp table uttered_made as
with drawn as (
    select
        article,
        unnest(range(1, 2 + (39 * draw(article, 3))::bigint)) as ordinal
    from articles_made
),

uttered as (
    select
        article,
        ordinal,
        article * 64 + ordinal as number,
        case
            when draw(number, 4) < 0.33 then -(1 + $night * 100000 + zipf(number, 5, $articles // 2))
            else number
        end as utterance,
        draw(number, 6) < 0.1 as is_cut
    from drawn
),

worded as (
    select
        *,
        8 + (24 * draw(utterance, 7) * draw(utterance, 8))::bigint as full_count,
        case when is_cut and utterance < 0 then full_count - 2 else full_count end as word_count,
        zipf(utterance, 9, 50000) as entity,
        zipf(utterance, 10, 50000) as about,
        draw(utterance, 11) as kind
    from uttered
),

said as (
    select
        *,
        array_to_string(
            list_transform(range(word_count), lambda place: word(zipf_mandelbrot(utterance, 100 + place, 60000))), ' '
        ) as content,
        name_of(entity) as speaker
    from worded
),

paragraphs as (
    select
        *,
        'On the day ' || speaker || ' said that “' || content || '”, ' || array_to_string(
            list_transform(range(8), lambda place: word(zipf_mandelbrot(number, 200 + place, 60000))), ' '
        ) || '.' as paragraph
    from said
)

select
    *,
    coalesce(
        sum(length(paragraph) + 2) over (
            partition by article
            order by ordinal
            rows between unbounded preceding and 1 preceding
        ),
        0
    )::integer as paragraph_start
from paragraphs;

create or replace temp table editions_made as
with counted as (
    select
        article,
        count(*) as statements
    from uttered_made
    group by article
)

select
    article * 2 + edition as version,
    article,
    edition,
    counted.statements - edition as statements,
    articles_made.published_at + to_hours(1 + 3 * edition) as fetched_at
from counted
inner join articles_made using (article)
cross join (values (0), (1)) as editions (edition)
where edition = 0 or (counted.statements > 1 and draw(article, 30) < 0.05);

create or replace temp table statements_made as
select
    uttered_made.* exclude (number),
    editions_made.version,
    editions_made.version * 64 + uttered_made.ordinal as number
from editions_made
inner join uttered_made
    on editions_made.article = uttered_made.article and uttered_made.ordinal <= editions_made.statements;
