"""Small annotated articles, written in the test that uses them.

An article is its text and its annotation lines; marks are given by their words,
so that nobody counts characters.
"""

from __future__ import annotations

from typing import Any

from claimpack.document import Article, Document
from claimpack.files import sha256_hex
from claimpack.mapping import map_native
from claimpack.metadata import read_article
from claimpack.readers.brat import read_brat
from claimpack.schema_files import load_shipped_schema

SCHEMA = load_shipped_schema()


def mark_lines(text: str, marks: str) -> str:
    """Return T lines from lines of id, label and words, separated by `|`.

    The words are sought after the mark before them where they stand twice only if
    the line says so: `T2|Place|Arvika|2` is the second "Arvika" of the text.
    Fragments are separated by ` … `.
    """
    lines = []
    for line in marks.strip().splitlines():
        mark_id, label, words, *rest = line.strip().split("|")
        start = 0
        for _ in range(int(rest[0]) if rest else 1):
            start = text.index(words.split(" … ")[0], start) + 1
        start -= 1
        offsets = []
        for fragment in words.split(" … "):
            start = text.index(fragment, start)
            offsets.append(f"{start} {start + len(fragment)}")
            start += len(fragment)
        covered = words.replace(" … ", " ")
        lines.append(f"{mark_id}\t{label} {';'.join(offsets)}\t{covered}\n")
    return "".join(lines)


def annotate(text: str, marks: str, lines: str) -> bytes:
    """Return the .ann file of the marks and of the other lines, `|` for tabs."""
    others = [line.strip().replace("|", "\t") for line in lines.splitlines()]
    kept = "".join(f"{line}\n" for line in others if line)
    return (mark_lines(text, marks) + kept).encode()


def make_article(text: str, document_id: str = "dam", **metadata: Any) -> Article:  # noqa: ANN401  # metadata is JSON
    """Return an article with its metadata, which must be right."""
    article, findings = read_article(
        document_id=document_id,
        text=text,
        text_path=f"seeds/{document_id}.txt",
        text_sha256=sha256_hex(text.encode()),
        metadata={"text_access": "full", **metadata},
        metadata_path=f"seeds/{document_id}.meta.json",
        metadata_text="{}",
        table=SCHEMA.tables["documents"],
    )
    assert findings == []
    return article


def make_document(text: str, marks: str, lines: str, **metadata: Any) -> Document:  # noqa: ANN401  # metadata is JSON
    """Return the document of an article whose annotation must have no errors."""
    article = make_article(text, **metadata)
    reading = read_brat(annotate(text, marks, lines), text, "seeds/dam.ann")
    mapped = map_native(reading.annotations, article, SCHEMA.codes)
    assert [finding.message for finding in reading.findings] == []
    assert [f.message for f in mapped.findings if f.severity == "error"] == []
    return mapped.document
