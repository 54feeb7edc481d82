-- title: Hedged claims of a state's agencies, with the words that hedge them
-- description: One row per hedge of a claim in whose chain an agency of the state stands, at
--   any level. An agency is an organization of the government, army, secret service,
--   police, courts or parliament. The offsets are code points of the article's text.
-- param: country (text) = all: ISO 3166-1 alpha-3 code, as in entities.country; "all" for every state
with
    agency_claims as (
        select
            attributions.claim_id,
            array_to_string(list_sort(list(distinct entities.name)), '; ') as agencies
        from attributions
        join entities on entities.entity_id = attributions.source_id
        where
            entities.entity_type = 'organization'
            and entities.sector in ('GOV', 'MIL', 'SPY', 'COP', 'JUD', 'LEG')
            and (lower($country) = 'all' or entities.country = upper($country))
        group by attributions.claim_id
    ),
    hedges as (
        select
            claim_id,
            mark_id,
            'hedge' as hedged_by,
            string_agg(text, ' … ' order by fragment) as hedge,
            min(char_start) as hedge_start,
            max(char_end) as hedge_end
        from spans
        semi join agency_claims using (claim_id)
        where role = 'hedge'
        group by claim_id, mark_id
    ),
    -- A wish or a plan ("wants to") hedges by its cue, with or without a hedge of its own.
    wishes as (
        select
            attributions.claim_id,
            spans.mark_id,
            'cue' as hedged_by,
            string_agg(distinct spans.text, ' … ' order by spans.text) as hedge,
            min(spans.char_start) as hedge_start,
            max(spans.char_end) as hedge_end
        from attributions
        join spans using (attribution_id)
        join claims on claims.claim_id = attributions.claim_id
        semi join agency_claims on agency_claims.claim_id = attributions.claim_id
        where
            attributions.act = 'eventuality'
            and spans.role = 'cue'
            and claims.certainty in ('probable', 'possible')
        group by attributions.claim_id, spans.mark_id
    ),
    hedging as (
        from hedges
        union all
        from wishes
        anti join hedges
            on hedges.claim_id = wishes.claim_id
            and hedges.hedge_start < wishes.hedge_end
            and wishes.hedge_start < hedges.hedge_end
    )
select
    agency_claims.agencies,
    flat.claim_text,
    flat.certainty,
    flat.polarity,
    hedging.hedge,
    hedging.hedged_by,
    hedging.hedge_start,
    hedging.hedge_end,
    flat.chain,
    flat.said_edtf,
    flat.said_start,
    flat.said_end,
    flat.document_id,
    flat.claim_id,
    hedging.mark_id
from hedging
join agency_claims using (claim_id)
join claims_flat as flat using (claim_id)
order by
    flat.document_id,
    flat.char_start,
    flat.claim_id,
    hedging.hedge_start,
    hedging.mark_id
