"""A phrase of quantity read from its tokens: modifiers around a number or a range.

The result is what was said; `quantities.bound` adds what follows from it.
"""

from __future__ import annotations

from dataclasses import replace

from claimpack.document import Unresolved
from claimpack.findings import quote
from claimpack.quantities.amounts import Phrase, read_amounts
from claimpack.quantities.forms import find_longest, index_forms
from claimpack.quantities.number_words import is_number, word_at
from claimpack.quantities.numerals import HIGHEST_VALUE, PLURAL_SCALES, SCALES
from claimpack.quantities.refusals import check_rest, explain_start
from claimpack.quantities.units import read_unit
from claimpack.quantities.words import (
    AFTER_NO,
    BETWEEN_AND,
    COMPARATIVES,
    COUPLES,
    EXACT_WORDS,
    MULTIPLES,
    MULTIPLIED_WORDS,
    NEARLY,
    PREFIXES,
    RANGE_ONLY,
    SHADES,
    SUFFIXES,
    UNBOUNDED_WORDS,
)

PREFIX_FORMS = index_forms(
    PREFIXES,
    {
        code: "|".join(shade + form for shade in SHADES for form in forms.split("|"))
        for code, forms in COMPARATIVES.items()
    },
)
SUFFIX_FORMS = index_forms(SUFFIXES)
EXACT_FORMS = index_forms(EXACT_WORDS)
COUPLE_FORMS = index_forms(COUPLES)
MULTIPLIED_FORMS = index_forms(MULTIPLIED_WORDS)
UNBOUNDED_FORMS = index_forms(UNBOUNDED_WORDS)
DOWNWARD = frozenset({NEARLY, "less_than", "at_most"})
"""Modifiers that take the floor from a vague number: up to several hundred."""


def read_phrase(tokens: list[str]) -> Phrase | Unresolved:
    """Return what the tokens of a quantity say."""
    if tokens[0] in MULTIPLES:
        reason = f"{quote(tokens[0])} is a multiple of something else, not a count"
        return Unresolved(reason=reason)
    body, suffixes = strip_suffix(tokens)
    position, prefixes = skip_prefixes(body)
    phrase = read_body(body, position, is_between=BETWEEN_AND in prefixes)
    if not isinstance(phrase, Phrase):
        return phrase or explain_start(body, position)
    phrase, inner = read_inner_suffix(body, add_unit(body, phrase))
    codes = [*prefixes, *suffixes, *inner]
    problem = check_rest(body, phrase, is_modified=bool(codes))
    return problem or apply_modifiers(phrase, {*codes} - {"exact"})


def strip_suffix(tokens: list[str]) -> tuple[list[str], list[str]]:
    """Return the tokens without a modifier at their end, and that modifier."""
    for start in range(1, len(tokens)):
        code, after = find_longest(SUFFIX_FORMS, tokens, start)
        if code is not None and after == len(tokens):
            return tokens[:start], [code]
    return tokens, []


def skip_prefixes(tokens: list[str]) -> tuple[int, list[str]]:
    """Return where the modifiers at the beginning end, and their codes."""
    position = 0
    codes: list[str] = []
    while True:
        code, after = find_longest(PREFIX_FORMS, tokens, position)
        if code is None:
            return position, codes
        position = after
        codes += [code] if code else []


def read_body(
    tokens: list[str], position: int, *, is_between: bool
) -> Phrase | Unresolved | None:
    """Return what stands after the modifiers, or words that look like one: some."""
    return (
        read_words(tokens, position)
        or read_amounts(tokens, position, is_between=is_between)
        or read_words(tokens, 0)
    )


def read_words(tokens: list[str], position: int) -> Phrase | None:
    """Return what words without a numeral say: both, several thousand, dozens."""
    return (
        read_couple(tokens, position)
        or read_vague(tokens, position)
        or read_exact_word(tokens, position)
    )


def read_couple(tokens: list[str], position: int) -> Phrase | None:
    """Return what a couple says, with the powers after it: a couple of hundred."""
    number, after = find_longest(COUPLE_FORMS, tokens, position)
    if number is None:
        return None
    power, after, _ = read_powers(tokens, after)
    return Phrase(modifier="approx", number=number * power, position=after)


def read_vague(tokens: list[str], position: int) -> Phrase | None:
    """Return what a vague word says: several hundred, many, tens of thousands."""
    floor, after = find_longest(MULTIPLIED_FORMS, tokens, position)
    if floor is not None:
        power, after, _ = read_powers(tokens, after)
        return Phrase(modifier="vague", low=floor * power, position=after)
    word, after = find_longest(UNBOUNDED_FORMS, tokens, position)
    power, after, is_plural = read_powers(tokens, after)
    if is_plural:
        return Phrase(modifier="vague", low=power, position=after)
    if word is None or is_number(tokens, after):
        return None
    return Phrase(modifier="vague", position=after)


def read_exact_word(tokens: list[str], position: int) -> Phrase | None:
    """Return what a word says that is no numeral and yet exact: none, a pair."""
    number, after = find_longest(EXACT_FORMS, tokens, position)
    if number is None or is_number(tokens, after):
        return None
    if number == 0 and word_at(tokens, after) in AFTER_NO:
        return None
    return Phrase(modifier="exact", number=number, position=after)


def add_unit(tokens: list[str], phrase: Phrase) -> Phrase:
    """Return the phrase with the unit that follows it: billions of dollars."""
    after = phrase.position
    if phrase.unit is not None:
        return phrase
    after += tokens[after : after + 1] == ["of"]
    found = read_unit(tokens, after)
    if isinstance(found, Unresolved) or found[0] is None:
        return phrase
    return replace(phrase, unit=found[0], position=found[1])


def read_powers(tokens: list[str], position: int) -> tuple[int, int, bool]:
    """Return the product of multipliers, its end, and whether one is a plural.

    >>> read_powers("tens of thousands of men".split(), 0)
    (10000, 3, True)
    """
    product, is_plural = 1, False
    while True:
        at = position + (is_plural and word_at(tokens, position) == "of")
        word = word_at(tokens, at)
        power = SCALES.get(word) or PLURAL_SCALES.get(word)
        if power is None or (is_plural and at == position):
            return product, position, is_plural
        product = min(product * power, HIGHEST_VALUE)
        is_plural = is_plural or word in PLURAL_SCALES
        position = at + 1


def read_inner_suffix(tokens: list[str], phrase: Phrase) -> tuple[Phrase, list[str]]:
    """Return the phrase, past a modifier that stands right after it: 100 or so men."""
    code, after = find_longest(SUFFIX_FORMS, tokens, phrase.position)
    if code is None:
        return phrase, []
    return add_unit(tokens, replace(phrase, position=after)), [code]


def apply_modifiers(phrase: Phrase, modifiers: set[str]) -> Phrase | Unresolved:
    """Return the phrase with the modifiers around it, where the policy joins them."""
    if phrase.modifier == "vague":
        is_downward = not DOWNWARD.isdisjoint(modifiers)
        return replace(phrase, low=None) if is_downward else phrase
    if phrase.modifier == "between":
        modifiers = modifiers - {BETWEEN_AND, RANGE_ONLY}
    if phrase.modifier != "exact":
        is_joined = modifiers <= {"approx"}
        modified = replace(phrase, modifier="approx") if modifiers else phrase
        return modified if is_joined else refuse(phrase, modifiers)
    return modify_number(phrase, modifiers)


def modify_number(phrase: Phrase, modifiers: set[str]) -> Phrase | Unresolved:
    """Return a number with at most one modifier."""
    if not modifiers:
        return phrase
    if len(modifiers) > 1:
        return refuse(phrase, modifiers)
    (modifier,) = modifiers
    if modifier in {BETWEEN_AND, RANGE_ONLY}:
        return Unresolved(reason="a range has two numbers; there is one")
    if modifier == NEARLY and not phrase.number:
        return Unresolved(reason="nearly none sets no bound")
    if modifier == NEARLY:
        return replace(phrase, modifier="approx", high=phrase.number)
    return replace(phrase, modifier=modifier)


def refuse(phrase: Phrase, modifiers: set[str]) -> Unresolved:
    """Return which modifiers stand together that the policy does not join."""
    named = " and ".join(sorted({*modifiers, phrase.modifier} - {"exact"}))
    return Unresolved(reason=f"the policy does not join {named}")
