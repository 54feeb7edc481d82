"""A large package: its values lie on disk, and rules are asked slice by slice.

Nothing of that can be seen: what is found is what is found in memory.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from cases import Case, lay_out, list_cases
from claimpack.checks.large import CODES, is_whole
from claimpack.checks.package import check_package
from claimpack.checks.slices import JOINED, find_bounds, plan_slices
from claimpack.files import Folder
from claimpack.findings import Finding, Rest
from claimpack.rule_book import Part
from claimpack.schema_files import find_schemas
from claimpack.sources import TablePart, TableRows
from invented_package import build_invented
from packages import SCHEMA, Row, Rows, edit_file, make_rows, write_package
from parted_package import cut_package
from rule_cases import BROKEN, GOOD, update

Change = Callable[[Rows], object]
DOCUMENTS = ("dam", "dam-2", "dam.2", "dams")
"""Ids of documents; rows of the third stand among those of the first."""
SHARED = {"entities", "events", "codes"}
ROW_SCHEMAS = find_schemas() / "rows"


def check_whole(root: Path) -> list[Finding | Rest]:
    """All that is found with all values in memory."""
    return list(check_package(Folder(root), SCHEMA, row_schemas=ROW_SCHEMAS))


def check_sliced(root: Path, most_rows_held: int = 0) -> list[Finding | Rest]:
    """All that is found with values on disk, and slices of one document."""
    return list(
        check_package(
            Folder(root),
            SCHEMA,
            row_schemas=ROW_SCHEMAS,
            most_rows_held=most_rows_held,
            rows_of_slice=1,
        )
    )


def rename(rows: Rows, document: str) -> Rows:
    """Rows of the document `d1` as those of another one."""
    return {
        name: [
            {field: rename_cell(field, value, document) for field, value in row.items()}
            for row in table
        ]
        for name, table in rows.items()
        if name not in SHARED
    }


def rename_cell(field: str, value: Any, document: str) -> Any:  # noqa: ANN401  # a cell
    """A cell of a row of `d1` as it stands in a row of another document."""
    if field == "mark_id" and isinstance(value, str) and value.startswith("t"):
        return f"{document}.{value}"
    if isinstance(value, str) and (value == "d1" or value.startswith("d1.")):
        return document + value.removeprefix("d1")
    return value


def write_documents(root: Path, changes: dict[str, Change]) -> Path:
    """A package of four documents, of which some are changed."""
    joined: Rows = {name: [] for name in make_rows()}
    for document in DOCUMENTS:
        own = make_rows()
        if document in changes:
            changes[document](own)
        for name, table in {**own, **rename(own, document)}.items():
            joined[name] += [row for row in table if row not in joined[name]]
    for name, table in joined.items():
        joined[name] = sort_rows(name, table)
    return write_package(root, joined)


def sort_rows(name: str, rows: list[Row]) -> list[Row]:
    """The rows of a table in order of its primary key."""
    names = SCHEMA.tables[name].primary_key
    return sorted(rows, key=lambda row: [str(row.get(part)) for part in names])


@pytest.mark.slow
@pytest.mark.parametrize("document", DOCUMENTS)
@pytest.mark.parametrize("code", BROKEN)
def test_a_rule_that_one_document_breaks(
    tmp_path: Path, code: str, document: str
) -> None:
    write_documents(tmp_path, {document: BROKEN[code]})

    findings = check_whole(tmp_path)

    assert code in {finding.code for finding in findings}
    assert check_sliced(tmp_path) == findings


@pytest.mark.slow
@pytest.mark.parametrize("code", BROKEN)
def test_a_rule_that_two_documents_break(tmp_path: Path, code: str) -> None:
    write_documents(tmp_path, {"dams": BROKEN[code], "dam-2": BROKEN[code]})

    findings = check_whole(tmp_path)

    assert code in {finding.code for finding in findings}
    assert check_sliced(tmp_path) == findings


@pytest.mark.slow
@pytest.mark.parametrize("name", GOOD)
def test_what_keeps_the_rules(tmp_path: Path, name: str) -> None:
    write_documents(tmp_path, {"dam.2": GOOD[name]})

    assert check_sliced(tmp_path) == check_whole(tmp_path)


STRAYS: dict[str, Change] = {
    "a span of a claim of another document": update("spans", 0, claim_id="dams.e1"),
    "a claim of another document": update("claims", 0, document_id="dams"),
    "a source of a claim of another document": update(
        "attributions", 0, claim_id="dams.e2"
    ),
    "a mark of another document": update("spans", 0, mark_id="dams.t0-10"),
    "a mark without a name": update("spans", 0, mark_id=None),
    "a claim without an id": update("claims", 0, claim_id=None),
    "a document that is not there": update("spans", 0, document_id="zoo"),
    "an id twice": update("entities", 1, entity_id="anna"),
}


@pytest.mark.parametrize("name", STRAYS)
def test_a_row_that_belongs_to_several_documents(tmp_path: Path, name: str) -> None:
    write_documents(tmp_path, {"dam": STRAYS[name], "dam-2": STRAYS[name]})

    findings = check_whole(tmp_path)

    assert findings
    assert check_sliced(tmp_path) == findings


def test_integers_that_are_too_large(tmp_path: Path) -> None:
    write_documents(tmp_path, {"dams": BROKEN["hedge"]})
    for document in ("dams", "dam-2"):
        large = f"content.d1.e1,{document},{document}.t0-10,"
        edit_file(tmp_path, "data/spans.csv", f"{large}1", f"{large}5000000000")
        no_number = f"cue.d1.e1.a,{document},{document}.t29-33,"
        edit_file(tmp_path, "data/spans.csv", f"{no_number}1", f"{no_number}x")

    findings = check_whole(tmp_path)

    assert {"integer-range", "hedge"} <= {finding.code for finding in findings}
    assert check_sliced(tmp_path) == findings


def test_a_view_that_differs_in_several_documents(tmp_path: Path) -> None:
    write_documents(tmp_path, {})
    path = "data/claims_flat.csv"
    for document in ("dams", "dam"):
        edit_file(tmp_path, path, f"{document}.e1,", f"{document}.e9,")
        edit_file(tmp_path, path, f"{document}.e2,The dam", f"{document}.e2,A dam")

    findings = check_whole(tmp_path)

    assert "; such rows: 2" in " ".join(map(str, findings))
    assert check_sliced(tmp_path) == findings


def test_tables_in_no_order(tmp_path: Path) -> None:
    write_documents(tmp_path, {"dam": BROKEN["hedge"], "dams": BROKEN["cue-words"]})
    for path in (tmp_path / "data").glob("*.csv"):
        header, *lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        random.Random(7).shuffle(lines)  # noqa: S311  # no secret
        path.write_text("".join([header, *lines]), encoding="utf-8")

    findings = check_whole(tmp_path)

    assert {"hedge", "cue-words"} <= {finding.code for finding in findings}
    assert check_sliced(tmp_path) == findings


def test_a_package_of_which_some_rows_are_in_memory(tmp_path: Path) -> None:
    write_documents(tmp_path, {"dam-2": BROKEN["hedge"]})

    assert check_sliced(tmp_path, most_rows_held=20) == check_whole(tmp_path)


MODEL_CASES = [case for case in list_cases() if case.part is Part.MODEL]


@pytest.mark.slow
@pytest.mark.parametrize("case", MODEL_CASES, ids=[case.name for case in MODEL_CASES])
def test_each_case_of_the_model(tmp_path: Path, case: Case) -> None:
    root = lay_out(case, tmp_path)

    assert check_sliced(root) == check_whole(root)


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The invented package with its tables in parts."""
    built = build_invented(tmp_path_factory.mktemp("invented")).parent
    return cut_package(built, tmp_path_factory.mktemp("cut") / "package")


def test_a_package_in_parts(parts: Path) -> None:
    assert check_sliced(parts) == check_whole(parts)


@pytest.mark.slow
@settings(max_examples=40, deadline=None)
@given(chance=st.randoms(use_true_random=False), count=st.integers(1, 3))
def test_cells_that_were_broken(parts: Path, chance: random.Random, count: int) -> None:
    files = {path: path.read_bytes() for path in sorted(parts.rglob("part-*.parquet"))}
    try:
        for _ in range(count):
            break_cell(chance.choice(sorted(files)), chance)

        assert check_sliced(parts) == check_whole(parts)
    finally:
        for path, content in files.items():
            path.write_bytes(content)


def break_cell(path: Path, chance: random.Random) -> None:
    """Replace a cell of a table by another one of its column, or empty it."""
    table = parquet.read_table(path)
    if not table.num_rows:
        return
    place = chance.randrange(table.num_columns)
    column = table.column(place)
    others = [parquet.read_table(it).column(place) for it in path.parent.glob("*")]
    values = column.to_pylist()
    known = [value for other in others for value in other.to_pylist()]
    values[chance.randrange(len(values))] = chance.choice([*known, None])
    field = table.schema.field(place).with_nullable(True)  # noqa: FBT003  # pyarrow
    table = table.set_column(place, field, pa.array(values, column.type))
    parquet.write_table(table, path, write_page_checksum=True)


def make_documents(*keys: str) -> dict[str, TableRows]:
    """A table of documents with these ids."""
    table = SCHEMA.tables["documents"]
    rows = TableRows(
        resource="documents",
        parts=(TablePart(path="data/documents.csv"),),
        table=table,
        cells=pa.table({"document_id": pa.array(keys, pa.string())}),
        row_count=len(keys),
    )
    return {"documents": rows}


def test_a_slice_begins_with_a_document_that_is_not_among_others() -> None:
    assert find_bounds(make_documents(*DOCUMENTS), 0) == ["dam.", "dams."]
    assert find_bounds(make_documents("a", "b", "c", "d", "e"), 0.4) == ["c.", "e."]
    assert find_bounds({}, 0.4) == []


def test_each_slice_has_whole_documents_in_the_order_of_their_rows() -> None:
    slicing = plan_slices(make_documents(*DOCUMENTS), 1)

    ranges = [rows["documents"] for _, rows in slicing.iter_ranges()]

    # dam-2; dam and dam.2; dams
    assert ranges == [[range(1, 2)], [range(1), range(2, 3)], [range(3, 4)]]


def test_each_table_of_the_model_is_in_slices_or_whole() -> None:
    assert JOINED.keys() | {CODES} == SCHEMA.tables.keys()


def test_the_rules_about_whole_tables() -> None:
    assert {rule.code for rule in SCHEMA.rules if is_whole(rule)} == {
        "codes-differ",
        "link-cycle",
        "entity-cycle",
        "event-cycle",
        "event-used",
        "entity-used",
    }
