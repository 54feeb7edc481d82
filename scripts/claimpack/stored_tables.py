"""Tables in Parquet files that hold their values in the types that columns declare.

They are read as they are stored, and of them only what is asked for. Any other table is
read through the words of its cells (`claimpack.checks.resources`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa
from pyarrow import compute, types

from claimpack.cells import CELL_TYPES
from claimpack.columns import NO_TEXT, Column
from claimpack.files import PackageFiles
from claimpack.parquet_files import iter_batches, open_parquet
from claimpack.sources import Resource
from claimpack.typed_rows import holds_type

SQL_TYPES = {pa.int64(): "BIGINT", pa.float64(): "DOUBLE"}
"""How SQL calls types that are also stored in others: an int32 overflows sooner."""
PLAIN_NAME = re.compile(r"(?!__)[A-Za-z_][A-Za-z0-9_]*")
"""Names that mean nothing else to Arrow, which knows paths into columns, and columns of
its own that begin with two underscores."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredTable:
    """Where the rows of a table lie, and under which columns."""

    paths: tuple[str, ...]
    """Parquet files, relative to the package, whose rows follow each other."""
    declared: pa.Schema
    """The columns in their order, with the types that they declare."""
    cast_fields: Mapping[str, str]
    """By column that is stored in another type: the type that it declares, in SQL."""

    @property
    def text_fields(self) -> list[str]:
        """The columns that are declared as text."""
        return [each.name for each in self.declared if types.is_string(each.type)]

    def verify(self, files: PackageFiles) -> None:
        """Raise `SourceError` where a file is damaged, or has not all of its rows."""
        for path in self.paths:
            for _ in iter_batches(path, open_parquet(path, files.open_file(path))):
                pass

    def count_rows(self, files: PackageFiles) -> int:
        """Return the number of rows that the files say they have.

        Raises:
            SourceError: a file is no Parquet file.

        """
        count = 0
        for path in self.paths:
            with files.open_file(path) as file:
                count += open_parquet(path, file).metadata.num_rows
        return count

    def read(self, files: PackageFiles) -> pa.Table:
        """Return all rows as `iter_rows` gives them."""
        return pa.Table.from_batches(list(self.iter_rows(files)), self.declared)

    def iter_rows(self, files: PackageFiles) -> Iterator[pa.RecordBatch]:
        """Yield the rows in the types that the columns declare; no text is empty.

        Raises:
            SourceError: a page or a value is damaged, or rows are missing.

        """
        for path in self.paths:
            for batch in iter_batches(path, open_parquet(path, files.open_file(path))):
                yield drop_empty(batch.cast(self.declared))


def drop_empty(rows: pa.RecordBatch) -> pa.RecordBatch:
    """Return rows with null for each empty text."""
    columns = [
        compute.if_else(compute.equal(column, ""), NO_TEXT, column)
        if types.is_string(column.type)
        else column
        for column in rows.columns
    ]
    return pa.RecordBatch.from_arrays(columns, schema=rows.schema)


def find_stored(files: PackageFiles, resource: Resource) -> StoredTable | None:
    """Return the rows of a table that can be read as they are stored, else None.

    Raises:
        SourceError: a file cannot be opened, or is no Parquet file.

    """
    if resource.format != "parquet" or not all(map(is_plain, resource.columns)):
        return None
    schemas = [read_schema(files, path) for path in resource.paths]
    schema = schemas[0]
    is_same = all(other.equals(schema) for other in schemas)
    if not is_same or not holds_columns(schema, resource.columns):
        return None
    kinds = [(each.name, CELL_TYPES[each.reader.type]) for each in resource.columns]
    return StoredTable(
        paths=resource.paths,
        declared=pa.schema(kinds),
        cast_fields={
            name: SQL_TYPES[kind]
            for name, kind in kinds
            if kind in SQL_TYPES and schema.field(name).type != kind
        },
    )


def read_schema(files: PackageFiles, path: str) -> pa.Schema:
    """Return names and stored types of the columns of a Parquet file."""
    with files.open_file(path) as file:
        return open_parquet(path, file).schema_arrow.remove_metadata()


def is_plain(column: Column) -> bool:
    """Return whether Arrow and SQL can name a column and hold its values."""
    return (
        PLAIN_NAME.fullmatch(column.name) is not None
        and column.reader.type in CELL_TYPES
        and column.missing_values <= {""}
    )


def holds_columns(schema: pa.Schema, columns: Sequence[Column]) -> bool:
    """Return whether a file has the declared columns, in types that hold theirs."""
    return schema.names == [column.name for column in columns] and all(
        holds_type(schema.field(index).type, column.reader.type)
        and not is_wide(schema.field(index).type)
        for index, column in enumerate(columns)
    )


def is_wide(kind: pa.DataType) -> bool:
    """Return whether SQL has no such type, or ours does not hold all its values."""
    tests = (types.is_uint64, types.is_float16, types.is_decimal256)
    return any(test(kind) for test in tests)
