-- title: Events that begin in a period
-- description: One row per event that at least one claim says is happening or has
--   happened. What is only planned, wished for, judged, conditional, negated or retracted
--   is left out, and so is what nothing dates. begin_start and begin_end are the days
--   between which it began (empty: open): the dates of the register, narrowed by certain
--   and probable reports that stand uncorrected. What is over or going on has begun by
--   its date and by the day it is said; what goes on since a day began then. Where a
--   report has it begun before the register does, the days reach from the one to the
--   other, and dates_disagree is true. only_overlaps is true where the days reach outside
--   of the period, so that it may have begun before or after; what is open at its start
--   overlaps every earlier period. reports, sources and claim_ids are of the claims that
--   report it, negated_claims of those that negate it or a detail of it, restatements
--   left out.
-- param: first_day (date): the first day of the period
-- param: last_day (date): the last day of the period, inclusive
with
    period as (
        select
            $first_day::date as first_day,
            if(
                $last_day::date < $first_day::date,
                error(
                    'found the last_day ' || $last_day || ' and the first_day '
                    || $first_day || '; a period must not end before it begins'
                ),
                $last_day::date
            ) as last_day
    ),
    not_counted as (
        select target_id as claim_id from claim_links where relation = 'retracts'
        union
        select claim_id from claim_links where relation = 'restates'
    ),
    told as (
        select
            claims.claim_id,
            claims.event_id,
            claims.certainty,
            claims.time_relation,
            claims.event_date_start,
            claims.event_date_end,
            flat.said_end,
            flat.sources,
            claims.polarity is not distinct from 'negative' as is_negated,
            -- A position ("is a threat") judges an event and does not report it.
            claims.polarity is distinct from 'negative'
            and claims.certainty is distinct from 'uncommitted'
            and claims.claim_type is distinct from 'intention'
            and claims.claim_type is distinct from 'position'
            and claims.time_relation is distinct from 'after' as is_report
        from claims
        anti join not_counted using (claim_id)
        join claims_flat as flat using (claim_id)
        where claims.event_id is not null
    ),
    reported as (
        select
            event_id,
            count(*) filter (where is_report) as reports,
            count(*) filter (where is_negated) as negated_claims,
            case
                when bool_or(is_report and certainty = 'certain') then 'certain'
                when bool_or(is_report and certainty = 'probable') then 'probable'
                when bool_or(is_report and certainty = 'possible') then 'possible'
            end as certainty,
            array_to_string(
                list_sort(list(distinct sources) filter (where is_report)), '; '
            ) as sources,
            array_to_string(list_sort(list(claim_id) filter (where is_report)), '; ')
                as claim_ids
        from told
        group by event_id
        having bool_or(is_report)
    ),
    frames as (
        select
            *,
            -- "2022-02/2024-12-23" begins in February, on whichever day.
            case length(rtrim(split_part(event_date_edtf, '/', 1), '~?'))
                when 4 then event_date_start + interval 1 year - interval 1 day
                when 7 then last_day(event_date_start)
                else event_date_start
            end::date as first_part_end
        from events
    ),
    -- A claim may date a part or an effect of the event, so its start is no bound. Only
    -- what lasts from its start till now says when the event began.
    begun as (
        select
            told.event_id,
            frames.event_date_start as frame_start,
            if(told.time_relation = 'before_overlap', told.event_date_start, null)
                as since,
            if(
                since between frames.event_date_start and frames.first_part_end,
                frames.first_part_end,
                least(since, told.event_date_end, told.said_end)
            ) as begun_by
        from told
        anti join (
            select target_id as claim_id from claim_links where relation = 'corrects'
        ) as corrected using (claim_id)
        join frames using (event_id)
        where
            told.is_report
            and told.certainty in ('certain', 'probable')
            and told.time_relation <> 'after'
    ),
    bounds as (
        select
            event_id,
            min(since) as since,
            min(begun_by) filter (where begun_by < frame_start) as begun_before_frame,
            min(begun_by) filter (where coalesce(begun_by >= frame_start, true))
                as begun_by
        from begun
        group by event_id
    ),
    beginnings as (
        select
            event_id,
            bounds.begun_before_frame is not null as dates_disagree,
            coalesce(
                least(frames.event_date_end, bounds.begun_by),
                if(dates_disagree, frames.event_date_start, null)
            ) as begin_end,
            coalesce(
                bounds.begun_before_frame,
                if(bounds.since <= begin_end, bounds.since, null),
                frames.event_date_start
            ) as begin_start
        from frames
        left join bounds using (event_id)
    )
select
    events.label,
    events.event_type,
    events.event_date_edtf,
    events.event_date_start,
    events.event_date_end,
    beginnings.begin_start,
    beginnings.begin_end,
    beginnings.dates_disagree,
    -- An open bound compares as empty, and an open interval reaches outside.
    not coalesce(
        beginnings.begin_start >= period.first_day
        and beginnings.begin_end <= period.last_day,
        false
    ) as only_overlaps,
    reported.certainty as highest_certainty,
    reported.reports,
    reported.negated_claims,
    reported.sources,
    place.name as place_name,
    reported.claim_ids,
    events.event_id
from events
cross join period
join reported using (event_id)
join beginnings using (event_id)
left join entities as place on place.entity_id = events.place_id
where
    coalesce(beginnings.begin_start, beginnings.begin_end) is not null
    and coalesce(beginnings.begin_start <= period.last_day, true)
    and coalesce(beginnings.begin_end >= period.first_day, true)
order by
    only_overlaps,
    beginnings.begin_start nulls last,
    beginnings.begin_end nulls last,
    events.event_id
