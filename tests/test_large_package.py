"""The package that validation is measured on has what its benchmark says it has."""

from __future__ import annotations

import csv
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from frictionless import Package
from pyarrow import parquet

from claimpack.cells import format_cell
from large_package import write_variant
from large_schema import SCHEMAS, list_faults
from packages import check

CLAIMS = 120


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("large")
    for variant in ("csv", "parquet", "twins", "faulty"):
        write_variant(folder, CLAIMS, variant)
    return folder


def read_csv(folder: Path, name: str) -> list[list[str]]:
    with (folder / "data" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def read_columns(path: Path) -> dict[str, list[Any]]:
    return parquet.read_table(path).to_pydict()  # type: ignore[no-any-return]  # pyarrow ships no types


def test_the_schema_has_tables_keys_and_constraints_of_each_kind() -> None:
    keys = [key for schema in SCHEMAS.values() for key in schema.get("foreignKeys", [])]
    fields = [field for schema in SCHEMAS.values() for field in schema["fields"]]
    constraints = {name for field in fields for name in field["constraints"]}

    assert len(SCHEMAS) == 6
    assert len(keys) == 8
    assert [key["reference"]["resource"] for key in keys].count("") == 1
    assert max(len(key["fields"]) for key in keys) == 2
    assert max(len(schema["primaryKey"]) for schema in SCHEMAS.values()) == 3
    assert any("uniqueKeys" in schema for schema in SCHEMAS.values())
    assert {field["type"] for field in fields} == {
        "string",
        "integer",
        "number",
        "date",
    }
    assert constraints == {"required", "enum", "pattern", "minimum", "maximum"}


def test_a_claim_has_3_1_rows(root: Path) -> None:
    counts = {name: len(read_csv(root / "csv", name)) - 1 for name in SCHEMAS}

    assert counts["claims"] == CLAIMS
    assert sum(counts.values()) == CLAIMS * 31 // 10


@pytest.mark.parametrize("variant", ["csv", "parquet", "twins"])
def test_claimpack_finds_nothing_in_it(root: Path, variant: str) -> None:
    assert check(root / variant) == []


def test_frictionless_finds_nothing_in_it(root: Path) -> None:
    report = Package(str(root / "csv" / "datapackage.json")).validate()

    assert report.flatten(["code", "message"]) == []
    assert len(report.tasks) == len(SCHEMAS)


@pytest.mark.parametrize("name", SCHEMAS)
def test_parquet_has_the_cells_of_csv(root: Path, name: str) -> None:
    header, *rows = read_csv(root / "csv", name)

    columns = read_columns(root / "parquet" / "data" / f"{name}.parquet")

    stored = zip(*columns.values(), strict=True)
    assert list(columns) == header
    assert [[format_cell(value) for value in row] for row in stored] == rows


@pytest.mark.parametrize("name", SCHEMAS)
def test_each_row_of_the_faulty_one_has_one_fault(root: Path, name: str) -> None:
    found = [item for item in check(root / "faulty") if item.location.resource == name]

    rows = len(read_csv(root / "faulty", name)) - 1
    assert [finding.location.row for finding in found] == list(range(1, rows + 1))


def test_the_faults_are_of_types_enums_patterns_and_bounds(root: Path) -> None:
    codes = Counter(finding.code for finding in check(root / "faulty"))
    words = {word for schema in SCHEMAS.values() for _, word in list_faults(schema)}

    assert set(codes) == {"type-error", "constraint-error"}
    assert words == {"soon", "unheard", "?", "-99"}


def test_the_same_size_gives_the_same_bytes(root: Path, tmp_path: Path) -> None:
    write_variant(tmp_path, CLAIMS, "csv")

    descriptors = [
        json.loads((folder / "csv" / "datapackage.json").read_bytes())
        for folder in (root, tmp_path)
    ]
    assert descriptors[0] == descriptors[1]
