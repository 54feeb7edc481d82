"""Links between articles that are suggested, for the curator who accepts them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

import pyarrow as pa

from claimpack.render.results import render_csv, render_json
from claimpack.render.summary import count_words, escape

NOTE = "note"
"""What `links.csv` calls the reason."""
NO_LINKS = "No links are suggested."
INDENT = "  "


def render_links_text(rows: pa.Table) -> str:
    """Return each pair with both sentences, who said them when, and why it is one."""
    if not rows.num_rows:
        return NO_LINKS
    blocks = ["\n".join(iter_lines(row)) for row in rows.to_pylist()]
    return "\n\n".join([*blocks, count_links(rows)])


def iter_lines(row: Mapping[str, Any]) -> Iterator[str]:
    """Yield the lines of one pair: the claim that takes up the other, then that one."""
    event = f" ({escape(row['event_label'])})" if row["event_label"] else ""
    yield f"{row['relation']}: {escape(row['reason'])}{event}"
    yield from iter_claim_lines(row, row["claim_id"])
    yield from iter_claim_lines(row, row["target_id"], "target_")


def iter_claim_lines(
    row: Mapping[str, Any], claim_id: str, prefix: str = ""
) -> Iterator[str]:
    """Yield who said a claim when and with which number, then its sentence."""
    names = ("sources", "said_edtf", "quantity_text")
    told = [row[f"{prefix}{name}"] for name in names]
    denied = "denied" if row[f"{prefix}polarity"] == "negative" else None
    words = " · ".join(escape(word) for word in (claim_id, *told, denied) if word)
    yield f"{INDENT}{words}"
    yield f"{INDENT * 2}{escape(row[f'{prefix}claim_text'])}"


def count_links(rows: pa.Table) -> str:
    """Return how many links there are, and how many of each relation."""
    relations = Counter(rows.column("relation").to_pylist())
    counts = [f"{count:,} {relation}" for relation, count in sorted(relations.items())]
    verb = "is" if rows.num_rows == 1 else "are"
    links = count_words(rows.num_rows, "link")
    return f"{links} {verb} suggested: {', '.join(counts)}."


def render_links_csv(rows: pa.Table) -> str:
    """Return the pairs as CSV, whose first columns are those of `links.csv`."""
    names = [NOTE if name == "reason" else name for name in rows.column_names]
    return render_csv(rows.rename_columns(names))


LINK_FORMS = {
    "text": render_links_text,
    "csv": render_links_csv,
    "json": render_json,
}
"""By the name of each form; the text and its line ends are left to the caller."""
