"""The files of the tables of a corpus, from the parts that its shards have.

A small table is one file. A large one has a file for each shard, in the order of its
key, so that most parts are published as they were written; only where rows of all
shards together, or of two shards, stand among each other are parts written anew.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import accumulate

import pyarrow as pa

from claimpack.arrow_columns import pack_integers
from claimpack.schema import Table
from claimpack.sharding.plans import Plan
from claimpack.sharding.shards import BuiltShard
from claimpack.sharding.summaries import PartSummary, ShardSummary, summarize_part
from claimpack.staging import Content
from claimpack.table_parts import PartFile, TableParts
from claimpack.table_resources import WrittenTable
from claimpack.writers import (
    arrange_columns,
    arrow_schema,
    sort_rows,
    write_csv,
    write_parquet,
    write_table,
)

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Rows of a table that go into one file."""

    summary: PartSummary
    read: Callable[[], pa.Table]
    parquet: Content | None = None
    """The file as it was written; None where there is none yet."""
    csv: Content | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shard:
    """A shard that is built, wherever its tables are."""

    summary: ShardSummary
    read: Callable[[str], pa.Table]
    """Returns the rows of a table."""
    find_file: Callable[[str], Content | None]
    """Returns a file by its name, as `claims.parquet`; None where there is none."""


def hold_shard(built: BuiltShard) -> Shard:
    """Return a shard whose tables are at hand."""
    return Shard(
        summary=built.summary,
        read=built.tables.__getitem__,
        find_file=lambda _: None,
    )


def list_parts(shards: Sequence[Shard], name: str) -> list[Part]:
    """Return the parts of a table, in the order of the shards; none without rows."""
    return [
        Part(
            summary=shard.summary.parts[name],
            read=partial(shard.read, name),
            parquet=shard.find_file(f"{name}.parquet"),
            csv=shard.find_file(f"{name}.csv"),
        )
        for shard in shards
        if name in shard.summary.parts and shard.summary.parts[name].rows
    ]


def lay_out(
    plan: Plan, table: Table, parts: Sequence[Part], others: pa.Table | None
) -> WrittenTable:
    """Return the files of a table; `others` are rows that no part has."""
    rows = sum(part.summary.rows for part in parts) + (others.num_rows if others else 0)
    if rows <= plan.rows_per_file or len(parts) <= 1:
        return lay_out_small(plan, table, parts, others)
    parquet, csv = [], []
    for part in arrange(table, add_rows(table, parts, others)):
        parquet.append(write_part(table, part, part.parquet, write_parquet))
        if plan.csv == "always":
            csv.append(write_part(table, part, part.csv, write_csv))
    return TableParts(parquet=tuple(parquet), csv=tuple(csv))


def lay_out_small(
    plan: Plan, table: Table, parts: Sequence[Part], others: pa.Table | None
) -> WrittenTable:
    """Return the files of a table that is one file."""
    rows = join(table, [part.read() for part in parts], others)
    if plan.csv != "never":
        return write_table(table, rows)
    part = PartFile(content=write_parquet(table, rows), row_count=rows.num_rows)
    return TableParts(parquet=(part,))


def write_part(
    table: Table,
    part: Part,
    written: Content | None,
    write: Callable[[Table, pa.Table], bytes],
) -> PartFile:
    """Return a file of a part, written now unless it was before."""
    content = write(table, part.read()) if written is None else written
    return PartFile(content=content, row_count=part.summary.rows)


def join(
    table: Table, parts: Sequence[pa.Table], others: pa.Table | None = None
) -> pa.Table:
    """Return the rows of some parts, in order."""
    nothing = arrange_columns(table, arrow_schema(table), {}, 0)
    tables = [*parts, *([others] if others is not None else []), nothing]
    return sort_rows(table, pa.concat_tables(tables))


def add_rows(
    table: Table, parts: Sequence[Part], others: pa.Table | None
) -> list[Part]:
    """Return the parts with further rows, each in the part where its key belongs."""
    if others is None or not others.num_rows:
        return list(parts)
    firsts = [part.summary.first_key for part in parts[1:]]
    columns = [others.column(name).to_pylist() for name in table.primary_key]
    added: list[list[int]] = [[] for _ in parts]
    for row, key in enumerate(zip(*columns, strict=True)):
        added[bisect_right(firsts, key)].append(row)
    return [
        extend(table, part, others.take(pack_integers(rows)))
        for part, rows in zip(parts, added, strict=True)
    ]


def extend(table: Table, part: Part, rows: pa.Table) -> Part:
    """Return a part with further rows; the same part where there are none."""
    if not rows.num_rows:
        return part
    added, before = summarize_part(table, rows), part.summary
    summary = PartSummary(
        rows=before.rows + added.rows,
        first_key=min(before.first_key, added.first_key),
        last_key=max(before.last_key, added.last_key),
    )
    return Part(summary=summary, read=lambda: join(table, [part.read()], rows))


def return_rows(rows: pa.Table) -> pa.Table:
    """Return rows that are at hand."""
    return rows


def arrange(table: Table, parts: Sequence[Part]) -> Iterator[Part]:
    """Yield parts of which each ends before all those behind it begin."""
    run: list[Part] = []
    for part, least_behind in zip(parts, list_least_behind(parts), strict=True):
        run.append(part)
        greatest = max(held.summary.last_key for held in run)
        if least_behind is None or greatest < least_behind:
            yield from cut_anew(table, run)
            run = []


def list_least_behind(parts: Sequence[Part]) -> list[Key | None]:
    """Return for each part the least key of all those behind it; None for no part."""
    firsts = [part.summary.first_key for part in reversed(parts)]
    return [*reversed(list(accumulate(firsts[:-1], min))), None]


def cut_anew(table: Table, run: Sequence[Part]) -> Iterator[Part]:
    """Yield parts that stand among each other as parts in order, as long as they were.

    This happens where the id of one document begins with that of another.
    """
    if len(run) == 1:
        yield run[0]
        return
    rows = join(table, [part.read() for part in run])
    start = 0
    for part in run:
        held = rows.slice(start, part.summary.rows)
        yield Part(summary=summarize_part(table, held), read=partial(return_rows, held))
        start += part.summary.rows
