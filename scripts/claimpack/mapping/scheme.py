"""The native scheme: which labels there are, and what may be said of each.

It is the same as `seeds/annotation.conf` tells brat, but made from the code lists, so
that a new code needs no change here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property, lru_cache

CLAIM = "Claim"
ATTRIBUTION = "Attribution"
SOURCE = "Source"
UNTYPED_EVENT = "Event"
HELPERS = frozenset({"Hedge", "Quantity", "Time", "Medium", SOURCE})
"""Marks that mean nothing until a node uses them."""
SPEAKERS = frozenset({"Person", "Organization", "Group"})
SAME_AS = "SameAs"
LONGEST_NAME = 60
"""Characters of an unknown name that are compared: the time grows with their square."""
Codes = Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleRule:
    """What may fill a role of a node."""

    fillers: frozenset[str]
    """Labels of the marks or nodes that may fill it."""
    is_single: bool = False
    is_required: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueRule:
    """What may carry an attribute, and which values it has."""

    owners: frozenset[str]
    """Labels of the marks or nodes that may carry it."""
    values: Mapping[str, str] | None = None
    """Code by the value that stands in the file; None for a flag."""


@dataclass(frozen=True, kw_only=True)  # without slots: `mark_labels` is made once
class Scheme:
    """All labels of the native scheme."""

    entities: Mapping[str, str]
    """Entity type by label: `Person` is person."""
    events: Mapping[str, str | None]
    """PLOVER code by label: `Assault` is ASSAULT, `Event` is none of them."""
    participants: Mapping[str, str]
    """Participant role by the name it has on an event, sorted: `Actor` is actor."""
    relations: Mapping[str, str]
    """Link relation by label: `Restates` is restates."""
    roles: Mapping[str, Mapping[str, RoleRule]]
    """Rule by name of the role, by label of the node: every label that a node has."""
    attributes: Mapping[str, ValueRule]
    """Rule by label of the attribute."""

    @cached_property
    def mark_labels(self) -> frozenset[str]:
        """Labels of all marks, those of triggers included."""
        return HELPERS.union(self.entities, self.roles)


def make_scheme(codes: Codes) -> Scheme:
    """Return the scheme for the code lists, which are named as their files are."""
    return make_scheme_once(tuple(codes.items()))


@lru_cache(maxsize=8)
def make_scheme_once(lists: tuple[tuple[str, frozenset[str]], ...]) -> Scheme:
    """Return what `make_scheme` does; each article asks for the same."""
    codes = dict(lists)
    entities = name_codes(codes["entity_type"])
    events = {code.capitalize(): code for code in codes["event_type"]}
    labels = frozenset(entities)
    events_and_none = {**events, UNTYPED_EVENT: None}
    participants = dict(sorted(name_codes(codes["participant_role"]).items()))
    event_roles = make_event_roles(labels, participants)
    return Scheme(
        entities=entities,
        events=events_and_none,
        participants=participants,
        relations=name_codes(codes["link_relation"]),
        roles={
            CLAIM: make_claim_roles(labels, frozenset(events_and_none)),
            ATTRIBUTION: ATTRIBUTION_ROLES,
            **dict.fromkeys(events_and_none, event_roles),
        },
        attributes=make_attributes(codes, labels, frozenset(events_and_none)),
    )


def name_codes(codes: Iterable[str]) -> dict[str, str]:
    """Return the codes by their names in brat: `more_than` is `MoreThan`.

    >>> name_codes(["more_than", "exact"])
    {'MoreThan': 'more_than', 'Exact': 'exact'}
    """
    return {
        "".join([word.capitalize() for word in code.split("_")]): code for code in codes
    }


ATTRIBUTION_ROLES = {
    "Of": RoleRule(fillers=frozenset({CLAIM, ATTRIBUTION}), is_required=True),
    "Source": RoleRule(fillers=SPEAKERS | {SOURCE}),
    "Said": RoleRule(fillers=frozenset({"Time"})),
    "Medium": RoleRule(fillers=frozenset({"Medium"}), is_single=True),
    "Addressee": RoleRule(fillers=SPEAKERS, is_single=True),
}


METONYMY = "Metonymy"
FLAGS = ("Negated", "Presupposed", METONYMY)
NAMED_VALUES = {
    "Kind": "claim_type",
    "Certainty": "certainty",
    "TimeRelation": "time_relation",
    "Quotation": "quotation",
    "Scope": "quantity_scope",
    "Act": "source_act",
    "Modifier": "quantity_modifier",
}
"""Vocabulary by attribute whose values are named, `MoreThan` for more_than."""
PUBLISHED_VALUES = {
    "Measure": "measure",
    "PlacePrecision": "place_precision",
    "Mode": "event_mode",
}
"""Vocabulary by attribute whose values are the codes as they are."""
ATTRIBUTE_OWNERS = {
    **dict.fromkeys([*FLAGS[:2], *NAMED_VALUES, *PUBLISHED_VALUES], frozenset({CLAIM})),
    "Act": frozenset({ATTRIBUTION}),
    "Modifier": frozenset({"Quantity"}),
}


def make_claim_roles(
    entities: frozenset[str], events: frozenset[str]
) -> dict[str, RoleRule]:
    """Return the roles of a claim."""
    return {
        "About": RoleRule(fillers=events, is_single=True),
        "Quantity": RoleRule(fillers=frozenset({"Quantity"}), is_single=True),
        "QuantityOf": RoleRule(fillers=entities, is_single=True),
        "When": RoleRule(fillers=frozenset({"Time"})),
        "Place": RoleRule(fillers=frozenset({"Place"}), is_single=True),
        "Hedge": RoleRule(fillers=frozenset({"Hedge"})),
    }


def make_event_roles(
    entities: frozenset[str], participants: Iterable[str]
) -> dict[str, RoleRule]:
    """Return the roles of an event, the same for every type."""
    return {
        **{name: RoleRule(fillers=entities) for name in participants},
        "Place": RoleRule(fillers=frozenset({"Place"}), is_single=True),
        "When": RoleRule(fillers=frozenset({"Time"})),
    }


def make_attributes(
    codes: Codes, entities: frozenset[str], events: frozenset[str]
) -> dict[str, ValueRule]:
    """Return the attributes with their owners and values."""
    owners = {**ATTRIBUTE_OWNERS, "Mode": events, METONYMY: entities}
    rules = {label: ValueRule(owners=owners[label]) for label in FLAGS}
    for label, name in NAMED_VALUES.items():
        values = name_codes(codes.get(name, ()))
        rules[label] = ValueRule(owners=owners[label], values=values)
    for label, name in PUBLISHED_VALUES.items():
        values = {code: code for code in codes.get(name, ())}
        rules[label] = ValueRule(owners=owners[label], values=values)
    return rules


def suggest_name(name: str, names: Iterable[str]) -> str | None:
    """Return a hint for a name that is not among the names; None if none is near.

    >>> suggest_name("Probible", ["Certain", "Probable"])
    'did you mean Probable?'
    """
    near = find_nearest(name[:LONGEST_NAME], tuple(sorted(names)))
    return f"did you mean {near}?" if near else None


def list_near_first(name: str, names: Iterable[str]) -> list[str]:
    """Return the names by their letters, those that are like a name before all others.

    >>> list_near_first("ORG", ["Claim", "Group", "Organization"])
    ['Organization', 'Claim', 'Group']
    """
    start = name[:LONGEST_NAME].lower()
    alike = find_nearest(start, tuple(sorted(names)))
    return sorted(
        names, key=lambda it: (it != alike, not it.lower().startswith(start), it)
    )


@lru_cache(maxsize=1024)
def find_nearest(name: str, names: tuple[str, ...]) -> str | None:
    """Return the name that is spelt most alike, whatever the case, if any is."""
    by_lower = {known.lower(): known for known in names}
    near = get_close_matches(name.lower(), by_lower, n=1)
    return by_lower[near[0]] if near else None
