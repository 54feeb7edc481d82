"""A query in the process in which it runs: its rows, or what is wrong with it."""

from __future__ import annotations

from typing import Any, BinaryIO

import pyarrow as pa

from claimpack.cells import PARSERS
from claimpack.engine import (
    Connection,
    EngineError,
    EngineMemoryError,
    locating,
    relate,
)
from claimpack.guarded_sql.answers import find_wrong_type
from claimpack.guarded_sql.faults import read_fault, tidy
from claimpack.guarded_sql.statements import (
    Known,
    Node,
    RefusedError,
    iter_nodes,
    require_select,
)

ROWS_OF_BATCH = 50_000
"""Rows of an answer that are handed over at once."""
ARROW_CANNOT_READ = "IOError: "
"""In what Arrow says of a damaged file, through DuckDB."""
MOST_RESULT_ROWS = 10_000_000
LARGEST_RESULT_BYTES = 512 * 1024**2
"""Of the rows of an answer in Arrow, and so in memory."""
TOO_LARGE = (
    f"gives more than {MOST_RESULT_ROWS:,} rows or {LARGEST_RESULT_BYTES:,} bytes; "
    "ask for less of them"
)

Json = dict[str, Any]


def answer_query(
    connection: Connection, query: Json, known: Known, output: BinaryIO
) -> Json:
    """Write the rows of a query, and return what is wrong with it; else nothing.

    They are an Arrow stream behind an empty line of JSON. Of a query that cannot be run
    to the end it has some rows, or there are neither.
    """
    try:
        tree = require_select(connection, query["text"], known)
        values = {
            name: None if word is None else PARSERS[kind](word)
            for name, (kind, word) in query["values"].items()
        }
        require_values(tree, list(values))
        write_rows(connection, query["text"], values, output)
    except RefusedError as error:
        return {"fault": tidy(str(error)), "start": error.start}
    except (MemoryError, EngineMemoryError):
        return {"fault": "takes more memory than there is for it"}
    except (EngineError, OSError) as error:  # Arrow tells of late ones as OSError
        fault, start = read_fault(str(error))
        return {
            "fault": tidy(f"cannot be run: {fault}"),
            "start": start,
            "may_be_damage": ARROW_CANNOT_READ in fault,
        }
    return {}


def require_values(tree: Node, given: list[str]) -> None:
    """Raise `RefusedError` unless a query has the parameters that are given."""
    asked = [
        str(node["identifier"])
        for node in iter_nodes(tree)
        if node.get("class") == "PARAMETER"
    ]
    for name in asked:
        if name not in given:
            raise RefusedError(f"has no value for ${name}; give it with --param")
    for name in given:
        if name not in asked:
            raise RefusedError(f"has no parameter ${name}")


def write_rows(
    connection: Connection, text: str, values: Json, output: BinaryIO
) -> None:
    """Write the rows of a query as an Arrow stream while they are found.

    Raises:
        RefusedError: there are too many of them, or not every form can hold them.

    """
    with locating(connection, text, values):
        rows = relate(connection, text, values)
        if fault := find_wrong_type(rows.columns, rows.types):
            raise RefusedError(fault)
        reader = rows.to_arrow_reader(ROWS_OF_BATCH)
    output.write(b"{}\n")
    row_count = size_bytes = 0
    with pa.ipc.new_stream(output, reader.schema) as writer:
        for batch in reader:
            row_count += batch.num_rows
            size_bytes += batch.nbytes
            if row_count > MOST_RESULT_ROWS or size_bytes > LARGEST_RESULT_BYTES:
                raise RefusedError(TOO_LARGE)
            writer.write_batch(batch)
