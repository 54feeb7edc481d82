-- title: Claims that cannot both hold, that replace one another, or that drift
-- description: One row per pair of claims; kind tells what the first is to the other.
--   conflict: a link says that it contradicts the other, or they are figures of one event,
--   measure and unit, of dates that overlap and of people who may be the same, and no
--   number is within the bounds of both. update, correction, retraction: a link says so;
--   update is also a higher total that was said later, by the next who says one, and a
--   number that can fall, such as the missing, at any later time. drift: it says the other
--   again, by a link or from the same origin, with another certainty, polarity, measure or
--   bounds; changes names them. Bounds are those that the words set; where a number is only
--   about so much, a band of the tolerance around it stands for them (1,100 and 0.1: 990 to
--   1,210). reason tells whether a link says so, or else what the figures show. Without one
--   there are no pairs of restatements, of figures retracted, corrected or replaced by
--   what the same source says, of rates and increments ("another 20"), of plans, and of
--   what is negated or uncommitted; of the same bounds by the same origin the first claim
--   stands for all.
-- param: tolerance (number) = 0.1: how far "around" reaches, as a share of the number
with recursive
    links as (
        select claim_id, relation, target_id, basis
        from claim_links
        where relation <> 'supports'
    ),
    -- Eight steps are enough: what validates has no circle at all.
    walks (claim_id, target_id, steps) as (
        select claim_id, target_id, 1 from links where relation <> 'contradicts'
        union
        select walks.claim_id, links.target_id, walks.steps + 1
        from walks
        join links on links.claim_id = walks.target_id
        where
            links.relation <> 'contradicts'
            and walks.steps < 8
            and walks.target_id <> walks.claim_id
    ),
    circles as (
        select min(claim_id) as claim_id from walks where claim_id = target_id
    ),
    faults as (
        select
            'found the tolerance ' || $tolerance || '; expected a share from 0 to below 1'
                as fault
        where not ($tolerance >= 0 and $tolerance < 1)
        union all
        select 'the links of ' || claim_id || ' lead back to it; expected no circle'
        from circles
        where claim_id is not null
    ),
    asked as (
        select
            if(
                exists(from faults),
                error((select first(fault order by fault) from faults)),
                $tolerance::double
            ) as tolerance
    ),
    totals as (
        select
            claim_id,
            document_id,
            event_id,
            measure,
            unit,
            counted_entity_id,
            certainty,
            event_date_start,
            event_date_end,
            quantity_modifier = 'approx' as is_approximate,
            unit in ('person', 'item') as is_count,
            -- Of money, shares and measures "less than 10" has the bound 10 itself.
            not is_count and quantity_modifier in ('less_than', 'more_than') as is_strict,
            if(quantity_modifier in ('exact', 'approx'), quantity, null) as number,
            -- Rounded, because 200 * 1.15 is a hair less than 230.
            round(quantity - abs(quantity) * $tolerance::double, 9) as band_low,
            round(quantity + abs(quantity) * $tolerance::double, 9) as band_high,
            case
                when quantity_low is not null or not is_approximate then quantity_low
                when is_count then least(ceil(band_low), quantity)
                else band_low
            end as low,
            case
                when quantity_high is not null or not is_approximate then quantity_high
                when is_count then greatest(floor(band_high), quantity)
                else band_high
            end as high
        from claims
        where
            measure is not null
            and event_id is not null
            and quantity_scope is distinct from 'rate'
            and quantity_scope is distinct from 'increment'
            and polarity is distinct from 'negative'
            and certainty is distinct from 'uncommitted'
            and claim_type is distinct from 'intention'
            and time_relation is distinct from 'after'
    ),
    figures as (
        select
            totals.*,
            coalesce(flat.said_end, flat.published_end) as known_on,
            -- "It was 40 by then" is of Monday, though said on Tuesday.
            least(totals.event_date_end, known_on) as as_of,
            totals.measure in ('missing', 'present', 'deployed', 'displaced', 'detained')
                as can_fall
        from claims_flat as flat
        join totals using (claim_id)
    ),
    -- "The JCS said that we assess from intelligence" comes from the JCS.
    named as (
        select
            attributions.claim_id,
            attributions.source_id,
            dense_rank() over (
                partition by attributions.claim_id order by attributions.level desc
            ) as place
        from attributions
        semi join figures using (claim_id)
        where attributions.source_kind = 'named'
    ),
    sources_of_origin as (
        select claim_id, source_id from named where place = 1
        union
        select
            attributions.claim_id,
            coalesce(documents.publisher, documents.document_id) as source_id
        from attributions
        join figures using (claim_id)
        join documents using (document_id)
        where attributions.source_kind = 'writer'
    ),
    origins as (
        select claim_id, string_agg(source_id, '; ' order by source_id) as origin
        from sources_of_origin
        group by claim_id
    ),
    -- Of the same bounds by the same origin the first claim stands for all. Of those who
    -- are unnamed nobody knows who they are.
    standing as (
        select figures.*, coalesce(origins.origin, figures.claim_id) as origin
        from figures
        left join origins using (claim_id)
        anti join (
            select claim_id from links where relation = 'restates'
            union
            select links.target_id as claim_id
            from claims
            join links using (claim_id)
            where
                links.relation = 'retracts'
                or links.relation = 'corrects' and claims.measure is not null
        ) using (claim_id)
        qualify
            row_number() over (
                partition by
                    event_id,
                    measure,
                    unit,
                    counted_entity_id,
                    coalesce(origins.origin, figures.claim_id),
                    low,
                    high,
                    is_strict,
                    certainty
                order by known_on, claim_id
            ) = 1
    ),
    -- Each figure beside those that lie wholly above it. An event may have very many such
    -- pairs, so they are not kept: each use takes its own from the join.
    apart as not materialized (
        select
            lower.claim_id as lower_id,
            lower.known_on as lower_known_on,
            higher.claim_id as higher_id,
            higher.known_on as higher_known_on,
            coalesce(higher.known_on > lower.known_on or higher.as_of > lower.as_of, false)
                as has_grown,
            higher.can_fall
            and coalesce(lower.known_on > higher.known_on or lower.as_of > higher.as_of, false)
                as has_fallen
        from standing as lower
        join standing as higher
            on higher.event_id = lower.event_id
            and higher.measure = lower.measure
            and higher.unit = lower.unit
            and lower.high <= higher.low
        where
            (lower.high < higher.low or lower.is_strict or higher.is_strict)
            -- Where it is not said who is counted, it may be the same people.
            and coalesce(lower.counted_entity_id = higher.counted_entity_id, true)
            and coalesce(lower.event_date_start <= higher.event_date_end, true)
            and coalesce(higher.event_date_start <= lower.event_date_end, true)
    ),
    conflicting as (
        select
            (higher_known_on, higher_id) > (lower_known_on, lower_id) as is_higher_later,
            if(is_higher_later, higher_id, lower_id) as claim_id,
            if(is_higher_later, lower_id, higher_id) as other_claim_id
        from apart
        where not has_grown and not has_fallen
    ),
    -- Of those that are higher and later, the next one; and of those that are lower.
    grown as (
        select
            arg_min(higher_id, (higher_known_on, higher_id)) as claim_id,
            lower_id as other_claim_id
        from apart
        where has_grown
        group by lower_id
    ),
    fallen as (
        select
            arg_min(lower_id, (lower_known_on, lower_id)) as claim_id,
            higher_id as other_claim_id
        from apart
        where has_fallen
        group by higher_id
    ),
    repeated as (
        select
            claim_id,
            lag(claim_id) over again as other_claim_id,
            lag(low) over again as other_low,
            lag(high) over again as other_high,
            lag(is_strict) over again or is_strict as may_touch,
            coalesce(low < other_high or low = other_high and not may_touch, true)
            and coalesce(high > other_low or high = other_low and not may_touch, true)
                as agrees
        from standing
        window again as (
            partition by event_id, measure, unit, counted_entity_id, origin
            order by known_on, claim_id
        )
    ),
    unlinked as (
        select
            claim_id,
            other_claim_id,
            'conflict' as kind,
            'no number is within the bounds of both' as reason
        from conflicting
        union all
        select *, 'update' as kind, 'higher and later' as reason from grown
        union all
        select *, 'update' as kind, 'lower and later' as reason from fallen
        union all
        select claim_id, other_claim_id, 'drift' as kind, 'the same origin' as reason
        from repeated
        where other_claim_id is not null and agrees
    ),
    pairs as (
        select
            links.claim_id,
            links.target_id as other_claim_id,
            case links.relation
                when 'contradicts' then 'conflict'
                when 'updates' then 'update'
                when 'corrects' then 'correction'
                when 'retracts' then 'retraction'
                else 'drift'
            end as kind,
            if(links.basis = 'text', 'linked in the text', 'linked by a curator') as reason
        from links
        union all
        select claim_id, other_claim_id, kind, reason
        from unlinked
        anti join (
            select claim_id, target_id as other_claim_id from links
            union
            select target_id as claim_id, claim_id as other_claim_id from links
        ) using (claim_id, other_claim_id)
    ),
    -- Few of the rows first: DuckDB does not know which table is the large one.
    ends as (
        select
            claims_flat.claim_id,
            claims_flat.document_id,
            claims_flat.event_label,
            claims_flat.measure,
            claims_flat.unit,
            claims_flat.counted_name,
            claims_flat.sources,
            claims_flat.said_edtf,
            claims_flat.quantity_text,
            claims_flat.quantity_modifier,
            claims_flat.quantity,
            claims_flat.quantity_low,
            claims_flat.quantity_high,
            claims_flat.certainty,
            claims_flat.polarity,
            claims_flat.claim_text
        from claims_flat
        semi join (
            select claim_id from pairs
            union
            select other_claim_id as claim_id from pairs
        ) using (claim_id)
    )
select
    pairs.kind,
    concat_ws(
        ', ',
        if(claim.certainty is distinct from other.certainty, 'certainty', null),
        if(claim.polarity is distinct from other.polarity, 'polarity', null),
        if(claim.measure is distinct from other.measure, 'measure', null),
        if(
            (claim.quantity_low, claim.quantity_high, claim.quantity, claim.quantity_modifier)
            is distinct from
            (other.quantity_low, other.quantity_high, other.quantity, other.quantity_modifier),
            'bounds',
            null
        )
    ) as changes,
    pairs.reason,
    claim.event_label,
    claim.measure,
    claim.unit,
    claim.counted_name,
    claim.sources,
    claim.said_edtf,
    claim.quantity_text,
    coalesce(figure.low, claim.quantity_low) as low,
    coalesce(figure.high, claim.quantity_high) as high,
    claim.certainty,
    claim.polarity,
    claim.claim_text,
    other.event_label as other_event_label,
    other.measure as other_measure,
    other.unit as other_unit,
    other.counted_name as other_counted_name,
    other.sources as other_sources,
    other.said_edtf as other_said_edtf,
    other.quantity_text as other_quantity_text,
    coalesce(other_figure.low, other.quantity_low) as other_low,
    coalesce(other_figure.high, other.quantity_high) as other_high,
    other.certainty as other_certainty,
    other.polarity as other_polarity,
    other.claim_text as other_claim_text,
    asked.tolerance,
    claim.document_id,
    other.document_id as other_document_id,
    pairs.claim_id,
    pairs.other_claim_id
from pairs
cross join asked
join ends as claim using (claim_id)
join ends as other on other.claim_id = pairs.other_claim_id
left join figures as figure on figure.claim_id = pairs.claim_id
left join figures as other_figure on other_figure.claim_id = pairs.other_claim_id
where pairs.kind <> 'drift' or changes <> ''
order by
    list_position(
        ['conflict', 'correction', 'retraction', 'update', 'drift'], pairs.kind
    ),
    claim.event_label,
    claim.measure,
    pairs.claim_id,
    pairs.other_claim_id
