-- title: Negated, denied and uncommitted claims, with the words that make them so
-- description: One row per claim and word. An uncommitted claim has its hedges ("would",
--   "withdrew"); a negative one the cue of a source who denies it, or else the negation in
--   its own words. No mark says which word negates, so that found_by tells whether the
--   word was marked ("hedge", "cue") or is the first English negation in the claim
--   ("content"). Without such a word the row stands with empty words. opposed_claim_ids
--   names the claims that a link says this one contradicts, corrects or takes back.
with
    denials as (
        select claim_id, certainty, polarity
        from claims
        where polarity = 'negative' or certainty = 'uncommitted'
    ),
    denying_sources as (
        select attribution_id, claim_id
        from attributions
        semi join denials using (claim_id)
    ),
    -- Joint sources share a cue: each of them has a span of the same mark.
    marked as (
        select distinct
            coalesce(spans.claim_id, denying_sources.claim_id) as claim_id,
            spans.role,
            spans.mark_id,
            spans.fragment,
            spans.char_start,
            spans.char_end,
            spans.text
        from spans
        left join denying_sources on denying_sources.attribution_id = spans.attribution_id
        where
            spans.role in ('hedge', 'content') and spans.claim_id in (select claim_id from denials)
            or spans.role = 'cue' and denying_sources.claim_id is not null
    ),
    marks as (
        select
            claim_id,
            role,
            -- Few marks have several stretches, and it takes long to put them in order.
            min(text) filter (where fragment = 1) || coalesce(
                ' … '
                || string_agg(text, ' … ' order by fragment) filter (where fragment > 1),
                ''
            ) as words,
            min(char_start) as words_start,
            max(char_end) as words_end
        from marked
        group by claim_id, role, mark_id
    ),
    -- Words are looked into behind the grouping and the ranking, which keeps DuckDB from
    -- searching all spans of the corpus first.
    hedges_and_cues as (
        select claim_id, role as found_by, words, words_start, words_end
        from marks
        join denials using (claim_id)
        where
            -- The hedge of a claim that is denied, but only "probable", does not deny it.
            role = 'hedge' and certainty = 'uncommitted'
            or role = 'cue'
            and polarity = 'negative'
            and regexp_matches(
                lower(words), '\b(den(y|ie)|refus|reject|refut|dismiss|disput)'
            )
    ),
    searched as (
        select
            claim_id,
            char_start,
            -- The two groups are what stands before the first negation, and the negation.
            regexp_extract(
                text,
                '(?is)^(.*?)\b(no|not|never|none|nobody|nothing|neither|nor|without'
                || '|cannot|[a-z]+n[’'']t)\b',
                ['before', 'words']
            ) as found
        from marked
        join denials using (claim_id)
        anti join (
            select claim_id from hedges_and_cues where found_by = 'cue'
        ) using (claim_id)
        where role = 'content' and polarity = 'negative'
    ),
    ranked as (
        select
            *,
            row_number() over (
                partition by claim_id order by found.words = '', char_start
            ) as place
        from searched
    ),
    first_negations as (
        -- length counts code points, as offsets do.
        select
            claim_id,
            'content' as found_by,
            found.words as words,
            char_start + length(found.before) as words_start,
            char_start + length(found.before) + length(found.words) as words_end
        from ranked
        where place = 1 and found.words <> ''
    ),
    denying_words as (
        from hedges_and_cues
        union all
        from first_negations
    ),
    opposed as (
        select claim_id, string_agg(target_id, '; ' order by target_id) as opposed_claim_ids
        from claim_links
        where relation in ('contradicts', 'corrects', 'retracts')
        group by claim_id
    )
select
    flat.claim_text,
    flat.certainty,
    flat.polarity,
    denying_words.words,
    denying_words.found_by,
    denying_words.words_start,
    denying_words.words_end,
    opposed.opposed_claim_ids,
    flat.chain,
    flat.said_edtf,
    flat.said_start,
    flat.said_end,
    flat.event_label,
    flat.document_id,
    flat.claim_id
from claims_flat as flat
join denials using (claim_id)
left join denying_words using (claim_id)
left join opposed using (claim_id)
order by
    flat.document_id,
    flat.char_start,
    flat.claim_id,
    denying_words.words_start,
    denying_words.words_end
