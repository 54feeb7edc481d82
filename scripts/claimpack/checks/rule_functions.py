"""Rules of `schemas/rules.json` for which SQL does not serve.

A rule names its function; `FUNCTIONS` is the list of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from pyarrow import compute

from claimpack.cells import Value
from claimpack.checks.breaches import Breach, RuleFunction, show_value
from claimpack.checks.derived import (
    find_code_breaches,
    find_view_breaches,
    has_sources,
)
from claimpack.checks.quantity_words import (
    find_invented_floors,
    find_lost_quantities,
    has_words,
)
from claimpack.document import Unresolved
from claimpack.edtf import find_days
from claimpack.schema import CrossRule, Schema
from claimpack.sources import TableRows

NO_LINK: tuple[int, Value] = (-1, None)


def find_edtf_breaches(
    rule: CrossRule, tables: Mapping[str, TableRows], _schema: Schema
) -> Iterator[Breach]:
    """Yield each bound (`_start`, `_end`) that is not the one of its `_edtf` string.

    The message has `found` and `right`.
    """
    rows = tables[rule.table]
    for name in rows.table.field_names:
        stem = name.removesuffix("_edtf")
        names = (name, f"{stem}_start", f"{stem}_end")
        if stem != name and rows.has(names) and not is_each_right(rows, names):
            for index, cells in enumerate(rows.keys(names)):
                yield from compare_bounds(index, names, cells)


def is_each_right(rows: TableRows, names: tuple[str, str, str]) -> bool:
    """Return whether all dates are right; there are far fewer than rows."""
    dates = frozenset(rows.keys(names))
    return not any(any(compare_bounds(0, names, each)) for each in dates)


def compare_bounds(
    index: int, names: tuple[str, str, str], cells: tuple[Value, ...]
) -> Iterator[Breach]:
    """Yield where an EDTF string is none, or a bound beside it is another."""
    right = find_days(cells[0])
    if isinstance(right, Unresolved):
        values = {
            "found": show_value(cells[0]),
            "right": f"an EDTF date ({right.reason})",
        }
        yield Breach(index=index, field=names[0], values=values)
        return
    for name, found, expected in zip(names[1:], cells[1:], right, strict=True):
        if found != expected:
            values = {"found": show_value(found), "right": show_value(expected)}
            yield Breach(index=index, field=name, values=values)


def find_part_cycles(
    rule: CrossRule, tables: Mapping[str, TableRows], _schema: Schema
) -> Iterator[Breach]:
    """Yield each row whose `part_of_id` leads back to the row itself."""
    rows = tables[rule.table]
    (key,) = rows.table.primary_key
    if rows.cells.column("part_of_id").null_count == rows.cells.num_rows:
        return
    # Few rows are a part of others: those of all take memory.
    are_parts = rows.cells.column("part_of_id").is_valid().combine_chunks()
    indices = compute.indices_nonzero(are_parts).to_pylist()
    parts = rows.hold(rows.cells.filter(are_parts))
    for breach in find_cycles(parts.keys((key, "part_of_id"))):
        yield Breach(index=indices[breach.index or 0])


def find_link_cycles(
    rule: CrossRule, tables: Mapping[str, TableRows], _schema: Schema
) -> Iterator[Breach]:
    """Yield each link that closes a circle of claims; not one claim's to itself."""
    pairs = tables[rule.table].keys(("claim_id", "target_id"))
    return find_cycles([pair if pair[0] != pair[1] else (None, None) for pair in pairs])


def find_cycles(pairs: Iterable[tuple[Value, ...]]) -> Iterator[Breach]:
    """Yield the index of each pair (from, to) that closes a circle.

    One pair for each circle, or for several that share a part: after it is taken
    away, none is left. Pairs with None are no links. Takes linear time.
    """
    links: dict[Value, list[tuple[int, Value]]] = {}
    for index, (source, target) in enumerate(pairs):
        if source is not None and target is not None:
            links.setdefault(source, []).append((index, target))
    is_open: dict[Value, bool] = {}
    """Met nodes: True while the walk is below them."""
    for start, first_links in links.items():
        if start in is_open:
            continue
        is_open[start] = True
        path = [(start, iter(first_links))]
        while path:
            node, targets = path[-1]
            index, target = next(targets, NO_LINK)
            if target is None:
                is_open[node] = False
                path.pop()
            elif target not in is_open:
                is_open[target] = True
                path.append((target, iter(links.get(target, []))))
            elif is_open[target]:
                yield Breach(index=index)


FUNCTIONS: dict[str, RuleFunction] = {
    "bounds-match-edtf": find_edtf_breaches,
    "no-cycle-of-parts": find_part_cycles,
    "no-cycle-of-links": find_link_cycles,
    "view-is-derived": find_view_breaches,
    "codes-are-derived": find_code_breaches,
    "modifier-of-words": find_lost_quantities,
    "floor-of-words": find_invented_floors,
}
"""By the name that a rule gives. Each yields the rows that break the rule."""
CONDITIONS: dict[str, Callable[[Mapping[str, TableRows], Schema], bool]] = {
    "view-is-derived": has_sources,
    "modifier-of-words": has_words,
    "floor-of-words": has_words,
}
"""Whether rows are such that a function can be asked of them; of others always."""


def can_tell(rule: CrossRule, tables: Mapping[str, TableRows], schema: Schema) -> bool:
    """Return whether a rule can be asked: whether its function lacks nothing."""
    condition = CONDITIONS.get(rule.function or "")
    return condition is None or condition(tables, schema)
