"""brat stand-off, as brat itself writes it, and the part of it that INCEpTION reads.

Source: brat's manual, "brat standoff format"; what `readers.brat` reads without a
finding; and the patterns of INCEpTION's importer ("brat basic", package
`inception-io-brat`), which counts UTF-16 units, has no N and * lines, and refuses
the roles of an event that its layer has no feature for.
"""

from __future__ import annotations

from dataclasses import replace

from claimpack.annotations import Annotations, Mark
from claimpack.exporters.brat_lines import format_lines
from claimpack.exporters.brat_marks import split_at_breaks
from claimpack.exporters.brat_words import BRAT, INCEPTION, Speller
from claimpack.exporters.losses import Losses
from claimpack.exporters.narrowing import flatten_nodes, join_fragments, keep_whole
from claimpack.exporters.texts import AnnotatedText, Texts, lose_annotators
from claimpack.identifiers import is_valid_id

MOVED = "marks after a character beyond U+FFFF, which INCEpTION counts as two"


def export_brat(texts: Texts, losses: Losses) -> dict[str, bytes]:
    """Return a `.txt` and an `.ann` file for each text.

    Annotations that are brat stand-off already are copied, byte by byte.
    """
    files = {}
    for text in texts:
        files[f"{text.document_id}.txt"] = text.annotations.text.encode()
        ann = text.brat
        if ann is None:
            ann = format_brat(text.annotations, losses)
        files[f"{name_annotation(text, losses)}.ann"] = ann
    return files


def name_annotation(text: AnnotatedText, losses: Losses) -> str:
    """Return the name of an `.ann` file: `a_kim` for what kim made of `a`."""
    if is_valid_id(text.annotator):
        return f"{text.document_id}_{text.annotator}"
    lose_annotators([text], losses)
    return text.document_id


def format_brat(annotations: Annotations, losses: Losses) -> bytes:
    """Return the lines of an .ann file, in the order of their source.

    Ids and words that brat stand-off cannot have are changed; the losses tell it.
    """
    whole = keep_whole(split_at_breaks(annotations, losses), losses)
    return format_lines(whole, BRAT, losses)


def export_portable_brat(texts: Texts, losses: Losses) -> dict[str, bytes]:
    """Return files with T, R, A and # lines alone, of the form INCEpTION reads."""
    files = {}
    for text in texts:
        files[f"{text.document_id}.txt"] = text.annotations.text.encode()
        ann = format_portable_brat(text.annotations, losses)
        files[f"{text.document_id}.ann"] = ann
    lose_annotators(texts, losses)
    return files


def format_portable_brat(annotations: Annotations, losses: Losses) -> bytes:
    """Return the lines of an .ann file that INCEpTION reads.

    A line break in the words of a mark is a space there; the offsets say the truth.
    """
    whole = keep_whole(annotations, losses)
    flat = flatten_nodes(join_fragments(whole, losses), losses)
    losses.add_all("references", flat.references)
    losses.add_all(MOVED, list_moved(flat))
    speller = Speller(INCEPTION, losses)
    marks = [
        mark._replace(text=speller.spell_text(mark.text, mark.origin))
        for mark in flat.marks
    ]
    plain = replace(flat, marks=tuple(marks), references=())
    return format_lines(plain, INCEPTION, losses)


def list_moved(annotations: Annotations) -> list[Mark]:
    """Return the marks that a reader takes elsewhere that counts UTF-16 units."""
    text = annotations.text
    first = next((i for i, it in enumerate(text) if it > "\uffff"), len(text))
    return [it for it in annotations.marks if it.fragments[-1].char_end > first]
