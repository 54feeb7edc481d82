"""Stored types of Parquet columns: those that the columns declare."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from claimpack.findings import Finding, Location, Rule, Severity, make_finding, quote
from claimpack.schema import Field, Table
from claimpack.sources import holds_type
from claimpack.writers import ARROW_TYPES

if TYPE_CHECKING:
    import pyarrow as pa

STORED_TYPE = Rule(
    code="stored-type",
    severity=Severity.ERROR,
    template="the column is stored as {found}",
    explanation=(
        "Parquet has types of its own: what is stored under another one than the "
        "column declares reads back as something else."
    ),
)
RULES = (STORED_TYPE,)


def check_stored_types(
    location: Location, table: Table, stored: pa.Table, *, is_ours: bool
) -> Iterator[Finding]:
    """Yield each column whose stored type does not hold its declared type.

    In files that we wrote (`is_ours`) the type is exactly the one that we write.
    Columns with another label than the declared one at their place are passed over.
    """
    for index, field in enumerate(table.fields):
        if stored.column_names[index : index + 1] != [field.name]:
            continue
        found = stored.field(index).type
        is_right = found == ARROW_TYPES[field.type] if is_ours else None
        if not (is_right if is_ours else holds_type(found, field.type)):
            yield make_finding(
                STORED_TYPE,
                Location(
                    path=location.path, resource=location.resource, field=field.name
                ),
                found=quote(found),
                expected=describe_type(field, is_ours=is_ours),
            )


def describe_type(field: Field, *, is_ours: bool) -> str:
    """Return the stored type that a column should have, in words."""
    if is_ours:
        return f"{ARROW_TYPES[field.type]}, as the column is declared {field.type}"
    return f"a type that holds {field.type}"
