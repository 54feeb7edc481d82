"""Keys: every row has its own, and every reference leads to a row.

One engine compares all keys; the set of keys that several tables refer to is built
once. A key counts as text, which is the same where the values are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches

from claimpack.findings import Finding, Rest, Rule, Severity, make_finding, quote
from claimpack.key_engine import Dangling, Key, KeyEngine, Reference, Repeat, open_keys
from claimpack.key_store import Budget
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


def check_keys(
    tables: Mapping[str, TableRows], most: int, budget: Budget | None = None
) -> Iterator[Finding | Rest]:
    """Yield the faults of all keys: of each table its own, then its references.

    Of each key the first `most` are described, and the others counted.
    """
    columns = {name: rows.list_key_columns() for name, rows in tables.items()}
    with open_keys(columns, budget) as engine:
        dangling = find_all_dangling(tables, engine, most)
        for name, rows in tables.items():
            yield from check_primary_key(name, rows, engine, most)
            yield from check_unique_keys(name, rows, engine, most)
            for key in rows.table.foreign_keys:
                if (name, key) in dangling:
                    found, total = dangling[name, key]
                    names = list_near_names(found, key, engine)
                    yield from report_dangling(rows, key, found, names)
                    yield from count_rest(FOREIGN_KEY, rows, total - len(found))


def count_rest(rule: Rule, rows: TableRows, count: int) -> Iterator[Rest]:
    """Yield how many further findings there are, nothing for none."""
    if count > 0:
        yield Rest(
            code=rule.code, severity=rule.severity, location=rows.place, count=count
        )


def show_key(key: Key) -> str:
    """Return the values of a key, quoted, with commas between."""
    return ", ".join(map(quote, key))


def check_primary_key(
    name: str, rows: TableRows, engine: KeyEngine, most: int
) -> Iterator[Finding | Rest]:
    """Yield each row whose primary key has an empty part or stands before."""
    fields = rows.table.primary_key
    if not fields or not rows.has(fields):
        return
    field = fields[0] if len(fields) == 1 else None
    required = {field.name for field in rows.table.fields if field.is_required}
    for part in fields:
        if part in required:
            continue  # a finding already
        empty, total = engine.find_empty(name, part, most)
        for row in empty:
            yield make_finding(
                PRIMARY_KEY,
                rows.locate(row - 1, part),
                found="has an empty part",
                expected=f"a value for {part}",
            )
        yield from count_rest(PRIMARY_KEY, rows, total - len(empty))
    repeats, total = engine.find_repeats(name, fields, most)
    for repeat in repeats:
        yield make_finding(
            PRIMARY_KEY,
            rows.locate(repeat.row - 1, field),
            found=f"{show_key(repeat.key)} stands in row {repeat.first_row} too",
            expected="a key of its own for each row",
        )
    yield from count_rest(PRIMARY_KEY, rows, total - len(repeats))


def check_unique_keys(
    name: str, rows: TableRows, engine: KeyEngine, most: int
) -> Iterator[Finding | Rest]:
    """Yield each row that repeats a unique key.

    A key with an empty part counts as unlike every other, as in SQL (Table Schema,
    `uniqueKeys`).
    """
    columns = [(field.name,) for field in rows.table.fields if field.is_unique]
    for fields in (*columns, *rows.table.unique_keys):
        if not rows.has(fields) or fields == rows.table.primary_key:
            continue
        repeats, total = engine.find_repeats(name, fields, most)
        yield from (report_repeat(rows, fields, repeat) for repeat in repeats)
        yield from count_rest(UNIQUE, rows, total - len(repeats))


def report_repeat(rows: TableRows, fields: Sequence[str], repeat: Repeat) -> Finding:
    """Return the finding that a row repeats a unique key."""
    return make_finding(
        UNIQUE,
        rows.locate(repeat.row - 1, fields[0] if len(fields) == 1 else None),
        found=show_key(repeat.key),
        first=repeat.first_row,
        expected=f"each {', '.join(fields)} once",
    )


Found = dict[tuple[str, ForeignKey], tuple[list[Dangling], int]]


def find_all_dangling(
    tables: Mapping[str, TableRows], engine: KeyEngine, most: int
) -> Found:
    """Return the dangling references of each foreign key that can be checked."""
    referrers: dict[Reference, list[tuple[str, ForeignKey]]] = {}
    for name, rows in tables.items():
        for key in rows.table.foreign_keys:
            target = tables.get(key.table)
            if target and target.has(key.target_fields) and rows.has(key.fields):
                reference = Reference(table=key.table, fields=key.target_fields)
                referrers.setdefault(reference, []).append((name, key))
    found: Found = {}
    for target_key, users in referrers.items():
        references = [Reference(table=name, fields=key.fields) for name, key in users]
        answers = engine.find_dangling(references, target_key, most)
        found |= dict(zip(users, answers, strict=True))
    return found


def report_dangling(
    rows: TableRows, key: ForeignKey, found: Sequence[Dangling], names: Sequence[str]
) -> Iterator[Finding]:
    """Yield each row that refers to a key that the target does not have."""
    field = key.fields[0] if len(key.fields) == 1 else None
    for index, dangling in enumerate(found):
        near = names if index < MOST_HINTS else ()
        yield make_finding(
            FOREIGN_KEY,
            rows.locate(dangling.row - 1, field),
            found=show_key(dangling.key),
            target=f"{quote(key.table)}, {', '.join(key.target_fields)}",
            expected="the key of a row that exists",
            hint=find_near_key(dangling.key[0], near),
        )


def list_near_names(
    found: Sequence[Dangling], key: ForeignKey, engine: KeyEngine
) -> list[str]:
    """Return the keys among which a near one may be, none for too many of them."""
    if not found or len(key.target_fields) != 1:
        return []
    names = engine.list_texts(key.table, key.target_fields[0], MOST_NEAR_NAMES + 1)
    return names if len(names) <= MOST_NEAR_NAMES else []


def find_near_key(word: str, names: Sequence[str]) -> str | None:
    """Return a hint with the existing key that is most like a missing one."""
    near = get_close_matches(word, names, n=1)
    return f"did you mean {quote(near[0])}?" if near else None
