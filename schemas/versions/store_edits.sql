-- one row per pair of successive versions, with its edit described
insert into version_edits by name
select
    article_version_id,
    former_version_id,
    diff,
    words_removed,
    words_added
from incoming_edits;
