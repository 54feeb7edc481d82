-- title: How certainty and bounds drift from an origin to the headline
-- description: One row per step of a statement that is said again or comes through several
--   levels: who passes it on, with which cue, and how certain and within which bounds it
--   then is. step counts from the origin: the levels of the first statement from the last
--   to the one nearest the reader, then those of each restatement, headlines last.
--   Certainty and bounds are annotated for a claim as it reaches the reader, and so stand
--   at its level 1 and are empty at the levels behind it. changes names what is other
--   there than in the claim that is restated: certainty, polarity, measure, bounds.
-- param: claim (text) = : the id of a claim, whose statement alone is followed
with recursive
    links as (
        select claim_id, target_id from claim_links where relation = 'restates'
    ),
    -- How often a restatement is a restatement itself; a circle would have no end.
    said_again (claim_id, target_id, depth) as (
        select claim_id, target_id, 1 from links
        union
        select said_again.claim_id, links.target_id, said_again.depth + 1
        from said_again
        join links on links.claim_id = said_again.target_id
        where said_again.depth < 100
    ),
    restatements as (
        select claim_id, min(target_id) as statement_id, max(depth) as depth
        from said_again
        anti join (select claim_id as target_id from links) using (target_id)
        group by claim_id
    ),
    depths as (
        select claim_id, max(level) as levels from attributions group by claim_id
    ),
    followed as (
        select claim_id, statement_id, depth from restatements
        union all
        select statement_id as claim_id, statement_id, 0 as depth
        from (select distinct statement_id from restatements)
        union all
        select claim_id, claim_id as statement_id, 0 as depth
        from depths
        anti join restatements using (claim_id)
        anti join (select distinct statement_id as claim_id from restatements) using (claim_id)
        where levels > 1
    ),
    asked as (
        select statement_id from followed where coalesce(claim_id = $claim, true)
    ),
    known as (
        select
            if(
                $claim is null or $claim in (select claim_id from claims),
                true,
                error(
                    'no claim has the id ' || $claim || coalesce('; did you mean ' || (
                        select arg_max(
                            claim_id, jaro_winkler_similarity(claim_id, lower($claim))
                        )
                        from claims
                    ) || '?', '')
                )
            ) as is_known
    ),
    previous as (
        select claim_id, min(target_id) as previous_id from links group by claim_id
    ),
    steps as (
        select
            followed.statement_id,
            followed.depth,
            chained.attribution_id,
            chained.level,
            coalesce(entities.name, chained.source_kind) as source,
            chained.source_text,
            chained.cue,
            chained.act,
            chained.said_edtf as level_said_edtf,
            flat.*
        from followed
        semi join asked using (statement_id)
        join claims_flat as flat using (claim_id)
        join attributions as chained using (claim_id)
        left join entities on entities.entity_id = chained.source_id
    )
select
    dense_rank() over (
        partition by steps.statement_id
        order by
            steps.depth, steps.is_headline, steps.said_end, steps.claim_id, steps.level desc
    ) as step,
    steps.level,
    steps.source,
    steps.source_text,
    steps.cue,
    steps.act,
    steps.level_said_edtf as said_edtf,
    if(steps.level = 1, steps.certainty, null) as certainty,
    if(steps.level = 1, steps.polarity, null) as polarity,
    if(steps.level = 1, steps.measure, null) as measure,
    if(steps.level = 1, steps.quantity_text, null) as quantity_text,
    if(steps.level = 1, steps.quantity_modifier, null) as quantity_modifier,
    if(steps.level = 1, steps.quantity_low, null) as quantity_low,
    if(steps.level = 1, steps.quantity_high, null) as quantity_high,
    if(
        steps.level = 1 and restated.claim_id is not null,
        nullif(concat_ws(
            ', ',
            if(steps.certainty is distinct from restated.certainty, 'certainty', null),
            if(steps.polarity is distinct from restated.polarity, 'polarity', null),
            if(steps.measure is distinct from restated.measure, 'measure', null),
            if(
                (
                    steps.quantity_low,
                    steps.quantity_high,
                    steps.quantity,
                    steps.quantity_modifier
                )
                is distinct from
                (
                    restated.quantity_low,
                    restated.quantity_high,
                    restated.quantity,
                    restated.quantity_modifier
                ),
                'bounds',
                null
            )
        ), ''),
        null
    ) as changes,
    steps.is_headline,
    steps.claim_text,
    steps.event_label,
    steps.document_id,
    steps.char_start,
    steps.char_end,
    steps.claim_id,
    steps.attribution_id,
    steps.statement_id
from steps
cross join known
left join previous using (claim_id)
left join claims_flat as restated on restated.claim_id = previous.previous_id
where known.is_known
order by steps.statement_id, step, steps.attribution_id
