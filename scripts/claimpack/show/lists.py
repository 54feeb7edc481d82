"""Lists on a card: the first of many items, and how many there are in all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

from claimpack.flat import flatten_claims, group
from claimpack.render.summary import count_words
from claimpack.row_source import Row
from claimpack.show.card import Card
from claimpack.show.layout import Entry
from claimpack.show.words import cite, join_spans


def iter_list(
    label: str, noun: str, items: Sequence[str], limit: int
) -> Iterator[Entry]:
    """Yield the entry of a list, the number of its items first; none for no items."""
    if items:
        rest = describe_rest(len(items), limit)
        yield label, count_words(len(items), noun), *items[:limit], rest


def describe_rest(count: int, limit: int) -> str:
    """Return how many items a limit leaves out, nothing where it leaves out none."""
    return f"… and {count - limit:,} more" if count > limit else ""


def iter_mentions(card: Card, role: str, limit: int) -> Iterator[Entry]:
    """Yield the words that mention an entity or event, each with its count.

    Where a capital stands for its government, `metonymic` stands behind the count.
    """
    column = f"{role}_id"
    spans = [
        span
        for span in card.rows["spans"]
        if span["role"] == role and span[column] == card.row_id
    ]
    forms = Counter(
        (join_spans(mark, role), bool(mark[0]["is_metonymic"]))
        for mark in group(spans, "mark_id").values()
    )
    items = [
        f"{cite(words) if words else 'not shipped'} {count:,}"
        f"{' metonymic' if is_metonymic else ''}"
        for (words, is_metonymic), count in sorted(
            forms.items(), key=lambda item: (-item[1], item[0])
        )
    ]
    if items:
        rest = [describe_rest(len(items), limit)] if len(items) > limit else []
        yield "mentions", f"{forms.total():,}: {', '.join([*items[:limit], *rest])}"


def sort_claims(card: Card) -> list[Row]:
    """Return the rows of `claims_flat`, those first that were said first."""
    return sorted(flatten_claims(card.rows), key=rank_by_date)


def rank_by_date(claim: Row) -> tuple[str, bool, str, str]:
    """Return what a row of `claims_flat` is sorted by: when it was said.

    That is the date said of the source nearest the reader: by its last day, then by
    its first. An open start comes first, an open end late, and no date last.
    """
    return (
        str(claim.get("said_end") or date.max),
        claim.get("said_edtf") is None,
        str(claim.get("said_start") or ""),
        str(claim["claim_id"]),
    )
