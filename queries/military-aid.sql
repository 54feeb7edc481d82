-- title: Who gives what military aid to whom, according to whom
-- description: One row per event, giver, thing and recipient, given or planned, affirmed or
--   denied: by which sources, and when first said. independent_claims counts origins that
--   can be told apart: restatements and chains to one origin count once, and so do all
--   origins without a name. A giver, thing or recipient that a claim leaves open is taken
--   from the other claims about the event where these agree; empty: nobody says.
-- param: arms (text) = weapon|arms|missile|shell|drone|munition|rocket|tank|jet|gun: what things are arms, as words between bars
with recursive
    restatements (claim_id, target_id) as (
        select claim_id, target_id from claim_links where relation = 'restates'
        union
        select restatements.claim_id, claim_links.target_id
        from restatements
        join claim_links on claim_links.claim_id = restatements.target_id
        where claim_links.relation = 'restates'
    ),
    first_statements as (
        select claim_id, min(target_id) as first_claim_id
        from restatements
        anti join (select claim_id as target_id from restatements) using (target_id)
        group by claim_id
    ),
    transfers as (
        select event_id, label, event_type, part_of_id
        from events
        where event_type in ('AID', 'MOBILIZE')
    ),
    roles as (
        select
            participants.claim_id,
            participants.event_id,
            array_to_string(
                list_sort(
                    list(entities.name) filter (where participants.role = 'actor')
                ),
                '; '
            ) as givers,
            array_to_string(
                list_sort(
                    list(entities.name) filter (where participants.role = 'object')
                ),
                '; '
            ) as things,
            array_to_string(
                list_sort(
                    list(entities.name) filter (where participants.role = 'recipient')
                ),
                '; '
            ) as recipients,
            -- Help for an army, or with arms. No code tells arms from other things.
            coalesce(
                bool_or(
                    participants.role <> 'actor' and entities.sector = 'MIL'
                    or participants.role = 'object'
                    and regexp_matches(
                        lower(entities.name), '\b(' || $arms || ')s?\b'
                    )
                ),
                false
            ) as is_military
        from participants
        semi join transfers using (event_id)
        join entities using (entity_id)
        group by participants.claim_id, participants.event_id
    ),
    -- Soldiers sent are MOBILIZE also when they are sent to help: then the register has
    -- them as a part of an AID. Sent against somebody they are no aid, and no part of one.
    sent_to_help as (
        select part.event_id, whole.event_id as whole_id
        from transfers as part
        join transfers as whole on whole.event_id = part.part_of_id
        where part.event_type = 'MOBILIZE' and whole.event_type = 'AID'
    ),
    military_events as (
        select event_id from sent_to_help
        union
        select whole_id from sent_to_help
        union
        select event_id
        from roles
        join transfers using (event_id)
        where is_military and event_type = 'AID'
    ),
    chains as (
        select
            claim_id,
            level,
            source_id,
            source_kind,
            max(level) over (partition by claim_id) as levels
        from attributions
        semi join (
            select claim_id from claims semi join military_events using (event_id)
        ) using (claim_id)
    ),
    origins as (
        select
            claim_id,
            array_to_string(
                list_sort(list(coalesce(source_id, source_kind))), ' '
            ) as origin_sources
        from chains
        where level = levels
        group by claim_id
    ),
    -- A position ("should pay") gives nothing, nor does what nobody stands for.
    statements as (
        select
            claims.claim_id,
            claims.event_id,
            claims.polarity,
            claims.claim_type is not distinct from 'intention'
            or claims.time_relation is not distinct from 'after' as is_planned,
            coalesce(first_statements.first_claim_id, claims.claim_id) as first_claim_id
        from claims
        semi join military_events using (event_id)
        left join first_statements using (claim_id)
        anti join (
            select target_id as claim_id
            from claim_links
            where relation in ('corrects', 'retracts')
        ) as withdrawn using (claim_id)
        where
            claims.claim_type is distinct from 'position'
            and claims.certainty is distinct from 'uncommitted'
    ),
    agreed as (
        select
            event_id,
            case when min(givers) = max(givers) then min(givers) end as givers,
            case when min(things) = max(things) then min(things) end as things,
            case when min(recipients) = max(recipients) then min(recipients) end
                as recipients
        from statements
        join roles using (claim_id, event_id)
        group by event_id
    ),
    told as (
        select
            statements.*,
            coalesce(roles.givers, agreed.givers) as givers,
            coalesce(roles.things, agreed.things) as things,
            coalesce(roles.recipients, agreed.recipients) as recipients,
            -- Each writer is an origin: "writer" alone would make all articles one.
            case origins.origin_sources
                when 'writer' then 'writer ' || flat.document_id
                else origins.origin_sources
            end as origin_sources,
            flat.said_edtf,
            flat.said_start,
            flat.said_end
        from statements
        join claims_flat as flat using (claim_id)
        left join roles using (claim_id, event_id)
        left join agreed using (event_id)
        left join origins on origins.claim_id = statements.first_claim_id
    )
select
    told.givers,
    told.things,
    told.recipients,
    told.is_planned,
    told.polarity,
    array_to_string(
        list_sort(list(distinct coalesce(source.name, attributions.source_kind))), '; '
    ) as sources,
    count(distinct coalesce(told.origin_sources, told.first_claim_id))
        as independent_claims,
    count(distinct told.claim_id) as claims,
    first(
        told.said_edtf
        order by told.said_end, told.said_start nulls first, told.claim_id
    ) as first_said_edtf,
    min(told.said_end) as first_said_end,
    transfers.label as event_label,
    told.event_id
from told
join transfers using (event_id)
join attributions
    on attributions.claim_id = told.claim_id
    and attributions.level = 1
left join entities as source on source.entity_id = attributions.source_id
group by all
order by
    told.event_id,
    told.is_planned,
    told.polarity,
    told.givers,
    told.things,
    told.recipients
