-- title: Who gives what military aid to whom, according to whom
-- description: One row per event, giver, thing and recipient, given or planned, affirmed or
--   denied: by which sources, how certain at most, how much, and when first said. Aid is
--   an AID event of the register with arms as the thing or an army as thing or recipient,
--   or one that has soldiers sent (MOBILIZE) as a part, and that part. Claims that are
--   positions, that nobody stands for, or that are corrected or retracted are left out.
--   claims counts restatements too; independent_claims counts origins that can be told
--   apart: a restatement has the origin of what it restates, chains to one origin count
--   once, and so do all origins without a name. In sources and origins " | " stands
--   between claims, "; " between those who say one together; unnamed has the article's
--   words, if any. A giver, thing or recipient that a claim leaves open is taken from the
--   other claims about the event where these agree; left_open has the claims that leave
--   one open, and which. Empty: nobody says.
-- param: arms (text) = weapon|weaponry|arms|ammunition|munition|missile|rocket|shell|bomb|grenade|mine|torpedo|gun|rifle|artillery|howitzer|mortar|drone|tank|vehicle|jet|aircraft|warplane|helicopter|warship: what things are arms, as words between bars
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
    -- No code tells arms from other things. Numbers are in the order of names.
    parties as (
        select
            entity_id,
            name,
            row_number() over (order by name, entity_id)::integer as number,
            coalesce(sector = 'MIL', false) as is_army,
            regexp_matches(name, '\b(' || $arms || ')(e?s)?\b', 'i') as is_arms
        from entities
    ),
    roles as (
        select
            participants.claim_id,
            participants.event_id,
            list(parties.number) filter (where participants.role = 'actor') as givers,
            list(parties.number) filter (where participants.role = 'object') as things,
            list(parties.number) filter (where participants.role = 'recipient')
                as recipients,
            bool_or(
                participants.role <> 'actor' and parties.is_army
                or participants.role = 'object' and parties.is_arms
            ) as is_military
        from participants
        semi join transfers using (event_id)
        join parties using (entity_id)
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
    -- A position ("should pay") gives nothing, nor does what nobody stands for.
    statements as (
        select
            claims.claim_id,
            claims.event_id,
            claims.polarity,
            claims.certainty,
            claims.claim_type is not distinct from 'intention'
            or claims.time_relation is not distinct from 'after' as is_planned,
            coalesce(first_statements.first_claim_id, claims.claim_id) as first_claim_id,
            list_sort(roles.givers) as givers,
            list_sort(roles.things) as things,
            list_sort(roles.recipients) as recipients
        from claims
        semi join military_events using (event_id)
        anti join (
            select target_id as claim_id
            from claim_links
            where relation in ('corrects', 'retracts')
        ) as withdrawn using (claim_id)
        left join first_statements using (claim_id)
        left join roles using (claim_id, event_id)
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
        group by event_id
    ),
    originals as (
        select claim_id as first_claim_id, origin, document_id
        from claims_flat
        semi join (select first_claim_id as claim_id from statements) using (claim_id)
    ),
    -- The article's words for an origin without a name: those of the last level.
    origin_words as (
        select
            claim_id as first_claim_id,
            array_to_string(list_sort(list(source_text)), '; ') as words
        from attributions
        semi join originals on originals.first_claim_id = attributions.claim_id
        anti join (
            select claim_id, level - 1 as level from attributions where level > 1
        ) as nearer using (claim_id, level)
        where source_id is null and source_text is not null
        group by claim_id
    ),
    told as (
        select
            statements.* exclude (givers, things, recipients, first_claim_id),
            coalesce(statements.givers, agreed.givers) as givers,
            coalesce(statements.things, agreed.things) as things,
            coalesce(statements.recipients, agreed.recipients) as recipients,
            concat_ws(
                ', ',
                if(statements.givers is null, 'givers', null),
                if(statements.things is null, 'things', null),
                if(statements.recipients is null, 'recipients', null)
            ) as left_open,
            flat.sources,
            originals.origin,
            if(originals.origin = 'unnamed', origin_words.words, null) as words,
            -- Each writer is an origin: "writer" alone would make all articles one.
            if(originals.origin = 'writer', originals.document_id, null) as writer_of,
            flat.quantity_text,
            flat.said_edtf,
            flat.said_start,
            flat.said_end
        from claims_flat as flat
        join statements using (claim_id)
        join agreed using (event_id)
        join originals using (first_claim_id)
        left join origin_words using (first_claim_id)
    ),
    aid as (
        select
            event_id,
            givers,
            things,
            recipients,
            is_planned,
            polarity,
            case
                when bool_or(certainty = 'certain') then 'certain'
                when bool_or(certainty = 'probable') then 'probable'
                when bool_or(certainty = 'possible') then 'possible'
            end as highest_certainty,
            list_sort(list(distinct quantity_text)) as quantities,
            list_sort(list(distinct sources)) as sources,
            list_sort(list(distinct origin || coalesce(' (' || words || ')', '')))
                as origins,
            count(distinct (origin, writer_of)) as independent_claims,
            count(*) as claims,
            first(
                said_edtf order by said_end, said_start nulls first, claim_id
            ) as first_said_edtf,
            min(said_end) as first_said_end,
            string_agg(claim_id || ' (' || left_open || ')', '; ' order by claim_id)
                filter (where left_open <> '') as left_open,
            list_sort(list(claim_id)) as claim_ids
        from told
        group by event_id, givers, things, recipients, is_planned, polarity
    ),
    register as (
        select list(name order by number) as names from parties
    )
select
    array_to_string(list_select(register.names, aid.givers), '; ') as givers,
    array_to_string(list_select(register.names, aid.things), '; ') as things,
    array_to_string(list_select(register.names, aid.recipients), '; ') as recipients,
    aid.is_planned,
    aid.polarity,
    aid.highest_certainty,
    array_to_string(aid.quantities, '; ') as quantities,
    array_to_string(aid.sources, ' | ') as sources,
    array_to_string(aid.origins, ' | ') as origins,
    aid.independent_claims,
    aid.claims,
    aid.first_said_edtf,
    aid.first_said_end,
    aid.left_open,
    array_to_string(aid.claim_ids, '; ') as claim_ids,
    transfers.label as event_label,
    aid.event_id
from aid
join transfers using (event_id)
cross join register
order by
    aid.givers,
    aid.recipients,
    aid.things,
    aid.is_planned,
    aid.polarity,
    aid.event_id
