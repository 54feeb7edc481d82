"""Dates in words, resolved to the interval within which the text places a thing.

The interval is no narrower than the words: "late 2023" is 2023, since no text says
where late begins. Words that are vague (recently), that only last (two years) or
recur (every Monday) have no interval and stay unresolved.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from claimpack.dates.bounds import Frame
from claimpack.dates.expressions import read_expression
from claimpack.dates.ranges import complete_figures
from claimpack.dates.reports import find_reported_quarter
from claimpack.dates.tenses import find_cue
from claimpack.dates.tokens import split_tokens
from claimpack.dates.words import LONGEST_DATE
from claimpack.document import Unresolved, When
from claimpack.edtf import hull, make_when

MOST_TOKENS = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What stands around the words."""

    sentence: str = ""
    """The sentence that holds them: its tense tells past from future."""
    said: When | None = None
    """When the words were said, where that is not the day of publication. Relative
    words count from it; an open side counts as the other one."""


def resolve(
    words: str, anchor: date | None, context: Context | None = None
) -> When | Unresolved:
    """Return the interval that words denote, counted from the day of publication.

    Without `anchor` and `context.said`, relative words are unresolved. Where the
    day of saying is itself an interval, the result holds the readings on its first
    and on its last day. Never raises; stable under letter case and spaces.

    >>> resolve("On Thursday", date(2024, 12, 23)).edtf
    '2024-12-19'
    >>> resolve("earlier this year", date(2024, 12, 23)).edtf
    '2024-01-01/2024-12-23'
    >>> said = When(edtf="", start=date(2024, 12, 16), end=date(2024, 12, 22))
    >>> resolve("since December", date(2024, 12, 23), Context(said=said)).edtf
    '2024-12-01/2024-12-22'
    >>> resolve("recently", date(2024, 12, 23)).reason
    'the words are vague: they give no bounds'
    """
    if len(words) > LONGEST_DATE:
        return Unresolved(reason=f"longer than {LONGEST_DATE} characters")
    context = context or Context()
    sentence = context.sentence
    cue = find_cue(words, sentence)
    first, last = find_days_said(anchor, context.said)
    frame = Frame(
        day=last,
        direction=cue.direction,
        is_certain=cue.is_certain,
        reported=find_reported_quarter(sentence, anchor),
    )
    words = complete_figures(words, sentence)
    latest = resolve_on(words, frame)
    if first == last or isinstance(latest, Unresolved):
        return latest
    earliest = resolve_on(words, replace(frame, day=first))
    return earliest if isinstance(earliest, Unresolved) else hull(earliest, latest)


def find_days_said(
    anchor: date | None, said: When | None
) -> tuple[date | None, date | None]:
    """Return the first and the last day on which words can have been said."""
    if said is None:
        return anchor, anchor
    return said.start or said.end or anchor, said.end or said.start or anchor


@lru_cache(maxsize=16384)
def resolve_on(words: str, frame: Frame) -> When | Unresolved:
    """Return what words denote that are read on a day, in a past or future sentence."""
    tokens = split_tokens(words)
    if isinstance(tokens, Unresolved):
        return tokens
    if len(tokens) > MOST_TOKENS:
        return Unresolved(reason=f"more than {MOST_TOKENS} words")
    try:
        interval = read_expression(tokens, frame)
    except (ValueError, OverflowError):
        return Unresolved(reason="the calendar has no such day")
    if isinstance(interval, Unresolved):
        return interval
    if interval.start and interval.end and interval.start > interval.end:
        return Unresolved(reason="the interval ends before it starts")
    qualifier = "~" if interval.is_approximate else ""
    return make_when(interval.start, interval.end, qualifier)
