"""BioNLP stand-off: entities in an .a1 file, what is said of them in an .a2 file.

Source: "File Formats" of the BioNLP Shared Tasks 2011 and 2013. The lines are those of
brat, which took them from there, and are read by the same rules; offsets count code
points. The ids of both files are one series. The entities are given to those who take
part, so that an .a1 file without an .a2 file is whole. Lines of later tasks that brat
does not have (`N1 OntoBiotope Annotation:T3 Referent:…`) are refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import PurePosixPath

from claimpack.annotations import AnnotationFile, Annotations, Defects, Link, Reading
from claimpack.findings import Finding
from claimpack.readers.brat import (
    make_reading,
    open_rows,
    read_rows,
    refuse_file,
)
from claimpack.readers.brat_rows import EQUIVALENCE
from claimpack.readers.texts import read_text_beside


def read_bionlp(file: AnnotationFile) -> Iterator[Reading]:
    """Yield the reading of an .a1 file, with the .a2 and .txt files beside it.

    Each finding names the file in which its line stands. An equivalence has no id:
    its links are called by line and place, as `*7.1`; those of the .a1 file `*a1.7.1`.
    """
    name = PurePosixPath(file.path).name.removesuffix(".a1")
    text = read_text_beside(file, f"{name}.txt")
    second = file.find_beside(f"{name}.a2")
    contents = {file.path: file.content}
    if second is not None:
        contents[f"{file.path.removesuffix('.a1')}.a2"] = second
    reading = (
        read_files(contents, text)
        if isinstance(text, str)
        else refuse_files(contents, text)
    )
    yield replace(reading, name=name)


def read_files(contents: dict[str, bytes], text: str) -> Reading:
    """Return what the lines of all files say of the text; the first is the .a1 file."""
    path, *_ = contents
    defects = Defects()
    rows, unread = [], []
    for name, content in contents.items():
        try:
            rows += open_rows(content, text, name, defects)
        except UnicodeDecodeError as error:
            unread.append(refuse_file(content, text, name, error.start))
    annotations = read_rows(rows, text, path, defects)
    for reading in unread:
        defects.findings += reading.findings
    links = tuple(name_links(annotations.links, path))
    reading = make_reading(replace(annotations, links=links), defects)
    unread_count = sum(it.refused_count for it in unread)
    return replace(reading, refused_count=reading.refused_count + unread_count)


def name_links(links: Iterable[Link], path: str) -> Iterator[Link]:
    """Yield the links, with other ids for the equivalences of the .a1 file."""
    for link in links:
        if link.origin.path == path and link.link_id.startswith(EQUIVALENCE):
            number = link.link_id.removeprefix(EQUIVALENCE)
            yield link._replace(link_id=f"{EQUIVALENCE}a1.{number}")
        else:
            yield link


def refuse_files(contents: dict[str, bytes], finding: Finding) -> Reading:
    """Return the reading of files without a text: nothing of them is read."""
    path, *_ = contents
    lines = [line for content in contents.values() for line in content.split(b"\n")]
    return Reading(
        annotations=Annotations(path=path, text=""),
        findings=(finding,),
        refused_count=sum(1 for line in lines if line),
    )
