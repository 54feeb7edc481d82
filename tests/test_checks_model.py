"""A package that declares our model has its tables as the model has them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from claimpack.writers import build_arrow
from descriptors import (
    Edit,
    drop_resource,
    set_column,
    set_field,
    set_schema,
    set_words,
    spoil_model,
)
from packages import (
    SCHEMA,
    check,
    dump,
    edit_descriptor,
    make_rows,
    write_files,
    write_package,
)


def store_column(root: Path, table: str, column: str, stored: pa.DataType) -> None:
    """Store a table of a package in Parquet alone, one column in another type."""
    rows = build_arrow(SCHEMA.tables[table], make_rows()[table])
    position = rows.column_names.index(column)
    rows = rows.set_column(position, column, rows.column(column).cast(stored))
    path = f"data/{table}.parquet"
    write_files(root, {path: dump(rows)})
    (root / f"data/{table}.csv").unlink()

    def change(content: Any) -> None:  # noqa: ANN401  # JSON
        for resource in content["resources"]:
            if resource["name"] == table:
                resource.update(path=path, format="parquet", bytes=None, hash=None)

    edit_descriptor(root, change)


def swap_columns(content: Any) -> None:  # noqa: ANN401  # JSON
    """Put the second column before the first."""
    fields = content["resources"][0]["schema"]["fields"]
    fields[:2] = fields[1::-1]


TYPES = ["person", "organization", "groups", "place", "object", "agreement"]
DIFFERENCES: dict[str, tuple[Edit, str, str]] = {
    "a column less": (
        lambda content: content["resources"][0]["schema"]["fields"].pop(),
        "the list of columns differs from the model: found no column 22",
        '"is_reviewed" as column 22',
    ),
    "columns in another order": (
        swap_columns,
        'the list of columns differs from the model: found "title" as column 1',
        '"document_id" as column 1',
    ),
    "another type": (
        set_field(type="date"),
        'the type differs from the model: found "date"',
        '"string"',
    ),
    "a code that is misspelt": (
        set_column(
            "entities", "entity_type", constraints={"required": True, "enum": TYPES}
        ),
        'the list of codes differs from the model: found "groups" as code 3',
        '"group" as code 3',
    ),
    "a code less": (
        set_column("claims", "polarity", constraints={"enum": ["positive"]}),
        "the list of codes differs from the model: found no code 2",
        '"negative" as code 2',
    ),
    "a column that is not required": (
        set_column("entities", "name", constraints={}),
        "what is required differs from the model: found a column that may be empty",
        "a required column",
    ),
    "a unique column": (
        set_column("entities", "name", constraints={"required": True, "unique": True}),
        "what is unique differs from the model: found a unique column",
        "a column that may repeat a value",
    ),
    "a bound less": (
        set_column("spans", "char_start", constraints={"required": True}),
        "the minimum differs from the model: found none that can be used",
        '"0"',
    ),
    "no primary key": (
        set_schema(primaryKey=[]),
        "the primary key differs from the model: found none such",
        '"document_id"',
    ),
    "a unique key more": (
        set_schema(uniqueKeys=[["title", "url"]]),
        'the list of unique keys differs from the model: found "title, url"',
        "none such",
    ),
    "a foreign key more": (
        set_schema(
            foreignKeys=[
                {
                    "fields": ["publisher"],
                    "reference": {"resource": "", "fields": ["publisher"]},
                }
            ]
        ),
        (
            "the list of foreign keys differs from the model: "
            'found "publisher to documents, publisher"'
        ),
        "none such",
    ),
}
"""By what was changed: message, and what was expected."""


@pytest.mark.parametrize("name", DIFFERENCES)
def test_a_difference_from_the_model_is_shown_where_it_begins(
    tmp_path: Path, name: str
) -> None:
    edit, message, expected = DIFFERENCES[name]
    spoil_model(edit)(tmp_path)

    first = next(item for item in check(tmp_path) if item.code == "table-differs")

    assert (first.message, first.expected) == (message, expected)


def test_a_pattern_that_cannot_be_used_is_shown(tmp_path: Path) -> None:
    broken = {"required": True, "pattern": "(?=x)"}
    spoil_model(set_field(constraints=broken))(tmp_path)

    assert [(item.code, item.message) for item in check(tmp_path)] == [
        (
            "pattern-error",
            (
                'in the schema, the pattern "(?=x)" cannot run in linear time on RE2: '
                "invalid perl operator: (?="
            ),
        ),
        (
            "table-differs",
            'the pattern differs from the model: found "(?=x)"',
        ),
    ]


BEYOND: dict[str, tuple[str, str, str]] = {
    "char_count": ("documents", ",35,", ",{},"),
    "title_end": ("documents", ",0,10,", ",0,{},"),
    "level": ("attributions", ",1,anna,", ",{},anna,"),
    "fragment": ("spans", ",1,0,10,", ",{},0,10,"),
    "char_start": ("spans", ",1,0,10,", ",1,{},10,"),
    "char_end": ("spans", ",1,0,10,", ",1,0,{},"),
}
"""By column: its table, and how a cell of it is written and replaced."""


@pytest.mark.parametrize(
    "number", [2**31, 2**63, 10**70], ids=["32 bits", "64 bits", "more"]
)
@pytest.mark.parametrize("column", BEYOND)
def test_an_integer_beyond_the_model_is_a_finding_and_no_traceback(
    tmp_path: Path, column: str, number: int
) -> None:
    table, old, new = BEYOND[column]
    set_words(table, old, new.format(number))(tmp_path)

    assert [(item.code, item.location.field) for item in check(tmp_path)] == [
        ("integer-range", column)
    ]


@pytest.mark.parametrize(
    ("table", "column", "stored"),
    [
        ("attributions", "level", pa.uint8()),
        ("claims", "quantity", pa.float16()),
        ("claims", "quantity_low", pa.uint64()),
        ("spans", "claim_id", pa.large_string()),
    ],
    ids=["a byte", "half a float", "no sign", "large words"],
)
def test_columns_in_any_stored_type_are_read_by_the_rules(
    tmp_path: Path, table: str, column: str, stored: pa.DataType
) -> None:
    store_column(write_package(tmp_path), table, column, stored)

    assert check(tmp_path) == []


def test_a_precision_that_is_no_code_is_told_once(tmp_path: Path) -> None:
    rows = make_rows()
    rows["entities"][1].update(entity_type="place")
    rows["claims"][0].update(place_id="dam", place_precision=8)

    findings = check(write_package(tmp_path, rows))

    assert [(item.code, item.message, item.expected) for item in findings] == [
        ("constraint-error", 'found "8"', "one of 1, 2, 3, 4, 5, 6, 7")
    ]


def test_a_view_may_be_missing(tmp_path: Path) -> None:
    spoil_model(drop_resource("claims_flat"))(tmp_path)
    (tmp_path / "data/claims_flat.csv").unlink()

    assert check(tmp_path) == []


def test_rules_do_not_apply_to_packages_of_no_model(tmp_path: Path) -> None:
    def forget_model(content: Any) -> None:  # noqa: ANN401  # JSON
        del content["claimpack"]

    spoil_model(forget_model)(tmp_path)
    (tmp_path / "seeds/d1.txt").unlink()

    assert check(tmp_path) == []
