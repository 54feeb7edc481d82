-- title: Links between articles that a curator may make
-- description: One row per pair of claims of two articles, about one event, that no link
--   joins yet: what the one that was said later may do to the other, and why. It restates
--   what the same source says with the same number or, without one, in largely the same
--   words; it updates a number of the same source that has moved on, or a plan that came
--   to pass or to nothing; it contradicts what it denies, or a number that cannot hold
--   beside its own and is no earlier state. The source is the last named one of the chain,
--   or the publisher of the writer. Left out are claims that restate another, that were
--   updated, corrected or retracted, and that are uncommitted. Of claims that say the same
--   the first stands for all; each is compared with the last 64 to 127 others of its event.
-- param: tolerance (number) = 0.1: how far "around" reaches, as a share of the number
with recursive
    asked as (
        select if(
            $tolerance::double >= 0 and $tolerance::double < 1,
            $tolerance::double,
            error(
                'found the tolerance ' || $tolerance
                || '; expected a share from 0 to below 1'
            )
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
    papers as (
        select
            documents.document_id,
            documents.published_end,
            row_number() over (order by documents.document_id) as paper,
            hash(coalesce(owner_id, documents.publisher, documents.document_id)) as outlet
        from documents
        left join (
            select name, min(entity_id) as owner_id from entities group by name
        ) as owners on owners.name = documents.publisher
    ),
    -- Ids are compared by their hashes: those of all claims take memory as they are.
    levels as (
        select
            hash(claim_id) as id,
            level,
            any_value(said_end) as said_end,
            bool_or(source_kind = 'writer') as is_of_writer,
            -- Joint sources are one origin, in whatever order.
            bit_xor(hash(source_id)) filter (where source_kind = 'named') as named_origin
        from attributions
        group by id, level
    ),
    sayings as (
        select
            id,
            max(said_end) filter (where level = 1) as said_end,
            bool_or(is_of_writer) as is_of_writer,
            arg_max(named_origin, level) as named_origin
        from levels
        group by id
    ),
    -- Each has a number, in the order of the days on which they were known.
    stated as (
        select
            claims.claim_id,
            coalesce(sayings.said_end, papers.published_end) as known_on,
            coalesce(known_on, date '9999-12-31') as day,
            (datediff('day', date '0001-01-01', day)::hugeint << 96)
            + (papers.paper::hugeint << 64)
            + sayings.id::hugeint as number,
            papers.paper,
            papers.outlet,
            coalesce(named_origin, if(is_of_writer, papers.outlet, null)) as origin,
            hash(claims.event_id, claims.measure, claims.unit) as topic,
            if(claims.measure is null, hash(lower(claims.claim_text)), null) as wording,
            claims.claim_type is not distinct from 'position' as is_stance,
            claims.claim_type is not distinct from 'intention'
            or claims.time_relation is not distinct from 'after' as is_plan,
            claims.polarity is not distinct from 'negative' as is_negative,
            claims.event_id is not null
            and claims.certainty is distinct from 'uncommitted' as is_comparable,
            claims.measure,
            claims.quantity,
            claims.quantity_modifier as modifier,
            coalesce(claims.quantity_scope, 'total') as scope,
            if(claims.counted_entity_id is null, null, hash(claims.counted_entity_id))
                as counted,
            if(claims.place_id is null, null, hash(claims.place_id)) as location,
            claims.quantity_modifier = 'approx' as is_approximate,
            claims.unit in ('person', 'item') as is_count,
            if(is_approximate, claims.quantity * (1 - asked.tolerance), null)
                as band_low,
            if(is_approximate, claims.quantity * (1 + asked.tolerance), null)
                as band_high,
            coalesce(claims.quantity_low, if(is_count, ceil(band_low), band_low)) as low,
            coalesce(claims.quantity_high, if(is_count, floor(band_high), band_high))
                as high,
            if(
                scope = 'rate',
                regexp_extract(
                    lower(claims.claim_text),
                    'hour|day|daily|night|week|month|quarter|year'
                ),
                null
            ) as period,
            claims.event_date_start as first_day,
            claims.event_date_end as last_day,
            -- "It was 40 by then" is of Monday, though said on Tuesday.
            least(last_day, sayings.said_end) as as_of
        from claims
        cross join asked
        join papers using (document_id)
        join sayings on sayings.id = hash(claims.claim_id)
    ),
    placed as materialized (
        select claim_id, number >> 64 as place
        from stated
        semi join members using (claim_id)
    ),
    -- In two steps, or DuckDB pairs all claims with all that have a later place.
    links as materialized (
        select claim_id, target_id, place from claim_links join placed using (claim_id)
    ),
    -- What leads, over links, to what was known later is no target, so that no circle
    -- comes of the links.
    leading_on (claim_id) as (
        select links.claim_id
        from links
        join placed on placed.claim_id = links.target_id
        where placed.place > links.place
        union
        select claim_links.claim_id
        from leading_on
        join claim_links on claim_links.target_id = leading_on.claim_id
    ),
    told as materialized (
        select
            claim_id,
            number,
            paper,
            claim_id not in (from leading_on) as is_target,
            measure is not null as is_figure,
            origin is not null as has_origin,
            hash(
                topic, wording, is_stance, is_plan, is_negative, scope, counted, location,
                quantity, modifier, low, high, period, first_day, last_day, origin
            ) as signature
        from stated
        -- A join would keep all of these claims in memory.
        where is_comparable and claim_id not in (from left_out)
    ),
    -- The first claim of those that nothing tells apart stands for all.
    firsts as materialized (
        select
            signature,
            min(number) as number,
            arg_min(claim_id, number) as claim_id,
            arg_min(paper, number) as paper,
            arg_min(is_target, number) as is_target
        from told
        group by signature
    ),
    words as (
        select
            texts.claim_id,
            list_distinct(regexp_extract_all(
                regexp_replace(
                    regexp_replace(
                        lower(strip_accents(texts.claim_text)),
                        '\b(the|an|of|in|on|at|to|by|for|from|with|and|or|as|that|this|'
                        || 'it|its|their|his|her|our|we|he|she|they|is|are|was|were|be|'
                        || 'been|being|has|have|had|will|would|did|do|does|not|no|going)\b',
                        '',
                        'g'
                    ),
                    '([\p{L}\p{N}]{3})(ing|ed|es|e|s)\b',
                    '\1',
                    'g'
                ),
                '[\p{L}\p{N}]{2,}'
            )) as stems
        from claims as texts
        semi join firsts using (claim_id)
        where texts.measure is null
    ),
    compared as (
        select
            stated.*,
            firsts.is_target,
            (row_number() over (partition by topic order by stated.number) - 1) // 64
                as block,
            words.stems
        from stated
        join firsts using (claim_id)
        left join words using (claim_id)
    ),
    pairs as (
        select
            later.number,
            later.claim_id,
            earlier.number as target_number,
            earlier.claim_id as target_id,
            earlier.paper as target_paper,
            later.measure,
            earlier.origin as target_origin,
            coalesce(earlier.origin = later.origin, false) as is_same_origin,
            coalesce(earlier.outlet = later.origin, false) as is_passed_on,
            earlier.is_negative = later.is_negative as is_same_side,
            not earlier.is_negative and not later.is_negative as is_affirmed,
            earlier.is_plan = later.is_plan as is_same_tense,
            earlier.is_plan and not later.is_plan as has_come,
            earlier.is_plan or later.is_plan as has_plan,
            earlier.is_stance = later.is_stance as is_same_kind,
            (earlier.first_day, earlier.last_day)
            is not distinct from (later.first_day, later.last_day)
                as is_same_date,
            earlier.scope = later.scope
            and earlier.period is not distinct from later.period
            and (later.scope <> 'increment' or is_same_date) as is_same_scope,
            earlier.scope = 'total' and later.scope = 'total' as is_total,
            coalesce(earlier.first_day <= later.last_day, true)
            and coalesce(later.first_day <= earlier.last_day, true)
                as is_same_time,
            coalesce(later.known_on > earlier.known_on, false) as is_later,
            is_later or coalesce(later.as_of > earlier.as_of, false) as may_have_moved,
            coalesce(later.as_of < earlier.as_of, false) as may_have_been,
            -- Of money, shares and measures "less than 10" has the bound 10 itself.
            not later.is_count
            and (
                earlier.modifier in ('less_than', 'more_than')
                or later.modifier in ('less_than', 'more_than')
            ) as is_strict,
            coalesce(
                earlier.high < later.low
                or earlier.high = later.low and is_strict,
                false
            ) as is_above,
            coalesce(
                later.high < earlier.low
                or later.high = earlier.low and is_strict,
                false
            ) as is_below,
            later.modifier = earlier.modifier as is_same_modifier,
            coalesce(earlier.quantity, earlier.low, earlier.high) as earlier_level,
            coalesce(later.quantity, later.low, later.high) as level,
            later.low > earlier_level or level > earlier_level and is_same_modifier
                as is_higher,
            later.high < earlier_level or level < earlier_level and is_same_modifier
                as is_lower,
            later.measure in ('missing', 'present', 'deployed', 'displaced', 'detained')
                as can_fall,
            can_fall or later.measure in ('cost', 'share', 'area', 'other') as can_change,
            not is_above
            and not is_below
            and not (
                earlier.modifier in ('more_than', 'at_least')
                and later.modifier in ('less_than', 'at_most')
            )
            and not (
                later.modifier in ('more_than', 'at_least')
                and earlier.modifier in ('less_than', 'at_most')
            )
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
            shared > 0
            and shared * 2 >= len(earlier.stems) + len(later.stems) - shared
                as is_same_words,
            if(later.measure is null, is_same_words, is_same_number) as is_same_content
        from compared as later
        join (
            select *, unnest([block, block + 1]) as later_block
            from compared
            where is_target
        ) as earlier
            on earlier.topic = later.topic
            and earlier.later_block = later.block
            and earlier.number < later.number
        where
            earlier.paper <> later.paper
            and coalesce(earlier.counted = later.counted, true)
            and coalesce(earlier.location = later.location, true)
            -- To compare words takes long: only where something may come of it.
            and (
                later.measure is not null
                or earlier.origin = later.origin
                or earlier.outlet = later.origin
                or earlier.is_negative <> later.is_negative
                or earlier.is_plan and not later.is_plan
            )
    ),
    reasoned as (
        select
            number,
            claim_id,
            target_number,
            target_id,
            target_paper,
            target_origin,
            case
                when has_come and is_later and is_same_content and is_same_kind
                    then ['updates', 'what was planned came to pass, or to nothing']
                when not is_same_tense or not is_same_kind then null
                when is_same_content and is_same_time and is_same_scope
                    then case
                        when not is_same_side and measure is null
                            then ['contradicts', 'largely the same words, one denied']
                        when not is_same_side
                            then ['contradicts', 'the same number, one denied']
                        when is_same_origin and measure is null
                            then ['restates', 'the same source, largely the same words']
                        when is_same_origin
                            then ['restates', 'the same source and number']
                        when is_passed_on
                            then ['restates', 'passed on from the newspaper of the other']
                    end
                when measure is null or not is_affirmed or not is_total then null
                when
                    is_same_origin
                    and may_have_moved
                    and (
                        is_higher and (is_same_time or can_change)
                        or is_lower and can_change
                    )
                    then [
                        'updates',
                        'the same source, later, with a ' || if(is_higher, 'higher', 'lower')
                        || ' number'
                    ]
                when has_plan or not is_same_time then null
                when is_same_origin and is_below and not can_change and not may_have_been
                    then [
                        'contradicts',
                        'the same source, with a lower number of what cannot fall'
                    ]
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
                    then ['contradicts', 'no number is within the bounds of both']
            end as verdict
        from pairs
        where verdict is not null
    ),
    again as (
        select
            claim_id,
            arg_min(target_id, target_number) as target_id,
            arg_min(target_paper, target_number) as target_paper,
            arg_min(verdict, target_number) as verdict
        from reasoned
        where verdict[1] = 'restates'
        group by claim_id
    ),
    -- All restate the very first one.
    repeated as (
        select
            told.claim_id,
            coalesce(again.target_id, firsts.claim_id) as target_id,
            [
                'restates',
                'the same source and ' || if(told.is_figure, 'number', 'words')
            ] as verdict
        from told
        join firsts using (signature)
        left join again on again.claim_id = firsts.claim_id
        where
            told.has_origin
            and told.number > firsts.number
            and told.paper <> coalesce(again.target_paper, firsts.paper)
            and (firsts.is_target or again.claim_id is not null)
    ),
    -- The last state before it, and of each other source the last one.
    others as (
        select claim_id, target_id, verdict
        from reasoned
        where
            verdict[1] <> 'restates'
            and claim_id not in (select claim_id from again)
            and target_id not in (select claim_id from again)
        qualify
            row_number() over (
                partition by claim_id, verdict[1], target_origin
                order by target_number desc
            ) = 1
    ),
    suggested as materialized (
        select claim_id, target_id, verdict[1] as relation, verdict[2] as reason
        from (
            from repeated
            union all by name
            from again
            union all by name
            from others
        )
        where
            (claim_id, target_id) not in (from joined)
            and (target_id, claim_id) not in (from joined)
    ),
    shown as materialized (
        from claims_flat
        where
            claim_id in (select claim_id from suggested)
            or claim_id in (select target_id from suggested)
    )
select
    suggested.claim_id,
    suggested.relation,
    suggested.target_id,
    suggested.reason,
    claim.event_label,
    claim.measure,
    claim.unit,
    claim.sources,
    claim.said_edtf,
    claim.quantity_text,
    claim.polarity,
    claim.claim_text,
    target.sources as target_sources,
    target.said_edtf as target_said_edtf,
    target.quantity_text as target_quantity_text,
    target.polarity as target_polarity,
    target.claim_text as target_claim_text
from suggested
join shown as claim using (claim_id)
join shown as target on target.claim_id = suggested.target_id
order by
    claim.event_label, suggested.claim_id, suggested.target_id
