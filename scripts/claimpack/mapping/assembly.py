"""The parts of a document, put together from what has been checked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from claimpack import identifiers
from claimpack.annotations import Node
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
from claimpack.mapping.scheme import CLAIM, SOURCE


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

    def make_document(self, links: tuple[ClaimLink, ...]) -> Document:
        """Return the document with all its parts in the order of the text."""
        nodes = sorted(self.index.nodes.values(), key=self.order_node)
        events = [node for node in nodes if node.label in self.index.scheme.events]
        return Document(
            article=self.article,
            mentions=tuple([self.make_mention(mark_id) for mark_id in self.entities]),
            events=tuple([self.make_event(node) for node in events]),
            claims=tuple([self.make_claim(it) for it in nodes if it.label == CLAIM]),
            links=links,
        )

    def make_mention(self, mark_id: str) -> Mention:
        """Return the mention that a mark is."""
        return Mention(
            passage=self.make_passage(mark_id),
            entity_id=self.entities[mark_id],
            entity_type=self.index.scheme.entities[self.index.marks[mark_id].label],
            is_metonymic=self.find_fact(mark_id, "Metonymy") is not None,
        )

    def make_event(self, node: Node) -> Event:
        """Return the event mention that a node is."""
        local_id = identifiers.claim_id(self.article.document_id, node.node_id)
        return Event(
            node_id=node.node_id.lower(),
            event_id=self.find_fact(node.node_id, EVENT) or local_id,
            event_type=self.index.scheme.events[node.label],
            event_mode=self.find_fact(node.node_id, "Mode"),
            trigger=self.make_passage(node.trigger_id),
            participants=self.make_participants(node),
            times=self.make_times(node, "When"),
            place_mark_id=self.find_filler(node, "Place"),
        )

    def make_participants(self, node: Node) -> tuple[Participant, ...]:
        """Return who takes part in an event, by role and then as the line has them."""
        return tuple(
            [
                Participant(role=role, mark_id=mark_id.lower())
                for name, role in sorted(self.index.scheme.participants.items())
                for mark_id in self.fillers[node.node_id].get(name, ())
            ]
        )

    def make_claim(self, node: Node) -> Claim:
        """Return the claim that a node is, with its chain."""
        node_id = node.node_id
        is_negated = self.find_fact(node_id, "Negated") is not None
        precision = self.find_fact(node_id, "PlacePrecision")
        about = self.find_filler(node, "About")
        return Claim(
            node_id=node_id.lower(),
            content=self.make_passage(node.trigger_id),
            claim_text=(self.find_fact(node_id, CLAIM_TEXT) or "").strip() or None,
            claim_type=self.find_fact(node_id, "Kind"),
            certainty=self.find_fact(node_id, "Certainty"),
            polarity="negative" if is_negated else "positive",
            time_relation=self.find_fact(node_id, "TimeRelation"),
            quotation=self.find_fact(node_id, "Quotation"),
            measure=self.find_fact(node_id, "Measure"),
            quantity=self.make_quantity(node),
            quantity_scope=self.find_fact(node_id, "Scope"),
            counted_mark_id=self.find_filler(node, "QuantityOf"),
            event_node_id=about,
            times=self.make_times(node, "When"),
            event_date_edtf=self.find_fact(node_id, EVENT_DATE),
            place_mark_id=self.find_filler(node, "Place"),
            place_precision=None if precision is None else int(precision),
            hedges=self.make_passages(node, "Hedge"),
            is_presupposed=self.find_fact(node_id, "Presupposed") is not None,
            attributions=tuple(map(self.make_attribution, self.chains[node_id])),
        )

    def make_attribution(self, node_id: str) -> Attribution:
        """Return the attribution that a node is."""
        node = self.index.nodes[node_id]
        sources = self.fillers[node_id].get("Source", ())
        medium = self.make_passages(node, "Medium")
        return Attribution(
            node_id=node_id.lower(),
            level=self.levels[node_id],
            cue=self.make_passage(node.trigger_id),
            source_mark_ids=tuple([it.lower() for it in sources if self.is_named(it)]),
            source_words=tuple(
                [self.make_passage(it) for it in sources if not self.is_named(it)]
            ),
            act=self.find_fact(node_id, "Act") or "assertion",
            times=self.make_times(node, "Said"),
            said_edtf=self.find_fact(node_id, SAID),
            medium=medium[0] if medium else None,
            addressee_mark_id=self.find_filler(node, "Addressee"),
        )

    def is_named(self, mark_id: str) -> bool:
        """Return whether a source is the mention of an entity."""
        return self.index.marks[mark_id].label != SOURCE

    def make_quantity(self, node: Node) -> QuantityExpression | None:
        """Return the number of a claim with the annotator's reading of it."""
        marks = self.fillers[node.node_id].get("Quantity", ())
        if not marks:
            return None
        return QuantityExpression(
            passage=self.make_passage(marks[0]),
            number=self.find_fact(marks[0], NUMBER),
            modifier=self.find_fact(marks[0], "Modifier"),
        )

    def make_times(self, node: Node, role: str) -> tuple[TimeExpression, ...]:
        """Return the words that date something, with the annotator's reading."""
        marks = self.fillers[node.node_id].get(role, ())
        return tuple(
            [
                TimeExpression(
                    passage=self.make_passage(it), edtf=self.find_fact(it, EDTF)
                )
                for it in marks
            ]
        )

    def make_passages(self, node: Node, role: str) -> tuple[Passage, ...]:
        """Return the words that fill a role."""
        return tuple(map(self.make_passage, self.fillers[node.node_id].get(role, ())))

    def make_passage(self, mark_id: str) -> Passage:
        """Return the words of a mark, cut from the text."""
        fragments = self.index.marks[mark_id].fragments
        text = self.article.text
        spans = [
            Span(char_start=start, char_end=end, text=text[start:end])
            for start, end in fragments
        ]
        return Passage(mark_id=mark_id.lower(), spans=tuple(spans))

    def find_fact(self, target_id: str, name: str) -> str | None:
        """Return what is said of a mark or node; None where nothing is."""
        fact = self.facts.get(target_id, {}).get(name)
        return None if fact is None else fact.value

    def find_filler(self, node: Node, role: str) -> str | None:
        """Return the id of what fills a role alone, in lower case."""
        ids = self.fillers[node.node_id].get(role, ())
        return ids[0].lower() if ids else None

    def order_node(self, node: Node) -> tuple[Order, tuple[int, str]]:
        """Return what a node is sorted by: the place of its trigger, then its id."""
        trigger = self.index.marks[node.trigger_id]
        return order_mark(trigger), order_id(node.node_id)
