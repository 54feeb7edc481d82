"""Dates and quantities of a document, computed from its words.

The rules are those of the codebook ("Date said", "Date of the event"): the
annotator's own reading comes first, then the words, then what the time relation
allows. Words that have no value keep it empty and are reported.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date

from claimpack import dates, quantities
from claimpack.document import (
    Attribution,
    Claim,
    Document,
    Quantity,
    TimeExpression,
    Unresolved,
    When,
)
from claimpack.edtf import format_interval, parse_edtf
from claimpack.findings import Finding, Location, Rule, Severity, make_finding, quote
from claimpack.metadata import publication_of

DATE = Rule(
    code="unresolved-date",
    severity=Severity.NOTE,
    template="the words {found} give no date: {reason}",
    explanation=(
        "A date that the words do not give stays empty, or as wide as the time "
        "relation leaves it; it is never guessed."
    ),
)
QUANTITY = Rule(
    code="unresolved-quantity",
    severity=Severity.WARNING,
    template="the words {found} give no number: {reason}",
    explanation="A number that the words do not give stays empty; it is never guessed.",
)
RULES = (DATE, QUANTITY)

LONGEST_SENTENCE = 1000
"""Characters that are looked back for the end of the sentence before."""
SENTENCE_END = re.compile(r"""[.!?\n](?:(?<=\n)|["”’)\]]*\s)""")
"""Begins with its characters: two patterns side by side take three times as long."""

Locate = Callable[[str], Location]
"""From an annotation id (`t5`, `e12`) to its place in the source."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """The computed values of a document, by annotation id."""

    published: When | None
    said: dict[tuple[str, str], When] = field(default_factory=dict)
    """By claim and attribution: one link may be said of several claims."""
    event_dates: dict[str, When] = field(default_factory=dict)
    """By claim; a claim that is dated by nothing is absent."""
    quantities: dict[str, Quantity] = field(default_factory=dict)
    """By claim; a claim whose words give no number is absent."""


def resolve_document(
    document: Document, locate: Locate
) -> tuple[Resolved, list[Finding]]:
    """Return the dates and quantities of a document, and what stays unresolved."""
    reader = WordReader(document=document, locate=locate)
    resolved = Resolved(published=publication_of(document.article))
    for claim in document.claims:
        chain = reader.read_chain(claim, resolved.published)
        for attribution, said in zip(claim.attributions, chain, strict=True):
            if said is not None:
                resolved.said[claim.node_id, attribution.node_id] = said
        when = reader.read_event_date(claim, resolved.published, chain)
        if when is not None:
            resolved.event_dates[claim.node_id] = when
        quantity = reader.read_quantity(claim)
        if quantity is not None:
            resolved.quantities[claim.node_id] = quantity
    return resolved, list(dict.fromkeys(reader.findings))


@dataclass(frozen=True, slots=True, kw_only=True)
class WordReader:
    """Reads the words of one document and collects what has no value."""

    document: Document
    locate: Locate
    findings: list[Finding] = field(default_factory=list)

    def read_chain(self, claim: Claim, published: When | None) -> list[When | None]:
        """Return when each attribution of a claim was said, by level from 1.

        What an inner source said cannot be later than the report of it, so the
        date of the level above bounds it where nothing else does.
        """
        chain: list[When | None] = []
        outer = published
        for attribution in claim.attributions:
            said = self.read_said(attribution, published) or until(outer)
            chain.append(said)
            outer = said or outer
        return chain

    def read_said(
        self, attribution: Attribution, published: When | None
    ) -> When | None:
        """Return the date that the annotator or the words give to an attribution."""
        if attribution.said_edtf is not None:
            return parse_reading(attribution.said_edtf)
        return self.read_times(attribution.times, published, None)

    def read_event_date(
        self, claim: Claim, published: When | None, chain: Sequence[When | None]
    ) -> When | None:
        """Return when the thing claimed happened or will happen."""
        if claim.event_date_edtf is not None:
            return parse_reading(claim.event_date_edtf)
        said_dates = [said for said in reversed(chain) if said is not None]
        said = next((said for said in said_dates if said.start and said.end), None)
        when = self.read_times(claim.times, published, said)
        return when or bound_by_relation(claim, [*said_dates, published])

    def read_times(
        self,
        times: Sequence[TimeExpression],
        published: When | None,
        said: When | None,
    ) -> When | None:
        """Return the interval that all the words give together, None for none."""
        intervals = [self.read_time(time, published, said) for time in times]
        return intersect([when for when in intervals if when is not None])

    def read_time(
        self, time: TimeExpression, published: When | None, said: When | None
    ) -> When | None:
        """Return the interval of one expression; report it where it has none."""
        if time.edtf is not None:
            return parse_reading(time.edtf)
        first = time.passage.spans[0].char_start
        last = time.passage.spans[-1].char_end
        context = dates.Context(
            sentence=find_sentence(self.document.article.text, first, last), said=said
        )
        when = dates.resolve(time.passage.words, day_of(published), context)
        if isinstance(when, Unresolved):
            self.report(DATE, time.passage.mark_id, time.passage.words, when)
            return None
        return when

    def read_quantity(self, claim: Claim) -> Quantity | None:
        """Return the number of a claim; report words that give none."""
        expression = claim.quantity
        if expression is None:
            return None
        words = expression.passage.words
        quantity = quantities.parse(words)
        if expression.number is not None or expression.modifier is not None:
            quantity = quantities.apply_reading(
                quantity, expression.number, expression.modifier
            )
        if isinstance(quantity, Unresolved):
            self.report(QUANTITY, expression.passage.mark_id, words, quantity)
            return None
        return quantity

    def report(self, rule: Rule, mark_id: str, words: str, why: Unresolved) -> None:
        """Record that words have no value."""
        reading = "EDTF" if rule is DATE else "Number"
        self.findings.append(
            make_finding(
                rule,
                self.locate(mark_id),
                found=quote(words),
                reason=why.reason,
                expected="words with a value, or the annotator's reading of them",
                hint=f"where the text gives it, add: Reference {mark_id.upper()} "
                f"{reading}:…",
            )
        )


def parse_reading(edtf: str) -> When | None:
    """Return the interval of an annotator's reading, which mapping has checked."""
    when = parse_edtf(edtf)
    return when if isinstance(when, When) else None


def day_of(when: When | None) -> date | None:
    """Return the one day that an interval is, None where it is longer or open."""
    return when.start if when is not None and when.start == when.end else None


def until(when: When | None) -> When | None:
    """Return the interval that ends with another and is open at its start."""
    if when is None or when.end is None:
        return None
    edtf = f"../{when.edtf}" if "/" not in when.edtf else f"../{when.end}"
    return When(edtf=edtf, start=None, end=when.end)


def from_start_of(when: When | None) -> When | None:
    """Return the interval that begins with another and is open at its end."""
    if when is None or when.start is None:
        return None
    edtf = f"{when.edtf}/.." if "/" not in when.edtf else f"{when.start}/.."
    return When(edtf=edtf, start=when.start, end=None)


def bound_by_relation(claim: Claim, said: Sequence[When | None]) -> When | None:
    """Return the interval that the time relation leaves, None for no relation.

    `said` begins with the origin and ends with the publication; the first date
    that bounds the needed side counts. A state about no event, such as
    "nuclear-armed", is a standing property and has no date.
    """
    if claim.time_relation is None:
        return None
    if claim.claim_type == "state" and claim.event_node_id is None:
        return None
    bound = from_start_of if claim.time_relation == "after" else until
    return next(filter(None, map(bound, said)), None)


def intersect(intervals: Sequence[When]) -> When | None:
    """Return what all intervals have in common, None where that is nothing."""
    if not intervals:
        return None
    if len(intervals) == 1:
        return intervals[0]
    starts = [when.start for when in intervals if when.start is not None]
    ends = [when.end for when in intervals if when.end is not None]
    start, end = max(starts, default=None), min(ends, default=None)
    if start is not None and end is not None and start > end:
        return None
    return When(edtf=format_interval(start, end), start=start, end=end)


def find_sentence(text: str, char_start: int, char_end: int) -> str:
    """Return the sentence that holds a stretch of the text, roughly cut."""
    earliest = max(0, char_start - LONGEST_SENTENCE)
    before = [it.end() for it in SENTENCE_END.finditer(text, earliest, char_start)]
    end = SENTENCE_END.search(text, char_end)
    return text[before[-1] if before else 0 : end.end() if end else None].strip()
