-- one row per HTTP request made (fetches): where the answer sent on to
alter table fetches add column redirected_to varchar;
comment on column fetches.redirected_to is
'Where the answer sent on to: by a redirect, or by a page that is nothing but a refresh. Null when it did not.';
