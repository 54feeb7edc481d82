"""A small document, and how it is read, for the tests of its reader."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import Any

from articles import SCHEMA, make_document
from claimpack.annotations import AnnotationFile, Reading
from claimpack.document import Document
from claimpack.document_json import document_to_json
from claimpack.mapping import Mapped, map_native
from claimpack.readers.document import read_document

Json = dict[str, Any]

TEXT = "Eva Lind said:\r\n“🕯 40 died in Arvika”, the army told her on Monday, maybe.\n"
MARKS = """
T1|Person|Eva Lind
T2|Attribution|said
T3|Claim|40 died in Arvika
T4|Quantity|40
T5|Place|Arvika
T6|Organization|the army
T7|Attribution|told
T8|Time|Monday
T9|Assault|died
T10|Person|her
T11|Hedge|Eva … maybe
"""
LINES = """
E1|Assault:T9 Place:T5 When:T8
E2|Claim:T3 About:E1 Quantity:T4 Place:T5 Hedge:T11
E3|Attribution:T7 Of:E2 Source:T6 Addressee:T10 Said:T8
E4|Attribution:T2 Of:E3 Source:T1
R1|SameAs Arg1:T10 Arg2:T1
A1|Mode E1 heavy-weapons
A2|PlacePrecision E2 1
A3|Negated E2
A4|Act E3 Belief
A5|Modifier T4 AtLeast
N1|Reference T8 EDTF:2031-05-05|Monday
N2|Reference T4 Number:40|40
N3|Reference T5 Entity:arvika|Arvika
#1|AnnotatorNotes E2|40 died.
#2|EventDate E2|2031-05
#3|Said E4|2031-05-06
"""


def make_content(**metadata: Any) -> Json:  # noqa: ANN401  # metadata is JSON
    """The small document as JSON."""
    document = make_document(TEXT, MARKS, LINES, title="Eva Lind said:", **metadata)
    return deepcopy(document_to_json(document))


def read_file(content: Any, **form: Any) -> list[Reading]:  # noqa: ANN401  # JSON
    """The readings of a file, of bytes or of what stands in it."""
    if not isinstance(content, bytes):
        content = json.dumps(content, **form).encode()
    return list(read_document(AnnotationFile(path="a.json", content=content)))


def read_one(content: Json, **form: Any) -> Reading:  # noqa: ANN401  # JSON
    """The only reading of a file with a document."""
    (reading,) = read_file(content, **form)
    return reading


def map_again(reading: Reading, document: Document) -> Mapped:
    """What annotations that were read from a document are in our scheme."""
    return map_native(reading.annotations, document.article, SCHEMA.codes)


def return_same(document: Document) -> Document:
    """The document that is read from what a document is as JSON."""
    reading = read_one(document_to_json(document))
    assert reading.findings == ()
    return map_again(reading, document).document


def find_part(content: Json, path: str) -> Any:  # noqa: ANN401  # JSON
    """A part of a document, by keys and places: `claims.0.content`."""
    part: Any = content
    for name in path.split(".") if path else ():
        part = part[int(name) if name.isdigit() else name]
    return part
