"""What holds for every type: proofs, canonical texts, and stored columns."""

import re
from collections.abc import Mapping
from datetime import UTC, timedelta
from itertools import combinations
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimpack.field_types import FIELD_TYPES, CellReader, Value, read_field_type
from claimpack.field_types.patterns import anchor, is_found
from field_words import accepted_cases, list_tables, name_cases, refused_cases

FEW = settings(max_examples=20)
"""For each of many declarations."""
TABLES = list_tables()
DECLARATIONS = [table.declaration for table in TABLES]
PROVED = [each for each in DECLARATIONS if read_field_type(each).lexical is not None]


def parse(reader: CellReader, text: str) -> Value | None:
    """The value of a text, None where it is refused."""
    try:
        return reader.parse(text)
    except ValueError:
        return None


def is_proved(reader: CellReader, text: str) -> bool:
    """Whether the pattern of a reader proves that a text is a word."""
    return reader.lexical is not None and is_found(text, anchor(reader.lexical))


def is_same(first: Value | None, second: Value | None) -> bool:
    """Whether two values are one; NaN is, though it does not equal itself."""
    return first == second or repr(first) == repr(second) == "Decimal('NaN')"


def assert_written_text_reads_back(declaration: Mapping[str, Any], text: str) -> None:
    """The canonical text of a word has its value by the type alone.

    The default format of times knows neither parts of seconds nor time zones. A list
    is written as JSON, so that it may have items with the delimiter in them.
    """
    reader = read_field_type(declaration)
    value = reader.parse(text)
    formats = {"time": "any", "geojson": declaration.get("format", "default")}
    plain = read_field_type(
        {"type": reader.type, "format": formats.get(reader.type, "default")}
    )

    written = reader.write(value)

    if reader.type != "list":
        assert is_same(plain.parse(written), value)
        assert plain.write(plain.parse(written)) == written


def test_every_type_has_a_table() -> None:
    types = {read_field_type(declaration).type for declaration in DECLARATIONS}

    assert types == {*FIELD_TYPES}


@pytest.mark.parametrize("declaration", PROVED, ids=name_cases([*map(str, PROVED)]))
@FEW
@given(data=st.data())
def test_each_text_that_a_pattern_proves_is_a_word(
    declaration: Mapping[str, Any], data: st.DataObject
) -> None:
    reader = read_field_type(declaration)
    form = re.compile(reader.lexical or "", re.ASCII)
    text = data.draw(st.from_regex(form, fullmatch=True))

    assert parse(reader, text) is not None
    assert_written_text_reads_back(declaration, text)


@pytest.mark.parametrize(("declaration", "word"), refused_cases(TABLES))
def test_no_pattern_proves_a_refused_word(
    declaration: Mapping[str, Any], word: str
) -> None:
    assert not is_proved(read_field_type(declaration), word)


@pytest.mark.parametrize(("declaration", "word", "value"), accepted_cases(TABLES))
def test_what_is_written_reads_back(
    declaration: Mapping[str, Any], word: str, value: object
) -> None:
    del value
    assert_written_text_reads_back(declaration, word)


@pytest.mark.parametrize("kind", FIELD_TYPES)
def test_values_are_equal_where_their_texts_are(kind: str) -> None:
    written = [
        (value, reader.write(value))
        for table in TABLES
        for reader in [read_field_type(table.declaration)]
        if reader.type == kind
        for value in map(reader.parse, table.accepted)
    ]

    assert [
        (first, second)
        for first, second in combinations(written, 2)
        if is_same(first[0], second[0]) is not (first[1] == second[1])
    ] == []


@pytest.mark.parametrize(
    "declaration", DECLARATIONS, ids=name_cases([*map(str, DECLARATIONS)])
)
@FEW
@given(text=st.text() | st.from_regex(r"[0-9TZPYMDHS:,.+\[\]{}\" -]{0,30}"))
def test_every_text_is_a_word_or_refused(
    declaration: Mapping[str, Any], text: str
) -> None:
    """No other error comes out, and what is a word can be written."""
    reader = read_field_type(declaration)

    value = parse(reader, text)

    assert value is not None or not is_proved(reader, text)
    if value is not None:
        assert_written_text_reads_back(declaration, text)


PLAIN_VALUES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.decimals()
    | st.text()
    | st.binary()
    | st.dates()
    | st.times()
    | st.datetimes(timezones=st.none() | st.just(UTC))
    | st.timedeltas()
)
STORED_VALUES = st.recursive(
    PLAIN_VALUES,
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=5,
)


@pytest.mark.parametrize("kind", sorted({*FIELD_TYPES} - {"any"}))
@FEW
@given(stored=STORED_VALUES)
def test_whatever_is_stored_has_a_value_or_is_refused(
    kind: str, stored: object
) -> None:
    """No other error comes out, and what has a value can be written."""
    reader = read_field_type({"type": kind})

    try:
        value = reader.from_stored(stored)
    except ValueError:
        return

    assert isinstance(reader.write(value), str)


WHOLE_SECONDS = st.times().map(lambda value: value.replace(microsecond=0))
COLUMNS: dict[str, tuple[str, pa.DataType, st.SearchStrategy[Any]]] = {
    "integers": ("integer", pa.int64(), st.integers(-(2**63), 2**63 - 1)),
    "doubles": ("number", pa.float64(), st.floats(allow_nan=False)),
    "decimals": (
        "number",
        pa.decimal128(20, 4),
        st.decimals(-(10**15), 10**15, places=4),
    ),
    "booleans": ("boolean", pa.bool_(), st.booleans()),
    "dates": ("date", pa.date32(), st.dates()),
    "dates in milliseconds": ("date", pa.date64(), st.dates()),
    "timestamps": ("datetime", pa.timestamp("us"), st.datetimes()),
    "timestamps of a zone": (
        "datetime",
        pa.timestamp("us", tz="Asia/Kathmandu"),
        st.datetimes(timezones=st.just(UTC)),
    ),
    "times": ("time", pa.time64("us"), WHOLE_SECONDS),
    "durations": (
        "duration",
        pa.duration("us"),
        st.timedeltas(timedelta(days=-(10**8)), timedelta(days=10**8)),
    ),
    "years": ("year", pa.int16(), st.integers(1, 9999)),
    "lists": ("array", pa.list_(pa.int64()), st.lists(st.integers(0, 9))),
    "structs": (
        "object",
        pa.struct({"a": pa.int64()}),
        st.fixed_dictionaries({"a": st.integers(0, 9)}),
    ),
}


@pytest.mark.parametrize(("kind", "stored", "values"), COLUMNS.values(), ids=COLUMNS)
@FEW
@given(data=st.data())
def test_a_stored_column_reads_as_its_text_in_csv(
    kind: str, stored: pa.DataType, values: st.SearchStrategy[Any], data: st.DataObject
) -> None:
    """What pyarrow gives for a value is the value of what we write for it."""
    reader = read_field_type({"type": kind})
    column = pa.array([data.draw(values)], stored)

    assert reader.holds(column.type)
    (given_back,) = column.to_pylist()
    value = reader.from_stored(given_back)
    assert is_same(reader.parse(reader.write(value)), value)
