"""Codes that were added, removed or redefined.

A code list is what closes a column (`enum`, `categories`), and the rows of the table
`codes` (list, code).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from claimpack.diff.columns import Columns
from claimpack.diff.rows import RowDiff
from claimpack.diff.schemas import write_json
from claimpack.diff.sides import Json
from claimpack.diff.versions import Kind

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
        old, new = list_codes(columns.old[was]), list_codes(columns.new[now])
        if old is None or new is None:
            continue  # the column was open, or is: a constraint of its own
        name = columns.new[now].get("vocabulary")
        name = name if isinstance(name, str) else f"{table}.{now}"
        for code in old:
            if code not in new:
                yield CodeChange(kind=Kind.CODE_REMOVED, list=name, code=code)
        for code in new:
            if code not in old:
                yield CodeChange(kind=Kind.CODE_ADDED, list=name, code=code)


def list_codes(field: Json) -> list[str] | None:
    """Return the codes that close a column, None where it is open."""
    limits = field.get("constraints")
    codes = limits.get("enum") if isinstance(limits, dict) else None
    if codes is None:
        codes = field.get("categories")
    if not isinstance(codes, list):
        return None
    return [name_code(code) for code in codes]


def name_code(code: Any) -> str:  # noqa: ANN401  # JSON
    """Return a code as text; a category may have a label beside its value."""
    value = code.get("value") if isinstance(code, dict) else code
    return write_json(value) or ""


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
