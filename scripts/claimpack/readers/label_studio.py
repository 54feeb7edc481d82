"""Label Studio JSON: tasks with their text, and what each annotator marked in it.

Source: Label Studio documentation, "Label Studio JSON format of annotated tasks", "How
Label Studio saves results in annotations", and the pages of the tags Text, HyperText,
Relations, Choices and TextArea (2024). What is from elsewhere says so.
"""

from __future__ import annotations

import operator
from collections.abc import Iterator
from dataclasses import dataclass, field

from claimpack.annotations import AnnotationFile, Reading
from claimpack.findings import Finding, Rule, Severity, quote
from claimpack.readers.json_files import (
    BYTE_ORDER_MARK,
    Draft,
    Json,
    iter_values,
    open_text,
    read_id,
    refuse_rest,
)
from claimpack.readers.json_spans import Settled
from claimpack.readers.label_studio_results import count_result, read_results
from claimpack.readers.label_studio_works import (
    MIN_KEYS,
    Task,
    Work,
    list_works,
    read_min,
)
from claimpack.readers.places import Places

TASK_TEXT = Rule(
    code="task-text",
    severity=Severity.ERROR,
    template="the data of the task have no text called {found}",
    explanation=(
        "Few files say which of the data was annotated. Elsewhere it is taken for what "
        "has the name of the object tag, or is called text, or is the only string."
    ),
)
RULES = (TASK_TEXT,)

ANNOTATIONS = ("annotations", "completions")
"""The key of a task that holds them; the second is that of versions before 1.0."""
Shape = tuple[str, Json, type]
"""What a value is, the value, and the type that it should have."""
GET_NAME = operator.methodcaller("get", "to_name")
"""Gives the name of the object tag that a result is about."""
KIND_NAMES: dict[type, str] = {list: "a list", dict: "an object"}


@dataclass(slots=True)
class Export:
    """One file, as it is read."""

    places: Places
    is_one_line: bool = True
    """Whether the task that is being read stands on one line."""
    tasks: dict[str, int] = field(default_factory=dict)
    """Line by the id of a task."""
    works: dict[tuple[str, str], int] = field(default_factory=dict)
    """Line by task and annotator."""

    def start_draft(self, text: str = "") -> Draft:
        """Return a draft of what stands from this place on."""
        origin = self.places.here()
        return Draft(text=text, places=self.places, ids=set(), origin=origin)


def is_label_studio(head: bytes) -> bool:
    """Return whether content is of Label Studio: an array of tasks, or one task."""
    start = head.removeprefix(BYTE_ORDER_MARK.encode()).lstrip(b" \t\r\n[")
    if not start.startswith(b"{"):
        return False
    is_full = any(f'"{key}"'.encode() in head for key in ANNOTATIONS)
    is_task = b'"result"' in head or b'"data"' in head
    is_min = b'"annotation_id"' in head and b'"annotator"' in head
    return (is_full and is_task) or is_min


def read_label_studio(file: AnnotationFile) -> Iterator[Reading]:
    """Yield a reading for each annotation of each task, and for each text in it.

    Its name is the id of the task, with the key of the text where there are several.
    Predictions, drafts and cancelled annotations are none.
    """
    text = open_text(file)
    if isinstance(text, Finding):
        yield refuse_rest(file.path, text)
        return
    export = Export(Places(file.path, text))
    for number, task in enumerate(iter_values(export.places), start=1):
        if isinstance(task, Finding):
            yield refuse_rest(file.path, task)
            continue
        export.is_one_line = export.places.is_one_line()
        yield from read_task(task, str(number), export)


def read_task(task: Json, number: str, export: Export) -> Iterator[Reading]:
    """Yield the readings of a task; one without an id is called by its number."""
    if not isinstance(task, dict):
        yield refuse_value(export, number, ("the task", task, dict))
        return
    task_id = read_id(task.get("id")) or number
    key = next((key for key in ANNOTATIONS if key in task), "")
    if not key and MIN_KEYS & task.keys():
        yield from read_work(read_min(task, task_id), export)
        return
    annotations = task.get(key, [])
    if not isinstance(annotations, list):
        yield refuse_value(export, task_id, (key, annotations, list))
        return
    works = list_works(annotations, task.get("data"), task_id)
    if task_id in export.tasks:
        draft = export.start_draft()
        count = sum(work.count() for work in works)
        draft.refuse_twin(count, task_id, export.tasks[task_id], draft.origin)
        yield draft.finish(task_id)
        return
    export.tasks[task_id] = export.places.line
    for work in works:
        export.places.find_next('"result"')
        yield from read_work(work, export)


def read_work(work: Work, export: Export) -> Iterator[Reading]:
    """Yield the reading of an annotation, or of each text that it is about."""
    shapes = ("the result", work.results, list), ("the data", work.data, dict)
    for shape in shapes:
        if not isinstance(shape[1], shape[2]):
            yield refuse_value(export, work.task_id, shape, work.count())
            return
    annotator = work.annotator
    if (work.task_id, annotator) in export.works:
        annotator = f"{annotator}.{work.annotation_id}".lstrip(".")
    if (work.task_id, annotator) in export.works:
        draft = export.start_draft()
        line = export.works[work.task_id, annotator]
        draft.refuse_twin(work.count(), work.annotation_id, line, draft.origin)
        yield draft.finish(work.task_id)
        return
    export.works[work.task_id, annotator] = export.places.line
    items = [item for item in work.results if isinstance(item, dict)]
    odd = [item for item in work.results if not isinstance(item, dict)]
    texts = group_results(items, work.data)
    for key, results in texts.items():
        draft = export.start_draft(work.data.get(key, ""))
        if odd:
            draft.refuse_shape(len(odd), "a result", odd[0], "an object", draft.origin)
            odd.clear()
        name = work.task_id if len(texts) == 1 else f"{work.task_id}-{key}"
        if key is None:
            refuse_results(results, draft)
            yield draft.finish(name, annotator)
        else:
            settled = read_results(results, draft, is_one_line=export.is_one_line)
            yield finish_text(draft, settled, name, annotator)


def refuse_results(results: list[Task], draft: Draft) -> None:
    """Refuse what is said of a text that the data do not have."""
    names = (name for name in map(GET_NAME, results) if isinstance(name, str))
    count, found = sum(map(count_result, results)), quote(next(names, "text"))
    expected = "a text under that name, or no other text"
    draft.refuse(count, TASK_TEXT, draft.origin, found=found, expected=expected)


def finish_text(
    draft: Draft, settled: Settled | None, name: str, annotator: str
) -> Reading:
    """Return the reading of a text; settled None: all words are at code points."""
    if settled is None:
        return draft.finish(name, annotator, is_proved=bool(draft.marks))
    unit, is_proved = settled.grid.unit.name, settled.is_proved
    return draft.finish(name, annotator, unit, is_proved=is_proved)


def group_results(items: list[Task], data: Task) -> dict[str | None, list[Task]]:
    """Return results by the key of the text that they are about.

    A relation is about the text of its first region. None: the data have no text.
    """
    names = [name if type(name) is str else "" for name in map(GET_NAME, items)]
    tags = dict(zip(names, items, strict=True))
    keys = {name: choose_key(name, item, data) for name, item in tags.items()}
    named = {key for name, key in keys.items() if name}
    first = next((keys[name] for name in names if name), choose_key("", {}, data))
    if len(named) < 2:  # noqa: PLR2004  # several texts
        return {first: items}
    by_region = {
        read_id(item.get("id")): keys[name]
        for item, name in zip(items, names, strict=True)
        if name
    }
    groups: dict[str | None, list[Task]] = {}
    for item, name in zip(items, names, strict=True):
        key = keys[name] if name else by_region.get(read_id(item.get("from_id")), first)
        groups.setdefault(key, []).append(item)
    return groups


def choose_key(name: str, item: Task, data: Task) -> str | None:
    """Return the key of the text that an object tag of that name shows, None for none.

    Few files say it, in results like `item`; see `TASK_TEXT`.
    """
    source = item.get("source")
    for key in (str(source).removeprefix("$"), name, "text"):
        if isinstance(data.get(key), str):
            return key
    strings = [key for key, value in data.items() if isinstance(value, str)]
    return strings[0] if len(strings) == 1 else None


def refuse_value(export: Export, name: str, shape: Shape, count: int = 1) -> Reading:
    """Return the reading of a value that has not the shape of the format."""
    draft = export.start_draft()
    what, value, kind = shape
    draft.refuse_shape(count, what, value, KIND_NAMES[kind], draft.origin)
    return draft.finish(name)
