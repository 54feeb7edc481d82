"""What each annotator made of a task of Label Studio, whatever shape it has."""

from __future__ import annotations

from dataclasses import dataclass, replace

from claimpack.readers.json_files import Json, read_id
from claimpack.readers.label_studio_results import CHOICES, LABELS, count_result

MIN_KEYS = frozenset({"annotation_id", "annotator", "lead_time"})
"""Keys that Label Studio adds to a record of JSON-MIN."""
ADDED = MIN_KEYS | {"id", "created_at", "updated_at"}


Task = dict[str, Json]


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What one annotator made of one task; data and results may have any shape."""

    task_id: str
    annotator: str
    """Who it was; empty: the file does not say."""
    annotation_id: str
    data: Json
    """What was annotated, by its keys."""
    results: Json

    def count(self) -> int:
        """Return how many annotations it has; results of another shape count once."""
        results = self.results if isinstance(self.results, list) else [None]
        return sum(map(count_result, results))


def list_works(annotations: list[Json], data: Json, task_id: str) -> list[Work]:
    """Return the annotations of a task that are not cancelled.

    Where there are several, one without an annotator is told by its own id.
    """
    works = []
    for number, annotation in enumerate(annotations, start=1):
        fields = annotation if isinstance(annotation, dict) else {}
        if fields.get("was_cancelled"):
            continue
        work = Work(
            task_id=task_id,
            annotator=name_annotator(fields.get("completed_by")),
            annotation_id=read_id(fields.get("id")) or str(number),
            data=data,
            results=fields.get("result"),
        )
        works.append(work)
    if len(works) == 1:
        return works
    return [
        replace(work, annotator=work.annotator or work.annotation_id) for work in works
    ]


def name_annotator(value: Json) -> str:
    """Return who made an annotation, as the file has it; empty: it does not say."""
    if isinstance(value, dict):
        return read_id(value.get("email")) or read_id(value.get("id")) or ""
    return read_id(value) or ""


def read_min(record: Task, task_id: str) -> Work:
    """Return a record of JSON-MIN, which has the data of a task and the results.

    They stand in lists called as their control tags, without ids; relations are lost.
    Source: `export_json_min` of label-studio-converter, 2024.
    """
    results = []
    for name, value in record.items():
        entries = value if isinstance(value, list) else [value]
        for entry in entries:
            kind = find_kind(entry)
            if kind:
                results.append({"type": kind, "from_name": name, "value": entry})
    return Work(
        task_id=task_id,
        annotator=name_annotator(record.get("annotator")),
        annotation_id=read_id(record.get("annotation_id")) or task_id,
        data={key: value for key, value in record.items() if key not in ADDED},
        results=results,
    )


def find_kind(entry: Json) -> str | None:
    """Return the type of a result of JSON-MIN, None for what is none."""
    keys = entry if isinstance(entry, dict) else ()
    kinds = (key for key in keys if key == CHOICES or key.endswith(LABELS))
    return next(kinds, None)
