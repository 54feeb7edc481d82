"""The lines of brat stand-off, each made of one annotation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import chain
from typing import NamedTuple

from claimpack.annotations import LINK_ENDS, Annotations, Link, Origin
from claimpack.exporters.brat_ids import number_all
from claimpack.exporters.brat_words import (
    NODE_LABEL,
    PART,
    ROLE_NAME,
    WORD,
    Dialect,
    Speller,
)
from claimpack.exporters.losses import Losses

CONFLICTS = "attributes of what has another value for them"
ENDS = f"names of the ends of links, which are now {' and '.join(LINK_ENDS)}"


class Line(NamedTuple):
    """A line to be written."""

    origin: Origin
    """Where the annotation stood, which gives the order."""
    text: str


class Naming(NamedTuple):
    """The ids in the file."""

    own: Mapping[str, list[str]]
    """Those of each kind of line, by its letter, in the order of the annotations."""
    targets: Mapping[str, str]
    """What each mark, node and link is called in the file, by the id that it had."""


def format_lines(annotations: Annotations, dialect: Dialect, losses: Losses) -> bytes:
    """Return the lines of annotations that are whole, ordered as in their source.

    What stood on one line, as all of a JSON file may do, is ordered by kind.
    """
    naming = name_all(annotations, losses)
    speller = Speller(dialect, losses)
    lines = chain(
        iter_marks(annotations, naming, speller),
        iter_nodes(annotations, naming, speller),
        iter_links(annotations, naming, speller),
        iter_attributes(annotations, naming, speller),
        iter_references(annotations, naming, speller),
        iter_notes(annotations, naming, speller),
    )
    ordered = sorted(lines, key=lambda line: line.origin.line)
    return "".join(f"{line.text}\n" for line in ordered).encode()


def name_all(annotations: Annotations, losses: Losses) -> Naming:
    """Return an id of brat for each annotation."""
    own = number_all(annotations, losses)
    old = {
        "T": [mark.mark_id for mark in annotations.marks],
        "E": [node.node_id for node in annotations.nodes],
        "R": [link.link_id for link in annotations.links],
    }
    targets = {
        before: after
        for letter, ids in old.items()
        for before, after in zip(ids, own[letter], strict=True)
    }
    return Naming(own=own, targets=targets)


def iter_marks(
    annotations: Annotations, naming: Naming, speller: Speller
) -> Iterator[Line]:
    """Yield the T lines: label, offsets and words."""
    form = speller.dialect.mark_label
    for mark, mark_id in zip(annotations.marks, naming.own["T"], strict=True):
        label = speller.spell(mark.label, form, mark.origin)
        place = ";".join(f"{start} {end}" for start, end in mark.fragments)
        yield Line(mark.origin, f"{mark_id}\t{label} {place}\t{mark.text}")


def iter_nodes(
    annotations: Annotations, naming: Naming, speller: Speller
) -> Iterator[Line]:
    """Yield the E lines: label and trigger, and the roles with their fillers."""
    for node, node_id in zip(annotations.nodes, naming.own["E"], strict=True):
        label = speller.spell(node.label, NODE_LABEL, node.origin)
        words = [f"{label}:{naming.targets[node.trigger_id]}"]
        places: Counter[str] = Counter()
        for role in node.roles:
            name = speller.spell(role.name, ROLE_NAME, node.origin)
            places[name] += 1
            number = "" if places[name] == 1 else str(places[name])
            words.append(f"{name}{number}:{naming.targets[role.target_id]}")
        yield Line(node.origin, f"{node_id}\t{' '.join(words)}")


def iter_links(
    annotations: Annotations, naming: Naming, speller: Speller
) -> Iterator[Line]:
    """Yield the R lines: label and both ends."""
    for link, link_id in zip(annotations.links, naming.own["R"], strict=True):
        label = speller.spell(link.label, speller.dialect.label, link.origin)
        ends = zip(
            name_ends(link, speller), (link.source_id, link.target_id), strict=True
        )
        words = [label, *(f"{name}:{naming.targets[end]}" for name, end in ends)]
        yield Line(link.origin, f"{link_id}\t{' '.join(words)}")


def name_ends(link: Link, speller: Speller) -> tuple[str, str]:
    """Return the names of both ends, which tell them apart in any order."""
    form = speller.dialect.end
    is_usable = all(map(form.fullmatch, link.names)) and len({*link.names}) > 1
    if is_usable and link.names != LINK_ENDS[::-1]:
        return link.names
    speller.losses.add(ENDS, link.origin)
    return LINK_ENDS


def iter_attributes(
    annotations: Annotations, naming: Naming, speller: Speller
) -> Iterator[Line]:
    """Yield the A lines: label, target and value; each target has one value of each."""
    values: dict[tuple[str, str], str | None] = {}
    for attribute, own in zip(annotations.attributes, naming.own["A"], strict=True):
        origin = attribute.origin
        label = speller.spell(attribute.label, speller.dialect.label, origin)
        target = naming.targets[attribute.target_id]
        value = speller.spell_value(attribute.value, origin)
        if values.setdefault((target, label), value) != value:
            speller.losses.add(CONFLICTS, origin)
            continue
        words = [label, target] if value is None else [label, target, value]
        yield Line(origin, f"{own}\t{' '.join(words)}")


def iter_references(
    annotations: Annotations, naming: Naming, speller: Speller
) -> Iterator[Line]:
    """Yield the N lines: target, register and key, and words if there are any."""
    for it, reference_id in zip(annotations.references, naming.own["N"], strict=True):
        register = speller.spell(it.register, PART, it.origin)
        key = speller.spell(it.key, WORD, it.origin)
        body = f"Reference {naming.targets[it.target_id]} {register}:{key}"
        text = speller.spell_text(it.text, it.origin)
        yield Line(it.origin, "\t".join([reference_id, body, *filter(None, [text])]))


def iter_notes(
    annotations: Annotations, naming: Naming, speller: Speller
) -> Iterator[Line]:
    """Yield the # lines: label, target and text."""
    for note, note_id in zip(annotations.notes, naming.own["#"], strict=True):
        label = speller.spell(note.label, speller.dialect.label, note.origin)
        text = speller.spell_text(note.text, note.origin)
        target = naming.targets[note.target_id]
        yield Line(note.origin, f"{note_id}\t{label} {target}\t{text}")
