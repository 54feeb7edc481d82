"""The results of one annotation of Label Studio: regions, and what is said of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from claimpack.annotations import Attribute, Fragment, Link, Mark, Note, Origin, make
from claimpack.findings import Rule, quote
from claimpack.readers.brat_columns import DANGLING_ID
from claimpack.readers.json_files import (
    ANNOTATION_KIND,
    WHOLE_TEXT,
    Draft,
    Json,
    describe,
    read_id,
)
from claimpack.readers.json_spans import (
    Settled,
    covers,
    read_fragment,
    refuse_misfits,
    settle_marks,
)

Result = dict[str, Json]
"""One element of the results of an annotation."""

LABELS = "labels"
RELATION = "relation"
CHOICES = "choices"
TEXTAREA = "textarea"
LISTS = {LABELS: "labels", RELATION: "labels", CHOICES: "choices", TEXTAREA: "text"}
"""Key of the list of a type of results; each of its elements is one annotation."""
END_KEYS = ("from_id", "to_id")
OF_REGIONS = (RELATION, CHOICES, TEXTAREA)
"""Types of results that are no regions, but said of some."""
VALUE_KEYS = ("start", "end", "text", "labels")
DIRECTIONS = {"right": [(0, 1)], "left": [(1, 0)], "bi": [(0, 1), (1, 0)]}
"""Which of its two ends a link leads from and to."""
EXPECTED_END = "the id of a region of the same text"
BREAKS = str.maketrans({"\n": "\\n", "\r": "\\n"})
KIND_HINTS = {
    "hypertextlabels": (
        "its offsets count within the elements of a page; annotate the text of the "
        "page, as Text"
    ),
}
"""What to do about a type of results that cannot be read."""


@dataclass(slots=True, kw_only=True)
class Results:
    """The results of one annotation about one text, as they are read."""

    draft: Draft
    declared: frozenset[str]
    """The ids of all regions."""
    is_one_line: bool
    """Whether all stand on one line, whose place they share."""
    firsts: dict[str, tuple[Result, Origin]] = field(default_factory=dict)
    """The first result of each region that has labels."""
    names: set[tuple[str, str]] = field(default_factory=set)
    """The further labels of regions: region, and control tag."""
    is_plain: bool = True
    """Whether all marks so far cover their words in code points."""

    def locate(self, item: Result) -> Origin:
        """Return where a result stands, by its id."""
        words = read_id(item.get("id")) or read_id(item.get("from_id"))
        places = self.draft.places
        return places.find_next(f'"{words}"') if words else places.here()

    def leave_out(self, rule: Rule, what: Json, item: Result) -> None:
        """Count a result that is not read; each kind of them is one finding."""
        self.draft.leave_out(count_result(item), rule, what, self.locate(item))


def read_results(
    items: Sequence[Result], draft: Draft, *, is_one_line: bool
) -> Settled | None:
    """Read results into a draft, and return what their offsets count.

    None: they are code points, proved by the words of each mark.
    """
    ids = [read_id(item.get("id")) for item in items]
    draft.ids.update(filter(None, ids))
    regions = [
        region
        for region, item in zip(ids, items, strict=True)
        if region and item.get("type") not in OF_REGIONS
    ]
    results = Results(draft=draft, declared=frozenset(regions), is_one_line=is_one_line)
    for item in items:
        kind = item.get("type")
        if kind == LABELS:
            read_labels(item, results)
        elif kind in OF_REGIONS:
            READERS[kind](item, results)
        else:
            results.leave_out(ANNOTATION_KIND, kind, item)
    draft.report_left_out(KIND_HINTS)
    if results.is_plain:
        return None
    settled = settle_marks(draft.marks, draft, lambda it: it.origin, show_breaks)
    refuse_misfits(settled, draft, lambda it: it.origin)
    draft.marks = settled.marks
    return settled


def show_breaks(words: str) -> str:
    r"""Return words as the editor stores them: a line break as `\` and `n`.

    Source: `captureSelection` in its `selection-tools.js`, 2020 to 2025.
    """
    return words.translate(BREAKS)


def count_result(item: Json) -> int:
    """Return how many annotations a result is; one of another shape counts once."""
    if not isinstance(item, dict):
        return 1
    kind = item.get("type")
    holder = item if kind == RELATION else item.get("value")
    key = LISTS.get(kind) if isinstance(kind, str) else None
    values = holder.get(key) if key and isinstance(holder, dict) else None
    count = max(1, len(values)) if isinstance(values, list) else 1
    if kind == RELATION:
        count *= 1 + (item.get("direction") == "bi")
    return count + len(list_notes(item))


def list_notes(item: Result) -> list[str]:
    """Return the notes on a region or a relation."""
    notes, meta = None, item.get("meta")
    if item.get("type") == RELATION:
        notes = item.get("notes")
    elif item.get("type") == LABELS and isinstance(meta, dict):
        notes = meta.get("text")
    return list_words(notes) or []


def list_words(values: Json) -> list[str] | None:
    """Return a list of one word or more, which may be written without the list."""
    if isinstance(values, str):
        values = [values]
    is_list = isinstance(values, list) and len(values) > 0
    is_words = is_list and all(isinstance(it, str) and it for it in values)
    return values if is_words else None


def read_labels(item: Result, results: Results) -> None:
    """Read the labels of a region, each as a mark.

    What has one label, a new id, and its words at its code points takes the short way.
    """
    region, value, draft = item.get("id"), item.get("value"), results.draft
    if type(value) is dict and type(region) is str and region not in results.firsts:
        start, end, words, labels = map(value.get, VALUE_KEYS)
        if (
            type(start) is type(end) is int
            and type(words) is str
            and type(labels) is list
            and len(labels) == 1
            and type(labels[0]) is str
            and 0 <= start < end == start + len(words)
            and labels[0]
            and region
            and draft.text.startswith(words, start)
        ):
            origin = draft.origin if results.is_one_line else results.locate(item)
            results.firsts[region] = item, origin
            fragments = (make(Fragment, (start, end)),)
            draft.marks.append(
                make(Mark, (region, labels[0], fragments, words, origin))
            )
            if "meta" in item:
                add_notes(region, "meta", list_notes(item), origin, draft)
            return
    read_any_labels(item, results)


def read_any_labels(item: Result, results: Results) -> None:
    """Read the labels of any region, each as a mark; its words are compared later."""
    draft, count = results.draft, count_result(item)
    origin = results.locate(item)
    value = item.get("value")
    value = value if isinstance(value, dict) else {}
    labels, words = list_words(value.get("labels")), value.get("text")
    if labels is None:
        expected = "a list of labels"
        draft.refuse_shape(count, "labels", value.get("labels"), expected, origin)
        return
    if not isinstance(words, str | None):
        expected = "the words of the region"
        draft.refuse_shape(count, "text", words, expected, origin)
        return
    fragment = read_fragment(value.get("start"), value.get("end"), draft, origin, count)
    if fragment is None or is_repeated(item, results, origin):
        return
    region = read_id(item.get("id"))
    ids = name_marks(region, len(labels), results)
    if region is not None:
        results.firsts.setdefault(region, (item, origin))
    results.is_plain &= covers(words or "", fragment, draft.text)
    for mark_id, label in zip(ids, labels, strict=True):
        draft.marks.append(Mark(mark_id, label, (fragment,), words or "", origin))
    add_notes(ids[0], "meta", list_notes(item), origin, draft)


def is_repeated(item: Result, results: Results, origin: Origin) -> bool:
    """Return whether a region is there already, which refuses its result.

    Several control tags may label one region; it has the same place then.
    """
    region = read_id(item.get("id"))
    if region is None or region not in results.firsts:
        return False
    first, first_origin = results.firsts[region]
    name = describe(item.get("from_name"))
    is_known = (region, name) in results.names or name == describe(
        first.get("from_name")
    )
    places = [[it["value"].get(key) for key in VALUE_KEYS[:2]] for it in (first, item)]
    results.names.add((region, name))
    if not is_known and places[0] == places[1]:
        return False
    results.draft.refuse_twin(count_result(item), region, first_origin.line, origin)
    return True


def name_marks(region: str | None, count: int, results: Results) -> list[str]:
    """Return ids for the labels of a region: its own for the first that it has.

    Those of others end with a number; where the file has no id they are T1, T2 …
    """
    draft = results.draft
    if region is None:
        return [draft.make_id("T") for _ in range(count)]
    draft.numbers.setdefault(f"{region}.", 1)
    ids = [] if region in results.firsts else [region]
    return ids + [draft.make_id(f"{region}.") for _ in range(count - len(ids))]


def add_notes(
    target_id: str, label: str, words: Iterable[str], origin: Origin, draft: Draft
) -> None:
    """Add notes on a mark or a link."""
    for text in words:
        draft.notes.append(Note(draft.make_id("#"), label, target_id, text, origin))


def read_relation(item: Result, results: Results) -> None:
    """Read a relation as a link per label, and one each way if it has both directions.

    One without a label is called `relation`.
    """
    draft = results.draft
    origin = draft.origin if results.is_one_line else results.locate(item)
    ends = find_ends(item, results)
    if ends is None:
        return
    labels = list_words(item.get("labels") or [RELATION])
    direction = item.get("direction", "right")
    if labels is None or direction not in [*DIRECTIONS]:
        what, expected = "labels", "a list of labels"
        if labels is not None:
            what, expected = "direction", "right, left or bi"
        place = results.locate(item)
        count = count_result(item)
        draft.refuse_shape(count, what, item.get(what), expected, place)
        return
    for label in labels:
        for source, target in DIRECTIONS[direction]:
            link_id = draft.make_id("R")
            draft.links.append(Link(link_id, label, ends[source], ends[target], origin))
    if "notes" in item:
        link_id = draft.links[-1].link_id
        add_notes(link_id, "notes", list_notes(item), origin, draft)


def find_ends(item: Result, results: Results) -> list[str] | None:
    """Return the ids of the regions that a relation joins; None: it is refused."""
    draft, count, ends = results.draft, count_result(item), []
    for key in END_KEYS:
        end = read_id(item.get(key))
        if end is None:
            place = results.locate(item)
            draft.refuse_shape(count, key, item.get(key), EXPECTED_END, place)
            return None
        if end not in results.declared:
            values = {"words": end, "found": quote(end), "expected": EXPECTED_END}
            draft.refuse(count, DANGLING_ID, results.locate(item), **values)
            return None
        ends.append(end)
    return ends


def read_choices(item: Result, results: Results) -> None:
    """Read the choices for a region, each as an attribute called as the control tag."""
    words = read_said(item, results)
    if words is None:
        return
    draft, origin = results.draft, results.locate(item)
    label, region = str(item.get("from_name")), str(read_id(item.get("id")))
    for value in words:
        attribute_id = draft.make_id("A")
        draft.attributes.append(Attribute(attribute_id, label, region, value, origin))


def read_textarea(item: Result, results: Results) -> None:
    """Read the texts written on a region, each as a note called as the control tag."""
    words = read_said(item, results)
    if words is not None:
        label, region = str(item.get("from_name")), str(read_id(item.get("id")))
        add_notes(region, label, words, results.locate(item), results.draft)


def read_said(item: Result, results: Results) -> list[str] | None:
    """Return what is said of a region; None where it is refused, or of no region."""
    if read_id(item.get("id")) not in results.declared:
        results.leave_out(WHOLE_TEXT, item.get("from_name"), item)
        return None
    value, key = item.get("value"), LISTS[item["type"]]
    values = value.get(key) if isinstance(value, dict) else None
    words = list_words(values)
    if words is None:
        count, origin = count_result(item), results.locate(item)
        results.draft.refuse_shape(count, key, values, "a list of words", origin)
    return words


READERS: Mapping[str, Callable[[Result, Results], None]] = {
    RELATION: read_relation,
    CHOICES: read_choices,
    TEXTAREA: read_textarea,
}
