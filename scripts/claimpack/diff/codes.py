"""Codes that were added, removed or redefined.

A code list is what closes a column (`enum`, `categories`), and the rows of the table
`codes` (list, code).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from claimpack.diff.columns import Columns
from claimpack.diff.constraints import LISTS, list_limits
from claimpack.diff.rows import RowDiff
from claimpack.diff.sides import Json
from claimpack.diff.versions import Kind
from claimpack.field_types import read_field_type

Labels = Mapping[str, str | None]
"""The codes of a list in order, each with its label; None where it has none."""

CODES = "codes"
"""The table with the codes of all lists."""
CODE_KEY = ("list", "code")


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeChange:
    """One code that was added, removed or redefined."""

    kind: Kind
    list: str
    """The code list, or `table.column` where the list has no name."""
    code: str
    old_label: str | None = None
    """Of a category whose label is another one; None where it had none."""
    new_label: str | None = None


def compare_codes(
    columns: Mapping[str, Columns], rows: Mapping[str, RowDiff], key: tuple[str, ...]
) -> list[CodeChange]:
    """Return the codes that changed, by list and code, each once.

    `key` is the primary key of the table `codes`; without a table it is empty.
    """
    found = [
        change for table, each in columns.items() for change in iter_closed(table, each)
    ]
    if CODES in rows and key == CODE_KEY:
        found += iter_listed(rows[CODES])
    ordered = sorted(found, key=lambda each: (each.list, each.code, each.kind))
    return list(dict.fromkeys(ordered))


def iter_closed(table: str, columns: Columns) -> Iterator[CodeChange]:
    """Yield the codes that a closed column takes no longer, and those it takes now."""
    for now, was in columns.former.items():
        old, new = columns.old[was], columns.new[now]
        name = new.get("vocabulary")
        name = name if isinstance(name, str) else f"{table}.{now}"
        for key in LISTS:
            before, after = read_codes(old, key), read_codes(new, key)
            if before is not None and after is not None:
                yield from compare_lists(name, before, after)


def compare_lists(name: str, old: Labels, new: Labels) -> Iterator[CodeChange]:
    """Yield the codes that only one of two lists has, and those with another label."""
    for code, label in old.items():
        if code not in new:
            yield CodeChange(kind=Kind.CODE_REMOVED, list=name, code=code)
        elif label != new[code]:
            yield CodeChange(
                kind=Kind.CODE_REDEFINED,
                list=name,
                code=code,
                old_label=label,
                new_label=new[code],
            )
    for code in new:
        if code not in old:
            yield CodeChange(kind=Kind.CODE_ADDED, list=name, code=code)


def read_codes(field: Json, key: str) -> Labels | None:
    """Return the codes that close a column, None where it is open.

    `key` is one of `LISTS`. A code is the text of its value: `1.0` is `1`.
    """
    entries = list_limits(field).get(key)
    if entries is None:
        return None
    reader, labels = read_field_type(field), {}
    for entry in entries:
        has_label = key == "categories" and isinstance(entry, dict)
        value = entry["value"] if has_label else entry
        code = reader.write(reader.from_stored(value))
        labels[code] = entry.get("label") if has_label else None
    return labels


def is_reordered(old: Json, new: Json) -> bool:
    """Return whether the order of the categories that both have is another one now.

    It is one where `categoriesOrdered` says so.
    """
    before, after = (read_codes(field, "categories") for field in (old, new))
    if before is None or after is None:
        return False
    if has_order(old) != has_order(new):
        return True
    kept = [code for code in before if code in after]
    return has_order(old) and kept != [code for code in after if code in before]


def has_order(field: Json) -> bool:
    """Return whether one category of a column is more than another."""
    return bool(field.get("categoriesOrdered", False))


def describe_order(field: Json) -> str:
    """Return the categories of a column in words, from the least to the greatest."""
    return (" < " if has_order(field) else ", ").join(
        read_codes(field, "categories") or ()
    )


def iter_listed(rows: RowDiff) -> Iterator[CodeChange]:
    """Yield the codes whose rows in the table `codes` changed."""
    kinds = {
        Kind.CODE_ADDED: rows.added,
        Kind.CODE_REMOVED: rows.withdrawn,
        Kind.CODE_REDEFINED: rows.changed,
    }
    for kind, lines in kinds.items():
        for key in dict.fromkeys(line.key for line in lines):
            name, code = json.loads(key)
            yield CodeChange(kind=kind, list=name, code=code)
