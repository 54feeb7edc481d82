"""Where frictionless judges cells otherwise, and the sentence that decides.

frictionless is run beside ours on all words of all types, and on all constraints.
Whatever it judges otherwise is in `departures`, and docs/departures.md shows it.
"""

import json
import re
import warnings
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from frictionless import Field, FrictionlessException

from claimpack.field_types import (
    DeclarationError,
    read_constraints,
    read_field_type,
    read_missing_values,
)
from departures import DEPARTURES, REFUSED_FIELDS, Departure
from field_words import list_tables, name_cases
from test_field_types_constraints import CASES

pytestmark = pytest.mark.locked
PAGE = (Path(__file__).parent.parent / "docs" / "departures.md").read_text("utf-8")
LONGEST_SHOWN = 100


def judge(declaration: Mapping[str, Any], word: str) -> bool:
    """Whether a word of a field is one, and keeps its constraints."""
    reader = read_field_type(declaration)
    try:
        value = reader.parse(word)
    except ValueError:
        return False
    constraints = read_constraints(declaration, reader)
    return all(each.keeps(word, value) for each in constraints)


def judge_by_frictionless(declaration: Mapping[str, Any], word: str) -> bool | None:
    """The same by frictionless; None where it fails, or refuses the field."""
    descriptor = {"name": "x", "type": "any", "missingValues": ["\0"], **declaration}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # dateutil's, about names of time zones
        try:
            _, notes = Field.from_descriptor(descriptor).read_cell(word)
        except (FrictionlessException, TypeError, re.error):
            return None
    return notes is None


def iter_words() -> Iterator[tuple[Mapping[str, Any], str]]:
    """Each word of each table, and of each case of a constraint."""
    for table in list_tables():
        for word in (*table.accepted, *table.refused):
            yield table.declaration, word
    for declaration, kept, broken in CASES.values():
        for word in (*kept, *broken):
            yield declaration, word


def name(declaration: Mapping[str, Any], word: str) -> str:
    """A word of a field, for comparisons."""
    return f"{json.dumps(declaration, ensure_ascii=False)} {word!r}"


def show_code(text: str) -> str:
    """A text as code in a cell of a Markdown table, cut where it is long."""
    cut = text if len(text) <= LONGEST_SHOWN else text[: LONGEST_SHOWN - 1] + "…"
    shown = cut.replace("\n", "\\n").replace("\t", "\\t").replace("|", "\\|")
    return f"`{shown}`"


def show_field(declaration: Mapping[str, Any]) -> str:
    """A declaration without its name, as the page shows it."""
    shown = {key: value for key, value in declaration.items() if key != "name"}
    return show_code(json.dumps(shown, ensure_ascii=False)[1:-1])


def show_words(words: Sequence[str]) -> str:
    """Words in a cell of a table."""
    return " ".join(map(show_code, words)) or "—"


def write_rows(departures: Sequence[Departure]) -> str:
    """The rows of the page about words."""
    return "\n".join(
        f"| {show_field(each.declaration)} | {show_words(each.accepted)} "
        f"| {show_words(each.refused)} | {each.sentence} |"
        for each in departures
    )


def write_field_rows(departures: Sequence[Departure]) -> str:
    """The rows of the page about fields."""
    return "\n".join(
        f"| {show_field(each.declaration)} | {each.sentence} |" for each in departures
    )


@pytest.mark.parametrize(
    "departure", DEPARTURES, ids=name_cases([each.sentence for each in DEPARTURES])
)
def test_a_departure_is_one(departure: Departure) -> None:
    ours = {
        **dict.fromkeys(departure.accepted, True),
        **dict.fromkeys(departure.refused, False),
    }
    theirs = {word: judge_by_frictionless(departure.declaration, word) for word in ours}

    assert {word: judge(departure.declaration, word) for word in ours} == ours
    assert [word for word in ours if theirs[word] is ours[word]] == []


def test_frictionless_judges_all_other_words_as_we_do() -> None:
    known = {
        name(each.declaration, word)
        for each in DEPARTURES
        for word in (*each.accepted, *each.refused)
    }

    unknown = [
        name(declaration, word)
        for declaration, word in iter_words()
        if judge(declaration, word) is not judge_by_frictionless(declaration, word)
        and name(declaration, word) not in known
    ]

    assert unknown == []


def test_every_word_of_a_departure_stands_in_the_tests_of_its_type() -> None:
    """But for patterns, whose words are elsewhere."""
    words = {name(*each) for each in iter_words()}

    strange = [
        name(each.declaration, word)
        for each in DEPARTURES
        for word in (*each.accepted, *each.refused)
        if name(each.declaration, word) not in words
        and "pattern" not in str(each.declaration)
    ]

    assert strange == []


@pytest.mark.parametrize(
    "departure",
    REFUSED_FIELDS,
    ids=name_cases([each.sentence for each in REFUSED_FIELDS]),
)
def test_we_refuse_a_field_that_frictionless_takes(departure: Departure) -> None:
    declaration = departure.declaration

    assert Field.from_descriptor({"name": "x", **declaration}).name == "x"
    with pytest.raises(DeclarationError):
        read_all(declaration)


def read_all(declaration: Mapping[str, Any]) -> None:
    """Read all that a field declares."""
    read_missing_values({}, declaration)
    read_constraints(declaration, read_field_type(declaration))


def test_the_page_shows_every_departure() -> None:
    assert write_rows(DEPARTURES) in PAGE
    assert write_field_rows(REFUSED_FIELDS) in PAGE
