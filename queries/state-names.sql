-- title: Every surface form of a state, and how often by metonymy
-- description: One row per mention of a government or of the territory of a state, with its
--   offsets; mentions_of_form counts the mentions of the same thing in the same words,
--   metonymic_mentions those of them in which a capital stands for its government.
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
    mentions as (
        select
            document_id,
            mark_id,
            entity_id,
            string_agg(text, ' … ' order by fragment) as form,
            bool_or(is_metonymic) as is_metonymic,
            min(char_start) as char_start,
            max(char_end) as char_end
        from spans
        semi join states using (entity_id)
        where role = 'entity'
        group by document_id, mark_id, entity_id
    ),
    forms as (
        select
            entity_id,
            form,
            count(*) as mentions_of_form,
            count(*) filter (where is_metonymic) as metonymic_mentions
        from mentions
        group by entity_id, form
    )
select
    states.country,
    states.name,
    states.entity_type,
    mentions.form,
    forms.mentions_of_form,
    forms.metonymic_mentions,
    mentions.is_metonymic,
    mentions.document_id,
    mentions.char_start,
    mentions.char_end,
    mentions.entity_id,
    mentions.mark_id
from mentions
join states using (entity_id)
join forms
    on forms.entity_id = mentions.entity_id
    and forms.form is not distinct from mentions.form
order by
    mentions.entity_id,
    forms.mentions_of_form desc,
    mentions.form,
    mentions.document_id,
    mentions.char_start,
    mentions.mark_id
