"""The formats of annotation files: how each is recognised, and what reads it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from claimpack.annotations import AnnotationFile, Annotations, Reading
from claimpack.findings import Finding
from claimpack.readers.bionlp import read_bionlp
from claimpack.readers.brat import read_brat
from claimpack.readers.doccano import is_doccano, read_doccano
from claimpack.readers.document import is_document, read_document
from claimpack.readers.inception_zip import is_inception_zip, read_inception_zip
from claimpack.readers.label_studio import is_label_studio, read_label_studio
from claimpack.readers.texts import TEXT_MISSING, read_text_beside
from claimpack.readers.uima import is_cas_json, is_cas_xmi, read_cas_json, read_cas_xmi
from claimpack.readers.web_annotation import is_web_annotation, read_web_annotation
from claimpack.readers.webanno_tsv import is_webanno_tsv, read_webanno_tsv

HEAD_BYTES = 64 * 1024
"""What of a file is looked at to tell its format."""

Reader = Callable[[AnnotationFile], Iterable[Reading]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """One format of annotation files."""

    read: Reader
    recognises: Callable[[bytes], bool] = lambda _: True
    """Whether the first bytes of a file are of this format."""
    ending: str = ""
    """How its files must end; stand-off formats, which only a name can tell apart."""


def read_brat_file(file: AnnotationFile) -> Iterator[Reading]:
    """Yield the reading of an .ann file, with the text that lies beside it.

    `a_kim.ann` is what the annotator kim made of `a.txt`, if there is no `a_kim.txt`.
    """
    stem = PurePosixPath(file.path).name.removesuffix(".ann")
    name, text = read_text_of(file, stem)
    if isinstance(text, str):
        reading = read_brat(file.content, text, file.path)
        annotator = stem.removeprefix(name).removeprefix("_")
        yield replace(reading, name=name, annotator=annotator)
        return
    lines = [line for line in file.content.split(b"\n") if line]
    yield Reading(
        annotations=Annotations(path=file.path, text=""),
        findings=(text,),
        refused_count=len(lines),
        name=name,
    )


def read_text_of(file: AnnotationFile, stem: str) -> tuple[str, str | Finding]:
    """Return the name of the text of an annotation, and the text, or why not.

    Where there is none, the name is the stem.
    """
    missing = text = read_text_beside(file, f"{stem}.txt")
    name = stem
    while isinstance(text, Finding) and text.code == TEXT_MISSING.code:
        name, underscore, _ = name.rpartition("_")
        if not underscore:
            return stem, missing
        text = read_text_beside(file, f"{name}.txt")
    return name, text


FORMATS: Mapping[str, Format] = {
    "brat": Format(read=read_brat_file, ending=".ann"),
    "bionlp": Format(read=read_bionlp, ending=".a1"),
    "webanno-tsv": Format(read=read_webanno_tsv, recognises=is_webanno_tsv),
    "document": Format(read=read_document, recognises=is_document),
    "web-annotation": Format(read=read_web_annotation, recognises=is_web_annotation),
    "cas-xmi": Format(read=read_cas_xmi, recognises=is_cas_xmi),
    "cas-json": Format(read=read_cas_json, recognises=is_cas_json),
    "inception-zip": Format(read=read_inception_zip, recognises=is_inception_zip),
    "label-studio": Format(read=read_label_studio, recognises=is_label_studio),
    "doccano": Format(read=read_doccano, recognises=is_doccano),
}
"""Format by its name; the first that recognises a file reads it."""


def recognise(path: str, content: bytes) -> str | None:
    """Return the name of the format of a file, None where it is none that we know."""
    head = content[:HEAD_BYTES]
    names = (name for name, it in FORMATS.items() if path.endswith(it.ending))
    return next((name for name in names if FORMATS[name].recognises(head)), None)
