"""doccano's JSONL for sequence labelling: a text and its labelled spans on each line.

Source: doccano's tutorial and import examples ("Sequence Labeling", JSONL); its server
counts offsets in characters of Python, which are code points.
"""

from __future__ import annotations

import json

from claimpack.exporters.losses import IDS, Losses
from claimpack.exporters.narrowing import join_fragments, keep_whole
from claimpack.exporters.texts import AnnotatedText, Texts, lose_annotators

LINE_ENDS = str.maketrans({it: f"\\u{ord(it):04x}" for it in "\x85\u2028\u2029"})
"""Escapes what some readers take for the end of a line."""


def export_doccano(texts: Texts, losses: Losses) -> dict[str, bytes]:
    """Return one file with a line for each text."""
    lines = [format_text(text, losses) for text in texts]
    lose_annotators(texts, losses)
    return {"doccano.jsonl": "".join(lines).encode()}


def format_text(text: AnnotatedText, losses: Losses) -> str:
    """Return the line of a text; marks alone are carried."""
    whole = keep_whole(text.annotations, losses)
    joined = join_fragments(whole, losses)
    losses.add_all("nodes", joined.nodes)
    losses.add_all("attributes", joined.attributes)
    losses.add_all("references", joined.references)
    losses.add_all("notes", joined.notes)
    losses.add_all("links", joined.links)
    losses.add_all(IDS, joined.marks)
    content = {
        "text": joined.text,
        "label": [[*mark.fragments[0], mark.label] for mark in joined.marks],
        "document_id": text.document_id,
    }
    line = json.dumps(content, ensure_ascii=False, allow_nan=False)
    return f"{line.translate(LINE_ENDS)}\n"
