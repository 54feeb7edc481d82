"""Expectations: floors that a package sets itself, beside its data.

`claimpack.expect` in the descriptor, as `{"claims": {"rows_min": 20},
"claims.certainty": {"filled": 1.0}}`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, Protocol

from claimpack.checks.keys import show_key
from claimpack.findings import Finding, Location, Rule, Severity, make_finding, quote
from claimpack.schema import Table
from claimpack.sources import Package, TableRows

EXPECTATION = Rule(
    code="expectation",
    severity=Severity.ERROR,
    template="{found}",
    explanation="A package that falls below what it promised has lost something.",
)
EXPECTATION_FORM = Rule(
    code="expectation-form",
    severity=Severity.ERROR,
    template="`claimpack.expect`: {what}",
    explanation="An expectation that is written wrongly would expect nothing.",
)
RULES = (EXPECTATION, EXPECTATION_FORM)


class Filling(Protocol):
    """How far a table is filled."""

    @property
    def table(self) -> Table:
        """The columns that it has."""

    @property
    def place(self) -> Location:
        """The place of the table as a whole."""

    @property
    def row_count(self) -> int:
        """How many rows it has."""

    def count_empty(self, field: str) -> int:
        """Return in how many rows a column is empty."""

    def find_empty(self, field: str) -> tuple[str, Location]:
        """Return the first row in which a column is empty, in words, and its place."""


@dataclass(frozen=True, slots=True)
class RowsFilling:
    """How far a table is filled whose rows are at hand."""

    rows: TableRows

    @property
    def table(self) -> Table:
        """The columns that it has."""
        return self.rows.table

    @property
    def place(self) -> Location:
        """The place of the table as a whole."""
        return self.rows.place

    @property
    def row_count(self) -> int:
        """How many rows it has."""
        return self.rows.row_count

    def count_empty(self, field: str) -> int:
        """Return in how many rows a column is empty; none where it is missing."""
        if not self.rows.has([field]):
            return 0
        return int(self.rows.cells.column(field).null_count)

    def find_empty(self, field: str) -> tuple[str, Location]:
        """Return the first row in which a column is empty, in words, and its place."""
        index = self.rows.column(field).index(None)
        return name_row(self.rows, index), self.rows.locate(index, field)


def list_fillings(tables: Mapping[str, TableRows]) -> dict[str, Filling]:
    """Return how far tables are filled, by name."""
    return {name: RowsFilling(rows) for name, rows in tables.items()}


def check_expectations(
    package: Package, tables: Mapping[str, Filling]
) -> Iterator[Finding]:
    """Yield each floor that is missed, and each that cannot be understood."""
    if package.expectations is None:
        return
    if not isinstance(package.expectations, dict):
        yield form_finding(package, "found no object", ())
        return
    targets = {name: name for name in tables}
    for name, rows in tables.items():
        targets |= {f"{name}.{field}": name for field in rows.table.field_names}
    for target, floors in package.expectations.items():
        if target not in targets:
            what = f"{quote(target)} is no table and no column of one"
            yield form_finding(package, what, targets, target)
        elif not isinstance(floors, dict):
            yield form_finding(package, f"{quote(target)} has no object of floors", ())
        else:
            rows = tables[targets[target]]
            field = target.removeprefix(targets[target]).removeprefix(".")
            yield from check_floors(package, rows, field, floors)


def form_finding(
    package: Package, what: str, known: Iterable[str], found: str = ""
) -> Finding:
    """Return the finding that an expectation cannot be understood."""
    near = get_close_matches(found, known, n=1)
    hint = f"did you mean {quote(near[0])}?" if near else None
    return make_finding(
        EXPECTATION_FORM, Location(path=package.path), what=what, hint=hint
    )


def check_floors(
    package: Package, rows: Filling, field: str, floors: Mapping[str, Any]
) -> Iterator[Finding]:
    """Yield each floor of a table, or of one of its columns, that is missed."""
    known = "filled" if field else "rows_min"
    for key, floor in floors.items():
        is_number = isinstance(floor, int | float) and not isinstance(floor, bool)
        if key != known:
            what = f"there is no floor {quote(key)} here; there is {known}"
            yield form_finding(package, what, [known], key)
        elif not is_number or floor < 0 or (field and floor > 1):
            what = f"{known} is {quote(floor)}, which no count can be"
            yield form_finding(package, what, ())
        elif field:
            yield from check_filled(rows, field, floor)
        elif rows.row_count < floor:
            yield make_finding(
                EXPECTATION,
                rows.place,
                found=f"the number of rows is {rows.row_count}",
                expected=f"at least {floor}",
            )


def check_filled(rows: Filling, field: str, floor: float) -> Iterator[Finding]:
    """Yield a finding where too few cells of a column are filled.

    A table without rows has all of its cells filled.
    """
    empty = rows.count_empty(field)
    if rows.row_count - empty < floor * rows.row_count:
        key, place = rows.find_empty(field)
        yield make_finding(
            EXPECTATION,
            place,
            found=f"empty cells: {empty} of {rows.row_count}, the first {key}",
            expected=f"at least {floor:.0%} of the cells filled",
        )


def name_row(rows: TableRows, index: int) -> str:
    """Return in which row something is: its primary key, or "here" without one."""
    names = rows.table.primary_key
    if not names or not rows.has(names):
        return "here"
    (key,) = rows.list_key_columns().select(names).slice(index, 1).to_pylist()
    return f"in {show_key(tuple(map(str, key.values())))}"
