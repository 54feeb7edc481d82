"""Both sides of a range of dates: what one side leaves out, the other gives.

"12 to 15 December 2024" says the month and the year once.
"""

from __future__ import annotations

from claimpack.dates.words import Token

Side = list[Token]
DAYS = frozenset({"n", "o"})
NEEDS_YEAR = frozenset({"m", "s", "q"})


def split_range(tokens: Side) -> tuple[Side, Side] | None:
    """Return both sides of a range, None where there is no range.

    `until` and `through` connect two dates only after `from`, `and` only after
    `between`.
    """
    kinds = [token.kind for token in tokens]
    opener = kinds[0] if kinds else ""
    connectors = {
        "from": ("to", "until", "till", "through"),
        "between": ("and", "to"),
    }.get(opener, ("to",))
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
