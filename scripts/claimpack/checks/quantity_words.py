"""Quantities against their words: what the number of a claim says follows from them.

Only as far as words alone decide it, for an annotator may have read them otherwise.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from pyarrow import compute

from claimpack import quantities
from claimpack.cells import Value
from claimpack.checks.breaches import Breach, show_difference, show_value
from claimpack.document import Quantity
from claimpack.schema import CrossRule, Schema
from claimpack.sources import TableRows

if TYPE_CHECKING:
    # What resolves dates takes long to load.
    from claimpack.row_source import Row

VAGUE = "vague"


def find_lost_quantities(
    rule: CrossRule, tables: Mapping[str, TableRows], _schema: Schema
) -> Iterator[Breach]:
    """Yield each claim without a modifier whose words give a number.

    The message has the `words`, and the modifier that they give as `right`.
    """
    modifiers = tables[rule.table].column("quantity_modifier")
    for index, words, quantity in iter_quantities(tables):
        if modifiers[index] is None:
            values = {"words": show_value(words), "right": quantity.modifier}
            yield Breach(index=index, values=values)


def find_invented_floors(
    rule: CrossRule, tables: Mapping[str, TableRows], _schema: Schema
) -> Iterator[Breach]:
    """Yield each vague number whose low bound is not the floor of its words.

    The message has the `words`, and both bounds as `found` and `right`.
    """
    bounds = tables[rule.table].keys(("quantity_modifier", "quantity_low"))
    for index, words, quantity in iter_quantities(tables):
        modifier, low = bounds[index]
        is_vague = modifier == VAGUE and quantity.modifier == VAGUE
        if is_vague and low != quantity.low:
            found, right = show_difference(low, quantity.low)
            values = {"words": show_value(words), "found": found, "right": right}
            yield Breach(index=index, values=values)


def has_words(tables: Mapping[str, TableRows], _schema: Schema) -> bool:
    """Return whether all spans can be read: else words may be missing."""
    spans = tables.get("spans")
    return spans is not None and not spans.damaged


def iter_quantities(
    tables: Mapping[str, TableRows],
) -> Iterator[tuple[int, str, Quantity]]:
    """Yield each claim whose words give a number: its index, the words, the number."""
    words = join_words(tables["spans"])
    for index, claim_id in enumerate(tables["claims"].column("claim_id")):
        quantity = quantities.parse(words.get(claim_id, ""))
        if isinstance(quantity, Quantity):
            yield index, words[claim_id], quantity


def join_words(spans: TableRows) -> dict[Value, str]:
    """Return the words of each claim's quantity, its fragments joined by one space.

    Claims whose words may not be shipped are left out.
    """
    is_quantity = compute.match_substring_regex(
        spans.cells.column("role"), "^quantity$"
    )
    fragments: dict[Value, list[Row]] = defaultdict(list)
    known = spans.cells.select(["claim_id", "fragment", "text"])
    for row in known.filter(is_quantity).to_pylist():
        fragments[row["claim_id"]].append(row)
    return {
        claim_id: " ".join(str(row["text"]) for row in sorted(rows, key=place_fragment))
        for claim_id, rows in fragments.items()
        if all(row["text"] is not None for row in rows)
    }


def place_fragment(row: Row) -> int:
    """Return which fragment of its mark a span is."""
    return int(str(row["fragment"] or 0))
