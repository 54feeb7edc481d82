"""Permanent ids of rows, made of the ids that annotations have in their article.

    document      norland                          chosen by hand
    mark          norland.t5                       document, T line
    claim         norland.e2                       document, E line
    attribution   norland.e2.e4.t7                 claim, attribution, source
                  norland.e2.e7                    no words stand for the source
                  norland.e11.writer               nobody but the writer says so
    span          norland.t4.1.entity              mark, fragment, role
                  norland.t1.1.quantity.e2         … and the row that it carries
                  norland.t8.1.cue.e2.e4.t7
                  norland.t4.1.event_dam-burst     … with an id from a register

No two rows have one id: read from its end, an id has one reading only.
"""

from __future__ import annotations

import re

ID_PATTERN = re.compile(r"[a-z0-9][a-z0-9._-]{0,99}")
ID_FORM = "up to 100 of a-z, 0-9, `.`, `_` and `-`, a letter or digit first"
"""The pattern in words, for messages."""


def is_valid_id(text: str) -> bool:
    """Return whether the text may be an id: up to 100 of a-z, 0-9, `.`, `_` and `-`.

    >>> is_valid_id("jcs-kor"), is_valid_id("JCS"), is_valid_id("../jcs")
    (True, False, False)
    """
    return ID_PATTERN.fullmatch(text) is not None


def mark_id(document_id: str, annotation_id: str) -> str:
    """Return the permanent id of a mark, and of the entity only it mentions.

    >>> mark_id("norland", "T5")
    'norland.t5'
    """
    return f"{document_id}.{annotation_id.lower()}"


def claim_id(document_id: str, annotation_id: str) -> str:
    """Return the permanent id of a claim, or of an event that is in no register.

    >>> claim_id("norland", "E12")
    'norland.e12'
    """
    return f"{document_id}.{annotation_id.lower()}"


def attribution_id(
    claim_id: str, annotation_id: str, source_mark_id: str | None = None
) -> str:
    """Return the permanent id of one source of one attribution of one claim.

    The claim is part of it because one attribution may wrap several claims, the
    mark because several sources may speak jointly; a source without words has none.

    >>> attribution_id("norland.e2", "E4", "T7")
    'norland.e2.e4.t7'
    """
    attribution = f"{claim_id}.{annotation_id.lower()}"
    return f"{attribution}.{source_mark_id.lower()}" if source_mark_id else attribution


def writer_id(claim_id: str) -> str:
    """Return the permanent id of the attribution of a claim to the writer.

    >>> writer_id("norland.e11")
    'norland.e11.writer'
    """
    return f"{claim_id}.writer"


def span_id(mark_id: str, fragment: int, role: str, owner_id: str) -> str:
    """Return the permanent id of a fragment, counted from 1, in a role for a row.

    The owner's id stands without the document's. One from a register follows `_`,
    so that it is never taken for one of this document. A mark mentions one entity
    only, so that role needs no owner and the span keeps its id when the entity is
    entered in a register.

    >>> span_id("norland.t5", 1, "time", "norland.e2")
    'norland.t5.1.time.e2'
    >>> span_id("norland.t4", 1, "event", "dam-burst")
    'norland.t4.1.event_dam-burst'
    >>> span_id("norland.t6", 1, "entity", "arvika")
    'norland.t6.1.entity'
    """
    stem = f"{mark_id}.{fragment}.{role}"
    if role == "entity":
        return stem
    document_prefix = mark_id[: mark_id.rindex(".") + 1]
    if owner_id.startswith(document_prefix):
        return f"{stem}.{owner_id.removeprefix(document_prefix)}"
    return f"{stem}_{owner_id}"
