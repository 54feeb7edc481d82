"""A query in the process in which it runs: its rows, or what is wrong with it."""

from __future__ import annotations

from typing import Any

import pyarrow as pa

from claimpack.cells import PARSERS
from claimpack.engine import Connection, EngineError, EngineMemoryError
from claimpack.guarded_sql.faults import read_fault, tidy
from claimpack.guarded_sql.statements import (
    Known,
    Node,
    RefusedError,
    iter_nodes,
    require_select,
)

MOST_RESULT_ROWS = 1_000_000
LARGEST_RESULT_BYTES = 256 * 1024**2
"""Of the rows of an answer in Arrow, and so in memory."""
ROWS_OF_BATCH = 10_000
TOO_LARGE = (
    f"gives more than {MOST_RESULT_ROWS:,} rows or {LARGEST_RESULT_BYTES:,} bytes; "
    "ask for less of them"
)

Json = dict[str, Any]


def answer_query(
    connection: Connection, query: Json, known: Known
) -> tuple[Json, bytes | pa.Buffer]:
    """Return what is wrong with a query, or nothing and its rows as an Arrow stream."""
    try:
        tree = require_select(connection, query["text"], known)
        values = {
            name: None if word is None else PARSERS[kind](word)
            for name, (kind, word) in query["values"].items()
        }
        require_values(tree, list(values))
        return {}, read_rows(connection, query["text"], values)
    except RefusedError as error:
        return {"fault": tidy(str(error)), "start": error.start}, b""
    except (MemoryError, EngineMemoryError):
        return {"fault": "takes more memory than there is for it"}, b""
    except EngineError as error:
        fault, start = read_fault(str(error))
        return {"fault": tidy(f"cannot be run: {fault}"), "start": start}, b""


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


def read_rows(connection: Connection, text: str, values: Json) -> pa.Buffer:
    """Return the rows of a query as an Arrow stream.

    Raises:
        RefusedError: there are too many of them.

    """
    reader: Any = connection.execute(text, values).to_arrow_reader(ROWS_OF_BATCH)
    sink = pa.BufferOutputStream()
    row_count = 0
    with pa.ipc.new_stream(sink, reader.schema) as writer:
        for batch in reader:
            writer.write_batch(batch)
            row_count += batch.num_rows
            if row_count > MOST_RESULT_ROWS or sink.tell() > LARGEST_RESULT_BYTES:
                raise RefusedError(TOO_LARGE)
    return sink.getvalue()
