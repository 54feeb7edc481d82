"""One query over tables of a package, whoever wrote it, and all rows that it gives."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa

from claimpack.cells import Value, format_cell
from claimpack.guarded_sql import (
    MOST_SECONDS_OF_ALL,
    GuardedTable,
    send,
)
from claimpack.guarded_sql.answers import require_values
from claimpack.guarded_sql.faults import QueryError
from claimpack.worker_process import Worker, ending, read_line

MOST_SECONDS_OF_QUERY = 60
STOPPED = (
    f"was stopped: it may take {MOST_SECONDS_OF_QUERY} seconds and 4 GiB of memory"
)

Take = Callable[[pa.Schema, Iterator[pa.RecordBatch]], Any]
"""What makes something of the columns of an answer and of its rows as they come."""


def keep_rows(schema: pa.Schema, batches: Iterator[pa.RecordBatch]) -> pa.Table:
    """Return all rows of an answer."""
    return pa.Table.from_batches(batches, schema)


def run_query(  # noqa: PLR0913  # what is asked of whom, and what becomes of the answer
    worker: Worker,
    tables: Sequence[GuardedTable],
    text: str,
    values: Mapping[str, Value],
    package: Path | None = None,
    *,
    take: Take = keep_rows,
) -> Any:  # noqa: ANN401  # what `take` returns
    """Return the rows of a SELECT, in which `$name` stands for one of the values.

    `worker` has no job yet, and gets no other one. `package` is the folder or the
    archive in which the files of stored tables lie; None where there are none. Instead
    of the rows, what `take` makes of them, which it may do while more are found.

    Raises:
        QueryError: it is not one SELECT over the tables alone, cannot be run, or is
            beyond its limits of time, memory, rows and bytes; or it gives what not
            every form of an answer holds.

    """
    typed = {
        name: [name_type(value), None if value is None else format_cell(value)]
        for name, value in values.items()
    }
    job: dict[str, Any] = {"query": {"text": text, "values": typed}}
    if package is not None:
        job["package"] = str(package)
    send(worker, tables, job)
    read_line(worker, MOST_SECONDS_OF_ALL)  # it is ready
    with ending(worker, MOST_SECONDS_OF_QUERY):
        return take(*read_rows(worker.stdout))


def name_type(value: Value) -> str:
    """Return the type of a value, as `cells.PARSERS` has it; that of None is a text."""
    kinds = {bool: "boolean", int: "integer", float: "number", date: "date"}
    return next((kinds[kind] for kind in kinds if isinstance(value, kind)), "string")


def read_rows(
    stream: Any,  # noqa: ANN401  # a pipe or not
) -> tuple[pa.Schema, Iterator[pa.RecordBatch]]:
    """Return columns and rows that a worker writes, which are read when asked for.

    Raises, also while the rows are read:
        QueryError: something is wrong, which a worker says before or behind the rows,
            or it has ended.

    """
    with telling_end():
        require_success(stream)
        reader = pa.ipc.open_stream(stream)
    return reader.schema, iter_rows(reader, stream)


def iter_rows(reader: Any, stream: Any) -> Iterator[pa.RecordBatch]:  # noqa: ANN401  # as above
    """Yield the rows of an answer; raise `QueryError` as `read_rows` has it."""
    with telling_end():
        for batch in reader:
            require_values(pa.Table.from_batches([batch]))
            yield batch
        require_success(stream)


@contextmanager
def telling_end() -> Iterator[None]:
    """Raise `QueryError` where a worker has ended amid its answer."""
    try:
        yield
    except (pa.ArrowException, OSError) as error:
        raise QueryError(STOPPED) from error


def require_success(stream: Any) -> None:  # noqa: ANN401  # as above
    """Raise `QueryError` where the next line says that something is wrong."""
    line = stream.readline()
    if not line:
        raise QueryError(STOPPED)
    content = json.loads(line)
    if content:
        raise QueryError(
            content["fault"],
            content.get("start"),
            may_be_damage=content.get("may_be_damage", False),
        )
