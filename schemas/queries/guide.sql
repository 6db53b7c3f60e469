-- one row per view, macro and table meant for people who ask, in the order to try them
select
    usage,
    kind,
    what_it_holds
from guide;
