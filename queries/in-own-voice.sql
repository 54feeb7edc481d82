-- title: What the articles assert in their own voice
-- description: One row per claim that the writer makes, with no other source, be it named
--   or not. is_presupposed is true where the words take it for granted. Where the claim
--   restates what a source says elsewhere, as headlines do, restated_sources names that
--   source: it is no second voice.
with
    restated as (
        select
            claim_links.claim_id,
            string_agg(distinct target.sources, '; ' order by target.sources)
                as restated_sources
        from claims_flat as target
        join claim_links on claim_links.target_id = target.claim_id
        where claim_links.relation = 'restates'
        group by claim_links.claim_id
    ),
    -- The writer stands alone at level 1: one row of attributions per claim.
    written as (
        select claim_id, claim_type, is_presupposed
        from claims
        semi join (
            select claim_id from attributions where source_kind = 'writer'
        ) using (claim_id)
    )
select
    flat.claim_text,
    written.claim_type,
    flat.certainty,
    flat.polarity,
    written.is_presupposed,
    flat.is_headline,
    flat.event_label,
    flat.event_date_edtf,
    flat.event_date_start,
    flat.event_date_end,
    flat.restates_claim_id,
    restated.restated_sources,
    flat.said_edtf,
    flat.content_text,
    flat.document_id,
    flat.char_start,
    flat.char_end,
    flat.claim_id
from claims_flat as flat
join written using (claim_id)
left join restated using (claim_id)
order by flat.document_id, flat.char_start, flat.char_end, flat.claim_id
