"""Both sides of a range of dates: what one side leaves out, the other gives.

"12 to 15 December 2024" says the month and the year once.
"""

from __future__ import annotations

import re

from claimpack.dates.words import MONTHS, Token

FIGURES = re.compile(r"[0-9]{1,2}")
SAID_ONCE = re.compile(
    rf"(?:([0-9]{{2}})[0-9]{{2}}[-/–]|\b({'|'.join(MONTHS)}) [0-9]{{1,2}}"
    r"(?:,|-|–| and| to| or) ?)\Z"
)
LEAD_WIDTH = 24
"""Characters before figures that can hold the rest of a date."""
Side = list[Token]
DAYS = frozenset({"n", "o"})
NEEDS_YEAR = frozenset({"m", "s", "q"})


def complete_figures(words: str, sentence: str) -> str:
    """Return a day or a year that the sentence gives in two figures, completed.

    >>> complete_figures("58", "the expedition of 1957-58")
    '1958'
    >>> complete_figures("25", "at the summit on April 24 and 25")
    'april 25'
    """
    if not FIGURES.fullmatch(words):
        return words
    place = re.search(rf"(?<![0-9]){words}(?![0-9])", sentence)
    at = place.start() if place else 0
    lead = SAID_ONCE.search(sentence[max(0, at - LEAD_WIDTH) : at].casefold())
    if lead is None:
        return words
    century, month = lead.groups()
    return f"{century}{words}" if century else f"{month} {words}"


def split_range(tokens: Side) -> tuple[Side, Side] | None:
    """Return both sides of a range, None where there is no range.

    `until` connects two dates only after `from`, `and` only after `between`.
    """
    kinds = [token.kind for token in tokens]
    opener = kinds[0] if kinds else ""
    connectors = {
        "from": ("to", "until", "till", "through"),
        "between": ("and", "to"),
    }.get(opener, ("to", "through"))
    first = int(opener in ("from", "between"))
    for connector in connectors:
        if connector in kinds[first + 1 :]:
            at = kinds.index(connector, first + 1)
            return complete_range(tokens[first:at], tokens[at + 1 :])
    return None


def complete_range(left: Side, right: Side) -> tuple[Side, Side]:
    """Return both sides, each with the month and the year that it shares."""
    left_kinds, right_kinds = kinds_of(left), kinds_of(right)
    if left_kinds == {"y"} and right_kinds == {"n"} and len(left) == len(right) == 1:
        return left, [complete_year(left[0], right[0])]
    if right_kinds & DAYS and right_kinds <= DAYS | {"y"}:
        right = [*pick(left, "m"), *right]
    if left_kinds <= DAYS:
        left = [*left, *pick(right, "m")]
    if "y" not in left_kinds and kinds_of(left) & NEEDS_YEAR:
        left = [*left, *pick(right, "y")]
    return left, right


def kinds_of(tokens: Side) -> set[str]:
    """Return the kinds of the tokens."""
    return {token.kind for token in tokens}


def pick(tokens: Side, kind: str) -> Side:
    """Return the tokens of one kind."""
    return [token for token in tokens if token.kind == kind]


def complete_year(year: Token, last_figures: Token) -> Token:
    """Return the year of which the last figures are given: 2014-16."""
    return Token("y", int(str(year.value)) // 100 * 100 + int(str(last_figures.value)))
