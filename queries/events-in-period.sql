-- title: Events that begin in a period
-- description: One row per event that at least one claim says is happening or has happened.
--   What is only planned, wished for, conditional, denied or retracted is left out. An
--   event is in when the interval that it is placed in lies in the period;
--   only_overlaps is true where the interval also reaches outside, so that it may have
--   begun before or after. Events without any date are left out. reports and denials count
--   claims, restatements left out.
-- param: first_day (date): the first day of the period
-- param: last_day (date): the last day of the period, inclusive
with
    not_counted as (
        select target_id as claim_id from claim_links where relation = 'retracts'
        union
        select claim_id from claim_links where relation = 'restates'
    ),
    told as (
        select
            event_id,
            certainty,
            polarity is not distinct from 'negative' as is_denial,
            -- A position ("is a threat") judges an event and does not report it.
            polarity is distinct from 'negative'
            and certainty is distinct from 'uncommitted'
            and claim_type is distinct from 'intention'
            and claim_type is distinct from 'position'
            and time_relation is distinct from 'after' as is_report
        from claims
        anti join not_counted using (claim_id)
        where event_id is not null
    ),
    reported as (
        select
            event_id,
            count(*) filter (where is_report) as reports,
            count(*) filter (where is_denial) as denials,
            case
                when bool_or(is_report and certainty = 'certain') then 'certain'
                when bool_or(is_report and certainty = 'probable') then 'probable'
                when bool_or(is_report and certainty = 'possible') then 'possible'
            end as certainty
        from told
        group by event_id
        having bool_or(is_report)
    )
select
    events.label,
    events.event_type,
    events.event_date_edtf,
    events.event_date_start,
    events.event_date_end,
    -- An open bound compares as empty, and an open interval reaches outside.
    not coalesce(
        events.event_date_start >= $first_day and events.event_date_end <= $last_day,
        false
    ) as only_overlaps,
    reported.certainty as highest_certainty,
    reported.reports,
    reported.denials,
    place.name as place_name,
    events.event_id
from events
join reported using (event_id)
left join entities as place on place.entity_id = events.place_id
where
    coalesce(events.event_date_start, events.event_date_end) is not null
    and coalesce(events.event_date_start <= $last_day, true)
    and coalesce(events.event_date_end >= $first_day, true)
order by
    only_overlaps,
    events.event_date_start nulls last,
    events.event_date_end nulls last,
    events.event_id
