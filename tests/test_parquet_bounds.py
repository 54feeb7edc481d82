"""Parquet files that stand for far more than their bytes."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from pyarrow import parquet

from claimpack.memory_bounds import bounded_memory
from claimpack.parquet_files import HARMLESS_ROWS, LARGEST_HARMLESS_BYTES
from packages import check, write_descriptor

GIB = 1024**3


def write(root: Path, column: pa.Array, kind: str, **options: Any) -> Path:  # noqa: ANN401  # of pyarrow
    """Write a package with one column in Parquet, packed as well as it can be."""
    table = pa.table({"a": column})
    parquet.write_table(
        table, root / "t.parquet", compression="zstd", store_schema=False, **options
    )
    schema = {"fields": [{"name": "a", "type": kind}]}
    resource = {"name": "t", "path": "t.parquet", "schema": schema}
    write_descriptor(root, {"resources": [resource]})
    return root


def repeat(value: object, kind: pa.DataType, count: int) -> pa.Array:
    """One value, many times."""
    return pa.array([value], kind).take(pa.nulls(count, pa.int64()).fill_null(0))


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux bounds a process")
def test_a_word_that_is_repeated_into_gigabytes_is_refused(tmp_path: Path) -> None:
    word = pa.array(["x" * 1_000_000]).dictionary_encode()
    column = word.take(pa.nulls(20_000, pa.int64()).fill_null(0))
    root = write(tmp_path, column, "string")
    assert (root / "t.parquet").stat().st_size < 1000

    (finding,) = check(root)

    assert finding.code == "parquet-error"
    assert "expected at most 4,294,967,296 bytes for 65,536 rows" in finding.message


def test_more_rows_than_bytes_can_tell_are_refused(tmp_path: Path) -> None:
    column = pa.nulls(HARMLESS_ROWS + 1, pa.int8())
    root = write(tmp_path, column, "integer")
    assert (root / "t.parquet").stat().st_size < HARMLESS_ROWS / 200

    (finding,) = check(root)

    assert finding.code == "parquet-error"
    assert "found 10,000,001 rows in" in finding.message


def test_more_bytes_than_can_be_packed_are_refused(tmp_path: Path) -> None:
    count = LARGEST_HARMLESS_BYTES // 128 + 1
    column = repeat("0" * 128, pa.string(), count)
    root = write(tmp_path, column, "string", use_dictionary=False)

    (finding,) = check(root)

    assert finding.code == "parquet-error"
    assert "packed ones; expected 268,435,456 at most" in finding.message


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux bounds a process")
def test_a_bound_holds_for_one_step_alone() -> None:
    import resource

    before = resource.getrlimit(resource.RLIMIT_AS)
    with pytest.raises(MemoryError), bounded_memory(GIB // 4):
        bytearray(GIB)

    assert resource.getrlimit(resource.RLIMIT_AS) == before
    assert len(bytearray(GIB // 2)) == GIB // 2
