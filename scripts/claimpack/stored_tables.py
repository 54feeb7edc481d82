"""Tables in Parquet files that hold their values in the types that columns declare.

They are read as they are stored, and of them only what is asked for. Any other table is
read through the words of its cells (`claimpack.checks.resources`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
from pyarrow import compute, parquet

from claimpack.cells import CELL_TYPES
from claimpack.columns import NO_TEXT, Column
from claimpack.files import PackageFiles
from claimpack.parquet_files import (
    iter_batches,
    open_parquet,
    read_parquet,
)
from claimpack.sources import Resource
from claimpack.typed_rows import holds_type

PLAIN_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
"""Names that mean nothing else to Arrow, which knows paths into columns."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredTable:
    """Where the rows of a table lie, and under which columns."""

    paths: tuple[str, ...]
    """Parquet files, relative to the package, whose rows follow each other."""
    schema: pa.Schema
    """Names and stored types of the columns, in the declared order."""
    declared: pa.Schema
    """The same names, with the types that the columns declare."""
    blank_fields: frozenset[str]
    """Columns of text in which an empty text may stand for no value."""

    def verify(self, files: PackageFiles) -> None:
        """Raise `SourceError` where a file is damaged, or has not all of its rows."""
        for path in self.paths:
            for _ in iter_batches(path, open_parquet(path, files.open_file(path))):
                pass

    def read(self, files: PackageFiles) -> pa.Table:
        """Return all rows in the types that the columns declare.

        Raises:
            SourceError: a page or a value is damaged, or rows are missing.

        """
        parts = [read_parquet(path, files.open_file(path)) for path in self.paths]
        rows = pa.concat_tables([part.cast(self.declared) for part in parts])
        for name in self.blank_fields:
            column = rows[name]
            filled = compute.if_else(compute.equal(column, ""), NO_TEXT, column)
            rows = rows.set_column(self.schema.names.index(name), name, filled)
        return rows


def find_stored(files: PackageFiles, resource: Resource) -> StoredTable | None:
    """Return the rows of a table that can be read as they are stored, else None.

    Raises:
        SourceError: a file cannot be opened, or is no Parquet file.

    """
    if resource.format != "parquet" or not all(map(is_plain, resource.columns)):
        return None
    opened = [open_parquet(path, files.open_file(path)) for path in resource.paths]
    schema = opened[0].schema_arrow.remove_metadata()
    is_same = all(file.schema_arrow.equals(schema) for file in opened)
    if not is_same or not holds_columns(schema, resource.columns):
        return None
    kinds = [(each.name, CELL_TYPES[each.reader.type]) for each in resource.columns]
    return StoredTable(
        paths=resource.paths,
        schema=schema,
        declared=pa.schema(kinds),
        blank_fields=frozenset(
            column.name
            for index, column in enumerate(resource.columns)
            if column.reader.type == "string"
            and not all(is_filled(file, index) for file in opened)
        ),
    )


def is_plain(column: Column) -> bool:
    """Return whether Arrow and SQL can name a column and hold its values."""
    is_text = column.reader.type == "string"
    return (
        PLAIN_NAME.fullmatch(column.name) is not None
        and column.reader.type in CELL_TYPES
        and not (is_text and column.missing_values - {""})
    )


def holds_columns(schema: pa.Schema, columns: Sequence[Column]) -> bool:
    """Return whether a file has the declared columns, in types that hold theirs."""
    return schema.names == [column.name for column in columns] and all(
        holds_type(schema.field(index).type, column.reader.type)
        for index, column in enumerate(columns)
    )


def is_filled(file: parquet.ParquetFile, index: int) -> bool:
    """Return whether statistics show that a column of text has no empty text.

    It is the least of all texts.
    """
    groups = map(file.metadata.row_group, range(file.metadata.num_row_groups))
    return all(is_least_filled(group.column(index).statistics) for group in groups)


def is_least_filled(statistics: Any) -> bool:  # noqa: ANN401  # pyarrow ships no types
    """Return whether the least text is known not to be empty, or there is no text."""
    if statistics is None:
        return False
    if statistics.has_min_max:
        return bool(statistics.min)
    return bool(statistics.num_values == 0)
