-- title: Estimates by a rule of your choice
-- description: One row per event, measure, unit and who is counted: low, best and high by
--   the method that is asked for. Each figure has the bounds that its words set; where a
--   number is only about so much, a band of the tolerance around it stands for them
--   (1,100 and 0.1: 990 to 1,210). What stands is what was said by as_of, each once: a
--   restatement is what it restates, what was updated, corrected or retracted is gone with
--   its restatements, and of a source the last figure stands. Figures without an event,
--   rates, increments ("another 20"), plans, and what is negated or uncommitted are left
--   out. lowest-highest looks at all that stands, latest at what was said last, ranking at
--   the source that comes first in your file. low is the lowest of their lower bounds, high
--   the highest of their upper bounds; empty where a figure that has no such bound reaches
--   beyond. best is the number that all who give one agree on, if no bound excludes it.
--   independent_claims counts sources that can be told apart: the origin of each chain or,
--   if that is unnamed, the last source with a name, also of restatements; all the others
--   count as one. basis_claim_ids has the figures that the numbers are of, claim_ids all
--   that stand, contradicting_claim_ids what contradicts one of these by a link. Of
--   part_of_measure the measure is a part, and is not added to it. A figure that does not
--   say who is counted is of the widest who are.
-- param: method (text): lowest-highest, latest or ranking
-- param: as_of (date) = : the day whose record is asked, by the dates of saying
-- param: event (text) = : the id or the label of an event
-- param: measure (text) = : the code of a measure, with those that are part of it
-- param: ranking (file) = : a file with the id or name of a source on each line, the best first
-- param: tolerance (number) = 0.1: how far "around" reaches, as a share of the number
with recursive
    measures as (
        select code, part_of from codes where list = 'measure'
    ),
    asked_measures (measure, part_of) as (
        select code, part_of
        from measures
        where coalesce(code = $measure, true)
        union
        select measures.code, measures.part_of
        from asked_measures
        join measures on measures.part_of = asked_measures.measure
    ),
    asked_events as (
        select event_id, label
        from events
        where coalesce(event_id = $event or label = $event, true)
    ),
    -- Who can stand in the file: those who say something, and publishers for writers.
    speakers as (
        select entity_id as source_id, name
        from entities
        semi join (
            select source_id as entity_id from attributions where $ranking is not null
        ) using (entity_id)
        union
        select publisher as source_id, publisher as name
        from documents
        where publisher is not null
    ),
    lines as (
        select line, min(number) as place
        from (
            select regexp_replace(line, '^[\s\x{FEFF}]+|\s+$', '', 'g') as line, number
            from unnest(string_split($ranking, chr(10))) with ordinality as all_lines (line, number)
        )
        where line <> '' and not starts_with(line, '#')
        group by line
    ),
    ranks as (
        select speakers.source_id, min(lines.place) as place
        from lines
        join speakers on lines.line in (speakers.source_id, speakers.name)
        group by speakers.source_id
    ),
    -- The record of the day: a link is known as soon as the claim that it comes from.
    links as (
        select claim_links.claim_id, claim_links.relation, claim_links.target_id
        from claims_flat
        join claim_links using (claim_id)
        where
            claim_links.relation <> 'supports'
            and coalesce(
                coalesce(claims_flat.said_end, claims_flat.published_end) <= $as_of,
                $as_of is null
            )
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
    first_known as (
        select min(coalesce(said_end, published_end)) as known_on
        from claims_flat
        where $as_of is not null
    ),
    faults as (
        select
            'found the method ' || $method
            || '; expected lowest-highest, latest or ranking' as fault
        where $method not in ('lowest-highest', 'latest', 'ranking')
        union all
        select
            'the method ranking needs a ranking: a file with a source on each line,'
            || ' the best first'
        where $method = 'ranking' and not exists (from lines)
        union all
        select 'found a ranking with the method ' || $method || '; expected the method ranking'
        where $method in ('lowest-highest', 'latest') and $ranking is not null
        union all
        select 'found the tolerance ' || $tolerance || '; expected a share from 0 to below 1'
        where not ($tolerance >= 0 and $tolerance < 1)
        union all
        select
            'no event has the id or label ' || $event
            || coalesce('; did you mean ' || (
                select arg_max(name, jaro_winkler_similarity(lower(name), lower($event)))
                from (
                    select label as name from events
                    union all
                    select event_id as name from events
                )
            ) || '?', '')
        where $event is not null and not exists (from asked_events)
        union all
        select
            'no measure has the code ' || $measure
            || coalesce('; did you mean ' || (
                select arg_max(code, jaro_winkler_similarity(code, lower($measure)))
                from measures
            ) || '?', '')
        where not exists (from asked_measures)
        union all
        select
            'found the as_of ' || $as_of || '; the first claim was said by ' || known_on
        from first_known
        where $as_of < known_on
        union all
        select 'the links of ' || claim_id || ' lead back to it; expected no circle'
        from circles
        where claim_id is not null
        union all
        (
            select
                'line ' || lines.place || ' of the ranking: no source is called ' || lines.line
                || coalesce('; did you mean ' || (
                    select arg_max(name, jaro_winkler_similarity(lower(name), lower(lines.line)))
                    from speakers
                ) || '?', '')
            from lines
            where lines.line not in (
                select source_id from speakers
                union
                select name from speakers
            )
            order by lines.place
            limit 1
        )
    ),
    asked as (
        select
            if(
                exists(from faults),
                error((select first(fault order by fault) from faults)),
                $method
            ) as method,
            (
                select string_agg(line, ' > ' order by place) from lines
            ) as ranking
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
            flat.sources,
            flat.said_end,
            coalesce(flat.said_end, flat.published_end) as known_on
        from claims_flat as flat
        join totals using (claim_id)
        where coalesce(known_on <= $as_of, $as_of is null)
    ),
    -- A retraction takes any figure back, and what was retracted replaces nothing. "The
    -- march took place in Quenna" corrects the place; the number stands.
    replacing as (
        select links.claim_id, links.target_id
        from claims
        join links using (claim_id)
        anti join (
            select target_id as claim_id from links where relation = 'retracts'
        ) as retracted using (claim_id)
        where
            links.relation = 'retracts'
            or links.relation = 'corrects'
            and claims.measure is not null
            and claims.polarity is not distinct from 'negative'
            or links.relation in ('updates', 'corrects')
            and claims.claim_id in (select claim_id from figures)
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
        semi join (
            select claim_id from figures
            union
            select claim_id from replacing
        ) using (claim_id)
        where attributions.source_kind = 'named'
    ),
    sources_of_origin as (
        select claim_id, source_id, true as is_named from named where place = 1
        union
        select
            attributions.claim_id,
            coalesce(documents.publisher, documents.document_id) as source_id,
            false as is_named
        from attributions
        join figures using (claim_id)
        join documents using (document_id)
        where attributions.source_kind = 'writer'
    ),
    origins as (
        select
            claim_id,
            string_agg(source_id, '; ' order by source_id) as origin,
            bool_and(is_named) as is_named
        from sources_of_origin
        group by claim_id
    ),
    restatements as (
        select links.claim_id, links.target_id
        from links
        semi join figures on figures.claim_id = links.target_id
        where links.relation = 'restates'
    ),
    -- From a restatement that is replaced to what it restates, if the one source says both.
    replaced (claim_id, origin) as (
        select replacing.target_id, origins.origin
        from replacing
        left join origins using (claim_id)
        union
        select restatements.target_id, replaced.origin
        from replaced
        join restatements using (claim_id)
        join origins on origins.claim_id = restatements.target_id
        where origins.origin = replaced.origin
    ),
    candidates as (
        select figures.*, origins.origin
        from figures
        left join origins using (claim_id)
        anti join replaced using (claim_id)
        anti join restatements using (claim_id)
    ),
    counted as (
        select distinct event_id, measure, unit, counted_entity_id
        from candidates
        where counted_entity_id is not null
    ),
    wholes (entity_id, whole_id) as (
        select entity_id, part_of_id
        from entities
        semi join counted on counted.counted_entity_id = entities.entity_id
        where part_of_id is not null
        union
        select wholes.entity_id, entities.part_of_id
        from wholes
        join entities on entities.entity_id = wholes.whole_id
        where entities.part_of_id is not null
    ),
    -- Fifteen children are some of the dead; "60 died" is of all of them.
    widest as (
        select
            event_id,
            measure,
            unit,
            if(count(*) = 1, min(counted_entity_id), null) as widest_id
        from counted
        anti join (
            select counted.*
            from counted
            join wholes on wholes.entity_id = counted.counted_entity_id
            join counted as whole
                on whole.counted_entity_id = wholes.whole_id
                and whole.event_id = counted.event_id
                and whole.measure = counted.measure
                and whole.unit = counted.unit
        ) using (event_id, measure, unit, counted_entity_id)
        group by event_id, measure, unit
    ),
    numbered as (
        select
            candidates.* exclude (counted_entity_id),
            coalesce(candidates.counted_entity_id, widest.widest_id) as counted_id,
            dense_rank() over (
                order by candidates.event_id, candidates.measure, candidates.unit, counted_id
            ) as number_of_row
        from candidates
        left join widest using (event_id, measure, unit)
    ),
    -- A source that gives a new figure no longer gives the old one.
    last_known as (
        select number_of_row, origin, max(known_on) as known_on
        from numbered
        where origin is not null
        group by number_of_row, origin
    ),
    standing as (
        select numbered.*
        from numbered
        left join last_known using (number_of_row, origin)
        where
            numbered.origin is null
            or numbered.known_on is not distinct from last_known.known_on
    ),
    -- A restatement by somebody else with a name is a second source of the same figure.
    said_again as (
        select restatements.target_id as claim_id, restatements.claim_id as by_claim_id
        from restatements
        join origins using (claim_id)
        where origins.is_named
        union all
        select claim_id, claim_id as by_claim_id from standing
    ),
    voices as (
        select standing.number_of_row, standing.claim_id, said_again.by_claim_id, origins.origin
        from standing
        join said_again using (claim_id)
        left join origins on origins.claim_id = said_again.by_claim_id
    ),
    placed as (
        select voices.claim_id, min(ranks.place) as place
        from voices
        join sources_of_origin on sources_of_origin.claim_id = voices.by_claim_id
        join ranks using (source_id)
        group by voices.claim_id
    ),
    ranked as (
        select
            standing.*,
            case
                when asked.method = 'lowest-highest' then 1
                when asked.method = 'latest' or placed.place is not null
                    then rank() over (
                        partition by standing.number_of_row
                        order by placed.place, standing.known_on desc nulls last
                    )
            end as turn
        from standing
        cross join asked
        left join placed using (claim_id)
    ),
    chosen as (
        from ranked where turn = 1
    ),
    bounds as (
        select
            number_of_row,
            if(min(high) filter (where low is null) < min(low), null, min(low)) as low,
            if(max(low) filter (where high is null) > max(high), null, max(high)) as high,
            if(
                min(number) = max(number)
                and coalesce(min(number) >= max(low), true)
                and coalesce(min(number) <= min(high), true)
                and coalesce(min(number) > max(low) filter (where is_strict), true)
                and coalesce(min(number) < min(high) filter (where is_strict), true),
                min(number),
                null
            ) as best,
            array_to_string(list_sort(list(distinct certainty)), '; ') as certainty,
            array_to_string(list_sort(list(claim_id)), '; ') as basis_claim_ids
        from chosen
        group by number_of_row
    ),
    contradictions as (
        select claim_id, target_id as other_id from links where relation = 'contradicts'
        union
        select target_id as claim_id, claim_id as other_id from links where relation = 'contradicts'
    ),
    disputes as (
        select
            number_of_row,
            array_to_string(list_sort(list(distinct other_id)), '; ')
                as contradicting_claim_ids
        from standing
        join contradictions using (claim_id)
        group by number_of_row
    ),
    independent as (
        select
            voices.number_of_row,
            count(distinct voices.origin) + if(bool_or(voices.origin is null), 1, 0)
                as independent_claims,
            array_to_string(list_sort(list(distinct figures.sources)), ' | ') as sources
        from voices
        join figures on figures.claim_id = voices.by_claim_id
        group by voices.number_of_row
    ),
    summed as (
        select
            number_of_row,
            first(event_id) as event_id,
            first(measure) as measure,
            first(unit) as unit,
            first(counted_id) as counted_entity_id,
            min(said_end) as first_said_end,
            max(said_end) as last_said_end,
            array_to_string(list_sort(list(claim_id)), '; ') as claim_ids
        from standing
        group by number_of_row
    )
select
    asked_events.label as event_label,
    summed.measure,
    asked_measures.part_of as part_of_measure,
    entities.name as counted_name,
    summed.unit,
    bounds.low,
    bounds.best,
    bounds.high,
    independent.independent_claims,
    summed.first_said_end,
    summed.last_said_end,
    independent.sources,
    bounds.certainty,
    asked.method,
    asked.ranking,
    $as_of::date as as_of,
    $tolerance::double as tolerance,
    bounds.basis_claim_ids,
    summed.claim_ids,
    disputes.contradicting_claim_ids,
    summed.event_id,
    summed.counted_entity_id
from summed
cross join asked
join independent using (number_of_row)
join asked_events using (event_id)
join asked_measures using (measure)
left join bounds using (number_of_row)
left join disputes using (number_of_row)
left join entities on entities.entity_id = summed.counted_entity_id
order by
    asked_events.label,
    summed.event_id,
    summed.measure,
    summed.unit,
    summed.counted_entity_id nulls first
