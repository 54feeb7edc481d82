"""Made articles, as long as news, and the files that annotate them in each format.

An article has 90 marks, no two of which cover the same words, and 20 relations. In
stand-off these are events: the first is the trigger, the second fills a role. JSON is
written here as the tools write it; what they export as text or CAS is what
`claimpack convert` makes of the brat files.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from claimpack.document import Article
from claimpack.exporters.losses import Losses
from claimpack.exporters.texts import AnnotatedText
from claimpack.files import sha256_hex
from claimpack.readers.brat import read_brat
from claimpack.readers.uima_library import import_cassis
from claimpack.readers.uima_type_files import TYPE_SYSTEM_NAMES

MARKS, RELATIONS = 90, 20
WORDS_OF_A_MARK = 6
"""So many words of the text for each mark: 540 in all."""
VOCABULARY = "the of said Eva Lind Arvika killed people ministry on Monday Zoë".split()  # noqa: SIM905  # words
LABELS = ("Person", "Place", "Group", "Object")
TRIGGER, ROLE = "Assault", "Object"
TYPE_SYSTEM = TYPE_SYSTEM_NAMES[0]
Json = dict[str, Any]
Files = dict[str, bytes]
"""Content by name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A made article with its annotations."""

    name: str
    text: str
    marks: list[tuple[int, int, str]]
    """Start, end and label, in the order of the text."""
    relations: list[tuple[int, int]]
    """Pairs of marks, by their places in the list: a trigger, and no trigger."""


def make_articles(
    count: int, marks: int = MARKS, relations: int = RELATIONS
) -> Iterator[Made]:
    """Yield articles, always the same."""
    source = random.Random(0)  # noqa: S311  # nothing is secret
    for number in range(count):
        words = source.choices(VOCABULARY, k=marks * WORDS_OF_A_MARK)
        starts = [0]
        for word in words:
            starts.append(starts[-1] + len(word) + 1)
        places = sorted(source.sample(range(len(words) - 2), marks))
        triggers = sorted(source.sample(range(marks), relations))
        labels = source.choices(LABELS, k=marks)
        for place in triggers:
            labels[place] = TRIGGER
        fillers = [place for place in range(marks) if labels[place] != TRIGGER]
        yield Made(
            name=f"a{number:05}",
            text=" ".join(words),
            marks=[
                (starts[first], starts[first + source.choice([1, 1, 2])] - 1, label)
                for first, label in zip(places, labels, strict=True)
            ],
            relations=[(place, source.choice(fillers)) for place in triggers],
        )


def list_brat_lines(made: Made) -> tuple[list[str], list[str]]:
    """Return the lines of marks, and those of events."""
    marks = [
        f"T{place}\t{label} {start} {end}\t{made.text[start:end]}\n"
        for place, (start, end, label) in enumerate(made.marks, 1)
    ]
    events = [
        f"E{place}\t{TRIGGER}:T{first + 1} {ROLE}:T{second + 1}\n"
        for place, (first, second) in enumerate(made.relations, 1)
    ]
    return marks, events


def make_brat(articles: Iterable[Made]) -> Files:
    """Return an .ann file of each article, and its text."""
    files = {}
    for made in articles:
        marks, events = list_brat_lines(made)
        files[f"{made.name}.ann"] = "".join(marks + events).encode()
        files[f"{made.name}.txt"] = made.text.encode()
    return files


def make_bionlp(articles: Iterable[Made]) -> Files:
    """Return for each article a file of marks, one of events, and its text."""
    files = {}
    for made in articles:
        marks, events = list_brat_lines(made)
        files[f"{made.name}.a1"] = "".join(marks).encode()
        files[f"{made.name}.a2"] = "".join(events).encode()
        files[f"{made.name}.txt"] = made.text.encode()
    return files


def annotate(made: Made) -> AnnotatedText:
    """Return an article as an exporter gets it."""
    marks, events = list_brat_lines(made)
    ann = "".join(marks + events).encode()
    article = Article(
        document_id=made.name,
        text=made.text,
        text_path=f"{made.name}.txt",
        text_sha256=sha256_hex(made.text.encode()),
        text_access="full",
    )
    return AnnotatedText(
        document_id=made.name,
        annotations=read_brat(ann, made.text, f"{made.name}.ann").annotations,
        article=article,
    )


def convert(target: str, articles: Iterable[Made]) -> Files:
    """Return the files of articles in a format that we export."""
    from claimpack.exporters.targets import EXPORTERS  # more than readers load

    return EXPORTERS[target]([annotate(made) for made in articles], Losses())


def make_cas_xmi(articles: Iterable[Made]) -> Files:
    """Return what dkpro-cassis writes of the CAS of each article, and their types."""
    cassis = import_cassis()
    files = convert("cas-json", articles)
    types = files.pop(TYPE_SYSTEM)
    for name in list(files):
        cas = cassis.load_cas_from_json(files.pop(name).decode())
        files[f"{name.removesuffix('.json')}.xmi"] = cas.to_xmi().encode()
    return {**files, TYPE_SYSTEM: types}


def make_label_studio(articles: Iterable[Made]) -> Files:
    """Return one array of tasks, each with one annotation."""
    tasks = [make_task(made, number) for number, made in enumerate(articles, 1)]
    return {"all.json": dump(tasks)}


def make_task(made: Made, number: int) -> Json:
    """Return a task with one annotation."""
    results: list[Json] = [
        {
            "value": {
                "start": start,
                "end": end,
                "text": made.text[start:end],
                "labels": [label],
            },
            "id": f"Rk{place:08}",
            "from_name": "label",
            "to_name": "text",
            "type": "labels",
            "origin": "manual",
        }
        for place, (start, end, label) in enumerate(made.marks)
    ]
    for first, second in made.relations:
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
    data = {"text": made.text}
    return {"id": number, "annotations": [annotation], "predictions": [], "data": data}


def make_doccano(articles: Iterable[Made]) -> Files:
    """Return one file with a line of relation extraction for each article."""
    lines = []
    for number, made in enumerate(articles, 1):
        entities = [
            {"id": place, "label": label, "start_offset": start, "end_offset": end}
            for place, (start, end, label) in enumerate(made.marks)
        ]
        relations = [
            {"id": place, "from_id": first, "to_id": second, "type": "of"}
            for place, (first, second) in enumerate(made.relations)
        ]
        values: Json = {"entities": entities, "relations": relations}
        lines.append(dump({"id": number, "text": made.text, **values}))
    return {"all.jsonl": b"\n".join(lines)}


def make_web_annotation(articles: Iterable[Made]) -> Files:
    """Return a page of annotations of each article, and its text."""
    files = {}
    for made in articles:
        page = {"id": f"#{made.name}", "type": "AnnotationPage"}
        items = list(iter_web_annotations(made))
        files[f"{made.name}.jsonld"] = dump({**page, "items": items})
        files[f"{made.name}.txt"] = made.text.encode()
    return files


def iter_web_annotations(made: Made) -> Iterator[Json]:
    """Yield the annotations of an article."""
    for place, (start, end, label) in enumerate(made.marks):
        position = {"type": "TextPositionSelector", "start": start, "end": end}
        quote = {"type": "TextQuoteSelector", "exact": made.text[start:end]}
        target = {"source": f"{made.name}.txt", "selector": [position, quote]}
        body = {"type": "TextualBody", "purpose": "tagging", "value": label}
        name = {"id": f"#a{place}", "type": "Annotation"}
        yield {**name, "body": body, "target": target}
    for place, (first, second) in enumerate(made.relations):
        name = {"id": f"#r{place}", "type": "Annotation", "motivation": "linking"}
        body = {"type": "TextualBody", "purpose": "tagging", "value": "of"}
        ends = [f"#a{first}", f"#a{second}"]
        yield {**name, "body": body, "target": ends}


def dump(value: object) -> bytes:
    """Return a value as JSON."""
    return json.dumps(value, ensure_ascii=False).encode()


MAKERS: Mapping[str, Callable[[Iterable[Made]], Files]] = {
    "brat": make_brat,
    "bionlp": make_bionlp,
    "webanno-tsv": partial(convert, "webanno-tsv"),
    "document": partial(convert, "document"),
    "web-annotation": make_web_annotation,
    "label-studio": make_label_studio,
    "doccano": make_doccano,
    "cas-json": partial(convert, "cas-json"),
    "cas-xmi": make_cas_xmi,
}
"""What writes articles, by the format as `readers.formats` names it."""
