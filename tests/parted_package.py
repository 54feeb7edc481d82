"""A package whose tables are cut into parts, as a build makes them of many articles."""

from __future__ import annotations

import json
import shutil
from collections.abc import Collection
from pathlib import Path

from pyarrow import parquet

from claimpack.files import Folder
from claimpack.package import (
    csv_path,
    license_rows,
    merge_descriptor,
    parquet_path,
    read_descriptor,
)
from claimpack.schema import Table
from claimpack.schema_files import load_shipped_schema
from claimpack.table_parts import PartFile, TableParts
from claimpack.table_resources import (
    WrittenTable,
    data_files,
    derive_resources,
    list_generated,
    own_resources,
)
from claimpack.writers import TableFiles, arrow_schema, write_csv, write_parquet

SCHEMA = load_shipped_schema()
LARGE = tuple(name for name in SCHEMA.tables if name != "codes")
"""Tables that are cut where nothing else is said."""


def cut_package(
    source: Path,
    target: Path,
    *,
    large: Collection[str] = LARGE,
    parts: int = 3,
    has_csv: bool = False,
) -> Path:
    """Copy a package of the model, with some tables in parts; return its folder."""
    shutil.copytree(source, target)
    folder = Folder(target)
    written: dict[str, WrittenTable] = {}
    for name, table in SCHEMA.tables.items():
        if name in large:
            written[name] = cut_table(source, table, parts, has_csv=has_csv)
        else:
            csv, pq = csv_path(name), parquet_path(name)
            files = (folder.read_bytes(csv), folder.read_bytes(pq))
            written[name] = TableFiles(csv=files[0], parquet=files[1])
    for path in list_generated(folder, SCHEMA.tables):
        (target / path).unlink()
    for path, content in data_files(written).items():
        assert isinstance(content, bytes)
        (target / path).parent.mkdir(parents=True, exist_ok=True)
        (target / path).write_bytes(content)
    descriptor = read_descriptor(folder)
    resources = license_rows(derive_resources(SCHEMA, written), descriptor)
    resources += own_resources(descriptor, SCHEMA)
    merged = merge_descriptor(descriptor, resources)
    (target / "datapackage.json").write_text(json.dumps(merged), encoding="utf-8")
    return target


def cut_table(source: Path, table: Table, parts: int, *, has_csv: bool) -> TableParts:
    """The rows of a table as parts of about the same size, the last with the rest."""
    rows = parquet.read_table(source / parquet_path(table.name))
    rows = rows.cast(arrow_schema(table)).replace_schema_metadata(
        arrow_schema(table).metadata
    )
    size = max(1, -(-rows.num_rows // parts))
    cuts = [rows.slice(first, size) for first in range(0, max(1, rows.num_rows), size)]
    return TableParts(
        parquet=tuple(
            PartFile(content=write_parquet(table, cut), row_count=cut.num_rows)
            for cut in cuts
        ),
        csv=tuple(
            PartFile(content=write_csv(table, cut), row_count=cut.num_rows)
            for cut in cuts
            if has_csv
        ),
    )
