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
from claimpack.worker_process import Worker, ending, read_line

MOST_SECONDS_OF_QUERY = 60
STOPPED = (
    f"was stopped: it may take {MOST_SECONDS_OF_QUERY} seconds and 4 GiB of memory"
)


class QueryError(Exception):
    """There is no answer; the message says why, in one line."""

    def __init__(self, message: str, start: int | None = None) -> None:
        """Give the reason, found after `start` bytes of the text; None: anywhere."""
        super().__init__(message)
        self.start = start


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
            beyond its limits of time, memory, rows and bytes.

    """
    typed = {
        name: [name_type(value), None if value is None else format_cell(value)]
        for name, value in values.items()
    }
    job = {"package": str(package), "query": {"text": text, "values": typed}}
    send(worker, tables, job)
    read_line(worker, MOST_SECONDS_OF_ALL)  # it is ready
    with ending(worker, MOST_SECONDS_OF_QUERY):
        result = read_result(worker.stdout)
    if isinstance(result, QueryError):
        raise result
    return result


def name_type(value: Value) -> str:
    """Return the type of a value, as `cells.PARSERS` has it; that of None is a text."""
    kinds = {bool: "boolean", int: "integer", float: "number", date: "date"}
    return next((kinds[kind] for kind in kinds if isinstance(value, kind)), "string")


def read_result(stream: Any) -> pa.Table | QueryError:  # noqa: ANN401  # a pipe or not
    """Return the rows that a worker writes, or what is wrong.

    It says before and behind them whether something is.
    """
    try:
        rows = read_fault(stream) or pa.ipc.open_stream(stream).read_all()
        if isinstance(rows, QueryError) or (fault := read_fault(stream)) is None:
            return check_rows(rows)
    except (pa.ArrowException, OSError):
        return QueryError(STOPPED)
    return fault


def check_rows(rows: pa.Table | QueryError) -> pa.Table | QueryError:
    """Return rows, or what is wrong with their values; what was wrong already, too."""
    try:
        if isinstance(rows, pa.Table):
            rows.validate(full=True)
    except pa.ArrowException:
        return QueryError("gives text that is not UTF-8: a file is damaged")
    return rows


def read_fault(stream: Any) -> QueryError | None:  # noqa: ANN401  # as above
    """Return what the next line says is wrong, None for nothing."""
    line = stream.readline()
    if not line:
        return QueryError(STOPPED)
    content = json.loads(line)
    return QueryError(content["fault"], content.get("start")) if content else None
