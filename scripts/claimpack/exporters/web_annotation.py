"""W3C Web Annotations in JSON-LD: a page of annotations for each text.

Source: Web Annotation Data Model, W3C Recommendation of 23 February 2017. A mark is an
annotation of the text, with both selectors of section 4.2 for each of its fragments,
which count code points. What the model has no word for is an annotation of another
annotation, with terms of ours under `claimpack:`; docs/readers.md lists them.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Any
from urllib.parse import quote

from claimpack.annotations import (
    Annotations,
    Attribute,
    Fragment,
    Link,
    Mark,
    Node,
    Note,
    Reference,
)
from claimpack.exporters.losses import Losses
from claimpack.exporters.texts import AnnotatedText, Texts
from claimpack.strict_json import format_json

Json = dict[str, Any]

CONTEXT = [
    "http://www.w3.org/ns/anno.jsonld",
    {
        "claimpack": "urn:claimpack:annotations:",
        "claimpack:roles": {"@container": "@list"},
        "claimpack:ends": {"@container": "@list"},
    },
]
QUOTED_AROUND = 32
"""Characters of the text before and after a quote that tell it from others."""


def export_web_annotation(texts: Texts, losses: Losses) -> dict[str, bytes]:  # noqa: ARG001  # nothing is lost
    """Return a `.txt` and a `.jsonld` file for each text."""
    files = {}
    for text in texts:
        source = f"{text.document_id}.txt"
        files[source] = text.annotations.text.encode()
        files[f"{text.document_id}.jsonld"] = format_json(make_page(text, source))
    return files


def make_page(text: AnnotatedText, source: str) -> Json:
    """Return all annotations of a text, which lies beside them by the name `source`."""
    creator = {"type": "Person", "name": text.annotator}
    return {
        "@context": CONTEXT,
        "id": f"{text.document_id}.jsonld",
        "type": "AnnotationPage",
        **({"creator": creator} if text.annotator else {}),
        "items": list(iter_items(text.annotations, source)),
    }


def iter_items(annotations: Annotations, source: str) -> Iterator[Json]:
    """Yield an annotation for each mark, node, attribute, reference, note and link."""
    text = annotations.text
    return chain(
        (make_mark(mark, text, source) for mark in annotations.marks),
        map(make_node, annotations.nodes),
        map(make_attribute, annotations.attributes),
        map(make_reference, annotations.references),
        map(make_note, annotations.notes),
        map(make_link, annotations.links),
    )


def refer_to(annotation_id: str) -> str:
    """Return the address of an annotation in its page.

    >>> refer_to("#1")
    '#%231'
    """
    return f"#{quote(annotation_id, safe='')}"


def make_item(annotation_id: str, motivation: str) -> Json:
    """Return what every annotation begins with."""
    return {
        "id": refer_to(annotation_id),
        "type": "Annotation",
        "motivation": motivation,
    }


def make_body(purpose: str, value: str) -> Json:
    """Return a body of words."""
    return {"type": "TextualBody", "purpose": purpose, "value": value}


def make_mark(mark: Mark, text: str, source: str) -> Json:
    """Return a mark as a tag on the text."""
    return {
        **make_item(mark.mark_id, "tagging"),
        "body": [make_body("tagging", mark.label)],
        "target": [make_target(it, text, source) for it in mark.fragments],
        "claimpack:kind": "mark",
    }


def make_target(fragment: Fragment, text: str, source: str) -> Json:
    """Return a fragment, by its offsets and by its words with those around them."""
    start, end = fragment
    position = {"type": "TextPositionSelector", "start": start, "end": end}
    words = {
        "type": "TextQuoteSelector",
        "exact": text[start:end],
        "prefix": text[max(0, start - QUOTED_AROUND) : start],
        "suffix": text[end : end + QUOTED_AROUND],
    }
    return {
        "type": "SpecificResource",
        "source": source,
        "selector": [position, words],
    }


def make_node(node: Node) -> Json:
    """Return a node as a tag on the mark that triggers it, with its roles."""
    return {
        **make_item(node.node_id, "tagging"),
        "body": [make_body("tagging", node.label)],
        "target": refer_to(node.trigger_id),
        "claimpack:kind": "node",
        "claimpack:roles": [
            {
                "claimpack:name": role.name,
                "claimpack:filler": {"id": refer_to(role.target_id)},
            }
            for role in node.roles
        ],
    }


def make_attribute(attribute: Attribute) -> Json:
    """Return an attribute as a classification, by its label and its value if any."""
    value = attribute.value
    return {
        **make_item(attribute.attribute_id, "classifying"),
        "body": [
            make_body("tagging", attribute.label),
            *([] if value is None else [make_body("classifying", value)]),
        ],
        "target": refer_to(attribute.target_id),
        "claimpack:kind": "attribute",
    }


def make_reference(reference: Reference) -> Json:
    """Return a reference as an identification."""
    key = f"{reference.register}:{reference.key}"
    return {
        **make_item(reference.reference_id, "identifying"),
        "body": [make_body("identifying", key)],
        "target": refer_to(reference.target_id),
        "claimpack:kind": "reference",
        "claimpack:register": reference.register,
        "claimpack:key": reference.key,
        "claimpack:text": reference.text,
    }


def make_note(note: Note) -> Json:
    """Return a note as a comment, with its label as a tag."""
    return {
        **make_item(note.note_id, "commenting"),
        "body": [make_body("tagging", note.label), make_body("commenting", note.text)],
        "target": refer_to(note.target_id),
        "claimpack:kind": "note",
    }


def make_link(link: Link) -> Json:
    """Return a link as one from the target of the annotation to its body."""
    filler = {"type": "SpecificResource", "purpose": "linking"}
    return {
        **make_item(link.link_id, "linking"),
        "body": [
            make_body("tagging", link.label),
            {**filler, "source": refer_to(link.target_id)},
        ],
        "target": refer_to(link.source_id),
        "claimpack:kind": "link",
        "claimpack:ends": list(link.names),
    }
