-- title: Hedged claims of a state's agencies, with the words that hedge them
-- description: One row per hedge of a claim in whose chain an agency of the state stands, at
--   any level. An agency is an organization of the government, army, secret service,
--   police, courts or parliament. The offsets are code points of the article's text.
-- param: country (text) = all: ISO 3166-1 alpha-3 code, as in entities.country; "all" for every state
with
    agency_sources as (
        select attributions.claim_id, entities.name
        from attributions
        join entities on entities.entity_id = attributions.source_id
        where
            entities.entity_type = 'organization'
            and entities.sector in ('GOV', 'MIL', 'SPY', 'COP', 'JUD', 'LEG')
            and (lower($country) = 'all' or entities.country = upper($country))
    ),
    -- A wish or a plan ("wants to") hedges by its cue, with or without a hedge of its own.
    wishes as (
        select attribution_id, claim_id
        from attributions
        semi join (
            select claim_id from claims where certainty in ('probable', 'possible')
        ) using (claim_id)
        where act = 'eventuality'
    ),
    hedging_spans as (
        select
            coalesce(spans.claim_id, wishes.claim_id) as claim_id,
            spans.role,
            spans.mark_id,
            spans.fragment,
            spans.char_start,
            spans.char_end,
            spans.text
        from spans
        left join wishes on wishes.attribution_id = spans.attribution_id
        where
            spans.role = 'hedge'
            or spans.role = 'cue' and wishes.claim_id is not null
    ),
    agency_spans as (
        from hedging_spans
        semi join agency_sources using (claim_id)
    ),
    -- Few marks have several stretches, and it takes long to group them all. Joint
    -- sources share a cue: each of them has a span of the same mark.
    later_stretches as (
        select
            claim_id,
            role,
            mark_id,
            string_agg(text, ' … ' order by fragment) as text,
            min(char_start) as char_start,
            max(char_end) as char_end
        from (select distinct * from agency_spans where fragment > 1)
        group by claim_id, role, mark_id
    ),
    marks as (
        select
            claim_id,
            role,
            mark_id,
            spans.text || coalesce(' … ' || later_stretches.text, '') as hedge,
            least(spans.char_start, later_stretches.char_start) as hedge_start,
            greatest(spans.char_end, later_stretches.char_end) as hedge_end
        from agency_spans as spans
        left join later_stretches using (claim_id, role, mark_id)
        where fragment = 1
    ),
    hedging as (
        from marks
        where role = 'hedge'
        union all
        select distinct cues.*
        from marks as cues
        anti join (from marks where role = 'hedge') as hedges
            on hedges.claim_id = cues.claim_id
            and hedges.hedge_start < cues.hedge_end
            and cues.hedge_start < hedges.hedge_end
        where role = 'cue'
    ),
    agencies as (
        select claim_id, array_to_string(list_sort(list_distinct(list(name))), '; ') as names
        from agency_sources
        semi join hedging using (claim_id)
        group by claim_id
    )
select
    agencies.names as agencies,
    flat.claim_text,
    flat.certainty,
    flat.polarity,
    hedging.hedge,
    hedging.role as hedged_by,
    hedging.hedge_start,
    hedging.hedge_end,
    flat.chain,
    flat.said_edtf,
    flat.said_start,
    flat.said_end,
    flat.document_id,
    flat.claim_id,
    hedging.mark_id
from claims_flat as flat
join hedging using (claim_id)
join agencies using (claim_id)
order by
    flat.document_id,
    flat.char_start,
    flat.claim_id,
    hedging.hedge_start,
    hedging.mark_id
