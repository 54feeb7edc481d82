"""Label Studio's JSON: a task for each text, with regions and relations.

Source: Label Studio's guide, "Label Studio JSON format of annotated tasks". A project
that shows it has `<Labels name="label" toName="text">` and
`<Text name="text" value="$text">`. Offsets count UTF-16 code units, as browsers do.
"""

from __future__ import annotations

from itertools import accumulate
from typing import Any

from claimpack.annotations import LINK_ENDS, Annotations, Link, Mark
from claimpack.exporters.losses import IDS, Losses
from claimpack.exporters.narrowing import flatten_nodes, join_fragments, keep_whole
from claimpack.exporters.texts import AnnotatedText, Texts, lose_annotators
from claimpack.readers.offsets import iter_utf_16_widths
from claimpack.strict_json import format_json

CONTROL = "label"
OBJECT = "text"
"""Names of the tags in the configuration of a project."""


def export_label_studio(texts: Texts, losses: Losses) -> dict[str, bytes]:
    """Return one file with a task for each text."""
    tasks = [make_task(text, losses) for text in texts]
    lose_annotators(texts, losses)
    return {"label-studio.json": format_json(tasks)}


def make_task(text: AnnotatedText, losses: Losses) -> dict[str, Any]:
    """Return the task of a text, with one annotation of it."""
    flat = flatten(text.annotations, losses)
    units = list(accumulate(iter_utf_16_widths(flat.text), initial=0))
    regions = [make_region(mark, units) for mark in flat.marks]
    relations = [make_relation(link) for link in flat.links]
    return {
        "data": {OBJECT: flat.text, "document_id": text.document_id},
        "annotations": [{"result": [*regions, *relations]}],
    }


def flatten(annotations: Annotations, losses: Losses) -> Annotations:
    """Return marks of one fragment and links, without all that a task has not."""
    whole = keep_whole(annotations, losses)
    losses.add_all(IDS, whole.links)
    losses.sift(
        "names of the ends of links", whole.links, lambda it: it.names == LINK_ENDS
    )
    flat = flatten_nodes(join_fragments(whole, losses), losses)
    losses.add_all("attributes", flat.attributes)
    losses.add_all("references", flat.references)
    losses.add_all("notes", flat.notes)
    return flat


def make_region(mark: Mark, units: list[int]) -> dict[str, Any]:
    """Return the region of a mark; `units` has the offset of each code point."""
    (fragment,) = mark.fragments
    return {
        "id": mark.mark_id,
        "from_name": CONTROL,
        "to_name": OBJECT,
        "type": "labels",
        "value": {
            "start": units[fragment.char_start],
            "end": units[fragment.char_end],
            "text": mark.text,
            "labels": [mark.label],
        },
    }


def make_relation(link: Link) -> dict[str, Any]:
    """Return the relation of a link."""
    return {
        "type": "relation",
        "from_id": link.source_id,
        "to_id": link.target_id,
        "direction": "right",
        "labels": [link.label],
    }
