"""A package as tables in Python: `claimpack.open`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import nullcontext
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from claimpack.cells import Value
from claimpack.errors import ClaimpackError, UsageError
from claimpack.findings import quote
from claimpack.guarded_sql import (
    LONGEST_STATEMENT,
    GuardedTable,
    find_clashes,
    mentions,
)
from claimpack.guarded_sql.faults import QueryError
from claimpack.guarded_sql.queries import Take, keep_rows, run_query
from claimpack.opening import Opened, open_package
from claimpack.questions import Question, bind, load_question
from claimpack.schema_entries import suggest
from claimpack.schema_files import load_shipped_schema
from claimpack.sources import TableRows
from claimpack.worker_process import Worker, running

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

    from claimpack.claim_cards import ClaimCard


class Dataset:
    """The tables of a package, each read when it is first asked for, and only once."""

    def __init__(self, opened: Opened, worker: Worker | None = None) -> None:
        """Take a package that was opened; `claimpack.open` does both.

        `worker` is a process that is ready for the first query.
        """
        self._opened = opened
        self._ready = [worker] if worker else []
        self._tables: dict[str, pa.Table] = {}

    @property
    def tables(self) -> tuple[str, ...]:
        """The names of the tables, in the order of the descriptor."""
        return tuple(self._opened.resources)

    def __getitem__(self, name: str) -> pa.Table:
        """Return a table in the types that its columns declare, null for an empty cell.

        Raises:
            UsageError: no table has that name.
            SourceError: its file cannot be read.

        """
        if name not in self._opened.resources:
            hint = suggest(name, self.tables)
            raise UsageError(f"no table is called {quote(name)}; {hint}")
        if name not in self._tables:
            self._tables[name] = self._opened.read(name)
        return self._tables[name]

    def sql(self, text: str, /, **values: Value) -> pa.Table:
        """Return the rows of a SELECT over the tables, in the SQL of DuckDB.

        `$name` in it stands for the value of that name. It can neither write nor look
        at anything but the tables, and has limits of time, memory and rows
        (docs/limits.md).

        Raises:
            UsageError: it may not run or cannot be run; the message says where and why.

        """
        return self.tell_rows(text, values, keep_rows)

    def ask(self, question: str | Question, /, **values: Value) -> pa.Table:
        """Return the answer to a question: a name (`claimpack query --list`) or a file.

        What ends with `.sql` is a file, written as those of the tool are
        (docs/queries.md).

        Raises:
            UsageError: no question has that name, or a value is unknown, missing or of
                another type.
            SourceError: the file cannot be read.
            SchemaError: its head is not as it should be.

        """
        asked = load_question(question) if isinstance(question, str) else question
        return self.tell_rows(asked, values, keep_rows)

    def tell_rows(
        self, asked: Question | str, values: Mapping[str, Value], take: Take
    ) -> Any:  # noqa: ANN401  # what `take` returns
        """Return what `take` makes of the rows of a question, or of SQL, as they come.

        Raises:
            UsageError: as `ask` and `sql` have it; `take` may have got rows before.

        """
        if isinstance(asked, str):
            return self._select("the query", asked, values, take)
        return self._select(asked.name, asked.sql, bind(asked, values), take)

    def pandas(self, name: str) -> pd.DataFrame:
        """Return a table as pandas has it, with types that know missing values.

        Raises:
            UsageError: no table has that name.
            ClaimpackError: pandas is not installed.

        """
        try:
            import pandas as pd
        except ImportError as error:
            raise not_installed("pandas") from error
        return self[name].to_pandas(types_mapper=pd.ArrowDtype)  # type: ignore[no-any-return]  # pyarrow ships no types

    def polars(self, name: str) -> pl.DataFrame:
        """Return a table as polars has it.

        Raises:
            UsageError: no table has that name.
            ClaimpackError: polars is not installed.

        """
        try:
            import polars as pl
        except ImportError as error:
            raise not_installed("polars") from error
        return pl.DataFrame(self[name])

    def claim(self, claim_id: str) -> ClaimCard:
        """Return a claim with its chain, its sentence and its links.

        The end of an id is enough while no other id ends so: `e24`.

        Raises:
            UsageError: no claim has that id, or more than one.
            SourceError: the package does not follow the model of claimpack.

        """
        from claimpack.claim_cards import make_claim_card
        from claimpack.show.card import make_card

        files = self._opened.files
        return make_claim_card(make_card(files, self._model, claim_id, "claims"))

    @cached_property
    def _model(self) -> dict[str, TableRows]:
        """The tables of the model, as cards are made of them."""
        from claimpack.show.reading import read_tables

        path = self._opened.descriptor_path
        return read_tables(self._opened.files, path, load_shipped_schema())

    def _guard(self, name: str, text: str) -> GuardedTable:
        """Return a table as SQL sees it; without rows unless the text names it."""
        nothing = GuardedTable(name=name, cells=pa.table({}), row_count=0)
        if not mentions(text, name):
            return nothing
        if stored := self._opened.find_stored(name):
            return replace(nothing, stored=stored)
        return GuardedTable(name=name, cells=self[name], row_count=self[name].num_rows)

    def _select(
        self, where: str, text: str, values: Mapping[str, Value], take: Take
    ) -> Any:  # noqa: ANN401  # as `tell_rows`
        """Return what is made of the rows of a SELECT, which messages call `where`."""
        if len(text) > LONGEST_STATEMENT:
            most = f"expected at most {LONGEST_STATEMENT:,}"
            raise UsageError(f"{where} has {len(text):,} characters; {most}")
        tables = [self._guard(name, text) for name in self.tables]
        clashes = find_clashes(tables)
        for name, what in clashes.items():
            if mentions(text, name):
                raise UsageError(f"{where} {what}")
        named_well = [table for table in tables if table.name not in clashes]
        try:
            with nullcontext(self._ready.pop()) if self._ready else running() as worker:
                path = self._opened.path
                return run_query(worker, named_well, text, values, path, take=take)
        except QueryError as error:
            if error.may_be_damage:
                self._verify(named_well)
            raise UsageError(describe(where, text, error)) from error

    def _verify(self, tables: Iterable[GuardedTable]) -> None:
        """Raise `SourceError` where a stored table cannot be read to the end."""
        for table in tables:
            if table.stored is not None:
                table.stored.verify(self._opened.files)


def describe(where: str, text: str, error: QueryError) -> str:
    """Return what is wrong with a query: where, why, and the line with a caret."""
    if error.start is None:
        return f"{where} {error}"
    from claimpack.render.text import excerpt_lines

    before = text.encode()[: error.start].decode(errors="ignore")
    line, column = before.count("\n"), len(before) - before.rfind("\n")
    excerpt = excerpt_lines(text.split("\n")[line], column)
    return "\n".join([f"{where}, line {line + 1}, column {column}: {error}", *excerpt])


def not_installed(name: str) -> ClaimpackError:
    """Return the error for a library that was asked for and is not there."""
    return ClaimpackError(
        f"{name} is not installed; install it with `pip install {name}`"
    )


def open_dataset(path: str | Path = ".", *, unchecked: bool = False) -> Dataset:
    """Return the tables of a package: a folder, a descriptor or a zip archive.

    The package is validated first; with `unchecked` it is taken as it is, and a cell
    that cannot be read is null.

    Raises:
        UsageError: there is no package.
        SourceError: it cannot be read, or is not valid.

    """
    return Dataset(open_package(Path(path).absolute(), unchecked=unchecked))
