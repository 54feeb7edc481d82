"""All lines of brat stand-off but T: what is said of marks and of one another."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from claimpack.annotations import (
    LINK_ENDS,
    Attribute,
    Defects,
    Link,
    Node,
    Note,
    Origin,
    Reference,
    Role,
)
from claimpack.findings import Rule, Severity, quote
from claimpack.readers.brat_columns import (
    EVENT_FORM,
    Row,
    accept_target,
    accept_targets,
    refuse_syntax,
    split_body,
)

ROLE_SYNTAX = Rule(
    code="role-syntax",
    severity=Severity.ERROR,
    template="{found} is not a role with the mark or node that fills it",
    explanation="A role that is not understood would be missing in its event.",
)
DANGLING_NOTE = Rule(
    code="dangling-note",
    severity=Severity.WARNING,
    template="the note is on {found}, which stands on no line of the file",
    explanation="brat leaves the note when an annotation is deleted.",
)
ATTRIBUTE_CONFLICT = Rule(
    code="attribute-conflict",
    severity=Severity.ERROR,
    template="{label} of {target_id} is {found} here, {first} on {line}",
    explanation="An attribute has one value; of two, neither is known to be meant.",
)
EQUIVALENCE_SIZE = Rule(
    code="equivalence-size",
    severity=Severity.ERROR,
    template="the equivalence has {found} members",
    explanation="It says that its members are the same, so that it needs two.",
)
RULES = (
    ROLE_SYNTAX,
    DANGLING_NOTE,
    ATTRIBUTE_CONFLICT,
    EQUIVALENCE_SIZE,
)

ROLE_PATTERN = re.compile(r"([^:]*[^0-9:])[0-9]*:([TE][0-9]{1,9})")
RELATION_FORM = "Type Arg1:T1 Arg2:T2"
ATTRIBUTE_FORM = "Name T1, or Name T1 Value"
REFERENCE_FORM = "Reference T1 Register:key"
NOTE_FORM = "Type T1"
EQUIVALENCE_FORM = "Type T1 T2 …"


def read_others(
    by_kind: Mapping[str, list[Row]], ids: frozenset[str], defects: Defects
) -> dict[str, Any]:
    """Return what neither T nor E lines say, by the part of annotations that it is."""
    links = read_relations(by_kind["R"], ids, defects)
    links += read_equivalences(by_kind["*"], ids, defects)
    attributes = read_attributes(by_kind["A"] + by_kind["M"], ids, defects)
    references = read_references(by_kind["N"], ids, defects)
    notes = read_notes(by_kind["#"], ids, defects)
    return {
        "attributes": tuple(attributes),
        "references": tuple(references),
        "notes": tuple(notes),
        "links": tuple(links),
    }


def read_nodes(rows: list[Row], ids: frozenset[str], defects: Defects) -> list[Node]:
    """Return the nodes of E lines; a role keeps its name without its number."""
    nodes = []
    for cells, origin in rows:
        words = split_body(cells, origin, EVENT_FORM, defects)
        roles = parse_roles(words, origin, defects)
        if roles and has_targets(roles, origin, ids, defects):
            label, trigger = words[0].partition(":")[0], roles[0].target_id
            nodes.append(Node(cells[0], label, trigger, tuple(roles[1:]), origin))
    return nodes


def has_targets(
    roles: list[Role], origin: Origin, ids: frozenset[str], defects: Defects
) -> bool:
    """Return whether the trigger, which comes first, and all fillers are there."""
    trigger, *fillers = [role.target_id for role in roles]
    is_triggered = accept_target(trigger, "T", origin, ids, defects)
    return is_triggered and accept_targets(fillers, "TE", origin, ids, defects)


def parse_roles(words: list[str], origin: Origin, defects: Defects) -> list[Role]:
    """Return the trigger of a node and its roles; none where one has a defect."""
    roles = []
    for word in words:
        match = ROLE_PATTERN.fullmatch(word)
        if match is None:
            defects.refuse(
                ROLE_SYNTAX,
                origin,
                word,
                found=quote(word),
                expected=f"like {EVENT_FORM}",
            )
            return []
        roles.append(Role(name=match[1], target_id=match[2]))
    return roles


def read_relations(
    rows: list[Row], ids: frozenset[str], defects: Defects
) -> list[Link]:
    """Return the links of R lines, from Arg1 to Arg2 in whatever order they stand.

    Other names than these (BioNLP has Anaphora and Antecedent) keep their order.
    """
    links = []
    for cells, origin in rows:
        words = split_body(cells, origin, RELATION_FORM, defects)
        if not words:
            continue
        ends = [word.partition(":")[::2] for word in words[1:]]
        if len(ends) != 2 or ends[0][0] == ends[1][0] or not all(map(all, ends)):  # noqa: PLR2004  # two ends
            refuse_syntax(cells[1], RELATION_FORM, origin, defects)
            continue
        names = (ends[0][0], ends[1][0])
        if names == LINK_ENDS[::-1]:
            ends.reverse()
            names = LINK_ENDS
        source_id, target_id = (end for _, end in ends)
        if accept_targets([source_id, target_id], "TE", origin, ids, defects):
            links.append(Link(cells[0], words[0], source_id, target_id, origin, names))
    return links


def read_equivalences(
    rows: list[Row], ids: frozenset[str], defects: Defects
) -> list[Link]:
    """Return the links of * lines: one from each member to the next.

    Such a line has no id; its links are called `*` with line and place, `*7.1`.
    """
    links = []
    for cells, origin in rows:
        label, *members = split_body(cells, origin, EQUIVALENCE_FORM, defects) or [""]
        if not label or not accept_targets(members, "TE", origin, ids, defects):
            continue
        if len(set(members)) < 2:  # noqa: PLR2004  # a pair
            defects.refuse(
                EQUIVALENCE_SIZE,
                origin,
                found=len(set(members)),
                expected=f"two or more, like {EQUIVALENCE_FORM}",
            )
        for place, (first, second) in enumerate(pairwise(members), 1):
            if origin[:2] not in defects.refused_lines:
                link_id = f"*{origin.line}.{place}"
                links.append(Link(link_id, label, first, second, origin))
    return links


def read_attributes(
    rows: list[Row], ids: frozenset[str], defects: Defects
) -> list[Attribute]:
    """Return the attributes of A and M lines; no two contradict each other."""
    attributes: dict[tuple[str, str], Attribute] = {}
    repeated = []
    for cells, origin in rows:
        label, target_id, *values = split_body(
            cells, origin, ATTRIBUTE_FORM, defects
        ) or ["", ""]
        if not target_id or not accept_target(target_id, "TER", origin, ids, defects):
            continue
        value = " ".join(values) or None
        attribute = Attribute(cells[0], label, target_id, value, origin)
        first = attributes.setdefault((target_id, label), attribute)
        if first.value != value:
            refuse_conflict(attribute, first, defects)
        elif first is not attribute:
            repeated.append(attribute)
    return [*attributes.values(), *repeated]


def refuse_conflict(attribute: Attribute, first: Attribute, defects: Defects) -> None:
    """Refuse an attribute whose target has another value for it."""
    defects.refuse(
        ATTRIBUTE_CONFLICT,
        attribute.origin,
        attribute.value or attribute.label,
        label=attribute.label,
        target_id=attribute.target_id,
        found="without a value" if attribute.value is None else quote(attribute.value),
        first="without a value" if first.value is None else quote(first.value),
        line=attribute.origin.name_line(first.origin),
        expected="one value",
        hint="delete one of the two lines",
    )


def read_references(
    rows: list[Row], ids: frozenset[str], defects: Defects
) -> list[Reference]:
    """Return the references of N lines; their words may be missing."""
    references = []
    for cells, origin in rows:
        words = split_body(cells, origin, REFERENCE_FORM, defects, columns=(2, 3))
        if not words:
            continue
        register, _, key = words[-1].partition(":")
        if len(words) != 3 or words[0] != "Reference" or not register or not key:  # noqa: PLR2004  # the words of REFERENCE_FORM
            refuse_syntax(cells[1], REFERENCE_FORM, origin, defects)
            continue
        if accept_target(words[1], "TER", origin, ids, defects):
            text = "".join(cells[2:])
            reference = (cells[0], words[1], register, key, text, origin)
            references.append(Reference(*reference))
    return references


def read_notes(rows: list[Row], ids: frozenset[str], defects: Defects) -> list[Note]:
    """Return the notes of # lines, also those on what is not there."""
    notes = []
    for cells, origin in rows:
        words = split_body(cells, origin, NOTE_FORM, defects, columns=(3,))
        if not words:
            continue
        if len(words) != 2:  # noqa: PLR2004  # the words of NOTE_FORM
            refuse_syntax(cells[1], NOTE_FORM, origin, defects)
            continue
        if words[1] not in ids:
            defects.report(
                DANGLING_NOTE,
                origin,
                words[1],
                found=quote(words[1]),
                expected="the id of another line",
                hint="delete the note, or put it on what it is about",
            )
        notes.append(Note(cells[0], words[0], words[1], cells[2], origin))
    return notes
