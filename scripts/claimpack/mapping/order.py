"""The order of the text: by first span, then by id."""

from __future__ import annotations

from claimpack.annotations import Fragment, Mark

Order = tuple[Fragment, int, str]


def order_mark(mark: Mark) -> Order:
    """Return what a mark is sorted by; of one start, the shorter span comes first."""
    mark_id = mark.mark_id
    return mark.fragments[0], len(mark_id), mark_id


def order_id(annotation_id: str) -> tuple[int, str]:
    """Return what an id is sorted by: T9 stands before T10."""
    return len(annotation_id), annotation_id
