"""Tombstones: rows of the table `withdrawn`, of ids that are never used again.

The table is optional, in packages of any model (docs/versions.md).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pyarrow import compute

from claimpack.findings import Finding, Rest, Rule, Severity, make_finding, quote
from claimpack.sources import TableRows

WITHDRAWN_ID = Rule(
    code="withdrawn-id",
    severity=Severity.ERROR,
    template="the id {found} was withdrawn",
    explanation=(
        "An id is permanent. Who cites it must not find something else under it: what "
        "the table `withdrawn` has is never used again."
    ),
)
RULES = (WITHDRAWN_ID,)

WITHDRAWN = "withdrawn"
"""The table with the tombstones."""
TOMBSTONE = ("table", "id")
"""Its columns that say what was withdrawn."""


def check_tombstones(
    tables: Mapping[str, TableRows], most: int
) -> Iterator[Finding | Rest]:
    """Yield the rows whose id has a tombstone; of a table the first `most`."""
    stones = tables.get(WITHDRAWN)
    if stones is None or not stones.has(TOMBSTONE):
        return
    names, ids = (stones.list_key_columns()[name] for name in TOMBSTONE)
    for name, rows in tables.items():
        key = rows.table.primary_key
        if len(key) == 1 and rows.has(key):
            gone = ids.filter(compute.equal(names, name)).combine_chunks()
            yield from check_ids(rows, key[0], gone, most)


def check_ids(
    rows: TableRows,
    field: str,
    gone: object,
    most: int,
) -> Iterator[Finding | Rest]:
    """Yield the rows of a table whose id is among those that are gone."""
    keys = rows.list_key_columns()[field]
    used = compute.indices_nonzero(
        compute.is_in(keys, value_set=gone, skip_nulls=True)
    ).to_pylist()
    for row in used[:most]:
        yield make_finding(
            WITHDRAWN_ID,
            rows.locate(row, field),
            found=quote(keys[row]),
            expected="an id that was never used",
            hint="give the row another id, or remove the tombstone if it is wrong",
        )
    if len(used) > most:
        yield Rest(
            code=WITHDRAWN_ID.code,
            severity=WITHDRAWN_ID.severity,
            location=rows.place,
            count=len(used) - most,
        )
