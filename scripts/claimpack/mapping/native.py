"""The native scheme: annotations by the codebook become a document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from claimpack.annotations import Annotations, Defects, Origin
from claimpack.document import Article, ClaimLink, Document
from claimpack.findings import Finding, Rule, Severity
from claimpack.mapping.assembly import Assembly, cut_passages
from claimpack.mapping.chains import find_chains
from claimpack.mapping.facts import Facts, read_attributes
from claimpack.mapping.identities import identify_entities
from claimpack.mapping.index import Index, make_index
from claimpack.mapping.labels import LabelLines
from claimpack.mapping.links import map_links
from claimpack.mapping.readings import CLAIM_TEXT, add_readings
from claimpack.mapping.roles import check_roles
from claimpack.mapping.scheme import CLAIM, HELPERS, Codes, make_scheme

NO_CLAIM_TEXT = Rule(
    code="no-claim-text",
    severity=Severity.WARNING,
    template="{node_id} has no sentence",
    explanation="A claim is read by people who do not have the article before them.",
)
ORPHAN_TRIGGER = Rule(
    code="orphan-trigger",
    severity=Severity.ERROR,
    template="{mark_id} is marked {label}, but no line makes a node of it",
    explanation="The mark alone is in no table: what the annotator saw would be lost.",
)
UNUSED_MARK = Rule(
    code="unused-mark",
    severity=Severity.NOTE,
    template="{mark_id} is marked {label}, and nothing uses it",
    explanation="Such words are in the tables only with the claim that they belong to.",
)
RULES = (NO_CLAIM_TEXT, ORPHAN_TRIGGER, UNUSED_MARK)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapped:
    """What a mapping makes of the annotations of one article."""

    document: Document
    """All that could be mapped, though there are findings."""
    findings: tuple[Finding, ...] = ()
    """All that the scheme does not allow, by line, but for unknown labels."""
    unknown_labels: LabelLines = field(default_factory=dict)
    """Lines that are not mapped; `report_labels` tells them for all articles."""
    link_origins: Mapping[ClaimLink, Origin] = field(default_factory=dict)
    """The line of each link of the document."""


def map_native(
    annotations: Annotations,
    article: Article,
    codes: Codes,
    *,
    is_translated: bool = False,
) -> Mapped:
    """Return the document that the annotations describe, with all defects.

    What the codebook asks for and no other scheme has, such as a sentence for each
    claim, is not missed in annotations that were translated.

    `codes` has the codes of each vocabulary by its name (`claim_type`, `measure` …).
    Nothing that the reader has refused is reported again, and nothing that it has
    read is left out without a finding.
    """
    defects = Defects()
    index = make_index(annotations, make_scheme(codes), defects)
    fillers = check_roles(index, defects)
    facts = read_attributes(annotations, index, defects)
    add_readings(facts, annotations, index, defects)
    entities = identify_entities(
        article.document_id, annotations.links, index, facts, defects
    )
    links = map_links(annotations, index, defects)
    levels, chains = find_chains(index, fillers, defects)
    if not is_translated:
        report_texts(index, facts, defects)
    if index.is_whole and not is_translated:
        report_unused(index, defects)
    assembly = Assembly(
        article=article,
        index=index,
        fillers=fillers,
        facts=facts,
        levels=levels,
        chains=chains,
        entities=entities,
        passages=cut_passages(index.marks, article.text),
    )
    return Mapped(
        document=assembly.make_document(tuple(links)),
        findings=defects.sort(),
        unknown_labels=index.unknown_labels,
        link_origins=links,
    )


def report_texts(index: Index, facts: Facts, defects: Defects) -> None:
    """Report the claims that no note puts into a sentence."""
    for node in index.nodes.values():
        note = facts.get(node.node_id, {}).get(CLAIM_TEXT)
        if node.label == CLAIM and (note is None or not note.value.strip()):
            defects.report(
                NO_CLAIM_TEXT,
                node.origin,
                node_id=node.node_id,
                expected="one self-contained sentence",
                hint=f"add: # AnnotatorNotes {node.node_id} and the sentence",
            )


def report_unused(index: Index, defects: Defects) -> None:
    """Report the marks that are in no table because no node uses them."""
    nodes = index.nodes.values()
    used = {role.target_id for node in nodes for role in node.roles}
    roles, triggered = index.scheme.roles, index.triggered
    for mark in index.marks.values():
        if mark.label in roles and mark.mark_id not in triggered:
            defects.report(
                ORPHAN_TRIGGER,
                mark.origin,
                mark_id=mark.mark_id,
                label=mark.label,
                expected=f"an E line {mark.label}:{mark.mark_id}",
                hint="add the line, or delete the mark",
            )
        elif mark.label in HELPERS and mark.mark_id not in used:
            defects.report(
                UNUSED_MARK,
                mark.origin,
                mark_id=mark.mark_id,
                label=mark.label,
                hint=f"fill a role with {mark.mark_id}, or delete the mark",
            )
