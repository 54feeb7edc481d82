-- title: Casualty figures by source and date said
-- description: One row per claim with a number of people killed, wounded, missing or
--   captured: who said it and when, the words, the number, the bounds that the words set,
--   and how certain it is. A restatement is marked and has the figure_id of the claim
--   that it says again: count figure_id, not rows. The rows of one figure_id may differ
--   in words, bounds and certainty: a lead may say flatly what its source assesses.
--   replaced_by_claim_id names what updates, corrects or retracts the claim, or the one
--   that it restates. A denied figure has polarity "negative".
with recursive
    -- From each restatement to all that it says again, however many steps away.
    restatements (claim_id, target_id) as (
        select claim_id, target_id from claim_links where relation = 'restates'
        union
        select restatements.claim_id, claim_links.target_id
        from restatements
        join claim_links on claim_links.claim_id = restatements.target_id
        where claim_links.relation = 'restates'
    ),
    first_statements as (
        select claim_id, min(target_id) as figure_id
        from restatements
        anti join (select claim_id as target_id from restatements) using (target_id)
        group by claim_id
    ),
    replacing as (
        select target_id as claim_id, claim_id as replacing_id
        from claim_links
        where relation in ('updates', 'corrects', 'retracts')
    ),
    replacements as (
        select
            claim_id,
            string_agg(replacing_id, '; ' order by replacing_id)
                as replaced_by_claim_id
        from (
            from replacing
            union
            select first_statements.claim_id, replacing.replacing_id
            from first_statements
            join replacing on replacing.claim_id = first_statements.figure_id
        )
        group by claim_id
    )
select
    flat.sources,
    flat.origin,
    flat.said_edtf,
    flat.said_start,
    flat.said_end,
    flat.event_label,
    flat.measure,
    flat.quantity_text,
    flat.quantity,
    flat.quantity_modifier,
    flat.quantity_low,
    flat.quantity_high,
    flat.quantity_scope,
    flat.unit,
    flat.counted_name,
    flat.certainty,
    flat.polarity,
    flat.restates_claim_id is not null as is_restatement,
    coalesce(first_statements.figure_id, flat.claim_id) as figure_id,
    replacements.replaced_by_claim_id,
    flat.claim_text,
    flat.document_id,
    flat.char_start,
    flat.char_end,
    flat.claim_id
from claims_flat as flat
left join first_statements using (claim_id)
left join replacements using (claim_id)
where
    -- "casualties" and all measures that are part of it (codes.part_of).
    flat.measure in (
        'casualties', 'killed_or_wounded', 'killed', 'wounded', 'missing', 'captured'
    )
order by
    flat.sources,
    flat.said_end,
    flat.said_start nulls first,
    flat.document_id,
    flat.char_start,
    flat.claim_id
