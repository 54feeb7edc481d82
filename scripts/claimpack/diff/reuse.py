"""Ids that stand for something else now: nothing of their former content is left.

An id is a primary key of one column. Of a row with spans its characters tell, of any
other row its cells.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pyarrow as pa
from pyarrow import compute

from claimpack.diff.plans import Observer, Plan, SideColumns, Texts
from claimpack.diff.reading import flatten
from claimpack.engine import bound, connect, run
from claimpack.key_store import Budget

SPANS = "spans"
PLACE: Mapping[str, str] = {
    "document_id": "string",
    "char_start": "integer",
    "char_end": "integer",
}
"""The columns that say which characters a span has, and their types."""
OFFSET = r"^(0|[1-9][0-9]{0,9})$"
OWNERS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "claims": ("claim_id", ("content",)),
    "attributions": ("attribution_id", ("cue", "source")),
}
"""By table: the column of `spans` that names its rows, and the roles that tell."""
FEWEST_CELLS = 2
"""A row with fewer filled cells besides its id is not judged: one was corrected."""
MOVED = """
    SELECT owner, bool_or(
        o.document_id = n.document_id
        AND greatest(o.char_start, n.char_start) < least(o.char_end, n.char_end)
    ) AS overlaps
    FROM old AS o JOIN new AS n USING (owner) GROUP BY owner ORDER BY owner
"""


class ReuseWatch(Observer):
    """Notes the changed rows of one table of which nothing is left."""

    def __init__(self, plan: Plan) -> None:
        """Begin with none."""
        self.has_places = has_places(plan)
        self.changed: list[Any] = []
        """Keys of all rows that changed, batch by batch."""
        self.unlike: list[Any] = []
        """Keys of those whose content is another."""

    def see_changed(self, keys: Any, texts: Texts) -> None:  # noqa: ANN401  # pyarrow ships no types
        """Take rows that both have and that changed."""
        self.changed.append(keys)
        is_unlike = find_unlike(texts)
        if self.has_places:
            is_moved = find_moved(texts)
            is_unlike = compute.coalesce(is_moved, is_unlike)
        self.unlike.append(keys.filter(is_unlike))

    @property
    def changed_keys(self) -> Any:  # noqa: ANN401  # as above
        """The keys of all rows that changed."""
        return join_keys(self.changed)

    @property
    def unlike_keys(self) -> list[str]:
        """The keys of those whose content is another, sorted."""
        return sorted(join_keys(self.unlike).to_pylist())


def has_places(plan: Plan) -> bool:
    """Return whether the rows say which characters they have, as the model does it."""
    types = {
        pair.new.name: {each.column.reader.type for each in (pair.old, pair.new)}
        for pair in plan.pairs
    }
    return all(types.get(name) == {kind} for name, kind in PLACE.items())


def join_keys(parts: Sequence[Any]) -> Any:  # noqa: ANN401  # as above
    """Return keys that came in batches as one column."""
    return pa.chunked_array(parts, pa.string()).combine_chunks()


def find_unlike(texts: Texts) -> Any:  # noqa: ANN401  # as above
    """Return in which rows no filled cell is what it was, where there are enough."""
    zero = pa.repeat(pa.scalar(0, pa.int32()), count_rows(texts))
    filled_old, filled_new, same = zero, zero, zero
    for old, new in texts.values():
        filled_old = compute.add(filled_old, count(old.is_valid()))
        filled_new = compute.add(filled_new, count(new.is_valid()))
        is_same = compute.fill_null(compute.equal(old, new), fill_value=False)
        same = compute.add(same, count(is_same))
    fewest = compute.min_element_wise(filled_old, filled_new)
    is_told = compute.greater_equal(fewest, FEWEST_CELLS)
    return compute.and_(is_told, compute.equal(same, 0))


def count(flags: Any) -> Any:  # noqa: ANN401  # as above
    """Return flags as numbers."""
    return flags.cast(pa.int32())


def count_rows(texts: Texts) -> int:
    """Return how many rows there are; a changed row has one column at least."""
    return max(len(old) for old, _ in texts.values())


def find_moved(texts: Texts) -> Any:  # noqa: ANN401  # as above
    """Return in which rows no character is in both spans; null where one has none."""
    (old_document, new_document), *offsets = (texts[name] for name in PLACE)
    (old_start, new_start), (old_end, new_end) = (
        (read_offsets(old), read_offsets(new)) for old, new in offsets
    )
    keep = {"skip_nulls": False}
    start = compute.max_element_wise(old_start, new_start, **keep)
    end = compute.min_element_wise(old_end, new_end, **keep)
    is_apart = compute.greater_equal(start, end)
    return compute.or_(is_apart, compute.not_equal(old_document, new_document))


def read_offsets(texts: Any) -> Any:  # noqa: ANN401  # as above
    """Return integers as numbers; null for one that is no offset."""
    nothing = pa.scalar(None, pa.string())
    is_offset = compute.match_substring_regex(texts, OFFSET)
    return compute.if_else(is_offset, texts, nothing).cast(pa.int64())


@dataclass(kw_only=True)
class SpanWatch(Observer):
    """Notes the spans of rows of another table that changed."""

    plan: Plan
    changed: Mapping[str, Any]
    """By table: the keys of its rows that changed."""
    found: dict[str, tuple[list[pa.Table], list[pa.Table]]] = field(
        default_factory=dict
    )
    """By table: the spans of those rows in OLD and in NEW."""

    def see_old(self, rows: pa.Table) -> None:
        """Take rows of OLD, under names of ours."""
        self.see(rows, self.plan.old, 0)

    def see_new(self, rows: pa.Table) -> None:
        """Take rows of NEW, likewise."""
        self.see(rows, self.plan.new, 1)

    def see(self, rows: pa.Table, columns: SideColumns, side: int) -> None:
        """Keep the spans of rows that changed."""
        if not has_places(self.plan):
            return
        named = NamedRows(rows=rows, places=self.places, columns=columns)
        for table, (owner, roles) in OWNERS.items():
            changed = self.changed.get(table, ())
            if len(changed) and {owner, "role"} <= set(self.places):
                spans = named.filter(owner, changed).filter("role", pa.array(roles))
                found = {"owner": spans.pick(owner)}
                found |= {name: spans.pick_place(name) for name in PLACE}
                both = self.found.setdefault(table, ([], []))
                both[side].append(pa.table(found).drop_null())

    @property
    def places(self) -> dict[str, str]:
        """The name of ours of each column, by its name in NEW."""
        return {pair.new.name: f"c{i}" for i, pair in enumerate(self.plan.pairs)}


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedRows:
    """Rows of one side, with the names that their columns have in NEW."""

    rows: pa.Table
    places: Mapping[str, str]
    """Names of ours, by name."""
    columns: SideColumns

    def pick(self, name: str) -> Any:  # noqa: ANN401  # as above
        """Return the texts of a column."""
        own = self.places[name]
        return self.columns.columns[own].write(flatten(self.rows[own]))

    def pick_place(self, name: str) -> Any:  # noqa: ANN401  # as above
        """Return the values of a column that says where a span is."""
        texts = self.pick(name)
        return read_offsets(texts) if PLACE[name] == "integer" else texts

    def filter(self, name: str, values: Any) -> NamedRows:  # noqa: ANN401  # as above
        """Return the rows that have one of some texts in a column."""
        is_among = compute.is_in(self.pick(name), value_set=values)
        return replace(self, rows=self.rows.filter(is_among))


def judge_spans(
    sides: tuple[Sequence[pa.Table], Sequence[pa.Table]], budget: Budget
) -> dict[str, bool]:
    """Return by row with spans in both: whether some character is in both.

    Rows without such spans are left out.
    """
    if not all(sides):
        return {}
    old, new = (pa.concat_tables(side) for side in sides)
    with connect({"old": old, "new": new}, bound(budget)) as connection:
        return dict(run(connection, MOVED).fetchall())


def list_reused(unlike: Sequence[str], by_spans: Mapping[str, bool]) -> list[str]:
    """Return the ids whose content is another, sorted; where spans tell, they do."""
    moved = [key for key, overlaps in by_spans.items() if not overlaps]
    return sorted({*moved, *(key for key in unlike if key not in by_spans)})
