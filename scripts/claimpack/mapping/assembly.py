"""The parts of a document, put together from what has been checked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from claimpack import identifiers
from claimpack.annotations import Mark, Node, make
from claimpack.document import (
    Article,
    Attribution,
    Claim,
    ClaimLink,
    Document,
    Event,
    Mention,
    Participant,
    Passage,
    QuantityExpression,
    Span,
    TimeExpression,
)
from claimpack.mapping.facts import Facts
from claimpack.mapping.index import Index
from claimpack.mapping.order import Order, order_id, order_mark
from claimpack.mapping.readings import (
    CLAIM_TEXT,
    EDTF,
    EVENT,
    EVENT_DATE,
    NUMBER,
    SAID,
)
from claimpack.mapping.roles import Fillers
from claimpack.mapping.scheme import CLAIM, METONYMY, SOURCE


@dataclass(frozen=True, slots=True, kw_only=True)
class Assembly:
    """Everything that a document is made of; ids are those of the annotations."""

    article: Article
    index: Index
    fillers: Mapping[str, Fillers]
    """By node."""
    facts: Facts
    """By mark or node."""
    levels: Mapping[str, int]
    """By attribution."""
    chains: Mapping[str, Sequence[str]]
    """Attributions by claim, the outermost first."""
    entities: Mapping[str, str]
    """Entity by mark, in the order of the text."""
    passages: Mapping[str, Passage]
    """Words by mark."""

    def make_document(self, links: tuple[ClaimLink, ...]) -> Document:
        """Return the document with all its parts in the order of the text."""
        nodes = sorted(self.index.nodes.values(), key=self.order_node)
        events = [node for node in nodes if node.label in self.index.scheme.events]
        return Document(
            article=self.article,
            mentions=self.make_mentions(),
            events=tuple([self.make_event(node) for node in events]),
            claims=tuple([self.make_claim(it) for it in nodes if it.label == CLAIM]),
            links=links,
        )

    def make_mentions(self) -> tuple[Mention, ...]:
        """Return the mentions of entities: most of what an article has."""
        marks, passages, facts = self.index.marks, self.passages, self.facts
        types = self.index.scheme.entities
        return tuple(
            [
                make(
                    Mention,
                    (
                        passages[mark_id],
                        entity_id,
                        types[marks[mark_id].label],
                        mark_id in facts and METONYMY in facts[mark_id],
                    ),
                )
                for mark_id, entity_id in self.entities.items()
            ]
        )

    def make_event(self, node: Node) -> Event:
        """Return the event mention that a node is."""
        local_id = identifiers.claim_id(self.article.document_id, node.node_id)
        values, fillers = self.find_values(node.node_id), self.fillers[node.node_id]
        return Event(
            node_id=node.node_id.lower(),
            event_id=values.get(EVENT) or local_id,
            event_type=self.index.scheme.events[node.label],
            event_mode=values.get("Mode"),
            trigger=self.passages[node.trigger_id],
            participants=self.make_participants(fillers),
            times=self.make_times(fillers, "When"),
            place_mark_id=find_filler(fillers, "Place"),
        )

    def make_participants(self, fillers: Fillers) -> tuple[Participant, ...]:
        """Return who takes part in an event, by role and then as the line has them."""
        return tuple(
            [
                Participant(role=role, mark_id=mark_id.lower())
                for name, role in self.index.scheme.participants.items()
                for mark_id in fillers.get(name, ())
            ]
        )

    def make_claim(self, node: Node) -> Claim:
        """Return the claim that a node is, with its chain."""
        values, fillers = self.find_values(node.node_id), self.fillers[node.node_id]
        precision = values.get("PlacePrecision")
        return Claim(
            node_id=node.node_id.lower(),
            content=self.passages[node.trigger_id],
            claim_text=values.get(CLAIM_TEXT, "").strip() or None,
            claim_type=values.get("Kind"),
            certainty=values.get("Certainty"),
            polarity="negative" if "Negated" in values else "positive",
            time_relation=values.get("TimeRelation"),
            quotation=values.get("Quotation"),
            measure=values.get("Measure"),
            quantity=self.make_quantity(fillers),
            quantity_scope=values.get("Scope"),
            counted_mark_id=find_filler(fillers, "QuantityOf"),
            event_node_id=find_filler(fillers, "About"),
            times=self.make_times(fillers, "When"),
            event_date_edtf=values.get(EVENT_DATE),
            place_mark_id=find_filler(fillers, "Place"),
            place_precision=None if precision is None else int(precision),
            hedges=tuple([self.passages[it] for it in fillers.get("Hedge", ())]),
            is_presupposed="Presupposed" in values,
            attributions=tuple(map(self.make_attribution, self.chains[node.node_id])),
        )

    def make_attribution(self, node_id: str) -> Attribution:
        """Return the attribution that a node is."""
        values, fillers = self.find_values(node_id), self.fillers[node_id]
        sources = fillers.get("Source", ())
        unnamed = [it for it in sources if self.index.marks[it].label == SOURCE]
        media = fillers.get("Medium", ())
        return Attribution(
            node_id=node_id.lower(),
            level=self.levels[node_id],
            cue=self.passages[self.index.nodes[node_id].trigger_id],
            source_mark_ids=tuple([it.lower() for it in sources if it not in unnamed]),
            source_words=tuple([self.passages[it] for it in unnamed]),
            act=values.get("Act") or "assertion",
            times=self.make_times(fillers, "Said"),
            said_edtf=values.get(SAID),
            medium=self.passages[media[0]] if media else None,
            addressee_mark_id=find_filler(fillers, "Addressee"),
        )

    def make_quantity(self, fillers: Fillers) -> QuantityExpression | None:
        """Return the number of a claim with the annotator's reading of it."""
        marks = fillers.get("Quantity", ())
        if not marks:
            return None
        values = self.find_values(marks[0])
        return QuantityExpression(
            passage=self.passages[marks[0]],
            number=values.get(NUMBER),
            modifier=values.get("Modifier"),
        )

    def make_times(self, fillers: Fillers, role: str) -> tuple[TimeExpression, ...]:
        """Return the words that date something, with the annotator's reading."""
        return tuple(
            [
                TimeExpression(
                    passage=self.passages[it], edtf=self.find_values(it).get(EDTF)
                )
                for it in fillers.get(role, ())
            ]
        )

    def find_values(self, target_id: str) -> dict[str, str]:
        """Return what is said of a mark or node, by name."""
        facts = self.facts.get(target_id)
        return {name: fact.value for name, fact in facts.items()} if facts else {}

    def order_node(self, node: Node) -> tuple[Order, tuple[int, str]]:
        """Return what a node is sorted by: the place of its trigger, then its id."""
        trigger = self.index.marks[node.trigger_id]
        return order_mark(trigger), order_id(node.node_id)


def find_filler(fillers: Fillers, role: str) -> str | None:
    """Return the id of what fills a role alone, in lower case."""
    ids = fillers.get(role, ())
    return ids[0].lower() if ids else None


def cut_passages(marks: Mapping[str, Mark], text: str) -> dict[str, Passage]:
    """Return the words of each mark, cut from the text, by the id of the mark."""
    return {
        mark_id: make(
            Passage,
            (
                mark_id.lower(),
                tuple(
                    [
                        make(Span, (start, end, text[start:end]))
                        for start, end in mark.fragments
                    ]
                ),
            ),
        )
        for mark_id, mark in marks.items()
    }
