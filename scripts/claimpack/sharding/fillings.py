"""How far the tables of a corpus are filled, of which not all rows are at hand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import pyarrow as pa
from pyarrow import compute

from claimpack.checks.expectations import Filling
from claimpack.checks.keys import show_key
from claimpack.findings import Location
from claimpack.origins import NOT_OF_SEEDS, index_origins, locate_row
from claimpack.package import csv_path
from claimpack.row_source import Row
from claimpack.schema import Table
from claimpack.sharding.drafts import Again
from claimpack.sharding.layout import Shard
from claimpack.sharding.plans import Plan, ShardSource


@dataclass(frozen=True, slots=True, kw_only=True)
class CorpusFilling:
    """How far a table of a corpus is filled."""

    table: Table
    plan: Plan
    sources: Sequence[ShardSource]
    shards: Sequence[Shard]
    others: pa.Table | None
    """Rows that no shard has by itself."""

    @property
    def place(self) -> Location:
        """The place of the table as a whole."""
        return Location(path=csv_path(self.table.name), resource=self.table.name)

    @property
    def row_count(self) -> int:
        """How many rows it has."""
        parts = [shard.summary.parts.get(self.table.name) for shard in self.shards]
        others = self.others.num_rows if self.others is not None else 0
        return others + sum(part.rows for part in parts if part is not None)

    def count_empty(self, field: str) -> int:
        """Return in how many rows a column is empty."""
        parts = [shard.summary.parts.get(self.table.name) for shard in self.shards]
        counts = [part.empty.get(field, 0) for part in parts if part is not None]
        if self.others is not None:
            counts.append(self.others.column(field).null_count)
        return sum(counts)

    def find_empty(self, field: str) -> tuple[str, Location]:
        """Return the first row in which a column is empty, in words, and its line.

        What is in no register and shared by several articles has no line, nor has a
        code; it is in the table.
        """
        key, number, row = min(self.iter_empty(field), key=lambda found: found[0])
        members = (
            Again(self.sources[number].load(), self.plan) if number is not None else ()
        )
        place = self.place
        if self.table.name != NOT_OF_SEEDS:
            origins = index_origins(replace(self.plan.registers, members=members))
            found = locate_row(self.table.name, row, field, origins)
            place = found if found.path is not None else place
        location = replace(place, resource=self.table.name, field=field)
        return f"in {show_key(key)}", location

    def iter_empty(
        self, field: str
    ) -> Iterator[tuple[tuple[str, ...], int | None, Row]]:
        """Yield key, shard and row of the first empty cell of each part."""
        name = self.table.name
        for number, shard in enumerate(self.shards):
            part = shard.summary.parts.get(name)
            if part is not None and part.empty.get(field):
                row = find_first(shard.read(name), field)
                yield self.key_of(row), number, row
        if self.others is not None and self.others.column(field).null_count:
            row = find_first(self.others, field)
            yield self.key_of(row), None, row

    def key_of(self, row: Row) -> tuple[str, ...]:
        """Return the primary key of a row."""
        return tuple([str(row[name]) for name in self.table.primary_key])


def find_first(rows: pa.Table, field: str) -> Row:
    """Return the first row in which a column is empty."""
    index = compute.index(rows.column(field).is_null(), value=True).as_py()
    row: Row = rows.slice(index, 1).to_pylist()[0]
    return row


def list_fillings(
    plan: Plan,
    sources: Sequence[ShardSource],
    shards: Sequence[Shard],
    others: Mapping[str, pa.Table],
) -> dict[str, Filling]:
    """Return how far each table of a corpus is filled, by its name."""
    return {
        name: CorpusFilling(
            table=table,
            plan=plan,
            sources=sources,
            shards=shards,
            others=others.get(name),
        )
        for name, table in plan.schema.tables.items()
    }
