-- title: How certainty and bounds drift from an origin to the headline
-- description: One row per step of a statement that is said again, or of the one that is
--   asked for: who passes it on, with which cue, and how certain and within which bounds
--   it then is. step counts from the origin: the levels of the first statement from the last
--   to the one nearest the reader, then those of each restatement, headlines last.
--   Certainty and bounds are annotated for a claim as it reaches the reader, and so stand
--   at its level 1 and are empty at the levels behind it. changes names what is other
--   there than in the claim that is restated: certainty, polarity, measure, bounds. A
--   claim that restates several is told under the first of them by its id; what is said
--   again more than 100 times in a chain is left out.
-- param: claim (text) = : the id of a claim or its end, to follow its statement alone
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
    followed as (
        select claim_id, statement_id, depth from restatements
        union all
        select statement_id as claim_id, statement_id, 0 as depth
        from (select distinct statement_id from restatements)
        union all
        select claim_id, claim_id as statement_id, 0 as depth
        from claims
        anti join restatements using (claim_id)
        anti join (select statement_id as claim_id from restatements) using (claim_id)
        where claim_id = $claim or ends_with(claim_id, '.' || $claim)
    ),
    asked as (
        select statement_id
        from followed
        where coalesce(claim_id = $claim or ends_with(claim_id, '.' || $claim), true)
    ),
    known as (
        select
            if(
                $claim is null or exists(
                    from claims
                    where claim_id = $claim or ends_with(claim_id, '.' || $claim)
                ),
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
    -- Few of the rows first: DuckDB does not know which table is the large one.
    ends as (
        select
            claims_flat.claim_id,
            claims_flat.certainty,
            claims_flat.polarity,
            claims_flat.measure,
            claims_flat.quantity_text,
            claims_flat.quantity_modifier,
            claims_flat.quantity,
            claims_flat.quantity_low,
            claims_flat.quantity_high,
            claims_flat.said_end,
            claims_flat.is_headline,
            claims_flat.claim_text,
            claims_flat.event_label,
            claims_flat.document_id,
            claims_flat.char_start,
            claims_flat.char_end
        from claims_flat
        semi join (
            select followed.claim_id
            from followed
            semi join asked using (statement_id)
        ) using (claim_id)
    ),
    told as (
        select
            ends.*,
            followed.statement_id,
            followed.depth,
            if(
                restated.claim_id is null,
                null,
                nullif(
                    concat_ws(
                        ', ',
                        if(ends.certainty is distinct from restated.certainty, 'certainty', null),
                        if(ends.polarity is distinct from restated.polarity, 'polarity', null),
                        if(ends.measure is distinct from restated.measure, 'measure', null),
                        if(
                            ends.quantity_low is distinct from restated.quantity_low
                            or ends.quantity_high is distinct from restated.quantity_high
                            or ends.quantity is distinct from restated.quantity
                            or ends.quantity_modifier
                            is distinct from restated.quantity_modifier,
                            'bounds',
                            null
                        )
                    ),
                    ''
                )
            ) as changes
        from ends
        join followed using (claim_id)
        left join previous using (claim_id)
        left join ends as restated on restated.claim_id = previous.previous_id
    ),
    levels as (
        select
            attributions.claim_id,
            attributions.attribution_id,
            attributions.level,
            attributions.source_id,
            attributions.source_kind,
            attributions.source_text,
            attributions.cue,
            attributions.act,
            attributions.said_edtf
        from attributions
        semi join ends using (claim_id)
    )
select
    dense_rank() over (
        partition by told.statement_id
        order by told.depth, told.is_headline, told.said_end, told.claim_id, levels.level desc
    ) as step,
    levels.level,
    coalesce(entities.name, levels.source_kind) as source,
    levels.source_text,
    levels.cue,
    levels.act,
    levels.said_edtf,
    if(levels.level = 1, told.certainty, null) as certainty,
    if(levels.level = 1, told.polarity, null) as polarity,
    if(levels.level = 1, told.measure, null) as measure,
    if(levels.level = 1, told.quantity_text, null) as quantity_text,
    if(levels.level = 1, told.quantity_modifier, null) as quantity_modifier,
    if(levels.level = 1, told.quantity_low, null) as quantity_low,
    if(levels.level = 1, told.quantity_high, null) as quantity_high,
    if(levels.level = 1, told.changes, null) as changes,
    told.is_headline,
    told.claim_text,
    told.event_label,
    told.document_id,
    told.char_start,
    told.char_end,
    told.claim_id,
    levels.attribution_id,
    told.statement_id
from levels
cross join known
join told using (claim_id)
left join entities on entities.entity_id = levels.source_id
where known.is_known
order by told.statement_id, step, levels.attribution_id
