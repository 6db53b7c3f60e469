-- one row per mention in an article version; what is staged for a version replaces all it had
-- Of duplicates (a text fetched twice) the surer one wins, then the lower entity id.
-- Where a person split an entity, what is staged for its articles means the other one, here and in the statements.
create or replace temp table moved_entities as
select
    changes.article_version_id,
    decisions.entity_id,
    arg_max(decisions.other_entity_id, decisions.decided_at) as other_id
from entity_decisions as decisions
inner join articles
    on
        list_contains(decisions.outlet_ids, articles.outlet_id)
        or list_contains(decisions.article_ids, articles.article_id)
inner join article_versions
    on articles.article_id = article_versions.article_id
inner join changes_article_versions as changes
    on article_versions.article_version_id = changes.article_version_id
where decisions.kind = 'split' and decisions.revoked_at is null
group by changes.article_version_id, decisions.entity_id;

create or replace temp table incoming_mentions as
with relinked as (
    select staged.* replace (coalesce(moved.other_id, staged.entity_id) as entity_id)
    from staged
    left join moved_entities as moved
        on
            staged.article_version_id = moved.article_version_id
            and staged.entity_id = moved.entity_id
)

select * exclude (run_id, loaded_at) from mentions
where false
union all by name
select * from relinked
qualify row_number() over (
    partition by mention_id
    order by
        confidence desc,
        entity_id asc nulls last,
        resolution asc,
        form asc,
        type asc
) = 1;

create or replace temp table changes_mentions as
with stored as (
    select * exclude (run_id, loaded_at) from mentions
    where article_version_id in (select article_version_id from known_versions)
)

select
    coalesce(incoming.mention_id, stored.mention_id) as mention_id,
    case
        when stored.mention_id is null then 'new'
        when incoming.mention_id is null then 'removed'
        when (stored is distinct from incoming) then 'changed'
        else 'unchanged'
    end as action
from incoming_mentions as incoming
full join stored
    on incoming.mention_id = stored.mention_id;

delete from mentions
where mention_id in (
    select mention_id from changes_mentions
    where action in ('changed', 'removed')
);

insert into mentions by name
select
    incoming.*,
    $run_id as run_id,
    $loaded_at as loaded_at
from incoming_mentions as incoming
semi join changes_mentions as changes
    on
        incoming.mention_id = changes.mention_id
        and changes.action in ('new', 'changed');

select
    action,
    count(*) as row_count
from changes_mentions
group by action
union all
select
    'incoming' as action,
    count(*) as row_count
from incoming_mentions;
