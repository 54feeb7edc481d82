"""What the exporters for INCEpTION are given in tests, and what comes back of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from claimpack.annotations import (
    AnnotationFile,
    Annotations,
    Attribute,
    Fragment,
    Link,
    Mark,
    Node,
    Note,
    Reading,
    Reference,
    Role,
)
from claimpack.exporters.layers import name_feature
from claimpack.exporters.losses import Losses
from claimpack.exporters.narrowing import keep_whole
from claimpack.readers.uima import read_cas_json
from claimpack.readers.webanno_tsv import read_webanno_tsv
from exported import NOWHERE, export, forget_places, make_text

IDS = "ids, which are now others or none"
BLANKS = "marks that begin or end in blanks, which now do so at a token"
TYPES = "TypeSystem.xml"
SPAN = "webanno.custom.ClaimpackSpan"
READERS: dict[str, tuple[str, Callable[[AnnotationFile], Iterator[Reading]]]] = {
    "cas-json": (".json", read_cas_json),
    "webanno-tsv": (".tsv", read_webanno_tsv),
}

TEXT = "Anna:\tthe dam🕯 “burst.” He\\she\n\n  left.\n"
ALL = Annotations(
    path="",
    text=TEXT,
    marks=(
        Mark("T1", "Source", (Fragment(0, 4),), "Anna", NOWHERE),
        Mark("T2", "Claim", (Fragment(6, 14),), "the dam🕯", NOWHERE),
        Mark("T3", "Thing", (Fragment(10, 13),), "dam", NOWHERE),
    ),
    nodes=(
        Node("E1", "Claim", "T2", (Role("By", "T1"), Role("Of", "T3")), NOWHERE),
        Node("E2", "Event", "T2", (), NOWHERE),
    ),
    attributes=(
        Attribute("A1", "Kind", "E1", "a|b", NOWHERE),
        Attribute("A2", "Denied", "E2", None, NOWHERE),
        Attribute("A3", "Sure", "R1", "[no]", NOWHERE),
    ),
    references=(Reference("N1", "T3", "Entity", "dam", "the\tdam", NOWHERE),),
    notes=(Note("#1", "Doubt", "R1", "really_?", NOWHERE),),
    links=(Link("R1", "Near", "T1", "E1", NOWHERE, ("From", "To")),),
)


def read_back(
    target: str, annotations: Annotations
) -> tuple[Annotations, dict[str, int]]:
    """What our own reader makes of an export, without a finding, and what is lost."""
    files, lost = export(target, make_text(annotations))
    ending, reader = READERS[target]
    name = f"dam{ending}"
    (reading,) = reader(AnnotationFile(path=name, content=files[name]))
    assert (reading.findings, reading.refused_count) == ((), 0)
    return put_in_order(reading.annotations), lost


def put_in_order(annotations: Annotations) -> Annotations:
    """Annotations sorted by their ids, attributes without ids and by their targets."""
    plain = forget_places(annotations)
    attributes = [it._replace(attribute_id="") for it in plain.attributes]
    return replace(
        plain,
        marks=tuple(sorted(plain.marks)),
        nodes=tuple(sorted(plain.nodes)),
        attributes=tuple(sorted(attributes, key=lambda it: (it.target_id, it.label))),
        references=tuple(sorted(plain.references)),
        notes=tuple(sorted(plain.notes)),
        links=tuple(sorted(plain.links)),
        ids=frozenset(),
    )


def expect(annotations: Annotations) -> Annotations:
    """Annotations with what the losses say of names of attributes and roles."""
    whole = keep_whole(annotations, Losses())
    attributes: dict[tuple[str, str], Attribute] = {}
    for it in whole.attributes:
        label = name_feature(it.label)
        value = None if it.value == "true" else it.value
        spelt = it._replace(label=label, value=value)
        attributes.setdefault((it.target_id, label), spelt)
    nodes = [
        node._replace(
            roles=tuple(Role(it.name or "roles", it.target_id) for it in node.roles)
        )
        for node in whole.nodes
    ]
    return put_in_order(
        replace(whole, attributes=tuple(attributes.values()), nodes=tuple(nodes))
    )
