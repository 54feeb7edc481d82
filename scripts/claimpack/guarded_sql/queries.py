"""One query over tables of a package, whoever wrote it, and all rows that it gives."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
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


def run_query(
    worker: Worker,
    tables: Sequence[GuardedTable],
    text: str,
    values: Mapping[str, Value],
    package: Path | None = None,
) -> pa.Table:
    """Return the rows of a SELECT, in which `$name` stands for one of the values.

    `worker` has no job yet, and gets no other one. `package` is the folder or the
    archive in which the files of stored tables lie; None where there are none.

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
        rows = read_rows(worker.stdout)
    require_values(rows)
    return rows


def name_type(value: Value) -> str:
    """Return the type of a value, as `cells.PARSERS` has it; that of None is a text."""
    kinds = {bool: "boolean", int: "integer", float: "number", date: "date"}
    return next((kinds[kind] for kind in kinds if isinstance(value, kind)), "string")


def read_rows(stream: Any) -> pa.Table:  # noqa: ANN401  # a pipe or not
    """Return the rows that a worker writes; it says before and behind what is wrong.

    Raises:
        QueryError: something is, or the worker has ended.

    """
    try:
        require_success(stream)
        rows = pa.ipc.open_stream(stream).read_all()
        require_success(stream)
    except (pa.ArrowException, OSError) as error:
        raise QueryError(STOPPED) from error
    return rows


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
