"""Keys: every row has its own, and every reference leads to a row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches

from claimpack.cells import Value, format_cell
from claimpack.findings import Finding, Rule, Severity, make_finding, quote
from claimpack.schema import ForeignKey
from claimpack.sources import TableRows

PRIMARY_KEY = Rule(
    code="primary-key",
    severity=Severity.ERROR,
    template="the key {found}",
    explanation=(
        "The primary key tells a row from every other: no two rows share it, and no "
        "part of it is empty."
    ),
)
UNIQUE = Rule(
    code="unique-error",
    severity=Severity.ERROR,
    template="{found} stands in row {first} too",
    explanation="No two rows share the values of a unique key, unless one is empty.",
)
FOREIGN_KEY = Rule(
    code="foreign-key",
    severity=Severity.ERROR,
    template="{found} is not in {target}",
    explanation="A reference to a row that does not exist says nothing.",
)
RULES = (PRIMARY_KEY, UNIQUE, FOREIGN_KEY)

MOST_NEAR_NAMES = 20_000
"""Keys that are searched for one like the missing one; the search is slow."""
MOST_HINTS = 20
"""Missing keys of one column for which that search is made."""

Key = tuple[Value, ...]


def check_keys(tables: Mapping[str, TableRows]) -> Iterator[Finding]:
    """Yield the faults of all keys: of each table its own, then its references."""
    targets: dict[tuple[str, tuple[str, ...]], frozenset[Key]] = {}
    for rows in tables.values():
        yield from check_primary_key(rows)
        yield from check_unique_keys(rows)
        for key in rows.table.foreign_keys:
            target = tables.get(key.table)
            if target is None or not target.has(key.target_fields):
                continue  # its own fault is a finding already
            name = (key.table, key.target_fields)
            if name not in targets:
                targets[name] = frozenset(target.keys(key.target_fields))
            yield from check_foreign_key(rows, key, targets[name])


def show_key(key: Key) -> str:
    """Return the values of a key, quoted, with commas between."""
    return ", ".join(quote(format_cell(value)) for value in key)


def check_primary_key(rows: TableRows) -> Iterator[Finding]:
    """Yield each row whose primary key has an empty part or stands before."""
    names = rows.table.primary_key
    if not names or not rows.has(names):
        return
    required = {field.name for field in rows.table.fields if field.is_required}
    first_rows: dict[Key, int] = {}
    for index, key in enumerate(rows.keys(names)):
        field = names[0] if len(names) == 1 else None
        if None in key:
            field = names[key.index(None)]
            if field in required:
                continue  # a finding already
            found, expected = "has an empty part", f"a value for {field}"
        elif first_rows.setdefault(key, index) == index:
            continue
        else:
            found = f"{show_key(key)} stands in row {first_rows[key] + 1} too"
            expected = "a key of its own for each row"
        place = rows.locate(index, field)
        yield make_finding(PRIMARY_KEY, place, found=found, expected=expected)


def check_unique_keys(rows: TableRows) -> Iterator[Finding]:
    """Yield each row that repeats a unique key.

    A key with an empty part counts as unlike every other, as in SQL (Table Schema,
    `uniqueKeys`).
    """
    columns = [(field.name,) for field in rows.table.fields if field.is_unique]
    for names in (*columns, *rows.table.unique_keys):
        if not rows.has(names):
            continue
        first_rows: dict[Key, int] = {}
        for index, key in enumerate(rows.keys(names)):
            if None not in key and first_rows.setdefault(key, index) != index:
                yield make_finding(
                    UNIQUE,
                    rows.locate(index, names[0] if len(names) == 1 else None),
                    found=show_key(key),
                    first=first_rows[key] + 1,
                    expected=f"each {', '.join(names)} once",
                )


def check_foreign_key(
    rows: TableRows, key: ForeignKey, target: frozenset[Key]
) -> Iterator[Finding]:
    """Yield each row that refers to a key that the target does not have."""
    if not rows.has(key.fields):
        return
    hints_left = MOST_HINTS
    for index, values in enumerate(rows.keys(key.fields)):
        if None not in values and values not in target:
            hint = find_near_key(values, target) if hints_left > 0 else None
            hints_left -= 1
            yield make_finding(
                FOREIGN_KEY,
                rows.locate(index, key.fields[0] if len(key.fields) == 1 else None),
                found=show_key(values),
                target=f"{quote(key.table)}, {', '.join(key.target_fields)}",
                expected="the key of a row that exists",
                hint=hint,
            )


def find_near_key(values: Key, target: frozenset[Key]) -> str | None:
    """Return a hint with the existing key that is most like a missing one."""
    if len(values) != 1 or len(target) > MOST_NEAR_NAMES:
        return None
    names = sorted(str(key[0]) for key in target if key[0] is not None)
    near = get_close_matches(str(values[0]), names, n=1)
    return f"did you mean {quote(near[0])}?" if near else None
