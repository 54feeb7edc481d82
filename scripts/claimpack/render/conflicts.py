"""Pairs of claims that exclude, replace or reword one another, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import pyarrow as pa

from claimpack.cells import format_cell
from claimpack.conflicts import KINDS
from claimpack.render.summary import count_words
from claimpack.row_source import Row
from claimpack.show.layout import Block, lay_out
from claimpack.show.words import cite

NO_PAIRS = "No such pairs of claims."


def render_pairs(shown: pa.Table, kinds: Sequence[str], tolerance: float) -> str:
    """Return the pairs that are shown, and how many there are of each kind.

    `kinds` has the kind of each pair, of those too that are not shown.
    """
    if not kinds:
        return NO_PAIRS
    blocks = [block for row in shown.to_pylist() for block in iter_blocks(row)]
    return "\n\n".join(filter(None, [lay_out(blocks), count_pairs(kinds, tolerance)]))


def iter_blocks(row: Row) -> Iterator[Block]:
    """Yield what is said of a pair."""
    subject = [row["event_label"], row["measure"], row["counted_name"]]
    changes = f"other {row['changes']}" if row["changes"] else None
    yield [
        (
            str(row["kind"]),
            ", ".join(str(it) for it in subject if it) or "no event",
            "; ".join(str(it) for it in (row["reason"], changes) if it),
        ),
        ("claim", *describe_claim(row, "")),
        ("other", *describe_claim(row, "other_")),
    ]


def describe_claim(row: Row, side: str) -> tuple[str, ...]:
    """Return who says what in one claim of a pair, its sentence and its id."""
    said = row[f"{side}said_edtf"]
    sources = row[f"{side}sources"] or "nobody"
    who = f"{sources}, {said}" if said else str(sources)
    words = [
        describe_figure(row, side),
        row[f"{side}certainty"],
        row[f"{side}polarity"],
    ]
    traits = ", ".join(str(it) for it in words if it not in (None, "positive"))
    sentence = row[f"{side}sentence"]
    return (
        f"{who}: {traits}" if traits else who,
        str(row[f"{side}claim_text"]),
        f"in the text: {sentence}" if sentence else "",
        str(row[f"{side}claim_id"]),
    )


def describe_figure(row: Row, side: str) -> str | None:
    """Return a figure in its words with the bounds it has; None for none.

    >>> describe_figure({"measure": "killed", "quantity_text": "about 60",
    ...     "low": 54.0, "high": 66.0}, "")
    '“about 60” (54 to 66)'
    >>> describe_figure({"measure": "killed", "quantity_text": None, "low": 9.0,
    ...     "high": None}, "")
    '9 or more'
    """
    if row[f"{side}measure"] is None:
        return None
    words, bounds = row[f"{side}quantity_text"], describe_bounds(row, side)
    return f"{cite(words)} ({bounds})" if words else bounds


def describe_bounds(row: Row, side: str) -> str:
    """Return the bounds of a figure in words."""
    low, high = (row[f"{side}{end}"] for end in ("low", "high"))
    if low is None:
        return "no bounds" if high is None else f"up to {format_cell(high)}"
    if high is None:
        return f"{format_cell(low)} or more"
    ends = dict.fromkeys(map(format_cell, (low, high)))
    return " to ".join(ends)


def count_pairs(kinds: Sequence[str], tolerance: float) -> str:
    """Return how many pairs there are, and how far a number reaches that is near."""
    counts = Counter(kinds)
    parts = [count_words(counts[kind], kind) for kind in KINDS if counts[kind]]
    total = f"{count_words(len(kinds), 'pair')}: {', '.join(parts)}."
    share = format_cell(round(tolerance * 100, 9))
    return f"{total} A number that is about so much is taken as {share} % to each side."
