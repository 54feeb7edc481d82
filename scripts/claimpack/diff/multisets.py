"""The rows of a table that has no primary key, as often as each stands there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import pyarrow as pa
from pyarrow import compute

from claimpack.diff.keys import list_texts
from claimpack.diff.lines import LineStore
from claimpack.diff.pairing import KEY
from claimpack.diff.plans import Plan
from claimpack.diff.reading import ReadColumn, ReadTable, flatten
from claimpack.diff.rows import RowDiff
from claimpack.engine import bound, connect, iter_batches
from claimpack.key_store import Budget, KeyStore

MORE = f"""
    SELECT {KEY}, sum(n)::BIGINT AS n
    FROM (SELECT {KEY}, 1 AS n FROM new UNION ALL SELECT {KEY}, -1 FROM old)
    GROUP BY {KEY} HAVING sum(n) <> 0 ORDER BY {KEY}
"""  # noqa: S608  # names of our own


def compare_multisets(
    plan: Plan, tables: tuple[ReadTable, ReadTable], budget: Budget
) -> RowDiff:
    """Return the rows that one table has more often than the other.

    A row is told by all its cells in the columns that both have, as a list in JSON. No
    row is changed: nothing says which it was before.

    Raises:
        SourceError: a row cannot be read.

    """
    pairs = (*plan.key, *plan.pairs)
    before = store_rows(tables[0], [pair.old for pair in pairs], budget)
    after = store_rows(tables[1], [pair.new for pair in pairs], budget)
    added, withdrawn = LineStore(budget), LineStore(budget)
    with connect({"old": before, "new": after}, bound(budget)) as connection:
        for batch in iter_batches(connection, MORE):
            add_rows(added, batch, batch.column("n"))
            add_rows(withdrawn, batch, compute.negate(batch.column("n")))
    return RowDiff(
        old_count=before.num_rows,
        new_count=after.num_rows,
        added=added.finish(),
        withdrawn=withdrawn.finish(),
        changed=LineStore(budget).finish(),
    )


def store_rows(
    table: ReadTable, columns: Iterable[ReadColumn], budget: Budget
) -> pa.Table:
    """Return each row of a table as one text, in the column `key`."""
    store, columns = KeyStore([KEY], budget), list(columns)
    for batch in table.batches:
        texts = [each.write(flatten(batch[each.name])) for each in columns]
        nothing = pa.repeat(pa.scalar("[]"), batch.num_rows)
        store.add({KEY: list_texts(texts) if texts else nothing})
    return store.finish()


def add_rows(lines: LineStore, batch: pa.RecordBatch, counts: Any) -> None:  # noqa: ANN401  # pyarrow ships no types
    """Add each row as often as a count says; not where that is below one."""
    is_more = compute.greater(counts, 0)
    places = list(iter_places(counts.filter(is_more).to_pylist()))
    keys = batch.column(KEY).filter(is_more).take(pa.array(places, pa.int64()))
    lines.add(keys, None, None, None)
    lines.row_count += len(keys)


def iter_places(counts: Iterable[int]) -> Iterator[int]:
    """Yield each index as often as the count that stands there."""
    for index, count in enumerate(counts):
        yield from (index for _ in range(count))
