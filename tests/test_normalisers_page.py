"""docs/normalisers.md says what the normalisers do: each of its examples is read."""

import re
from datetime import date
from pathlib import Path

import pytest

from claimpack import dates, quantities
from claimpack.document import Quantity, Unresolved

PAGE = (Path(__file__).parent.parent / "docs" / "normalisers.md").read_text(
    encoding="utf-8"
)
QUANTITIES, DATES = PAGE.split("## Dates\n")[:2]
PUBLISHED = date(2024, 12, 23)
READ_ROW = re.compile(r"(?m)^\| [^|“]+ \| (“[^|]+) \| ([^|]+) \|$")
UNREAD_ROW = re.compile(r"(?m)^\| (“[^|]+) \| [^|]+ \|$")


def list_quoted_words(cell: str) -> list[str]:
    """What stands in quotation marks in a cell of a table."""
    return re.findall("“([^”]+)”", cell)


def describe_quantity(quantity: Quantity | Unresolved) -> str:
    """A quantity as docs/normalisers.md writes it."""
    if isinstance(quantity, Unresolved):
        return "unresolved"
    said = quantity.low if quantity.quantity is None else quantity.quantity
    numbers = f"{said:,.15g}"
    if quantity.quantity is None:
        numbers += f" and {quantity.high:,.15g}"
    return " ".join(filter(None, [quantity.modifier, numbers, quantity.unit]))


@pytest.mark.parametrize("row", READ_ROW.findall(QUANTITIES), ids=lambda row: row[1])
def test_the_words_of_a_row_come_to_what_the_page_says(row: tuple[str, str]) -> None:
    examples, answer = list_quoted_words(row[0]), row[1]

    found = {words: describe_quantity(quantities.parse(words)) for words in examples}

    assert found == dict.fromkeys(examples, answer)
    assert examples


@pytest.mark.parametrize("cell", UNREAD_ROW.findall(QUANTITIES))
def test_the_words_that_the_page_calls_unresolved_are(cell: str) -> None:
    examples = list_quoted_words(cell)

    found = {words: describe_quantity(quantities.parse(words)) for words in examples}

    assert found == dict.fromkeys(examples, "unresolved")
    assert examples


def describe_date(words: str) -> str:
    """A date as docs/normalisers.md writes it."""
    found = dates.resolve(words, PUBLISHED)
    return "unresolved" if isinstance(found, Unresolved) else found.edtf


@pytest.mark.parametrize("row", READ_ROW.findall(DATES), ids=lambda row: row[0])
def test_the_words_of_a_row_come_to_the_interval_of_the_page(
    row: tuple[str, str],
) -> None:
    examples, interval = list_quoted_words(row[0]), row[1]

    found = {words: describe_date(words) for words in examples}

    assert found == dict.fromkeys(examples, interval)
    assert examples


@pytest.mark.parametrize("cell", UNREAD_ROW.findall(DATES))
def test_the_words_that_the_page_calls_no_date_are_unresolved(cell: str) -> None:
    examples = list_quoted_words(cell)

    found = {words: describe_date(words) for words in examples}

    assert found == dict.fromkeys(examples, "unresolved")
    assert examples
