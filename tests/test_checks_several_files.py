"""Tables in several files, which are read as one."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import frictionless
import pyarrow as pa
import pytest

from claimpack.findings import Finding
from packages import check, dump, edit_descriptor, write_descriptor, write_files

KEY: dict[str, Any] = {
    "fields": [{"name": "id", "type": "integer"}, {"name": "of", "type": "integer"}],
    "primaryKey": ["id"],
    "foreignKeys": [{"fields": ["of"], "reference": {"resource": "", "fields": "id"}}],
}


def write_parts(root: Path, *contents: bytes, suffix: str = "csv", **more: Any) -> Path:  # noqa: ANN401  # JSON
    """Write a package with one table in several files, `p1` and so on."""
    paths = [f"p{number}.{suffix}" for number in range(1, len(contents) + 1)]
    write_files(root, dict(zip(paths, contents, strict=True)))
    resource = {"name": "t", "type": "table", "path": paths, "schema": KEY, **more}
    write_descriptor(root, {"resources": [resource]})
    return root


def list_places(findings: list[Finding]) -> list[tuple[str, str | None, Any, Any]]:
    """Code, path, line and row of each finding."""
    return [
        (item.code, item.location.path, item.location.line, item.location.row)
        for item in findings
    ]


FIRST, SECOND = b"id,of\n1,\n2,3\n", b"id,of\n3,1\n"


def test_keys_and_references_cross_the_files(tmp_path: Path) -> None:
    root = write_parts(tmp_path, FIRST, SECOND)

    assert check(root) == []


def test_a_fault_is_placed_in_its_file_and_in_the_table(tmp_path: Path) -> None:
    root = write_parts(tmp_path, FIRST, b"id,of\nx,1\n", b"id,of\n2,9\n")

    assert list_places(check(root)) == [
        ("type-error", "p2.csv", 2, 3),
        ("primary-key", "p2.csv", 2, 3),
        ("primary-key", "p3.csv", 2, 4),
        ("foreign-key", "p1.csv", 3, 2),
        ("foreign-key", "p3.csv", 2, 4),
    ]


def test_plain_and_other_files_go_together(tmp_path: Path) -> None:
    root = write_parts(tmp_path, FIRST, b'id,of\r\n"3\n",1\r\n4,1\r\n5,7\r\n')

    assert list_places(check(root)) == [
        ("type-error", "p2.csv", 2, 3),
        ("primary-key", "p2.csv", 2, 3),
        ("foreign-key", "p1.csv", 3, 2),
        ("foreign-key", "p2.csv", 5, 5),
    ]


def test_a_file_without_rows_moves_none(tmp_path: Path) -> None:
    root = write_parts(tmp_path, b"id,of\n", FIRST, b"id,of\n", b"id,of\n3,9\n")

    assert list_places(check(root)) == [("foreign-key", "p4.csv", 2, 3)]


def test_files_without_labels_go_together(tmp_path: Path) -> None:
    root = write_parts(tmp_path, b"1,\n", b"2,1\n2,1\n", dialect={"header": False})

    assert list_places(check(root)) == [("primary-key", "p2.csv", 2, 3)]


@pytest.mark.parametrize("labels", [b"of,id", b"id", b"id,of,more", b"ID,of"])
def test_files_agree_on_their_labels(tmp_path: Path, labels: bytes) -> None:
    root = write_parts(tmp_path, FIRST, labels + b"\n")

    (finding,) = check(root)

    assert list_places([finding]) == [("part-labels", "p2.csv", 1, None)]
    assert finding.expected == '"id,of", as there'


def test_where_labels_may_be_less_files_still_agree(tmp_path: Path) -> None:
    schema = {"fields": KEY["fields"], "fieldsMatch": "superset"}
    root = write_parts(tmp_path, FIRST, b"id\n3\n", schema=schema)

    assert [finding.code for finding in check(root)] == ["part-labels"]


def test_a_file_that_is_not_there_is_named_and_no_key_is_asked(tmp_path: Path) -> None:
    root = write_parts(tmp_path, b"id,of\n1,9\n", SECOND, b"id,of\nx,\n")
    (root / "p2.csv").unlink()

    assert list_places(check(root)) == [
        ("scheme-error", "p2.csv", None, None),
        ("type-error", "p3.csv", 2, 2),
    ]


def test_an_unsafe_part_is_refused(tmp_path: Path) -> None:
    root = write_parts(tmp_path, FIRST, path=["p1.csv", "../p1.csv"])

    assert "unsafe-path" in {finding.code for finding in check(root)}


def test_size_and_hash_are_those_of_all_files_together(tmp_path: Path) -> None:
    whole = FIRST + SECOND
    right = hashlib.sha256(whole).hexdigest()
    root = write_parts(
        tmp_path, FIRST, SECOND, bytes=len(whole), hash=f"sha256:{right}"
    )
    assert check(root) == []

    write_files(root, {"p2.csv": SECOND + b"4,1\n"})

    assert [item.code for item in check(root)] == ["byte-count", "hash-count"]


def test_parquet_files_go_together(tmp_path: Path) -> None:
    files = [
        dump(pa.table({"id": ids, "of": ofs}))
        for ids, ofs in (
            ([1, 2], pa.array([None, 3], pa.int64())),
            ([3], [1]),
            ([4, 1], [8, 1]),
        )
    ]
    root = write_parts(tmp_path, *files, suffix="parquet")

    assert list_places(check(root)) == [
        ("primary-key", "p3.parquet", None, 5),
        ("foreign-key", "p3.parquet", None, 4),
    ]


def test_parquet_files_agree_on_their_columns(tmp_path: Path) -> None:
    files = [dump(pa.table({"id": [1], "of": [1]})), dump(pa.table({"id": [2]}))]
    root = write_parts(tmp_path, *files, suffix="parquet")

    assert list_places(check(root)) == [("part-labels", "p2.parquet", None, None)]


def test_findings_are_bounded_over_all_files(tmp_path: Path) -> None:
    from claimpack.checks.package import MOST_DESCRIBED, check_package
    from claimpack.files import Folder
    from claimpack.findings import Rest
    from packages import SCHEMA

    wrong = b"id,of\n" + b"x,\n" * (MOST_DESCRIBED // 2 + 1)
    root = write_parts(tmp_path, wrong, wrong)

    found = [
        item
        for item in check_package(Folder(root), SCHEMA)
        if item.code == "type-error"
    ]

    assert sum(isinstance(item, Finding) for item in found) == MOST_DESCRIBED
    assert sum(item.count for item in found if isinstance(item, Rest)) == 2


@pytest.mark.parametrize("last", [SECOND, b"id,of\n3,4\n", b"id,of\nx,1\n"])
def test_frictionless_gives_the_same_verdict(tmp_path: Path, last: bytes) -> None:
    root = write_parts(tmp_path, FIRST, last)

    report = frictionless.validate(root / "datapackage.json")

    assert report.valid == (check(root) == [])


def test_a_twin_with_a_file_too_many_is_read_to_its_end(tmp_path: Path) -> None:
    root = write_parts(tmp_path, FIRST, SECOND)
    twin = {"name": "u", "path": ["u1.pq", "u2.pq", "u3.pq"], "twinOf": "t"}
    edit_descriptor(root, lambda content: content["resources"].append(twin))
    rows = pa.table({"id": [1, 2, 3], "of": pa.array([None, 3, 1], pa.int64())})
    files = (rows, rows.slice(0, 0), rows)
    write_files(
        root, {f"u{number}.pq": dump(file) for number, file in enumerate(files, 1)}
    )

    (finding,) = check(root)

    assert list_places([finding]) == [("twin-rows", "u1.pq", None, None)]
    assert finding.expected == "3, as in p1.csv"
