-- one row per canonical URL (articles): where its facts were found, and what else its page says
alter table articles add column headline_from varchar;
alter table articles add column byline_from varchar;
alter table articles add column declared_language varchar;
alter table articles add column published_zone varchar;
alter table articles add column modified_from varchar;
alter table articles add column tags varchar[];
alter table articles add column image_count integer;
alter table articles add column video_count integer;
comment on column articles.byline is
'Who wrote it: people, by name; the newsroom or agency where the page names no person.';
comment on column articles.headline_from is 'Where the headline was found: json-ld, meta, h1, title or feed.';
comment on column articles.byline_from is
'Where the byline was found: declared or shown by the page; newsroom when no person is named.';
comment on column articles.declared_language is 'BCP 47 primary subtag of the language that the page declares.';
comment on column articles.published_zone is
'Offset from UTC that the date of publication was told with, such as +02:00; null when it was told without.';
comment on column articles.modified_from is 'Where modified_at was found: json-ld or meta.';
comment on column articles.tags is 'What the page says it is about: its keywords.';
comment on column articles.image_count is 'Number of different pictures the article shows.';
comment on column articles.video_count is 'Number of films the article shows.';
comment on column article_versions.flags is
'What a reader should know: paywall, live-blog, correction, doubtful-date (a date was told that cannot be).';
