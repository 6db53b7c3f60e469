-- one row per statement in the current version of an article: the view quotes, with the day it is filed under
select
    quotes.*,
    quoted_on as day
from quotes
where
    ($since is null or quoted_on >= $since)
    and ($until is null or quoted_on < $until);
