-- title: Figures that exclude or replace one another
-- description: One row per pair of figures. relation tells what the first does to the other
--   by a link (updates, corrects, retracts, contradicts): what it contradicts may be what
--   is said of the number and not the number (compare polarity). Empty, no link joins
--   them, but they are of two sources and of one event, measure, unit and scope, and their
--   bounds do not overlap. may_be_growth is then true where the higher figure is of the
--   later day, so that a total to date may have grown and both may be right, and false
--   where that cannot be; what can fall, as the missing, may also have fallen. as_of is the
--   last day that a figure can be of: that of its own date or, if earlier, of saying it.
--   A number without bounds ("around 1,100") excludes nothing. Without a link there are no
--   pairs of restatements, of figures corrected, retracted, negated or uncommitted, of
--   rates, and of people or things who are said to be others. Of the same bounds by the
--   same source the first claim stands for all.
with
    figures as (
        select
            claims.claim_id,
            claims.event_id,
            claims.measure,
            claims.quantity_scope,
            claims.unit,
            claims.counted_entity_id,
            claims.quantity_low,
            claims.quantity_high,
            -- Of money, shares and measures "less than 10" has the bound 10 itself.
            claims.unit not in ('person', 'item')
            and claims.quantity_modifier in ('less_than', 'more_than') as is_strict,
            claims.polarity is distinct from 'negative'
            and claims.certainty is distinct from 'uncommitted' as is_put_forward,
            -- "It was 40 by then" is of Monday, though said on Tuesday.
            least(flat.event_date_end, flat.said_end) as as_of,
            flat.sources,
            flat.quantity_text,
            flat.counted_name,
            flat.said_edtf,
            flat.said_end,
            flat.event_date_edtf,
            flat.event_label,
            flat.document_id,
            flat.certainty,
            flat.polarity
        from claims_flat as flat
        join claims using (claim_id)
        where claims.measure is not null
    ),
    linked as (
        select claim_id, relation, target_id as other_claim_id
        from claim_links
        where relation in ('updates', 'corrects', 'retracts', 'contradicts')
    ),
    -- A restatement would make a second pair of one, a figure taken back none. Of a
    -- figure that a source gives in many articles the first stands for all.
    standing as (
        from figures
        anti join (
            select claim_id from claim_links where relation = 'restates'
            union
            select target_id from claim_links where relation in ('corrects', 'retracts')
        ) using (claim_id)
        where
            is_put_forward
            -- Rates may be of two periods: 900 a week is less than 300 a day.
            and quantity_scope is distinct from 'rate'
            and event_id is not null
        qualify
            row_number() over (
                partition by
                    event_id,
                    measure,
                    unit,
                    quantity_scope,
                    counted_entity_id,
                    sources,
                    quantity_low,
                    quantity_high,
                    is_strict
                order by said_end, claim_id
            ) = 1
    ),
    excluding as (
        select
            lower.claim_id as lower_claim_id,
            higher.claim_id as higher_claim_id,
            higher.as_of > lower.as_of as may_be_growth,
            (higher.said_end, higher.claim_id) > (lower.said_end, lower.claim_id)
                as is_higher_later
        from standing as lower
        join standing as higher
            on higher.event_id = lower.event_id
            and higher.measure = lower.measure
            and higher.unit = lower.unit
            and higher.quantity_scope is not distinct from lower.quantity_scope
            and lower.quantity_high <= higher.quantity_low
        where
            (
                lower.quantity_high < higher.quantity_low
                or lower.is_strict
                or higher.is_strict
            )
            and lower.sources <> higher.sources
            -- Where it is not said who is counted, it may be the same people.
            and coalesce(lower.counted_entity_id = higher.counted_entity_id, true)
    ),
    -- The figure that was said later takes up the other, as in links.
    unlinked as (
        select
            if(is_higher_later, higher_claim_id, lower_claim_id) as claim_id,
            if(is_higher_later, lower_claim_id, higher_claim_id) as other_claim_id,
            may_be_growth
        from excluding
    ),
    pairs as (
        select claim_id, relation, other_claim_id, null as may_be_growth from linked
        union all
        select claim_id, null as relation, other_claim_id, may_be_growth
        from unlinked
        anti join (
            select claim_id, other_claim_id from linked
            union
            select other_claim_id, claim_id from linked
        ) using (claim_id, other_claim_id)
    )
select
    figure.event_label,
    figure.measure,
    pairs.relation,
    pairs.may_be_growth,
    figure.sources,
    figure.quantity_text,
    figure.quantity_low,
    figure.quantity_high,
    figure.quantity_scope,
    figure.unit,
    figure.counted_name,
    figure.certainty,
    figure.polarity,
    figure.event_date_edtf,
    figure.said_edtf,
    figure.as_of,
    other.sources as other_sources,
    other.quantity_text as other_quantity_text,
    other.quantity_low as other_quantity_low,
    other.quantity_high as other_quantity_high,
    other.quantity_scope as other_quantity_scope,
    other.unit as other_unit,
    other.counted_name as other_counted_name,
    other.certainty as other_certainty,
    other.polarity as other_polarity,
    other.event_date_edtf as other_event_date_edtf,
    other.said_edtf as other_said_edtf,
    other.as_of as other_as_of,
    figure.document_id,
    other.document_id as other_document_id,
    pairs.claim_id,
    pairs.other_claim_id
from figures as figure
join pairs using (claim_id)
join figures as other on other.claim_id = pairs.other_claim_id
order by
    figure.event_label,
    figure.measure,
    pairs.claim_id,
    pairs.other_claim_id,
    pairs.relation
