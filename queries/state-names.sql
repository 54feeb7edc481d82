-- title: Every surface form of a state, and how often by metonymy
-- description: One row per mention of a government or of the territory of a state, with its
--   offsets. uses_of_form counts the mentions of anything in the same words,
--   mentions_of_form those of the same thing, metonymic_mentions those of them in which a
--   capital stands for its government: of three "Kyiv", two may be the government and one
--   the town, which is no state and has no row. Adjectives ("Ukrainian") are no mentions;
--   ministries, armies and regions are other things. " … " stands between the stretches of
--   a mention.
-- param: country (text) = all: ISO 3166-1 alpha-3 code, as in entities.country; "all" for every state
with
    -- No code says that a place is a country; the precision of its uses does.
    territories as (
        select place_id as entity_id from claims where place_precision = 6
        union
        select place_id from events where place_precision = 6
    ),
    states as (
        select entity_id, name, entity_type, country
        from entities
        where
            (lower($country) = 'all' or country = upper($country))
            and (
                -- Its ministries are parts of it.
                entity_type = 'organization'
                and sector = 'GOV'
                and is_named
                and part_of_id is null
                or entity_type = 'place'
                and entity_id in (select entity_id from territories)
            )
    ),
    -- The largest table by far is read once.
    pieces as materialized (
        select
            document_id,
            mark_id,
            entity_id,
            fragment,
            text,
            is_metonymic,
            char_start,
            char_end
        from spans
        where entity_id is not null
    ),
    -- Mentions in several stretches, of which there are few.
    joined as materialized (
        select
            document_id,
            mark_id,
            entity_id,
            string_agg(text, ' … ' order by fragment) as form,
            bool_or(is_metonymic) as is_metonymic,
            min(char_start) as char_start,
            max(char_end) as char_end
        from pieces
        where mark_id in (select mark_id from pieces where fragment > 1)
        group by document_id, mark_id, entity_id
    ),
    -- Wider than what it is made of, so not kept.
    mentions as not materialized (
        select
            document_id,
            mark_id,
            entity_id,
            text as form,
            is_metonymic,
            char_start,
            char_end
        from pieces
        where mark_id not in (select mark_id from joined)
        union all
        from joined
    ),
    forms as (
        select
            entity_id,
            form,
            count(*) as mentions_of_form,
            count(*) filter (where is_metonymic) as metonymic_mentions,
            sum(count(*)) over (partition by form)::bigint as uses_of_form
        from mentions
        group by entity_id, form
    ),
    state_forms as (
        select
            states.*,
            forms.form,
            forms.mentions_of_form,
            forms.metonymic_mentions,
            forms.uses_of_form,
            row_number() over (
                order by states.entity_id, forms.mentions_of_form desc, forms.form
            ) as number
        from forms
        join states using (entity_id)
    )
select
    state_forms.country,
    state_forms.name,
    state_forms.entity_type,
    mentions.form,
    state_forms.mentions_of_form,
    state_forms.metonymic_mentions,
    state_forms.uses_of_form,
    mentions.is_metonymic,
    mentions.document_id,
    mentions.char_start,
    mentions.char_end,
    mentions.entity_id,
    mentions.mark_id
from mentions
semi join states using (entity_id)
join state_forms
    on state_forms.entity_id = mentions.entity_id
    and state_forms.form is not distinct from mentions.form
order by
    state_forms.number,
    mentions.document_id,
    mentions.char_start,
    mentions.mark_id
