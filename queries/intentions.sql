-- title: Claims about the future or about intentions
-- description: One row per statement that somebody intends or wants something, or that
--   something will be. wanted_by is who wants it in the chain ("is eager to"), actors who
--   would do it. first_said is the earliest date of the claim and its restatements;
--   restated_by is who else says it. updated_by_claim_id names claims that say what came
--   of it, or take it back.
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
    prospects as (
        select claim_id
        from claims
        where claim_type = 'intention' or time_relation = 'after'
    ),
    ahead as (
        select claim_id, claim_id as first_claim_id
        from prospects
        anti join first_statements using (claim_id)
        union all
        from first_statements
        semi join prospects using (claim_id)
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
        from claims_flat as flat
        join ahead using (claim_id)
        group by ahead.first_claim_id
    ),
    restating as (
        select
            ahead.first_claim_id as claim_id,
            string_agg(distinct flat.sources, '; ' order by flat.sources) as restated_by
        from claims_flat as flat
        join ahead using (claim_id)
        where ahead.claim_id <> ahead.first_claim_id
        group by ahead.first_claim_id
    ),
    held as (
        select claim_id, source_id as entity_id, true as is_wanting
        from attributions
        semi join first_said using (claim_id)
        where act = 'eventuality'
        union all
        select claim_id, entity_id, false
        from participants
        semi join first_said using (claim_id)
        where role = 'actor'
    ),
    holders as (
        select
            claim_id,
            list_sort(list(entities.name) filter (where is_wanting)) as wanted_by,
            list_sort(list(entities.name) filter (where not is_wanting)) as actors
        from held
        join entities using (entity_id)
        group by claim_id
    ),
    updates as (
        select
            target_id as claim_id,
            string_agg(claim_id, '; ' order by claim_id) as updated_by_claim_id
        from claim_links
        where relation in ('updates', 'corrects', 'retracts')
        group by target_id
    ),
    -- Few of the rows first: DuckDB does not know which table is the large one.
    typed as (
        select claim_id, claim_type
        from claims
        semi join first_said using (claim_id)
    ),
    flat as (
        from claims_flat
        semi join first_said using (claim_id)
    )
select
    array_to_string(holders.wanted_by, '; ') as wanted_by,
    array_to_string(holders.actors, '; ') as actors,
    flat.claim_text,
    typed.claim_type,
    flat.certainty,
    flat.polarity,
    first_said.first_said_edtf,
    first_said.first_said_end,
    first_said.claims,
    flat.sources,
    restating.restated_by,
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
from flat
join first_said using (claim_id)
join typed using (claim_id)
left join holders using (claim_id)
left join restating using (claim_id)
left join updates using (claim_id)
order by
    first_said.first_said_end,
    flat.document_id,
    flat.char_start,
    flat.char_end,
    flat.claim_id
