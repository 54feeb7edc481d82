"""An article as a document of claims, in JSON, by our own scheme."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from claimpack.annotations import Annotations, Origin
from claimpack.checks.annotations import check_documents
from claimpack.document import Document
from claimpack.document_json import document_to_json
from claimpack.exporters.losses import IDS, Losses
from claimpack.exporters.texts import AnnotatedText, Texts
from claimpack.findings import Finding, quote
from claimpack.mapping import map_native
from claimpack.mapping.native import UNUSED_MARK
from claimpack.mapping.readings import UNUSED_NOTE
from claimpack.mapping.scheme import Codes
from claimpack.schema_files import load_shipped_schema
from claimpack.strict_json import format_json


def export_document(texts: Texts, losses: Losses) -> dict[str, bytes]:
    """Return a `.json` file for each text, as `schemas/document.json` has it."""
    codes = load_shipped_schema().codes
    documents = [map_text(text, codes, losses) for text in texts]
    losses.findings += check_documents(documents)
    return {
        f"{it.article.document_id}.json": format_json(document_to_json(it))
        for it in documents
    }


def map_text(text: AnnotatedText, codes: Codes, losses: Losses) -> Document:
    """Return the document of a text; what is in none of its parts is counted."""
    mapped = map_native(text.annotations, text.article, codes)
    for label, lines in mapped.unknown_labels.items():
        for origin in lines:
            losses.add(f"annotations labelled {quote(label)}", origin)
    for finding in mapped.findings:
        if finding.code == UNUSED_NOTE.code:
            losses.add("notes that are no sentence of a claim", find_origin(finding))
        elif finding.code != UNUSED_MARK.code:
            losses.findings.append(finding)
    used = set(iter_mark_ids(document_to_json(mapped.document)))
    losses.sift(
        "marks that nothing uses",
        text.annotations.marks,
        lambda it: it.label in mapped.unknown_labels or it.mark_id.lower() in used,
    )
    lose_ids(text.annotations, losses)
    return mapped.document


def iter_mark_ids(content: Any) -> Iterator[str]:  # noqa: ANN401  # JSON
    """Yield the id of every mark whose words a part of a document has."""
    if isinstance(content, list):
        for item in content:
            yield from iter_mark_ids(item)
    elif isinstance(content, dict):
        if "spans" in content:
            yield content["mark_id"]
        yield from iter_mark_ids(list(content.values()))


def find_origin(finding: Finding) -> Origin:
    """Return the line of a finding."""
    place = finding.location
    return Origin(place.path or "", place.line or 1, place.excerpt or "")


def lose_ids(annotations: Annotations, losses: Losses) -> None:
    """Count what a document has no place for: it has the ids of marks and nodes."""
    for reference in annotations.references:
        if reference.text:
            losses.add("texts of references, which a register has", reference.origin)
    losses.add_all(IDS, annotations.attributes)
    losses.add_all(IDS, annotations.references)
    losses.add_all(IDS, annotations.notes)
    losses.add_all(IDS, annotations.links)
