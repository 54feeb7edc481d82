-- title: Claims that come through more than one source
-- description: One row per source of a chain, in the order of the chain: level 1 is nearest
--   the reader, the highest level is the origin; joint sources share a level. A source
--   without a name has source_kind "unnamed"; where no words stand for it either, source
--   is "unnamed" and source_text is empty.
with
    chained as (
        select attributions.*
        from attributions
        semi join (select claim_id from attributions where level > 1) using (claim_id)
    ),
    levels as (
        -- Who stands at a level. Nobody knows whether two nameless ones are the same, so
        -- each counts for itself. Ids have no spaces: no entity is called "unnamed 2".
        select
            claim_id,
            level,
            string_agg(
                coalesce(source_id, source_kind || ' ' || level), ' ' order by source_id
            ) as level_sources
        from chained
        group by claim_id, level
    ),
    second_hand as (
        -- "The JCS said that we, the JCS, assess" has two levels and one source.
        select claim_id, max(level) as levels
        from levels
        group by claim_id
        having count(distinct level_sources) > 1
    )
select
    flat.claim_text,
    flat.certainty,
    flat.polarity,
    chained.level,
    second_hand.levels,
    case chained.level
        when 1 then 'nearest the reader'
        when second_hand.levels then 'origin'
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
from second_hand
join chained using (claim_id)
join claims_flat as flat using (claim_id)
left join entities on entities.entity_id = chained.source_id
order by
    flat.document_id,
    flat.char_start,
    flat.claim_id,
    chained.level,
    chained.attribution_id
