"""What makes a number no quantity: why the words around it refuse it."""

from __future__ import annotations

from claimpack.document import Unresolved
from claimpack.findings import quote
from claimpack.quantities.amounts import Phrase
from claimpack.quantities.number_words import is_number
from claimpack.quantities.numerals import (
    GLUED,
    ORDINAL_SUFFIXES,
    ORDINALS,
    PARTS,
    is_year,
)
from claimpack.quantities.units import (
    AMBIGUOUS_UNITS,
    FRACTION,
    SINGULAR_UNITS,
    UNIT_WORDS,
)
from claimpack.quantities.words import (
    COUNTED_NOUNS,
    MULTIPLES,
    RATE_WORDS,
    REFUSED_AFTER,
)

ORDINAL = "an ordinal number is not a count"


def check_rest(
    tokens: list[str], phrase: Phrase, *, is_modified: bool
) -> Unresolved | None:
    """Return why what stands around a number refuses it, None where nothing does.

    What may follow a number is what is counted: words without another number.
    """
    rest = tokens[phrase.position :]
    reason = (
        refuse_first(rest)
        or refuse_unit(rest)
        or refuse_attribute(tokens, phrase, rest)
        or refuse_later(rest)
    )
    if reason is None and is_ordinal(tokens, phrase, rest):
        reason = ORDINAL
    if reason is None and not is_modified and is_bare_year(tokens, phrase, rest):
        reason = "a bare number from 1900 to 2099 is a year"
    return None if reason is None else Unresolved(reason=reason)


def refuse_first(rest: list[str]) -> str | None:
    """Return why the token right after a number refuses it."""
    first = rest[0] if rest else ""
    if first.startswith(GLUED):
        return explain_glued(first.removeprefix(GLUED))
    if first == "-" and len(rest) > 1:
        return "a number in a compound word is not a count"
    return REFUSED_AFTER.get(first)


def refuse_unit(rest: list[str]) -> str | None:
    """Return why the unit after a number is not known: pounds, Jamaican dollars."""
    first, second = [*rest[rest[:1] == ["of"] :], "", ""][:2]
    if first in AMBIGUOUS_UNITS:
        return f"{quote(first)} names more than one unit"
    if second in UNIT_WORDS and first not in RATE_WORDS:
        return f"{quote(f'{first} {second}')} is no unit that is known"
    return None


def refuse_attribute(tokens: list[str], phrase: Phrase, rest: list[str]) -> str | None:
    """Return why a unit may belong to the noun behind it: ten barrel bombs."""
    word = tokens[phrase.position - 1]
    is_one = phrase.number is not None and phrase.number <= 1
    if is_one or word not in SINGULAR_UNITS or not rest or rest[0] in RATE_WORDS:
        return None
    return f"{quote(f'{word} {rest[0]}')} may be what is counted"


def refuse_later(rest: list[str]) -> str | None:
    """Return why a later token refuses a number."""
    if "than" in rest:
        return "a difference from something else is not a count"
    for position, token in enumerate(rest):
        if is_number(rest, position):
            return "there is more than one number"
        if not (token[0].isalpha() or token in {"-", "'"}):
            return f"{quote(token)} after the number is not a word"
    return None


def is_bare_year(tokens: list[str], phrase: Phrase, rest: list[str]) -> bool:
    """Return whether nothing tells a number from a year: 2024, but 2000 soldiers."""
    if phrase.unit is not None or phrase.modifier != "exact":
        return False
    return is_year(tokens[phrase.position - 1]) and COUNTED_NOUNS.isdisjoint(rest)


def is_ordinal(tokens: list[str], phrase: Phrase, rest: list[str]) -> bool:
    """Return whether the words are an ordinal: a third soldier, forty first.

    A third, and a third of them, are shares; two first responders are two.
    """
    first, second = [*rest, "", ""][:2]
    if phrase.unit == FRACTION:
        before = tokens[: phrase.position][-2:]
        has_article = before[0] in {"a", "an"} and before[-1] in PARTS
        return has_article and first not in {"", "of"}
    return first in ORDINALS and second in {"", "of"}


def explain_glued(letters: str) -> str:
    """Return why a number with letters right after it is not a count."""
    if letters in ORDINAL_SUFFIXES:
        return ORDINAL
    if letters == "s":
        return "a decade or a plural of a number is not a count"
    return f"{quote(letters)} right after the digits: a name, or an ambiguous unit"


def explain_start(tokens: list[str], position: int) -> Unresolved:
    """Return why no number starts where one is expected."""
    token = tokens[position] if position < len(tokens) else ""
    if token in ORDINALS or token.removesuffix("s") in ORDINALS:
        return Unresolved(reason=ORDINAL)
    if token in MULTIPLES:
        return Unresolved(reason="a multiple of something else is not a count")
    if token in ("-", "minus", "+", "plus"):
        return Unresolved(reason="a number with a sign is not a quantity")
    if not token:
        return Unresolved(reason="there is a modifier and no number")
    reason = f"{quote(token)} begins no number, and it is no modifier of one"
    return Unresolved(reason=reason)
