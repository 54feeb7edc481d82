"""What holds for every package of our model, in words for those who use it."""

from __future__ import annotations

ASSERTIONS = """\
A row of `claims` asserts that *the article says so*, through the sources named in
`attributions`. It does not assert that it is true, that the newsroom believes it, or
that nobody else says otherwise. `certainty` and `polarity` are the commitment that
reaches the reader after all cues ("reportedly", "we assess"), nothing else. Events
carry identity and type, and no truth value."""

LIMITS = (
    'An empty cell means "not stated" or "not annotated", never zero and never no.',
    (
        "Two figures may be one: `claim_links` and `claims_flat.restates_claim_id` mark"
        " a claim that says another one again. Leave those out before you count."
    ),
)

QUOTING = """\
When you quote a claim, give its `claim_id`, the source nearest the reader and the date
said."""

TEXTS = """\
`documents.rights` and `documents.text_access` say what may be shipped of the text of an
article."""

ACCESS_LIMITS = {
    "quotes": (
        "Of the text of {articles} the package has no more than the words that rows"
        " quote. Whoever has the text knows it by `documents.text_sha256`, and can"
        " check every span."
    ),
    "none": "Of the text of {articles} it has no words: spans have offsets alone.",
}
"""By `documents.text_access`; a text that may be shipped is no limit."""

AGREEMENT = """\
Two annotations of the same texts. F1 is that of marks with the same label: exact ones
have the same characters, overlapping ones share some. Alpha is Krippendorff's for
unitising: 1 is perfect, 0 what chance gives; long marks weigh most."""
"""What the figures of `claimpack agree` are."""

VERSIONS = """\
A version is MAJOR.MINOR.PATCH: what may break the work of a reader, such as a column, a
row or a code that is gone, moves the first number, new rows, columns at the end, codes
and corrected values the second, and words or files with the same content the third. An
id is permanent: one that is withdrawn leaves a tombstone and is never used again."""
"""docs/versions.md in two sentences."""
