"""Values of any kind, and fields without a type."""

from datetime import date
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pytest

from claimpack.field_types import read_field_type
from field_words import Words, accepted_cases

TABLES = [
    Words(declaration={}, accepted={"1": "1", "": "", " a\n": " a\n"}),
    Words(declaration={"type": "any", "format": "x"}, accepted={"NaN": "NaN"}),
]


@pytest.mark.parametrize(("declaration", "word", "value"), accepted_cases(TABLES))
def test_every_text_is_its_own_value(
    declaration: dict[str, Any], word: str, value: str
) -> None:
    reader = read_field_type(declaration)

    assert reader.parse(word) == value
    assert (reader.type, reader.expected, reader.accepts_all) == (
        "any",
        "a value",
        True,
    )


@pytest.mark.parametrize("stored", [pa.int8(), pa.binary(), pa.struct([])], ids=str)
def test_every_stored_type_will_do(stored: pa.DataType) -> None:
    assert read_field_type({}).holds(stored)


@pytest.mark.parametrize(
    ("stored", "text"),
    [
        ("1", "1"),
        (1, "1"),
        (1.0, "1"),
        (-0.0, "0"),
        (Decimal("1.50"), "1.50"),
        (True, "true"),
        (date(2024, 1, 26), "2024-01-26"),
    ],
    ids=repr,
)
def test_a_stored_value_is_kept_and_written_as_csv_has_it(
    stored: object, text: str
) -> None:
    reader = read_field_type({"type": "any"})

    assert repr(reader.from_stored(stored)) == repr(stored)
    assert reader.write(reader.from_stored(stored)) == text
