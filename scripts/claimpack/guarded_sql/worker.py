"""The process in which a stranger's statements run, with limits that it cannot leave.

It reads one line of JSON from its standard input and the rows of the tables, those that
are stored from their files, and writes one line for each question; for a query a line,
and then its rows. Tables have names of our own, and so have columns but for those of
files; the stranger's are views over them, their names quoted.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import sys
import time
from collections.abc import Iterable, Sequence
from io import BufferedWriter, FileIO
from pathlib import Path
from threading import Thread
from typing import Any, BinaryIO

import pyarrow as pa

from claimpack.archives import open_files
from claimpack.engine import (
    ROW_NUMBER,
    SETTINGS,
    Connection,
    EngineError,
    ask_one,
    connect,
)
from claimpack.errors import ClaimpackError
from claimpack.guarded_sql.faults import name_character, tidy
from claimpack.guarded_sql.query_worker import answer_query
from claimpack.guarded_sql.statements import (
    Known,
    RefusedError,
    require_condition,
    require_query,
)
from claimpack.package import DESCRIPTOR_PATH

LARGEST_MEMORY_BYTES = 4 * 1024**3
"""Memory that statements may take; beyond it the process dies."""
MOST_CPU_SECONDS = 240
"""Beyond it the process dies, whatever became of the one that started it."""
SECONDS_BETWEEN_LOOKS = 0.05
BYTES_OF_PEAK = {"darwin": 1}.get(sys.platform, 1024)
"""What the system counts memory in."""
LIMITS = {
    **SETTINGS,
    "memory_limit": f"{LARGEST_MEMORY_BYTES // 2}B",
    "temp_directory": "",
    "threads": 2,
}
JOINS_AS_WRITTEN = {"disabled_optimizers": "build_side_probe_side"}
"""DuckDB does not know how many rows a file has, and so not which side is small."""

Json = dict[str, Any]


def main() -> None:
    """Answer the questions, or the query, that stand on the standard input."""
    limit_process()
    output = keep_output()
    job = json.loads(sys.stdin.buffer.readline())
    try:
        work(job, output)
    except (ClaimpackError, EngineError, OSError, pa.ArrowException) as error:
        # Nothing was told yet: a table cannot be given to the engine.
        tell(output, {"ready": False})
        tell(output, {"fault": tidy(f"cannot be run: {error}")})


def work(job: Json, output: BinaryIO) -> None:
    """Open the tables of a job, and answer what it asks."""
    names = [table["name"] for table in job["tables"]]
    aliases = [free_name(f"t{index}", names) for index in range(len(names))]
    tables = {
        alias: read_rows(job, entry)
        for alias, entry in zip(aliases, job["tables"], strict=True)
    }
    sources = {
        entry["name"]: Source(entry, alias, tables[alias])
        for entry, alias in zip(job["tables"], aliases, strict=True)
    }
    known: Known = {name: source.columns for name, source in sources.items()}
    is_query = "query" in job
    settings = LIMITS | {"errors_as_json": "true"} if is_query else LIMITS
    if any("paths" in entry for entry in job["tables"]):
        settings = settings | JOINS_AS_WRITTEN
    with connect(tables, settings) as connection:
        for source in sources.values():
            connection.execute(source.view)
        tell(output, {"ready": True})
        if is_query:
            tell(output, answer_query(connection, job["query"], known, output))
        for question in job.get("questions", ()):
            tell(output, answer(connection, question, sources, known, job["most"]))


def read_rows(job: Json, entry: Json) -> Any:  # noqa: ANN401  # a table or a dataset
    """Return the rows of a table: those of its files, or else the next on the input."""
    if "paths" in entry:
        from claimpack.guarded_sql.stored_rows import open_rows

        files = open_files(Path(job["package"]), DESCRIPTOR_PATH)
        return open_rows(files, entry["paths"], entry["text_fields"])
    return pa.ipc.open_stream(sys.stdin.buffer).read_all()


def limit_process() -> None:
    """Limit the CPU time and the memory of this process.

    Not by the system's limit of memory: DuckDB 1.5 reserves most of what the machine
    has when it starts, and uses little of it.
    """
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    is_free = hard == resource.RLIM_INFINITY
    most = MOST_CPU_SECONDS if is_free else min(MOST_CPU_SECONDS, hard)
    resource.setrlimit(resource.RLIMIT_CPU, (most, hard))
    Thread(target=watch_memory, daemon=True).start()


def watch_memory() -> None:
    """End this process once it takes too much; DuckDB lets other threads run."""
    most = find_peak_bytes() + LARGEST_MEMORY_BYTES
    while find_peak_bytes() < most:
        time.sleep(SECONDS_BETWEEN_LOOKS)
    os.kill(os.getpid(), signal.SIGKILL)  # pragma: no cover  # nothing is told then


def find_peak_bytes() -> int:
    """Return the most memory that this process has taken so far.

    It begins with that of the process that started it.
    """
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * BYTES_OF_PEAK


def keep_output() -> BinaryIO:
    """Return the standard output, which nobody else has any more.

    DuckDB shows there how far it has come.
    """
    descriptor = os.dup(sys.stdout.fileno())
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return BufferedWriter(FileIO(descriptor, "w"))


def tell(output: BinaryIO, content: Json) -> None:
    """Write a line at once."""
    output.write(f"{json.dumps(content)}\n".encode())
    output.flush()


def free_name(wanted: str, taken: Iterable[str]) -> str:
    """Return a name that none of the others is, in whatever case."""
    others = {name.casefold() for name in taken}
    while wanted.casefold() in others:
        wanted += "_"
    return wanted


def quote_name(name: str) -> str:
    """Return a name as SQL has it."""
    return '"' + name.replace('"', '""') + '"'


class Source:
    """A table under a stranger's names."""

    def __init__(self, entry: Json, alias: str, rows: object) -> None:
        """Take what is known of a table; `alias` is what the engine calls it."""
        self.alias = quote_name(alias)
        self.name = quote_name(entry["name"])
        self.columns: list[str] = entry["columns"]
        self.key: list[int] = entry["key"]
        self.stored = [quote_name(name) for name in self.columns]
        if "paths" not in entry:
            self.stored = [f"c{index}" for index in range(len(self.columns))]
        self.cast_fields: dict[str, str] = entry.get("cast_fields", {})
        self.blank_fields: Sequence[str] = getattr(rows, "blank_fields", ())
        self.number = quote_name(free_name(ROW_NUMBER, self.columns))

    @property
    def shown(self) -> str:
        """The columns as a SELECT names them."""
        columns = [
            f"{self.write_column(name, stored)} AS {quote_name(name)}"
            for name, stored in zip(self.columns, self.stored, strict=True)
        ]
        return ", ".join(columns or ["NULL"])

    def write_column(self, name: str, stored: str) -> str:
        """Return a column as SQL, in its declared type; null for an empty text.

        Of a plain column Arrow reads only the rows that a condition asks for.
        """
        if name in self.cast_fields:
            return f"CAST({stored} AS {self.cast_fields[name]})"
        return f"nullif({stored}, '')" if name in self.blank_fields else stored

    @property
    def view(self) -> str:
        """The statement that makes the table known by its name."""
        return f"CREATE TEMP VIEW {self.name} AS SELECT {self.shown} FROM {self.alias}"


def answer(
    connection: Connection,
    question: Json,
    sources: dict[str, Source],
    known: Known,
    most: int,
) -> Json:
    """Return the rows that a question is about, or why there is no answer."""
    source = sources[question["table"]]
    find = find_false if question["is_condition"] else find_keys
    try:
        return find(connection, question["text"], source, known, most)
    except RefusedError as error:
        return {
            "fault": tidy(f"{error}{name_character(question['text'], error.start)}")
        }
    except EngineError as error:
        return {"fault": tidy(f"cannot be run: {error}")}
    except MemoryError:
        return {"fault": "takes more memory than there is for it"}


def find_false(
    connection: Connection, text: str, source: Source, known: Known, most: int
) -> Json:
    """Return the rows for which a condition is false; null counts as true."""
    require_condition(connection, text, known)
    rows = (
        f"SELECT {source.shown}, {ROW_NUMBER} AS {source.number} "
        f"FROM {source.alias} WHERE NOT is_damaged"
    )
    false = (
        f"SELECT {source.number} AS number FROM ({rows}) AS {source.name} "
        f"WHERE NOT coalesce((\n{text}\n), true)"
    )
    found = f"SELECT number, NULL AS value FROM ({false})"
    return list_rows(connection, found, known, most)


def find_keys(
    connection: Connection, text: str, source: Source, known: Known, most: int
) -> Json:
    """Return the rows whose keys a query gives, and a value that stands after them."""
    require_query(connection, text, known)
    query = text.rstrip().rstrip(";")
    width, expected = count_columns(connection, query), len(source.key)
    if width not in (expected, expected + 1):
        what = f"expected {expected}, as the primary key has, or one more"
        raise RefusedError(f"gives {width} columns; {what}")
    pairs = join_keys(query, source, has_value=width > expected)
    found = f"SELECT number, value FROM ({pairs}) WHERE is_damaged IS NOT TRUE"
    listed = list_rows(connection, found, known, most)
    if any(number is None for number, _ in listed["rows"][:1]):
        raise RefusedError("gives a key that no row of the table has")
    return listed


def join_keys(query: str, source: Source, *, has_value: bool) -> str:
    """Return the statement that finds the rows with the keys that a query gives.

    Of rows with the same key, the first; a key without a row has the number null.
    """
    keys = [f"k{index}" for index in range(len(source.key))]
    names = [*keys, "value"] if has_value else keys
    value = "CAST(any_value(given.value) AS VARCHAR)" if has_value else "NULL"
    same = " AND ".join(
        f"given.{key} IS NOT DISTINCT FROM found.c{index}"
        for key, index in zip(keys, source.key, strict=True)
    )
    groups = ", ".join(f"given.{name}" for name in names)
    return (
        f"SELECT min({ROW_NUMBER}) AS number, {value} AS value, "
        "bool_or(is_damaged) AS is_damaged "
        f"FROM (\n{query}\n) AS given({', '.join(names)}) "
        f"LEFT JOIN {source.alias} AS found ON {same} GROUP BY {groups}"
    )


def count_columns(connection: Connection, query: str) -> int:
    """Return how many columns a query gives."""
    described = connection.execute(f"SELECT * FROM (\n{query}\n) LIMIT 0").description
    return len(described or ())


def list_rows(connection: Connection, found: str, known: Known, most: int) -> Json:
    """Return the first rows that a statement of our own gives, and their number."""
    stored = quote_name(free_name("found", known))
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {stored} AS {found}")
    total = ask_one(connection, f"SELECT count(*) FROM {stored}")
    rows = connection.execute(
        f"SELECT number, value FROM {stored} "
        f"ORDER BY number NULLS FIRST, value LIMIT {most}"
    ).fetchall()
    return {"rows": rows, "total": total}
