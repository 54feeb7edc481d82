"""Documents as annotations of our scheme: `claimpack.mapping.assembly`, reversed.

What the scheme takes for granted is not annotated: that an act is an assertion, that a
claim is affirmed, that an id is local to the document.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from claimpack import identifiers
from claimpack.annotations import Link, Role
from claimpack.findings import Rule, Severity, quote
from claimpack.mapping.chains import MOST_LINKS
from claimpack.mapping.order import order_id
from claimpack.mapping.readings import (
    CLAIM_TEXT,
    ENTITY,
    EVENT,
    EVENT_DATE,
    SAID,
)
from claimpack.mapping.scheme import (
    ATTRIBUTE_OWNERS,
    ATTRIBUTION,
    CLAIM,
    NAMED_VALUES,
    PUBLISHED_VALUES,
    SAME_AS,
    SOURCE,
)
from claimpack.readers.brat_columns import DANGLING_ID
from claimpack.readers.document_chains import find_levels, find_wrapped, surround
from claimpack.readers.document_parts import Parts
from claimpack.readers.json_files import Json

CHAIN_LEVELS = Rule(
    code="chain-levels",
    severity=Severity.ERROR,
    template="the attributions of {node_id} have the levels {found}",
    explanation=(
        "An attribution is one level above what wraps it, and on level 1 if nothing "
        "does. By other levels nobody can tell which of them wraps which."
    ),
)
RULES = (CHAIN_LEVELS,)

CLAIM_VALUES = {
    vocabulary: label
    for label, vocabulary in {**NAMED_VALUES, **PUBLISHED_VALUES}.items()
    if CLAIM in ATTRIBUTE_OWNERS.get(label, ())
}
"""Attribute by key of a claim: such keys are called as their vocabularies."""
ASSERTION = "assertion"


@dataclass(slots=True, kw_only=True)
class Article:
    """The parts of one document, and how they go together."""

    document_id: str
    parts: Parts
    chains: dict[str, list[str]] = field(default_factory=dict)
    """Attributions by claim, in the order of the file."""
    roles: dict[str, list[Role]] = field(default_factory=dict)
    """Roles by attribution, without what it wraps."""
    mentions: defaultdict[str, list[str]] = field(
        default_factory=lambda: defaultdict(list)
    )
    """Marks by entity."""


def read_parts(content: Json, article: Article) -> None:
    """Read all parts of a document, in the order in which the file has them."""
    for key in content:
        if key in READERS:
            for part in content[key]:
                READERS[key](part, article)
    identify_entities(article)
    wrap_claims(article)
    report_dangling(article.parts)


def read_mention(mention: Json, article: Article) -> None:
    """Read the mark of an entity."""
    parts, passage = article.parts, mention["passage"]
    mark_id = passage["mark_id"]
    if mark_id in parts.declared:
        parts.refuse_twin(mark_id)
        return
    parts.add_mark(parts.names.entities[mention["entity_type"]], passage, mention)
    article.mentions[mention["entity_id"]].append(mark_id)
    if mention.get("is_metonymic"):
        parts.add_attribute(mark_id, "Metonymy")


def read_event(event: Json, article: Article) -> None:
    """Read an event and the words that stand for it."""
    parts, node_id, trigger = article.parts, event["node_id"], event["trigger"]
    label = parts.names.events[event.get("event_type")]
    if not parts.declare_once(node_id, label, event):
        return
    if event["event_id"] != identifiers.claim_id(article.document_id, node_id):
        parts.refer(node_id, EVENT, event["event_id"], parts.find_origin(node_id))
    parts.add_value(node_id, "Mode", event.get("event_mode"))
    parts.add_mark(label, trigger)
    roles = [
        Role(parts.names.participants[it["role"]], it["mark_id"])
        for it in event.get("participants", ())
    ]
    roles += list_roles(event, {"Place": "place_mark_id"})
    roles += parts.fill_times("When", event.get("times", ()))
    parts.add_node(node_id, label, trigger["mark_id"], roles)


def list_roles(part: Json, keys: Mapping[str, str]) -> list[Role]:
    """Return the roles that ids fill, which stand under some keys."""
    return [Role(name, part[key]) for name, key in keys.items() if key in part]


def read_claim(claim: Json, article: Article) -> None:
    """Read a claim and the attributions around it."""
    parts, node_id, content = article.parts, claim["node_id"], claim["content"]
    if not parts.declare_once(node_id, CLAIM, claim):
        return
    parts.add_mark(CLAIM, content)
    say_of_claim(claim, parts)
    roles = list_roles(
        claim,
        {
            "About": "event_node_id",
            "QuantityOf": "counted_mark_id",
            "Place": "place_mark_id",
        },
    )
    if "quantity" in claim:
        roles.append(parts.fill_quantity(claim["quantity"]))
    roles += parts.fill_times("When", claim.get("times", ()))
    parts.add_date(node_id, EVENT_DATE, claim, "event_date_edtf")
    roles += parts.fill("Hedge", "Hedge", claim.get("hedges", ()))
    parts.add_node(node_id, CLAIM, content["mark_id"], roles)
    chain = article.chains.setdefault(node_id, [])
    for attribution in claim.get("attributions", ()):
        if read_attribution(attribution, chain, article):
            chain.append(attribution["node_id"])


def say_of_claim(claim: Json, parts: Parts) -> None:
    """Read what a claim has of attributes, and its sentence."""
    node_id = claim["node_id"]
    if "claim_text" in claim:
        origin = parts.find_origin(node_id)
        parts.add_note(node_id, CLAIM_TEXT, claim["claim_text"], origin)
    for key, label in CLAIM_VALUES.items():
        parts.add_value(node_id, label, claim.get(key))
    if claim.get("polarity") == "negative":
        parts.add_attribute(node_id, "Negated")
    if claim.get("is_presupposed"):
        parts.add_attribute(node_id, "Presupposed")


def read_attribution(attribution: Json, chain: list[str], article: Article) -> bool:
    """Return whether an attribution is one more of a chain.

    What it says is read where it comes first, around whichever claim.
    """
    parts, node_id = article.parts, attribution["node_id"]
    if node_id in chain:
        parts.refuse_twin(node_id)
        return False
    if not parts.declare(node_id, ATTRIBUTION, attribution):
        return node_id in article.roles
    parts.add_mark(ATTRIBUTION, attribution["cue"])
    act = attribution.get("act", ASSERTION)
    parts.add_value(node_id, "Act", None if act == ASSERTION else act)
    named = attribution.get("source_mark_ids", ())
    roles = [Role("Source", mark_id) for mark_id in named]
    roles += parts.fill("Source", SOURCE, attribution.get("source_words", ()))
    roles += parts.fill_times("Said", attribution.get("times", ()))
    parts.add_date(node_id, SAID, attribution, "said_edtf")
    medium = [attribution["medium"]] if "medium" in attribution else []
    roles += parts.fill("Medium", "Medium", medium)
    roles += list_roles(attribution, {"Addressee": "addressee_mark_id"})
    article.roles[node_id] = roles
    return True


def read_link(link: Json, article: Article) -> None:
    """Read a link, unless it leads to what is no claim of the document."""
    draft = article.parts.draft
    ends = link["claim_node_id"], link["target_node_id"]
    origin = article.parts.locate(ends[0])
    for end in ends:
        if end not in article.parts.declared:
            draft.refuse(1, DANGLING_ID, origin, found=quote(end))
            return
    label = article.parts.names.relations[link["relation"]]
    draft.links.append(Link(draft.make_id("R"), label, *ends, origin))


READERS: Mapping[str, Callable[[Json, Article], None]] = {
    "mentions": read_mention,
    "events": read_event,
    "claims": read_claim,
    "links": read_link,
}
"""What reads the parts below a key of a document."""


def identify_entities(article: Article) -> None:
    """Say which entity the mentions are: by SameAs, or by an id of a register."""
    parts = article.parts
    for entity_id, mark_ids in article.mentions.items():
        first = min(mark_ids, key=lambda it: order_passage(parts.passages[it]))
        is_local = entity_id == identifiers.mark_id(article.document_id, first)
        for mark_id in mark_ids:
            label, _, origin = parts.declared[mark_id]
            if not is_local or label != parts.declared[first].label:
                parts.refer(mark_id, ENTITY, entity_id, origin)
            elif mark_id != first:
                made = parts.draft.make_id("R")
                parts.draft.links.append(Link(made, SAME_AS, mark_id, first, origin))


def order_passage(passage: Json) -> tuple[int, int, int, str]:
    """Return what a passage is sorted by, as `mapping.order` has it for marks."""
    span = passage["spans"][0]
    return span["char_start"], span["char_end"], *order_id(passage["mark_id"])


def wrap_claims(article: Article) -> None:
    """Add the attributions, with what they wrap."""
    parts = article.parts
    levels = {it: parts.declared[it].part["level"] for it in article.roles}
    around = surround(article.chains, levels)
    report_levels(article, levels, find_levels(around, levels))
    for node_id, wrapped in find_wrapped(article.chains, around).items():
        roles = [*(Role("Of", it) for it in wrapped), *article.roles[node_id]]
        cue = parts.declared[node_id].part["cue"]
        parts.add_node(node_id, ATTRIBUTION, cue["mark_id"], roles)


def report_levels(
    article: Article, levels: Mapping[str, int], found: Mapping[str, int]
) -> None:
    """Report the claims whose attributions have not the levels that they could have."""
    for node_id, chain in article.chains.items():
        stated = [levels[it] for it in chain]
        possible = [found[it] for it in chain]
        if stated != possible and len(chain) <= MOST_LINKS:
            article.parts.draft.defects.report(
                CHAIN_LEVELS,
                article.parts.find_origin(node_id),
                node_id=node_id,
                found=", ".join(map(str, stated)),
                expected=", ".join(map(str, possible)),
            )


def report_dangling(parts: Parts) -> None:
    """Report the roles that are filled by what is not there."""
    for node in parts.draft.nodes:
        for role in node.roles:
            if role.target_id not in parts.declared:
                parts.draft.defects.report(
                    DANGLING_ID, node.origin, found=quote(role.target_id)
                )
