"""Readers of annotations: documents per second, beside a floor.

The documents are made: as long as a news article, with 90 marks and 20 relations each.
The floor is what `json.loads` takes for the same bytes, which checks less and gives no
annotations. Each is a process of its own; the start, which is measured without any
document, does not count. `readers.py 500` takes another number of documents.
"""

from __future__ import annotations

import json
import random
import statistics
import sys
import tempfile
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from claimpack.annotations import AnnotationFile, Reading
from claimpack.readers.brat import read_brat
from claimpack.readers.doccano import read_doccano
from claimpack.readers.label_studio import read_label_studio
from claimpack.readers.web_annotation import read_web_annotation
from measuring import ROOT, Usage, measure

DOCUMENTS = 2000
RUNS = 5
WORDS = 600
MARKS = 90
RELATIONS = 20
VOCABULARY = "the of said Eva Lind Arvika killed people ministry on Monday Zoë".split()  # noqa: SIM905  # words
LABELS = ("Person", "Place", "Cue", "Number")
MEBIBYTE = 1024 * 1024
TEXT_NAME = "a.txt"
FLOOR = "json.loads"
Json = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A made article with its annotations."""

    text: str
    marks: list[tuple[int, int, str]]
    relations: list[tuple[int, int]]
    """Pairs of marks, by their numbers."""


def make_documents(count: int) -> Iterator[Document]:
    """Yield documents, always the same."""
    source = random.Random(0)  # noqa: S311  # nothing is secret
    for _ in range(count):
        words = source.choices(VOCABULARY, k=WORDS)
        text = " ".join(words)
        starts = [0]
        for word in words:
            starts.append(starts[-1] + len(word) + 1)
        marks = []
        for first in sorted(source.choices(range(WORDS - 2), k=MARKS)):
            end = starts[first + source.choice([1, 1, 2])] - 1
            marks.append((starts[first], end, source.choice(LABELS)))
        relations = [
            (source.randrange(MARKS), source.randrange(MARKS)) for _ in range(RELATIONS)
        ]
        yield Document(text=text, marks=marks, relations=relations)


def make_label_studio(document: Document, number: int) -> Json:
    """Return a task with one annotation."""
    results: list[Json] = [
        {
            "value": {
                "start": start,
                "end": end,
                "text": document.text[start:end],
                "labels": [label],
            },
            "id": f"Rk{place:08}",
            "from_name": "label",
            "to_name": "text",
            "type": "labels",
            "origin": "manual",
        }
        for place, (start, end, label) in enumerate(document.marks)
    ]
    for first, second in document.relations:
        ends: Json = {"from_id": f"Rk{first:08}", "to_id": f"Rk{second:08}"}
        more = {"type": "relation", "direction": "right", "labels": ["of"]}
        results.append({**ends, **more})
    annotation = {
        "id": number,
        "completed_by": 1,
        "result": results,
        "was_cancelled": False,
        "created_at": "2024-01-30T02:40:43.893565Z",
        "lead_time": 8.65,
    }
    data = {"text": document.text}
    return {"id": number, "annotations": [annotation], "predictions": [], "data": data}


def make_doccano(document: Document, number: int) -> Json:
    """Return a line of sequence labeling, which has no relations."""
    return {
        "id": number,
        "text": document.text,
        "label": [list(mark) for mark in document.marks],
    }


def make_doccano_relations(document: Document, number: int) -> Json:
    """Return a line of relation extraction."""
    entities = [
        {"id": place, "label": label, "start_offset": start, "end_offset": end}
        for place, (start, end, label) in enumerate(document.marks)
    ]
    relations = [
        {"id": place, "from_id": first, "to_id": second, "type": "of"}
        for place, (first, second) in enumerate(document.relations)
    ]
    values: Json = {"entities": entities, "relations": relations}
    return {"id": number, "text": document.text, **values}


def make_web_annotation(document: Document, number: int) -> Json:
    """Return a page of annotations; its text is kept beside them for the benchmark."""
    items: list[Json] = []
    for place, (start, end, label) in enumerate(document.marks):
        position = {"type": "TextPositionSelector", "start": start, "end": end}
        quote = {"type": "TextQuoteSelector", "exact": document.text[start:end]}
        target = {"source": TEXT_NAME, "selector": [position, quote]}
        body = {"type": "TextualBody", "purpose": "tagging", "value": label}
        name = {"id": f"#a{place}", "type": "Annotation"}
        items.append({**name, "body": body, "target": target})
    for place, (first, second) in enumerate(document.relations):
        name = {"id": f"#r{place}", "type": "Annotation", "motivation": "linking"}
        body = {"type": "TextualBody", "purpose": "tagging", "value": "of"}
        ends = [f"#a{first}", f"#a{second}"]
        items.append({**name, "body": body, "target": ends})
    page = {"id": f"#p{number}", "type": "AnnotationPage", "items": items}
    return {"page": json.dumps(page, ensure_ascii=False), "text": document.text}


def make_brat(document: Document, number: int) -> Json:  # noqa: ARG001  # as all others
    """Return a file of brat with its text; its relations are events of one role."""
    lines = [
        f"T{place}\t{label} {start} {end}\t{document.text[start:end]}"
        for place, (start, end, label) in enumerate(document.marks, 1)
    ]
    for place, (first, second) in enumerate(document.relations, 1):
        label = document.marks[first][2]
        lines.append(f"E{place}\t{label}:T{first + 1} Of:T{second + 1}")
    return {"ann": "\n".join([*lines, ""]), "text": document.text}


def read_brat_lines(file: AnnotationFile) -> Iterator[Reading]:
    """Yield the readings of files of brat, each with its text on one line."""
    for line in file.content.splitlines():
        value = json.loads(line)
        yield read_brat(value["ann"].encode(), value["text"], file.path)


def read_pages(file: AnnotationFile) -> Iterator[Reading]:
    """Yield the readings of pages, each with its text on one line."""
    for line in file.content.splitlines():
        value = json.loads(line)
        texts = {TEXT_NAME: value["text"].encode()}
        page = AnnotationFile(
            path=file.path, content=value["page"].encode(), find_beside=texts.get
        )
        yield from read_web_annotation(page)


def load_pages(content: bytes) -> Iterator[object]:
    """Yield what `json.loads` makes of pages."""
    for line in content.splitlines():
        yield json.loads(json.loads(line)["page"])


def load_lines(content: bytes) -> Iterator[object]:
    """Yield what `json.loads` makes of lines."""
    yield from map(json.loads, content.splitlines())


def load_whole(content: bytes) -> Iterator[object]:
    """Yield what `json.loads` makes of a file."""
    yield json.loads(content)


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """A format that is measured."""

    make: Callable[[Document, int], Json]
    read: Callable[[AnnotationFile], Iterable[Reading]]
    load: Callable[[bytes], Iterable[object]]
    is_array: bool = False
    """Whether all documents are one array, on one line."""

    def write(self, count: int) -> bytes:
        """Return a file with that many documents."""
        values = [self.make(it, i) for i, it in enumerate(make_documents(count), 1)]
        if self.is_array:
            return json.dumps(values, ensure_ascii=False).encode()
        lines = [json.dumps(value, ensure_ascii=False) for value in values]
        return "\n".join(lines).encode()


SUBJECTS = {
    "brat": Subject(make=make_brat, read=read_brat_lines, load=load_lines),
    "label-studio": Subject(
        make=make_label_studio, read=read_label_studio, load=load_whole, is_array=True
    ),
    "doccano": Subject(make=make_doccano, read=read_doccano, load=load_lines),
    "doccano-relations": Subject(
        make=make_doccano_relations, read=read_doccano, load=load_lines
    ),
    "web-annotation": Subject(
        make=make_web_annotation, read=read_pages, load=load_pages
    ),
}


def run(name: str, what: str, path: str) -> None:
    """Read a file and keep nothing of it, or write one with a number of documents."""
    subject = SUBJECTS[name]
    if what.isdigit():
        Path(path).write_bytes(subject.write(int(what)))
        return
    content = Path(path).read_bytes()
    if what == FLOOR:
        deque(subject.load(content), maxlen=0)
    else:
        deque(subject.read(AnnotationFile(path=path, content=content)), maxlen=0)


def compare(name: str, folder: Path, count: int) -> None:
    """Print what the reader of a format takes, and what its floor does."""
    paths = {number: folder / f"{name}-{number}" for number in (0, count)}
    for number, path in paths.items():
        # In a process of its own: a child is born with the peak of its parent.
        measure([sys.executable, __file__, name, str(number), str(path)], ROOT)
    size_mib = paths[count].stat().st_size / MEBIBYTE
    lines: dict[str, tuple[float, float]] = {}
    turns = [
        {what: measure_run(name, what, paths, count) for what in ("reader", FLOOR)}
        for _ in range(RUNS)
    ]
    for what in ("reader", FLOOR):
        cpu = statistics.median(turn[what][0] for turn in turns)
        peak_mib = max(turn[what][1].peak_mib for turn in turns)
        lines[what] = cpu, peak_mib
    ratio = statistics.median(turn["reader"][0] / turn[FLOOR][0] for turn in turns)
    for what, (cpu, peak_mib) in lines.items():
        print(
            f"{f'{name}, {what}':32}{count / cpu:10,.0f}{size_mib / cpu:8.0f}"
            f"{cpu:8.2f}{peak_mib:6.0f}{ratio if what == 'reader' else 1:8.1f}"
        )


def measure_run(
    name: str, what: str, paths: dict[int, Path], count: int
) -> tuple[float, Usage]:
    """Return the CPU seconds that the documents take, and all that the run took."""
    command = [sys.executable, __file__, name, what]
    start, whole = (
        measure([*command, str(paths[number])], ROOT) for number in (0, count)
    )
    return whole.cpu - start.cpu, whole


def main() -> None:
    """Measure all formats, or read one file if it is named."""
    if len(sys.argv) == 4:  # noqa: PLR2004  # format, what to do, file
        run(*sys.argv[1:])
        return
    count = int(sys.argv[1]) if len(sys.argv) > 1 else DOCUMENTS
    print(
        f"{count:,} documents\n{'':32}{'docs/s':>10}{'MiB/s':>8}{'CPU s':>8}{'MiB':>6}"
        f"{'ratio':>8}"
    )
    with tempfile.TemporaryDirectory() as scratch:
        for name in SUBJECTS:
            compare(name, Path(scratch), count)


if __name__ == "__main__":
    main()
