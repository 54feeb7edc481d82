"""A phrase of quantity read from its tokens: modifiers around a number or a range.

The result is what was said; `quantities.bound` adds what follows from it.
"""

from __future__ import annotations

from collections.abc import Container
from dataclasses import replace

from claimpack.document import Unresolved
from claimpack.findings import quote
from claimpack.quantities.amounts import Phrase, read_amounts
from claimpack.quantities.limits import check_rest, explain_start
from claimpack.quantities.number_words import is_number
from claimpack.quantities.numerals import PLURAL_SCALES, SCALES
from claimpack.quantities.units import read_leading_currency, read_unit
from claimpack.quantities.words import (
    BARE_WORDS,
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

Forms = dict[tuple[str, ...], str]


def index_forms(tables: dict[str, str]) -> Forms:
    """Return the code of each form of the tables, keyed by the form's tokens."""
    return {
        tuple(form.split()): code
        for code, forms in tables.items()
        for form in forms.split("|")
    }


def index_comparatives() -> Forms:
    """Return the modifiers of `over`, `well over`, `just under` and the like."""
    shaded = {
        code: "|".join(shade + form for shade in SHADES for form in forms.split("|"))
        for code, forms in COMPARATIVES.items()
    }
    return index_forms(shaded)


PREFIX_CODES = index_forms(PREFIXES) | index_comparatives()
SUFFIX_CODES = index_forms(SUFFIXES)
EXACT_FORMS = {tuple(form.split()): value for form, value in EXACT_WORDS.items()}
COUPLE_FORMS = frozenset(tuple(form.split()) for form in COUPLES)
MULTIPLIED_FORMS = {tuple(form.split()): low for form, low in MULTIPLIED_WORDS.items()}
UNBOUNDED_FORMS = frozenset(tuple(form.split()) for form in UNBOUNDED_WORDS)
LONGEST_FORM = 5
DOWNWARD = frozenset({NEARLY, "less_than", "at_most"})
"""Modifiers that take the floor from a vague number: up to several hundred."""


def read_phrase(tokens: list[str]) -> Phrase | Unresolved:
    """Return what the tokens of a quantity say."""
    if tokens[0] in MULTIPLES:
        reason = f"{quote(tokens[0])} is a multiple of something else, not a count"
        return Unresolved(reason=reason)
    body, suffixes = strip_suffix(tokens)
    position, prefixes = skip_prefixes(body)
    phrase: Phrase | Unresolved | None = read_words(body, position)
    if phrase is None:
        phrase = read_amounts(
            body, position, is_between=BETWEEN_AND in prefixes
        ) or read_words(body, 0)
    if isinstance(phrase, Unresolved) or phrase is None:
        return phrase or explain_start(body, position)
    phrase, inner = read_inner_suffix(body, add_unit(body, phrase))
    modifiers = {*prefixes, *suffixes, *inner} - {"", "exact"}
    problem = check_rest(body, phrase, is_modified=bool(prefixes or suffixes or inner))
    return problem or apply_modifiers(phrase, modifiers)


def find_form(
    forms: Container[tuple[str, ...]],
    tokens: list[str],
    position: int,
) -> tuple[str, ...] | None:
    """Return the longest of the forms that stands at a token, None where none does."""
    for length in range(min(LONGEST_FORM, len(tokens) - position), 0, -1):
        form = tuple(tokens[position : position + length])
        if form in forms:
            return form
    return None


def strip_suffix(tokens: list[str]) -> tuple[list[str], list[str]]:
    """Return the tokens without a modifier at their end, and that modifier."""
    for length in range(min(LONGEST_FORM, len(tokens) - 1), 0, -1):
        code = SUFFIX_CODES.get(tuple(tokens[-length:]))
        if code is not None:
            return tokens[:-length], [code]
    return tokens, []


def skip_prefixes(tokens: list[str]) -> tuple[int, list[str]]:
    """Return where the modifiers at the beginning end, and their codes."""
    position = 0
    codes = []
    while form := find_form(PREFIX_CODES, tokens, position):
        if read_leading_currency(tokens, position)[0]:
            break
        position += len(form)
        codes.append(PREFIX_CODES[form])
    return position, [code for code in codes if code]


def read_words(tokens: list[str], position: int) -> Phrase | None:
    """Return what words without a numeral say: both, several thousand, dozens."""
    form = find_form(COUPLE_FORMS, tokens, position)
    if form is not None:
        power, after, _ = read_powers(tokens, position + len(form))
        return Phrase(modifier="approx", number=2 * power, position=after)
    form = find_form(MULTIPLIED_FORMS, tokens, position)
    if form is not None:
        power, after, _ = read_powers(tokens, position + len(form))
        low = BARE_WORDS.get(form[0], 3) if power == 1 else 3 * power
        return Phrase(modifier="vague", low=low, position=after)
    form = find_form(UNBOUNDED_FORMS, tokens, position)
    after_form = position + (len(form) if form else 0)
    power, after, is_plural = read_powers(tokens, after_form)
    if is_plural or (form and not is_number(tokens, after)):
        return Phrase(
            modifier="vague", low=power if is_plural else None, position=after
        )
    form = find_form(EXACT_FORMS, tokens, position)
    if form is not None and not is_number(tokens, position + len(form)):
        after = position + len(form)
        return Phrase(modifier="exact", number=EXACT_FORMS[form], position=after)
    return None


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
    while position < len(tokens):
        skipped = position + (is_plural and tokens[position] == "of")
        word = tokens[skipped] if skipped < len(tokens) else ""
        power = SCALES.get(word) or PLURAL_SCALES.get(word)
        if power is None or (is_plural and skipped == position):
            break
        product = min(product * power, 10**15)
        is_plural = is_plural or word in PLURAL_SCALES
        position = skipped + 1
    return product, position, is_plural


def read_inner_suffix(tokens: list[str], phrase: Phrase) -> tuple[Phrase, list[str]]:
    """Return the phrase, past a modifier that stands right after it: 100 or so men."""
    form = find_form(SUFFIX_CODES, tokens, phrase.position)
    if form is None:
        return phrase, []
    after = phrase.position + len(form)
    found = (None, after) if phrase.unit else read_unit(tokens, after)
    unit, after = (None, after) if isinstance(found, Unresolved) else found
    phrase = replace(phrase, unit=unit or phrase.unit, position=after)
    return phrase, [SUFFIX_CODES[form]]


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
    if modifier == NEARLY:
        return replace(phrase, modifier="approx", high=phrase.number)
    return replace(phrase, modifier=modifier)


def refuse(phrase: Phrase, modifiers: set[str]) -> Unresolved:
    """Return which modifiers stand together that the policy does not join."""
    named = " and ".join(sorted({*modifiers, phrase.modifier} - {"exact"}))
    return Unresolved(reason=f"the policy does not join {named}")
