-- title: Claims that come through more than one source
-- description: One row per source of a chain, in the order of the chain: level 1 is nearest
--   the reader, the highest level is the origin; joint sources share a level. A source
--   without a name has source_kind "unnamed"; where no words stand for it either, source
--   is "unnamed" and source_text is empty. A source with the act "eventuality" holds the
--   wish that the claim is about, and need not have said anything.
with
    -- "The JCS said that we, the JCS, assess" has two levels and one source: some source
    -- must not stand at level 1. Nobody knows who a nameless one is, so it counts.
    second_hand as (
        select distinct deeper.claim_id
        from attributions as deeper
        anti join attributions as nearest
            on nearest.claim_id = deeper.claim_id
            and nearest.source_id = deeper.source_id
            and nearest.level = 1
        where deeper.level > 1
    ),
    depths as (
        select claim_id, max(level) as levels
        from attributions
        semi join second_hand using (claim_id)
        where level > 1
        group by claim_id
    ),
    chained as (
        from attributions
        join depths using (claim_id)
    )
select
    flat.claim_text,
    flat.certainty,
    flat.polarity,
    chained.level,
    chained.levels,
    case chained.level
        when 1 then 'nearest the reader'
        when chained.levels then 'origin'
        else 'between'
    end as place_in_chain,
    coalesce(entities.name, chained.source_kind) as source,
    chained.source_kind,
    chained.source_text,
    chained.act,
    chained.cue,
    chained.said_edtf,
    chained.said_start,
    chained.said_end,
    chained.medium,
    flat.document_id,
    flat.char_start,
    flat.char_end,
    flat.claim_id,
    chained.attribution_id
from chained
join claims_flat as flat using (claim_id)
left join entities on entities.entity_id = chained.source_id
order by
    flat.document_id,
    flat.char_start,
    flat.claim_id,
    chained.level,
    chained.attribution_id
