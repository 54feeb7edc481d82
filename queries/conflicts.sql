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
    asked as (
        select
            if(
                $tolerance >= 0 and $tolerance < 1,
                $tolerance::double,
                error(
                    'found the tolerance ' || $tolerance
                    || '; expected a share from 0 to below 1'
                )
            ) as tolerance
    ),
    links as (
        select claim_id, relation, target_id, basis
        from claim_links
        where relation <> 'supports'
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
            quantity * (1 - asked.tolerance) as band_low,
            quantity * (1 + asked.tolerance) as band_high,
            case
                when quantity_low is not null or not is_approximate then quantity_low
                when is_count then ceil(band_low)
                else band_low
            end as low,
            case
                when quantity_high is not null or not is_approximate then quantity_high
                when is_count then floor(band_high)
                else band_high
            end as high
        from claims
        cross join asked
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
            flat.said_end,
            -- "It was 40 by then" is of Monday, though said on Tuesday.
            least(totals.event_date_end, flat.said_end) as as_of
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
        where attributions.source_id is not null
    ),
    origins as (
        select claim_id, list_sort(list(distinct source_id)) as origin
        from named
        where place = 1
        group by claim_id
        union all
        select
            attributions.claim_id,
            [coalesce(documents.publisher, documents.document_id)] as origin
        from attributions
        join figures using (claim_id)
        join documents using (document_id)
        where attributions.source_kind = 'writer'
    ),
    -- Of the same bounds by the same origin the first claim stands for all. Of those who
    -- are unnamed nobody knows who they are.
    standing as (
        select figures.*, coalesce(origins.origin, [figures.claim_id]) as origin
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
                    origin,
                    low,
                    high,
                    is_strict,
                    certainty
                order by said_end, claim_id
            ) = 1
    ),
    -- A range join: each figure with those that lie wholly above it.
    apart as (
        select
            lower.claim_id as lower_id,
            higher.claim_id as higher_id,
            (higher.said_end, higher.claim_id) > (lower.said_end, lower.claim_id)
                as is_higher_later,
            case
                when higher.said_end > lower.said_end or higher.as_of > lower.as_of
                    then 'higher and later'
                when
                    higher.measure in ('missing', 'present', 'deployed', 'displaced', 'detained')
                    and (lower.said_end > higher.said_end or lower.as_of > higher.as_of)
                    then 'lower and later'
                else 'no number is within the bounds of both'
            end as reason
        from standing as lower
        join standing as higher
            on higher.event_id = lower.event_id
            and higher.measure = lower.measure
            and higher.unit = lower.unit
            and lower.high <= higher.low
        where
            (lower.high < higher.low or lower.is_strict or higher.is_strict)
            and lower.origin <> higher.origin
            -- Where it is not said who is counted, it may be the same people.
            and coalesce(lower.counted_entity_id = higher.counted_entity_id, true)
            and coalesce(lower.event_date_start <= higher.event_date_end, true)
            and coalesce(higher.event_date_start <= lower.event_date_end, true)
    ),
    of_two_origins as (
        select
            if(is_higher_later, higher_id, lower_id) as claim_id,
            if(is_higher_later, lower_id, higher_id) as other_claim_id,
            reason
        from apart
    ),
    of_one_origin as (
        select
            claim_id,
            lag(claim_id) over again as other_claim_id,
            lag(low) over again as other_low,
            lag(high) over again as other_high,
            lag(said_end) over again < said_end as is_later,
            case
                when coalesce(other_high >= low, true) and coalesce(high >= other_low, true)
                    then 'the same origin'
                when is_later and (
                    low > other_high
                    or measure in ('missing', 'present', 'deployed', 'displaced', 'detained')
                )
                    then if(low > other_high, 'higher and later', 'lower and later')
                else 'no number is within the bounds of both'
            end as reason
        from standing
        window again as (
            partition by event_id, measure, unit, counted_entity_id, origin
            order by said_end, claim_id
        )
    ),
    unlinked as (
        select claim_id, other_claim_id, reason from of_two_origins
        union all
        select claim_id, other_claim_id, reason
        from of_one_origin
        where other_claim_id is not null
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
        select
            claim_id,
            other_claim_id,
            case
                when reason = 'the same origin' then 'drift'
                when reason = 'no number is within the bounds of both' then 'conflict'
                else 'update'
            end as kind,
            reason
        from unlinked
        anti join (
            select claim_id, target_id as other_claim_id from links
            union
            select target_id as claim_id, claim_id as other_claim_id from links
        ) using (claim_id, other_claim_id)
    ),
    -- Few of the rows first: DuckDB does not know which table is the large one.
    ends as (
        select claims_flat.*
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
-- Of the claims that are higher and later, the next one alone is an update.
qualify
    pairs.kind <> 'update'
    or starts_with(pairs.reason, 'linked')
    or row_number() over (
        partition by pairs.other_claim_id, pairs.kind, starts_with(pairs.reason, 'linked')
        order by claim.said_end, pairs.claim_id
    ) = 1
order by
    list_position(
        ['conflict', 'correction', 'retraction', 'update', 'drift'], pairs.kind
    ),
    claim.event_label,
    claim.measure,
    pairs.claim_id,
    pairs.other_claim_id
