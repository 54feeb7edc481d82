"""A package of the model whose tables are in parts is checked like any other."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from pyarrow import parquet

from claimpack.files import sha256_hex
from claimpack.findings import Finding
from packages import Rows, check, dump, edit_descriptor, make_rows, write_package
from parted_package import cut_package
from rule_cases import update

FIRST, SECOND = (f"data/claims/part-0000{number}.parquet" for number in range(2))


def write_parts(
    root: Path,
    change: Callable[[Rows], object] | None = None,
    **options: Any,  # noqa: ANN401  # as `cut_package`
) -> Path:
    """The package of two claims, with a part for each."""
    rows = make_rows()
    if change:
        change(rows)
    write_package(root / "one", rows, twins=True, expect=options.pop("expect", None))
    return cut_package(root / "one", root / "parts", parts=2, **options)


def list_places(findings: list[Finding]) -> list[tuple[Any, ...]]:
    """Code, resource, path, row and field of each finding."""
    return [
        (
            item.code,
            item.location.resource,
            item.location.path,
            item.location.row,
            item.location.field,
        )
        for item in findings
    ]


@pytest.mark.parametrize("has_csv", [False, True])
def test_a_package_in_parts_is_valid(tmp_path: Path, has_csv: bool) -> None:  # noqa: FBT001  # a form
    assert check(write_parts(tmp_path, has_csv=has_csv)) == []


BROKEN: dict[str, tuple[Callable[[Rows], object], list[tuple[Any, ...]]]] = {
    "a cell": (
        update("claims", 1, place_precision=9),
        [("constraint-error", "claims", SECOND, 2, "place_precision")],
    ),
    "a foreign key": (
        update("claims", 1, event_id="fire"),
        [("foreign-key", "claims", SECOND, 2, "event_id")],
    ),
    "a rule across tables": (
        update("attributions", 1, level=2),
        [
            (
                "levels-contiguous",
                "attributions",
                "data/attributions/part-00001.parquet",
                2,
                "level",
            )
        ],
    ),
    "a span": (
        update("spans", 9, char_end=3, text="Da"),
        [("span-text", "spans", "data/spans/part-00001.parquet", 7, "text")],
    ),
}


@pytest.mark.parametrize(("change", "expected"), BROKEN.values(), ids=BROKEN)
def test_a_fault_has_the_path_of_its_part_and_the_row_of_the_table(
    tmp_path: Path, change: Callable[[Rows], object], expected: list[tuple[Any, ...]]
) -> None:
    found = list_places(check(write_parts(tmp_path, change)))

    assert [place for place in found if place[0] == expected[0][0]] == expected


def write_part(root: Path, path: str, change: Callable[[pa.Table], pa.Table]) -> None:
    """Change the rows of a part, and what the descriptor says of its bytes."""
    table = change(parquet.read_table(root / path))
    content = dump(table)
    (root / path).write_bytes(content)

    def mend(descriptor: dict[str, Any]) -> None:
        for resource in descriptor["resources"]:
            for part in resource.get("parts", []):
                if part["path"] == path:
                    resource["bytes"] += len(content) - part["bytes"]
                    part["bytes"] = len(content)
                    part["hash"] = f"sha256:{sha256_hex(content)}"

    edit_descriptor(root, mend)


def repeat_key(table: pa.Table) -> pa.Table:
    """The row of a part under the key of the other one."""
    keys = pa.array(["d1.e1"], pa.string())
    return table.set_column(0, table.schema.field(0), keys)


def test_keys_are_unique_across_parts(tmp_path: Path) -> None:
    root = write_parts(tmp_path)
    write_part(root, SECOND, repeat_key)

    found = list_places(check(root))

    assert ("primary-key", "claims", SECOND, 2, "claim_id") in found


def widen(table: pa.Table) -> pa.Table:
    """The rows of a part with a column that is stored in another type."""
    place = table.schema.get_field_index("place_precision")
    return table.set_column(place, "place_precision", table[place].cast(pa.int64()))


def test_the_stored_types_of_a_twin_are_those_of_each_part(tmp_path: Path) -> None:
    root = write_parts(tmp_path, has_csv=True)
    write_part(root, SECOND, widen)

    assert list_places(check(root)) == [
        ("stored-type", "claims-parquet", SECOND, None, "place_precision")
    ]


def test_a_part_with_other_labels_is_named(tmp_path: Path) -> None:
    root = write_parts(tmp_path)
    write_part(root, SECOND, lambda table: table.drop_columns(["unit"]))

    found = list_places(check(root))

    assert found[0] == ("part-labels", "claims", SECOND, None, None)


def test_a_part_with_fewer_rows_is_named(tmp_path: Path) -> None:
    root = write_parts(tmp_path)
    write_part(root, SECOND, lambda table: table.slice(1))

    found = list_places(check(root))

    assert found[0] == ("row-count", "claims", SECOND, None, None)


def test_a_damaged_part_is_named(tmp_path: Path) -> None:
    root = write_parts(tmp_path, large=["claims"])
    content = bytearray((root / SECOND).read_bytes())
    content[20] ^= 1
    (root / SECOND).write_bytes(content)

    found = list_places(check(root))

    assert [place for place in found if place[2] == SECOND] == [
        ("hash-count", "claims", SECOND, None, None),
        ("parquet-error", "claims", SECOND, None, None),
    ]


def test_a_damaged_part_of_a_twin_is_named(tmp_path: Path) -> None:
    root = write_parts(tmp_path, large=["claims"], has_csv=True)
    content = bytearray((root / SECOND).read_bytes())
    content[20] ^= 1
    (root / SECOND).write_bytes(content)

    assert list_places(check(root)) == [
        ("hash-count", "claims-parquet", SECOND, None, None),
        ("parquet-error", "claims-parquet", SECOND, None, None),
    ]


def test_a_missing_part_is_named(tmp_path: Path) -> None:
    root = write_parts(tmp_path, large=["claims"])
    (root / FIRST).unlink()

    assert list_places(check(root))[0] == ("scheme-error", "claims", FIRST, None, None)


def test_files_beside_the_parts_are_strays(tmp_path: Path) -> None:
    root = write_parts(tmp_path)
    for path in ("data/claims/part-00002.parquet", "data/claims.csv"):
        (root / path).write_bytes(b"")

    assert list_places(check(root)) == [
        ("stray-file", None, "data/claims.csv", None, None),
        ("stray-file", None, "data/claims/part-00002.parquet", None, None),
    ]


def test_expectations_are_of_all_parts(tmp_path: Path) -> None:
    expect = {"claims": {"rows_min": 3}, "claims.measure": {"filled": 1.0}}
    root = write_parts(tmp_path, expect=expect)

    found = check(root)

    assert [(item.code, item.location.resource) for item in found] == [
        ("expectation", "claims"),
        ("expectation", "claims"),
    ]


def test_a_cell_of_csv_parts_that_differs_is_named_by_both_parts(
    tmp_path: Path,
) -> None:
    root = write_parts(tmp_path, has_csv=True)
    row = parquet.read_table(root / SECOND)
    place = row.schema.get_field_index("claim_text")
    write_part(
        root,
        SECOND,
        lambda table: table.set_column(
            place, table.schema.field(place), pa.array(["No."], pa.string())
        ),
    )

    (finding,) = check(root)

    assert list_places([finding]) == [
        ("twin-differs", "claims-parquet", SECOND, 2, "claim_text")
    ]
    assert str(finding.expected).endswith("as in data/claims/part-00001.csv")
