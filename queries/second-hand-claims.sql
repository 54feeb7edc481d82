-- title: Claims that come through more than one source
-- description: One row per source of a chain, in the order of the chain: level 1 is nearest
--   the reader, the highest level is the origin; joint sources share a level. A source
--   without a name has source_kind "unnamed"; where no words stand for it either, source
--   is "unnamed" and source_text is empty. A source with the act "eventuality" holds the
--   wish that the claim is about, and need not have said anything.
with
    -- "The JCS said that we, the JCS, assess" has two levels and one source: some source
    -- must not stand at level 1. Nobody knows who a nameless one is, so it counts.
    deeper as materialized (
        select claim_id, source_id, level from attributions where level > 1
    ),
    nearest as (
        select claim_id, source_id
        from attributions
        semi join deeper using (claim_id, source_id)
        where level = 1
    ),
    second_hand as (
        select distinct claim_id from deeper anti join nearest using (claim_id, source_id)
    ),
    depths as (
        select claim_id, max(level) as levels
        from deeper
        semi join second_hand using (claim_id)
        group by claim_id
    ),
    -- Few of the rows first: DuckDB does not know which table is the large one.
    flat as (
        select
            claims_flat.claim_text,
            claims_flat.certainty,
            claims_flat.polarity,
            claims_flat.document_id,
            claims_flat.char_start,
            claims_flat.char_end,
            claims_flat.claim_id,
            depths.levels
        from claims_flat
        join depths using (claim_id)
    )
select
    flat.claim_text,
    flat.certainty,
    flat.polarity,
    chained.level,
    flat.levels,
    case chained.level
        when 1 then 'nearest the reader'
        when flat.levels then 'origin'
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
from attributions as chained
join flat using (claim_id)
left join entities on entities.entity_id = chained.source_id
order by
    flat.document_id,
    flat.char_start,
    flat.claim_id,
    chained.level,
    chained.attribution_id
