"""Tables in Parquet: stored types, cells, keys, and damage that checksums find."""

from __future__ import annotations

import io
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from claimpack.errors import SourceError
from claimpack.findings import Location
from claimpack.parquet_files import read_parquet
from packages import check, dump, edit_descriptor, write_descriptor, write_files


def write_parquet(root: Path, table: pa.Table, *types: str) -> Path:
    """Write a package of another model with one table in Parquet."""
    names = table.column_names
    fields = [
        {"name": name, "type": kind} for name, kind in zip(names, types, strict=True)
    ]
    write_files(root, {"t.parquet": dump(table)})
    resource = {"name": "t", "path": "t.parquet", "schema": {"fields": fields}}
    write_descriptor(root, {"resources": [resource]})
    return root


DAY = date(2031, 5, 6)
HELD = {
    "string": pa.array(["a", None]),
    "large string": pa.array(["a", None], pa.large_string()),
    "dictionary": pa.array(["a", None]).dictionary_encode(),
    "integer": pa.array([1, None], pa.uint8()),
    "number": pa.array([0.5, None], pa.float32()),
    "whole number": pa.array([1, None], pa.int16()),
    "decimal": pa.array([Decimal("0.5"), None]),
    "boolean": pa.array([True, None]),
    "date": pa.array([DAY, None], pa.date64()),
}
DECLARED = {
    "large string": "string",
    "dictionary": "string",
    "whole number": "number",
    "decimal": "number",
}


@pytest.mark.parametrize("name", HELD)
def test_a_stored_type_that_holds_the_declared_one_is_right(
    tmp_path: Path, name: str
) -> None:
    root = write_parquet(
        tmp_path, pa.table({"a": HELD[name]}), DECLARED.get(name, name)
    )

    assert check(root) == []


@pytest.mark.parametrize(
    ("column", "declared"),
    [
        (pa.array([1]), "string"),
        (pa.array(["1"]), "integer"),
        (pa.array([1.0]), "integer"),
        (pa.array([1]), "boolean"),
        (pa.array(["2031-05-06"]), "date"),
        (pa.array([b"a"]), "string"),
    ],
    ids=["int", "words", "float", "one", "text", "bytes"],
)
def test_another_stored_type_is_an_error(
    tmp_path: Path, column: pa.Array, declared: str
) -> None:
    root = write_parquet(tmp_path, pa.table({"a": column}), declared)

    (finding,) = check(root)

    assert (finding.code, finding.location.field) == ("stored-type", "a")
    assert finding.expected == f"a type that holds {declared}"


FORMATTED: dict[str, tuple[dict[str, Any], pa.Array]] = {
    "own words for true": (
        {"type": "boolean", "trueValues": ["ja"], "falseValues": ["nein"]},
        pa.array([True, False]),
    ),
    "a pattern of dates": ({"type": "date", "format": "%d.%m.%Y"}, pa.array([DAY])),
    "a pattern of times": ({"type": "time", "format": "%H:%M"}, pa.array([time(6, 5)])),
    "a pattern of both": (
        {"type": "datetime", "format": "%d.%m.%Y %H:%M"},
        pa.array([datetime(2031, 5, 6, 6, 5)]),  # noqa: DTZ001  # Arrow has such ones
    ),
    "a decimal comma": ({"type": "number", "decimalChar": ","}, pa.array([12.5])),
    "words about dates": ({"type": "date", "format": "any"}, pa.array([DAY])),
    "a pattern stored as text": (
        {"type": "string", "format": "uri"},
        pa.array(["a:b"]).dictionary_encode(),
    ),
}


@pytest.mark.parametrize("name", FORMATTED)
def test_a_stored_value_has_no_format(tmp_path: Path, name: str) -> None:
    declaration, column = FORMATTED[name]
    root = write_parquet(tmp_path, pa.table({"a": column}), "any")
    edit_descriptor(
        root,
        lambda content: content["resources"][0]["schema"]["fields"][0].update(
            declaration
        ),
    )

    assert check(root) == []


def test_cells_and_keys_of_a_parquet_table_are_checked(tmp_path: Path) -> None:
    table = pa.table({"a": [1, None, 9], "b": ["x", "x", "y"]})
    root = write_parquet(tmp_path, table, "integer", "string")

    def limit(content: dict[str, Any]) -> None:
        schema = content["resources"][0]["schema"]
        schema["fields"][0]["constraints"] = {"required": True, "maximum": 8}
        schema["primaryKey"] = ["b"]

    edit_descriptor(root, limit)

    found = [(item.code, item.location) for item in check(root)]
    assert found == [
        (
            "constraint-error",
            Location(path="t.parquet", resource="t", row=2, field="a"),
        ),
        (
            "constraint-error",
            Location(path="t.parquet", resource="t", row=3, field="a"),
        ),
        ("primary-key", Location(path="t.parquet", resource="t", row=2, field="b")),
    ]


def test_labels_of_a_parquet_table_are_checked(tmp_path: Path) -> None:
    root = write_parquet(tmp_path, pa.table({"a": ["x"], "b": ["y"]}), *["string"] * 2)
    edit_descriptor(
        root,
        lambda content: content["resources"][0]["schema"]["fields"][1].update(name="c"),
    )

    assert [finding.code for finding in check(root)] == ["incorrect-label"]


@pytest.mark.parametrize("content", [b"", b"PAR1", b"a,b\n1,2\n"])
def test_what_is_no_parquet_file_is_an_error(tmp_path: Path, content: bytes) -> None:
    root = write_parquet(tmp_path, pa.table({"a": ["x"]}), "string")
    write_files(root, {"t.parquet": content})

    assert [finding.code for finding in check(root)] == ["parquet-error"]


def test_no_flipped_bit_of_a_page_reads_back_as_other_cells() -> None:
    words = [f"word {number}" for number in range(200)]
    table = pa.table({"a": words, "b": range(200)})
    content = dump(table)
    pages = range(4, content.index(b"ARROW:schema") // 2)

    for position in pages:
        damaged = bytearray(content)
        damaged[position] ^= 1
        try:
            assert read_parquet("t.parquet", io.BytesIO(damaged)).equals(table)
        except SourceError:
            continue


def test_a_day_that_no_calendar_has_is_no_date(tmp_path: Path) -> None:
    days = pa.array([0, 10_000_000, None], pa.date32())
    root = write_parquet(tmp_path, pa.table({"a": days}), "date")

    (finding,) = check(root)

    assert (finding.code, finding.location.row) == ("type-error", 2)
    assert finding.message == 'found "10000000 in date32[day]"'
