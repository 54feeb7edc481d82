"""Tables in Parquet: stored types, cells, keys, and damage that checksums find."""

from __future__ import annotations

import io
import os
import sys
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from claimpack.errors import SourceError
from claimpack.findings import Location
from claimpack.parquet_files import read_parquet
from command_line import Run, outcome, run_claimpack
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


NANOSECONDS = 1_700_000_000_000_000_001
"""Nanoseconds of which Python's own types cannot tell the last."""
EXACT: dict[str, tuple[str, pa.Array]] = {
    "moments": ("datetime", pa.array([NANOSECONDS], pa.timestamp("ns"))),
    "moments in UTC": ("datetime", pa.array([NANOSECONDS], pa.timestamp("ns", "UTC"))),
    "moments as words": (
        "datetime",
        pa.array([NANOSECONDS], pa.timestamp("ns")).dictionary_encode(),
    ),
    "moments in no zone": ("datetime", pa.array([1], pa.timestamp("us", "No/Where"))),
    "the last hour in the east": (
        "datetime",
        pa.array([253_402_300_799], pa.timestamp("s", "Asia/Tokyo")),
    ),
    "durations": ("duration", pa.array([-NANOSECONDS], pa.duration("ns"))),
    "long durations": ("duration", pa.array([1 << 60], pa.duration("s"))),
    "anything": ("any", pa.array([NANOSECONDS], pa.timestamp("ns"))),
    "any duration": ("any", pa.array([NANOSECONDS], pa.duration("ns"))),
    "decimals without decimals": (
        "integer",
        pa.array([Decimal("9" * 38)], pa.decimal128(38)),
    ),
}


@pytest.mark.parametrize("name", EXACT)
def test_values_that_python_has_no_type_for_are_read(tmp_path: Path, name: str) -> None:
    declared, column = EXACT[name]
    root = write_parquet(tmp_path / "package", pa.table({"a": column}), declared)

    run = run_without_pandas(tmp_path, root)

    assert outcome(run) == (0, "Valid.\n", "")


NO_VALUES: dict[str, tuple[str, pa.Array, str]] = {
    "a time between two microseconds": (
        "time",
        pa.array([1], pa.time64("ns")),
        "1 in time64[ns]",
    ),
    "a moment after all years": (
        "datetime",
        pa.array([1 << 60], pa.timestamp("us")),
        f"{1 << 60} in timestamp[us]",
    ),
    "an array with such a moment": (
        "array",
        pa.array([[1 << 60]], pa.list_(pa.timestamp("us"))),
        f"[{1 << 60} in timestamp[us]]",
    ),
    "an object with a name twice": (
        "object",
        pa.StructArray.from_arrays([pa.array([1]), pa.array([2])], ["b", "b"]),
        "a value in struct<b: int64, b: int64>",
    ),
}


@pytest.mark.parametrize("name", NO_VALUES)
def test_a_stored_value_that_no_type_has_is_shown(tmp_path: Path, name: str) -> None:
    declared, column, shown = NO_VALUES[name]
    root = write_parquet(tmp_path / "package", pa.table({"a": column}), declared)

    run = run_without_pandas(tmp_path, root)

    assert run.returncode == 1
    assert f'error[type-error]: t row 1, a: found "{shown}"' in run.stdout


def run_without_pandas(folder: Path, root: Path) -> Run:
    """Check a package where pandas, which pyarrow asks for values, cannot be loaded."""
    write_files(folder / "modules", {"pandas.py": b"raise ImportError"})
    paths = [str(folder / "modules"), *sys.path]
    environment = {"PYTHONPATH": os.pathsep.join(paths)}
    return run_claimpack("validate", root, env=environment)


NAMED = {
    "json": ("object", pa.json_(), pa.array(['{"b": 1}', None])),
    "json as text": ("string", pa.json_(), pa.array(['{"b": 1}', None])),
    "uuid": ("any", pa.uuid(), pa.array([bytes(16), None], pa.binary(16))),
    "small boolean": ("integer", pa.bool8(), pa.array([1, None], pa.int8())),
}
"""A column as it is declared, and a type of Arrow with a name of its own."""


@pytest.mark.parametrize("name", NAMED)
def test_a_type_with_a_name_of_its_own_is_what_it_is_stored_as(
    tmp_path: Path, name: str
) -> None:
    declared, kind, storage = NAMED[name]
    column = pa.ExtensionArray.from_storage(kind, storage)

    assert check(write_parquet(tmp_path, pa.table({"a": column}), declared)) == []


def test_a_file_without_columns_lacks_those_that_are_declared(tmp_path: Path) -> None:
    root = write_parquet(tmp_path, pa.table({"a": ["x"]}), "string")
    write_files(root, {"t.parquet": dump(pa.table({}))})

    assert [finding.code for finding in check(root)] == ["missing-label"]
