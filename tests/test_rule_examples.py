"""Each example of a rule that can be run does what the book says of it."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest

from claimpack.cells import parse_cell
from claimpack.checks.annotations import check_annotations
from claimpack.files import Folder
from claimpack.rule_book import Entry, Part, list_entries
from claimpack.schema import MODEL_VERSION, Table
from claimpack.source_corpus import Choices
from claimpack.table_resources import data_files, derive_resources
from claimpack.writers import build_arrow, write_table
from packages import (
    SCHEMA,
    Row,
    check,
    lenient_schema,
    write_descriptor,
    write_files,
)
from read_sources import read_source

Files = Mapping[str, str]

ENTRIES = list_entries(SCHEMA)
TEXT = "Eva Lind said 40 people died in Arvika on Monday.\n"
"""What an annotation is about whose text is not shown."""
NOT_RUN = {
    # An archive.
    "export-not-read",
    "member-left-out",
    "no-cas",
    # No text: bytes, or Parquet.
    "content-hash",
    "encoding-error",
    "parquet-error",
    "stored-type",
    "text-encoding",
    "text-unreadable",
    "twin-columns",
    "twin-differs",
    "twin-rows",
    # Too long to be shown.
    "chain-length",
    "codes-differ",
    "crowded-line",
    "crowded-text",
    "missing-table",
    "model-version",
    "table-differs",
    "view-differs",
    # No test can write it: Arrow refuses it too.
    "integer-range",
    # Only a build leaves out articles.
    "link-left-out",
    # Not a part of the plain check.
    "check-crashed",
    "derived-stale",
    "document-schema",
    "profile-error",
    "row-schema",
    "second-opinion",
}
RUN = [entry for entry in ENTRIES if entry.code not in NOT_RUN]
NAMES = [f"{entry.part.value}-{entry.code}" for entry in RUN]


def write_texts(root: Path, files: Files) -> None:
    """Write the files of an example."""
    write_files(root, {path: text.encode() for path, text in files.items()})


def check_plain(root: Path, files: Files, columns: Iterable[str]) -> set[str]:
    """The codes found in a package; what the example leaves out is right."""
    fields = [{"name": name, "type": "string"} for name in columns]
    resource = {"name": "t", "path": "t.csv", "schema": {"fields": fields}}
    if "data/t.csv" not in files:
        write_files(root, {"t.csv": b"id\na\n"})
    write_descriptor(root, {"resources": [resource]})
    write_texts(root, files)
    return {finding.code for finding in check(root)}


def check_model(root: Path, files: Files) -> set[str]:
    """The codes found in a package of the model; what is left out is empty."""
    tables = {
        name: write_table(table, build_arrow(table, read_rows(table, files)))
        for name, table in lenient_schema().tables.items()
    }
    resources = derive_resources(SCHEMA, tables)
    texts = {path: text for path, text in files.items() if path.endswith(".txt")}
    write_files(root, data_files(tables))
    write_texts(root, texts)
    write_descriptor(
        root, {"claimpack": {"model": MODEL_VERSION}, "resources": resources}
    )
    return {finding.code for finding in check(root)}


def read_rows(table: Table, files: Files) -> list[Row]:
    """The rows of a table that an example gives, with the columns that it gives."""
    fields = {field.name: field for field in table.fields}
    rows = csv.DictReader(files.get(f"data/{table.name}.csv", "").splitlines())
    return [
        {name: parse_cell(cell, fields[name]) for name, cell in row.items() if cell}
        for row in rows
    ]


def check_articles(root: Path, code: str, files: Files) -> set[str]:
    """The codes found in annotated articles; what is left out is right."""
    shown = {f"seeds/{path}": lines for path, lines in files.items()}
    is_annotated = any(path.endswith(".ann") for path in files)
    if not is_annotated and files.keys() != {"a.txt"}:
        shown["seeds/a.ann"] = "T1\tPerson 0 8\tEva Lind\n"
    if "seeds/a.ann" in shown and code != "text-missing":
        shown.setdefault("seeds/a.txt", TEXT)
    (root / "seeds").mkdir(parents=True)
    write_texts(root, shown)
    return {item.code for item in check_annotations(Folder(root), SCHEMA, "seeds")}


def find_codes(root: Path, entry: Entry, files: Files) -> set[str]:
    """The codes found in what an example shows."""
    if entry.part is Part.SOURCES:
        write_texts(root, files)
        skips_invalid = entry.code == "text-left-out"
        found = read_source(
            Folder(root), SCHEMA, Choices(), skips_invalid=skips_invalid
        )
        return {item.code for item in found.findings}
    if entry.part is Part.ANNOTATIONS:
        return check_articles(root, entry.code, files)
    if entry.part is Part.MODEL:
        return check_model(root, files)
    assert entry.example is not None
    header = entry.example.valid.get("t.csv", "id\n").partition("\n")[0]
    return check_plain(root, files, header.split(","))


@pytest.mark.parametrize("entry", RUN, ids=NAMES)
def test_the_invalid_example_breaks_the_rule_and_the_valid_one_keeps_it(
    tmp_path: Path, entry: Entry
) -> None:
    assert entry.example is not None

    valid = find_codes(tmp_path / "valid", entry, entry.example.valid)
    invalid = find_codes(tmp_path / "invalid", entry, entry.example.invalid)

    assert entry.code not in valid
    assert entry.code in invalid
    if entry.part is Part.PACKAGES:
        assert valid == set()
