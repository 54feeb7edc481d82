"""SQL that a stranger wrote, over tables of a package, in a process of its own.

The only way in which such SQL runs. DuckDB's own limits do not hold a hostile
statement: one call of a function can take minutes and gigabytes before it looks
whether it was interrupted (docs/decisions/0013-own-rules-run-in-a-process.md). So the
statement is read first (`statements`), and then runs where it can be ended
(`worker`).
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from claimpack.findings import quote
from claimpack.worker_process import Worker, read_line, running

if TYPE_CHECKING:
    from claimpack.stored_tables import StoredTable

LONGEST_STATEMENT = 40_000
"""Characters of a statement."""
MOST_SECONDS_OF_ONE = 10
MOST_SECONDS_OF_ALL = 60
STOPPED = (
    f"was stopped: a statement may take {MOST_SECONDS_OF_ONE} seconds and its memory"
)
NOT_ASKED = (
    f"was not asked: all statements together may take {MOST_SECONDS_OF_ALL} seconds"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class GuardedTable:
    """A table that statements may name, with those of its columns that they may."""

    name: str
    cells: pa.Table
    """The columns under their own names, which no two of them share (`a` and `A`)."""
    row_count: int
    key: tuple[str, ...] = ()
    """Columns that tell its rows apart."""
    damaged: frozenset[int] = frozenset()
    """Rows, counted from 0, that are never in an answer."""
    stored: StoredTable | None = None
    """Where its rows lie; then they are not in `cells`."""

    @property
    def columns(self) -> list[str]:
        """The names of its columns."""
        names: list[str] = (
            self.stored.declared if self.stored else self.cells.schema
        ).names
        return names


def mentions(text: str, name: str) -> bool:
    """Return whether a name stands in a text, in whatever case, as a word of its own.

    >>> mentions('"paid on" < day', "Paid on"), mentions("amount > 0", "count")
    (True, False)
    """
    pattern = rf"(?<!\w){re.escape(name)}(?!\w)"
    return bool(re.search(pattern, text.replace('""', '"'), re.IGNORECASE))


def find_clashes(tables: Iterable[GuardedTable]) -> dict[str, str]:
    """Return the tables that SQL cannot name, or whose columns it cannot, and why."""
    clashes: dict[str, str] = {}
    listed = list(tables)
    for table in listed:
        columns = table.columns
        like = (t.name for t in listed if t.name.casefold() == table.name.casefold())
        if pair := find_pair(like) or find_pair(columns):
            one, other = map(quote, pair)
            clashes[table.name] = (
                f"names {one} and {other}, which SQL cannot tell apart"
            )
        if "\0" in "".join([table.name, *columns]):
            name = quote(table.name)
            clashes[table.name] = f"names {name}, where a name has a NUL character"
    return clashes


def find_pair(
    names: Iterable[str], fold: Callable[[str], str] = str.casefold
) -> tuple[str, str] | None:
    """Return two names that differ in case only, None where there are none.

    `fold` says which letters differ in case only.
    """
    seen: dict[str, str] = {}
    for name in names:
        folded = fold(name)
        if folded in seen:
            return seen[folded], name
        seen[folded] = name
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Which rows of a table a condition is false for, or a query gives the keys of."""

    table: str
    text: str
    is_condition: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The rows that a question is about."""

    rows: tuple[tuple[int, str | None], ...] = ()
    """The first of them: number, counted from 1, and what the query gives after the
    key as text."""
    total: int = 0
    """How many there are."""
    fault: str | None = None
    """Why there is no answer; then there are no rows."""


def ask(
    tables: Sequence[GuardedTable], questions: Sequence[Question], most: int
) -> Iterator[Answer]:
    """Yield the answer to each question, of whose rows the first `most` are listed.

    A worker that took too long or died is followed by another one for what is left.
    """
    end = time.monotonic() + MOST_SECONDS_OF_ALL
    left = list(questions)
    while left and time.monotonic() < end:
        job = {"most": most, "questions": list(map(asdict, left))}
        with running() as worker:
            send(worker, tables, job)
            read_line(worker, MOST_SECONDS_OF_ALL)  # it is ready
            while left and (line := read_line(worker, MOST_SECONDS_OF_ONE)):
                yield read_answer(json.loads(line))
                del left[0]
        if left:
            yield Answer(fault=STOPPED)
            del left[0]
    yield from [Answer(fault=NOT_ASKED)] * len(left)


def send(
    worker: Worker, tables: Sequence[GuardedTable], job: Mapping[str, Any]
) -> None:
    """Write what a worker reads: a line of JSON, and the rows that are in no file."""
    content = {"tables": [describe(table) for table in tables], **job}
    stream: Any = worker.stdin
    with suppress(OSError), stream:  # it may have died
        stream.write(f"{json.dumps(content)}\n".encode())
        for table in tables:
            if table.stored is None:
                cells = number_columns(table)
                with pa.ipc.new_stream(stream, cells.schema) as writer:
                    writer.write_table(cells)


def describe(table: GuardedTable) -> dict[str, Any]:
    """Return what a worker knows of a table besides its rows."""
    names = table.columns
    content = {
        "name": table.name,
        "columns": names,
        "key": [names.index(name) for name in table.key],
    }
    if table.stored is None:
        return content
    stored = table.stored
    return {
        **content,
        "paths": stored.paths,
        "text_fields": stored.text_fields,
        "cast_fields": dict(stored.cast_fields),
    }


def number_columns(table: GuardedTable) -> pa.Table:
    """Return the rows under names of our own: `c0`, `c1` …, and `is_damaged`."""
    columns = {f"c{index}": cells for index, cells in enumerate(table.cells.columns)}
    flags = bytearray(table.row_count)
    for index in table.damaged:
        flags[index] = 1
    return pa.table({**columns, "is_damaged": pack_bytes(flags)})


def pack_bytes(flags: bytearray) -> pa.Array:
    """Return bytes, of which each is 0 or 1, as a column of flags."""
    buffers = [None, pa.py_buffer(flags)]
    return pa.Array.from_buffers(pa.uint8(), len(flags), buffers).cast(pa.bool_())


def read_answer(content: dict[str, Any]) -> Answer:
    """Return an answer as a worker writes it."""
    rows = tuple((number, value) for number, value in content.pop("rows", ()))
    return Answer(rows=rows, **content)
