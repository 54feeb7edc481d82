"""Which marks stand for one entity, and which ids entities and events have."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from claimpack import identifiers
from claimpack.annotations import Defects, Link
from claimpack.findings import Rule, Severity
from claimpack.mapping.facts import Fact, Facts
from claimpack.mapping.index import Index
from claimpack.mapping.order import order_mark
from claimpack.mapping.readings import ENTITY
from claimpack.mapping.scheme import SAME_AS

SAME_AS_TYPE = Rule(
    code="same-as-type",
    severity=Severity.ERROR,
    template="{first} is marked {first_label}, {second} is marked {second_label}",
    explanation="One entity has one type, so that the two cannot be the same.",
)
IDENTITY_CONFLICT = Rule(
    code="identity-conflict",
    severity=Severity.ERROR,
    template="{mark_id} is {found} and, by SameAs, {other} of line {line}",
    explanation="Two ids of a register are two entities.",
)
RULES = (SAME_AS_TYPE, IDENTITY_CONFLICT)


def identify_entities(
    document_id: str,
    links: Sequence[Link],
    index: Index,
    facts: Facts,
    defects: Defects,
) -> dict[str, str]:
    """Return the entity of each mark that mentions one, in the order of the text.

    Marks joined by SameAs have one: that of the register which any of them refers
    to, otherwise one local to the document, named after the first mark of the text.
    """
    labels = index.scheme.entities
    marks = [mark for mark in index.marks.values() if mark.label in labels]
    mark_ids = [mark.mark_id for mark in sorted(marks, key=order_mark)]
    heads = dict(zip(mark_ids, mark_ids, strict=True))
    for link in links:
        if link.label == SAME_AS and joins_entities(link, heads, index, defects):
            heads[find_head(link.source_id, heads)] = find_head(link.target_id, heads)
    keys = find_keys(mark_ids, heads, facts, defects)
    entities: dict[str, str] = {}
    for mark_id in mark_ids:
        head = find_head(mark_id, heads)
        if head not in keys:
            keys[head] = identifiers.mark_id(document_id, mark_id)
        entities[mark_id] = keys[head]
    return entities


def joins_entities(
    link: Link, heads: Mapping[str, str], index: Index, defects: Defects
) -> bool:
    """Return whether both ends are entities; those of two types are reported."""
    if link.source_id not in heads or link.target_id not in heads:
        return False
    first, second = index.marks[link.source_id], index.marks[link.target_id]
    if first.label == second.label:
        return True
    defects.report(
        SAME_AS_TYPE,
        link.origin,
        second.mark_id,
        first=first.mark_id,
        first_label=first.label,
        second=second.mark_id,
        second_label=second.label,
        expected="two marks of one label",
    )
    return False


def find_head(mark_id: str, heads: dict[str, str]) -> str:
    """Return the mark that stands for all that are the same (union-find)."""
    while heads[mark_id] != mark_id:
        heads[mark_id] = heads[heads[mark_id]]  # halves the way for the next time
        mark_id = heads[mark_id]
    return mark_id


def find_keys(
    mark_ids: Sequence[str], heads: dict[str, str], facts: Facts, defects: Defects
) -> dict[str, str]:
    """Return the register's id for each head whose marks refer to one."""
    firsts: dict[str, Fact] = {}
    for mark_id in mark_ids:
        if mark_id not in facts or ENTITY not in facts[mark_id]:
            continue
        fact = facts[mark_id][ENTITY]
        first = firsts.setdefault(find_head(mark_id, heads), fact)
        if first.value != fact.value:
            defects.report(
                IDENTITY_CONFLICT,
                fact.origin,
                fact.value,
                mark_id=mark_id,
                found=fact.value,
                other=first.value,
                line=first.origin.line,
                expected="one id for marks that are the same",
                hint="delete the SameAs line, or correct one of the references",
            )
    return {head: fact.value for head, fact in firsts.items()}
