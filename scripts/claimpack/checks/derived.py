"""Tables that follow from others: the view of the claims, and the codes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import reduce
from typing import TYPE_CHECKING

import pyarrow as pa
from pyarrow import compute

from claimpack.cells import Value, format_cell
from claimpack.checks.breaches import Breach, show_difference, show_value
from claimpack.derivation import code_rows
from claimpack.flat import flatten_claims
from claimpack.schema import CrossRule, Schema
from claimpack.sources import TableRows

if TYPE_CHECKING:
    # What resolves dates takes long to load.
    from claimpack.row_source import Row

JOINS = {
    "documents": (("document_id", "claims", "document_id"),),
    "events": (("event_id", "claims", "event_id"),),
    "attributions": (("claim_id", "claims", "claim_id"),),
    "claim_links": (("claim_id", "claims", "claim_id"),),
    "entities": (
        ("entity_id", "claims", "place_id"),
        ("entity_id", "claims", "counted_entity_id"),
        ("entity_id", "attributions", "source_id"),
    ),
    "spans": (
        ("claim_id", "claims", "claim_id"),
        ("attribution_id", "attributions", "attribution_id"),
    ),
}
"""What the view of some claims follows from besides them: by table its column, and
table and column of those rows that need it."""
FEWEST_CLAIMS = 10_000
"""Claims that are compared at a time, at least."""
MOST_BATCHES = 50
"""Times that the tables are looked through, at most: so the time grows as they do."""


def find_view_breaches(
    rule: CrossRule, tables: Mapping[str, TableRows], _schema: Schema
) -> Iterator[Breach]:
    """Yield where the view is not what follows from the other tables.

    A row without a claim is a finding already. Only where `has_sources`.
    """
    sources = {name: tables[name] for name in ("claims", *JOINS)}
    yield from summarize(compare_view(tables[rule.table], sources))


def has_sources(tables: Mapping[str, TableRows], schema: Schema) -> bool:
    """Return whether there is all that the view follows from.

    Not where a table is missing, has a cell that could not be read, or lacks what a
    claim needs: that is a finding already.
    """
    names = ("claims", *JOINS)
    sources = {name: tables[name] for name in names if name in tables}
    is_readable = all(can_be_read(rows, schema) for rows in sources.values())
    return len(sources) == len(names) and is_readable and has_documents(sources)


def find_code_breaches(
    rule: CrossRule, tables: Mapping[str, TableRows], schema: Schema
) -> Iterator[Breach]:
    """Yield where the codes are not those of the vocabularies."""
    rows = tables[rule.table]
    expected: list[Row] = [dict(row) for row in code_rows(schema)]
    indices = range(rows.cells.num_rows)
    yield from summarize(compare(rows, indices, rows.cells, expected))


def can_be_read(rows: TableRows, schema: Schema) -> bool:
    """Return whether every cell could be read, and none that is required is empty."""
    fields = schema.tables[rows.resource].fields
    required = [field.name for field in fields if field.is_required]
    nulls = [rows.cells.column(name).null_count for name in required]
    return not rows.damaged and not any(nulls)


def has_documents(sources: Mapping[str, TableRows]) -> bool:
    """Return whether the document of each claim is there."""
    known = sources["documents"].cells.column("document_id")
    return bool(
        compute.all(
            is_among(sources["claims"].cells.column("document_id"), known)
        ).as_py()
    )


def compare_view(view: TableRows, sources: Mapping[str, TableRows]) -> Iterator[Breach]:
    """Yield each row in which the view differs from its sources, batch by batch."""
    cells = {name: rows.cells for name, rows in sources.items()}
    count = cells["claims"].num_rows
    size = max(FEWEST_CLAIMS, count // MOST_BATCHES + 1)
    for start in range(0, count, size):
        claims = cells["claims"].slice(start, size)
        expected = flatten_claims(select_rows({**cells, "claims": claims}))
        claim_ids = claims.column("claim_id")
        is_of_batch = is_among(view.cells.column("claim_id"), claim_ids)
        # In one piece: pyarrow 21 crashes on a column without a chunk.
        indices = compute.indices_nonzero(is_of_batch.combine_chunks()).to_pylist()
        found = view.cells.filter(is_of_batch)
        for breach in compare(view, indices, found, expected):
            yield replace(breach, origin=start + breach.origin)


def select_rows(cells: Mapping[str, pa.Table]) -> dict[str, list[Row]]:
    """Return the claims, and of the other tables the rows that they need."""
    selected = {"claims": cells["claims"]}
    for name, joins in JOINS.items():
        is_needed = [
            is_among(cells[name].column(column), selected[other].column(key))
            for column, other, key in joins
        ]
        selected[name] = cells[name].filter(reduce(compute.or_, is_needed))
    return {name: table.to_pylist() for name, table in selected.items()}


def is_among(column: pa.ChunkedArray, keys: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return for each cell of a column whether it is one of the keys."""
    return compute.is_in(column, value_set=keys.combine_chunks())


def summarize(breaches: Iterable[Breach]) -> Iterator[Breach]:
    """Yield the first breach at a row and the first without one.

    Each stands for all of its kind.
    """
    firsts: dict[bool, Breach] = {}
    counts = {True: 0, False: 0}
    for breach in breaches:
        is_row = breach.index is not None
        first = firsts.setdefault(is_row, breach)
        if (breach.index or 0, breach.origin) < (first.index or 0, first.origin):
            firsts[is_row] = breach
        counts[is_row] += breach.count
    for is_row, first in firsts.items():
        yield replace(first, count=counts[is_row])


def compare(
    rows: TableRows, indices: Sequence[int], found: pa.Table, expected: Iterable[Row]
) -> Iterator[Breach]:
    """Yield how some rows, those at the indices, differ from the expected ones.

    Rows are told apart by the primary key; a damaged one counts as it should be.
    """
    names = rows.table.primary_key
    ought: dict[tuple[Value, ...], Row] = {}
    missing: dict[tuple[Value, ...], int] = {}
    for number, row in enumerate(expected):
        key = tuple(row[name] for name in names)
        ought[key] = row
        missing.setdefault(key, number)
    for index, row in zip(indices, found.to_pylist(), strict=True):
        key = tuple(row[name] for name in names)
        missing.pop(key, None)
        if index not in rows.damaged:
            yield from compare_row(index, row, ought.get(key), key)
    for key, number in missing.items():
        difference = f"found no row for {show_key(key)}"
        values = {"difference": difference, "right": "a row for it"}
        yield Breach(index=None, values=values, origin=number)


def compare_row(
    index: int, row: Row, ought: Row | None, key: tuple[Value, ...]
) -> Iterator[Breach]:
    """Yield the leftmost cell in which a row differs, or that there is no such row."""
    if ought is None:
        difference = f"found a row for {show_key(key)}"
        values = {"difference": difference, "right": "no such row"}
        yield Breach(index=index, values=values)
        return
    for name, cell in row.items():
        right = ought.get(name)
        # NaN is not equal to itself, and is the same cell all the same.
        if cell != right and format_cell(cell) != format_cell(right):
            found_words, right_words = show_difference(cell, right)
            values = {"difference": f"found {found_words}", "right": right_words}
            yield Breach(index=index, field=name, values=values)
            return


def show_key(key: tuple[Value, ...]) -> str:
    """Return the parts of a key as they stand in a message."""
    return ", ".join(map(show_value, key))
