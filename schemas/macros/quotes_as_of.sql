-- one row per statement in the version of each article that was the newest one fetched at a moment in the past
create or replace macro quotes_as_of(ts) as table
    with versions as (
        select
            article_id,
            arg_max(article_version_id, (fetched_at, article_version_id)) as article_version_id
        from article_versions
        where fetched_at <= ts::timestamptz
        group by article_id
    )

    select quotes.* exclude (statement_number, fetched_at, is_current)
    from all_quotes as quotes
    where quotes.article_version_id in (select unnest((select list(versions.article_version_id) from versions)))
    order by quotes.quoted_on desc, quotes.published_at desc, quotes.statement_number asc;

comment on macro table quotes_as_of is -- noqa: PRS
'quotes_as_of(ts): quotes as it would have stood at that moment: of each article the text fetched last by then.';
