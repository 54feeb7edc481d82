-- title: Claims about the future or about intentions
-- description: One row per statement that somebody intends or wants something, or that
--   something will be: held_by is who wants it in the words of the chain, or else who
--   would do it. first_said is the earliest date of the claim and its restatements;
--   updated_by_claim_id names claims that say what came of it, or take it back.
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
    ahead as (
        select
            claims.claim_id,
            coalesce(first_statements.first_claim_id, claims.claim_id) as first_claim_id
        from claims
        left join first_statements using (claim_id)
        where claims.claim_type = 'intention' or claims.time_relation = 'after'
    ),
    first_said as (
        select
            ahead.first_claim_id as claim_id,
            count(*) as claims,
            first(
                flat.said_edtf
                order by flat.said_end, flat.said_start nulls first, flat.claim_id
            ) as first_said_edtf,
            min(flat.said_end) as first_said_end
        from ahead
        join claims_flat as flat using (claim_id)
        group by ahead.first_claim_id
    ),
    wanting as (
        select
            attributions.claim_id,
            array_to_string(list_sort(list(entities.name)), '; ') as names
        from attributions
        join entities on entities.entity_id = attributions.source_id
        where attributions.act = 'eventuality'
        group by attributions.claim_id
    ),
    acting as (
        select
            participants.claim_id,
            array_to_string(list_sort(list(entities.name)), '; ') as names
        from participants
        semi join first_said using (claim_id)
        join entities using (entity_id)
        where participants.role = 'actor'
        group by participants.claim_id
    ),
    updates as (
        select
            target_id as claim_id,
            string_agg(claim_id, '; ' order by claim_id) as updated_by_claim_id
        from claim_links
        where relation in ('updates', 'corrects', 'retracts')
        group by target_id
    )
select
    coalesce(wanting.names, acting.names) as held_by,
    flat.claim_text,
    claims.claim_type,
    flat.certainty,
    flat.polarity,
    first_said.first_said_edtf,
    first_said.first_said_end,
    first_said.claims,
    flat.sources,
    flat.origin,
    flat.chain,
    flat.event_label,
    flat.event_date_edtf,
    flat.event_date_start,
    flat.event_date_end,
    updates.updated_by_claim_id,
    flat.document_id,
    flat.char_start,
    flat.char_end,
    flat.claim_id
from first_said
join claims using (claim_id)
join claims_flat as flat using (claim_id)
left join wanting using (claim_id)
left join acting using (claim_id)
left join updates using (claim_id)
order by
    first_said.first_said_end,
    flat.document_id,
    flat.char_start,
    flat.char_end,
    flat.claim_id
