-- title: Links between articles that a curator may make
-- description: One row per pair of claims of two articles that no link joins yet: the claim
--   that was said later, what it may do to the earlier one (restates, updates or
--   contradicts), and why. Both are about one event. A claim restates what the same
--   source says with the same number or, without a number, in largely the same words; it
--   updates a number of the same source that has moved on, or a plan that has come to pass
--   or to nothing; it contradicts a number that cannot hold beside its own and is no earlier
--   state of it, or what it denies. The source is the last one with a name in the chain, and
--   the publisher of what the writer says. A number that is only about so much has a band of
--   the tolerance around it. Left out are claims that restate another one, that were
--   updated, corrected or retracted, that are uncommitted, and that have no event. Of claims
--   that say the same the first stands for all, and a claim is compared with the last 64 to
--   127 different ones about its event.
-- param: tolerance (number) = 0.1: how far "around" reaches, as a share of the number
with recursive
    asked as (
        select if(
            $tolerance >= 0 and $tolerance < 1,
            $tolerance,
            error('found the tolerance ' || $tolerance || '; expected a share from 0 to below 1')
        ) as tolerance
    ),
    -- Each claim that links join, with what it says again, however many steps away.
    members (claim_id, statement_id) as (
        select claim_id, claim_id as statement_id
        from (select claim_id from claim_links union select target_id from claim_links)
        union
        select members.claim_id, claim_links.target_id as statement_id
        from members
        join claim_links on claim_links.claim_id = members.statement_id
        where claim_links.relation = 'restates'
    ),
    joined as (
        select claim.statement_id as claim_id, target.statement_id as target_id
        from claim_links
        join members as claim using (claim_id)
        join members as target on target.claim_id = claim_links.target_id
    ),
    left_out as (
        select claim_id from claim_links where relation = 'restates'
        union
        select members.statement_id as claim_id
        from claim_links
        join members on members.claim_id = claim_links.target_id
        where claim_links.relation in ('updates', 'corrects', 'retracts')
    ),
    numbered as (
        select
            claim_id,
            row_number() over (
                order by coalesce(said_end, published_end) nulls last, claim_id
            ) as number
        from claims_flat
    ),
    -- The last claim that existing links lead to. What leads to a later one takes up
    -- none between them: so no circle comes of the links.
    reaching (claim_id, number) as (
        select claim_links.claim_id, target.number
        from claim_links
        join numbered as claim using (claim_id)
        join numbered as target on target.claim_id = claim_links.target_id
        where target.number > claim.number
        union
        select claim_links.claim_id, reaching.number
        from reaching
        join claim_links on claim_links.target_id = reaching.claim_id
    ),
    reached as (
        select claim_id, max(number) as number from reaching group by claim_id
    ),
    outlets as (
        select
            documents.document_id,
            coalesce(min(entities.entity_id), documents.publisher, documents.document_id)
                as outlet
        from documents
        left join entities on entities.name = documents.publisher
        group by documents.document_id, documents.publisher
    ),
    named as (
        select claim_id, level, source_id from attributions where source_kind = 'named'
    ),
    origins as (
        select
            claim_id,
            -- Joint sources are one origin, in whatever order.
            min(source_id) || if(count(*) > 1, ' ' || bit_xor(hash(source_id)), '')
                as origin
        from named
        join (
            select claim_id, max(level) as level from named group by claim_id
        ) using (claim_id, level)
        group by claim_id
    ),
    told as (
        select
            numbered.number,
            greatest(numbered.number, reached.number) as place,
            claims.claim_id,
            claims.document_id,
            claims.event_id,
            claims.claim_text,
            claims.claim_type,
            claims.claim_type is not distinct from 'intention'
            or claims.time_relation is not distinct from 'after' as is_plan,
            claims.polarity is not distinct from 'negative' as is_negative,
            claims.measure,
            claims.unit,
            claims.quantity,
            claims.quantity_modifier,
            coalesce(claims.quantity, claims.quantity_low, claims.quantity_high)
                as level,
            coalesce(claims.quantity_scope, 'total') as scope,
            coalesce(claims.quantity_modifier in ('more_than', 'at_least'), false)
                as is_floor,
            coalesce(claims.quantity_modifier in ('less_than', 'at_most'), false)
                as is_ceiling,
            claims.counted_entity_id,
            claims.place_id,
            claims.quantity_modifier = 'approx' as is_approximate,
            claims.unit in ('person', 'item') as is_count,
            case
                when claims.quantity_low is not null or not is_approximate
                    then claims.quantity_low
                when is_count then ceil(claims.quantity * (1 - asked.tolerance))
                else claims.quantity * (1 - asked.tolerance)
            end as low,
            case
                when claims.quantity_high is not null or not is_approximate
                    then claims.quantity_high
                when is_count then floor(claims.quantity * (1 + asked.tolerance))
                else claims.quantity * (1 + asked.tolerance)
            end as high,
            not is_count and claims.quantity_modifier in ('less_than', 'more_than')
                as is_strict,
            if(
                claims.quantity_scope = 'rate',
                regexp_extract(lower(flat.quantity_text), 'hour|day|dai|night|week|month|quarter|year|annual'),
                null
            ) as period,
            claims.event_date_start,
            claims.event_date_end,
            -- "It was 40 by then" is of Monday, though said on Tuesday.
            coalesce(flat.said_end, flat.published_end) as known_on,
            least(claims.event_date_end, flat.said_end) as as_of,
            outlets.outlet,
            coalesce(
                origins.origin, if(flat.sources = 'writer', outlets.outlet, null)
            ) as origin
        from claims
        cross join asked
        join numbered using (claim_id)
        join claims_flat as flat using (claim_id)
        join outlets on outlets.document_id = claims.document_id
        left join origins using (claim_id)
        left join reached using (claim_id)
        anti join left_out using (claim_id)
        where
            claims.event_id is not null
            and claims.certainty is distinct from 'uncommitted'
    ),
    signed as (
        select
            *,
            hash(
                event_id,
                if(measure is null, lower(claim_text), null),
                claim_type,
                is_plan,
                is_negative,
                measure,
                unit,
                quantity,
                quantity_modifier,
                low,
                high,
                scope,
                counted_entity_id,
                place_id,
                period,
                event_date_start,
                event_date_end,
                origin
            ) as signature
        from told
    ),
    firsts as (
        select min(number) as number, signature from signed group by signature
    ),
    repeated as (
        select
            signed.number,
            firsts.number as target_number,
            'restates' as relation,
            if(
                signed.measure is null,
                'the same source, event and words',
                'the same source, event, measure and number'
            ) as reason
        from signed
        join firsts using (signature)
        where signed.number > firsts.number and signed.origin is not null
    ),
    compared as (
        select
            told.*,
            hash(event_id, measure, unit) as topic,
            (row_number() over (partition by topic order by told.number) - 1) // 64 as block,
            if(
                measure is null,
                list_distinct(
                    list_transform(
                        list_filter(
                            regexp_extract_all(
                                lower(strip_accents(claim_text)), '[\p{L}\p{N}]+'
                            ),
                            lambda word: len(word) > 1 and not list_contains(
                                [
                                    'the', 'an', 'of', 'in', 'on', 'at', 'to', 'by',
                                    'for', 'from', 'with', 'and', 'or', 'as', 'that',
                                    'this', 'it', 'its', 'their', 'his', 'her', 'our',
                                    'we', 'he', 'she', 'they', 'is', 'are', 'was',
                                    'were', 'be', 'been', 'being', 'has', 'have',
                                    'had', 'will', 'would', 'did', 'do', 'does', 'not',
                                    'no', 'going'
                                ],
                                word
                            )
                        ),
                        lambda word: regexp_replace(word, '(.{3})(ing|ed|es|e|s)$', '\1')
                    )
                ),
                null
            ) as stems
        from told
        semi join firsts using (number)
    ),
    pairs as (
        select
            later.number,
            earlier.number as target_number,
            later.measure,
            earlier.origin as target_origin,
            coalesce(earlier.origin = later.origin, false) as is_same_origin,
            coalesce(earlier.outlet = later.origin, false) as is_passed_on,
            earlier.is_negative = later.is_negative as is_same_side,
            not earlier.is_negative and not later.is_negative as is_affirmed,
            earlier.is_plan = later.is_plan as is_same_tense,
            earlier.is_plan and not later.is_plan as has_come,
            earlier.is_plan or later.is_plan as has_plan,
            (earlier.claim_type = 'position')
            is not distinct from (later.claim_type = 'position') as is_same_kind,
            (earlier.event_date_start, earlier.event_date_end)
            is not distinct from (later.event_date_start, later.event_date_end)
                as is_same_date,
            earlier.scope = later.scope
            and earlier.period is not distinct from later.period
            and (later.scope <> 'increment' or is_same_date) as is_same_scope,
            earlier.scope = 'total' and later.scope = 'total' as is_total,
            coalesce(earlier.event_date_start <= later.event_date_end, true)
            and coalesce(later.event_date_start <= earlier.event_date_end, true)
                as is_same_time,
            coalesce(later.known_on > earlier.known_on, false) as is_later,
            is_later or coalesce(later.as_of > earlier.as_of, false) as may_have_moved,
            coalesce(later.as_of < earlier.as_of, false) as may_have_been,
            -- Of money, shares and measures "less than 10" has the bound 10 itself.
            coalesce(
                earlier.high < later.low
                or earlier.high = later.low and (earlier.is_strict or later.is_strict),
                false
            ) as is_above,
            coalesce(
                later.high < earlier.low
                or later.high = earlier.low and (earlier.is_strict or later.is_strict),
                false
            ) as is_below,
            later.quantity_modifier = earlier.quantity_modifier as is_same_modifier,
            later.low > earlier.level
            or later.level > earlier.level and is_same_modifier as is_higher,
            later.high < earlier.level
            or later.level < earlier.level and is_same_modifier as is_lower,
            later.measure in ('missing', 'present', 'deployed', 'displaced', 'detained')
                as can_fall,
            can_fall or later.measure in ('cost', 'share', 'area', 'other') as can_change,
            not is_above
            and not is_below
            and not (earlier.is_floor and later.is_ceiling)
            and not (earlier.is_ceiling and later.is_floor)
            and (
                earlier.quantity = later.quantity
                or earlier.quantity is null
                and later.quantity is null
                and earlier.low is not distinct from later.low
                and earlier.high is not distinct from later.high
            ) as is_same_number,
            len(list_intersect(earlier.stems, later.stems)) as shared,
            -- Half of the words that either has; the pairs of tests/suggested_pairs.py
            -- lie at a third or below, and at two thirds or above.
            shared * 2 >= len(earlier.stems) + len(later.stems) - shared as is_same_words,
            if(later.measure is null, is_same_words, is_same_number) as is_same_content
        from compared as later
        join (
            select *, unnest([block, block + 1]) as later_block from compared
        ) as earlier
            on earlier.topic = later.topic
            and earlier.later_block = later.block
            and earlier.number < later.number
        where
            earlier.document_id <> later.document_id
            and earlier.place < later.place
            and coalesce(earlier.counted_entity_id = later.counted_entity_id, true)
            and coalesce(earlier.place_id = later.place_id, true)
    ),
    reasoned as (
        select
            number,
            target_number,
            target_origin,
            case
                when has_come and is_later and is_same_content and is_same_kind
                    then ['updates', 'what was planned has come to pass, or to nothing']
                when not is_same_tense or not is_same_kind then null
                when is_same_content and is_same_time and is_same_scope and is_same_side
                    then case
                        when is_same_origin and measure is null
                            then ['restates', 'the same source and event, largely the same words']
                        when is_same_origin
                            then ['restates', 'the same source, event, measure and number']
                        when is_passed_on
                            then ['restates', 'it is passed on from the newspaper of the other']
                    end
                when is_same_content and is_same_time and is_same_scope
                    then if(
                        measure is null,
                        ['contradicts', 'largely the same words, and one of the two denies it'],
                        ['contradicts', 'the same number, and one of the two denies it']
                    )
                when measure is null or not is_affirmed or not is_total then null
                when is_same_origin and may_have_moved and is_higher and (is_same_time or can_change)
                    then ['updates', 'the same source, later, and a higher number']
                when is_same_origin and may_have_moved and is_lower and can_change
                    then ['updates', 'the same source, later, and a lower number']
                when has_plan or not is_same_time then null
                when is_same_origin and is_below and not can_change and not may_have_been
                    then ['contradicts', 'the same source, later, and a lower number of what cannot fall']
                when
                    not is_same_origin
                    and (
                        is_above
                        and not may_have_moved
                        and not (can_fall and may_have_been)
                        or is_below
                        and not may_have_been
                        and not (can_fall and may_have_moved)
                    )
                    then ['contradicts', 'two sources, and no number is within the bounds of both']
            end as verdict
        from pairs
    ),
    -- What says again something else does no more: its first statement stands for it.
    again as (
        select number, min(target_number) as target_number, any_value(verdict) as verdict
        from reasoned
        where verdict[1] = 'restates'
        group by number
    ),
    -- The last state before it, and of each other source the last one.
    others as (
        select number, target_number, verdict
        from reasoned
        anti join again using (number)
        anti join (select number as target_number from again) using (target_number)
        where verdict[1] <> 'restates'
        qualify
            row_number() over (
                partition by number, verdict[1], target_origin order by target_number desc
            ) = 1
    ),
    suggested as (
        from repeated
        union all
        select number, target_number, verdict[1] as relation, verdict[2] as reason
        from (from again union all from others)
    )
select
    claim.claim_id,
    suggested.relation,
    target.claim_id as target_id,
    suggested.reason,
    flat.event_label,
    flat.measure,
    flat.unit,
    flat.sources,
    flat.said_edtf,
    flat.quantity_text,
    flat.polarity,
    flat.claim_text,
    target_flat.sources as target_sources,
    target_flat.said_edtf as target_said_edtf,
    target_flat.quantity_text as target_quantity_text,
    target_flat.polarity as target_polarity,
    target_flat.claim_text as target_claim_text
from suggested
join told as claim using (number)
join told as target on target.number = suggested.target_number
join claims_flat as flat on flat.claim_id = claim.claim_id
join claims_flat as target_flat on target_flat.claim_id = target.claim_id
anti join (
    select claim_id, target_id from joined
    union
    select target_id as claim_id, claim_id as target_id from joined
) as linked on linked.claim_id = claim.claim_id and linked.target_id = target.claim_id
where claim.document_id <> target.document_id and claim.place > target.place
order by flat.event_label, suggested.number, suggested.relation, suggested.target_number
