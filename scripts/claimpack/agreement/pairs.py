"""What two people made of the same words: their things, one to one, and the rest."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from claimpack.agreement.alignment import Labelled, align
from claimpack.agreement.texts import TextPair
from claimpack.agreement.things import Thing, list_things
from claimpack.mapping.scheme import Scheme


@dataclass(frozen=True, slots=True, kw_only=True)
class Matched:
    """The things of two people in one text."""

    name: str
    text: str
    line_ends: Sequence[int]
    """Where the text has a line feed: code points from 0."""
    a: Mapping[str, Thing]
    """By id, in the order of the file."""
    b: Mapping[str, Thing]
    partners: Mapping[str, str]
    """Id of B by the id of A that it is the same thing as, in the order of A's file."""
    owners: Mapping[str, str]
    """The same the other way round: id of A by that of B."""

    @property
    def things(self) -> list[tuple[Thing, Thing]]:
        """The things that both have."""
        return [(self.a[here], self.b[there]) for here, there in self.partners.items()]


def match_things(pair: TextPair, scheme: Scheme) -> Matched:
    """Return the things of both, matched kind by kind by the words that they are on.

    The label does not matter, so that two labels of the same words can be compared:
    they are of one kind.
    """
    a, b = list_things(pair.a, scheme), list_things(pair.b, scheme)
    of_a, of_b = group_by_kind(a.values()), group_by_kind(b.values())
    found = {
        of_a[kind][here].thing_id: of_b[kind][there].thing_id
        for kind in of_a
        for here, there in align(list_labelled(of_a[kind]), list_labelled(of_b[kind]))
    }
    partners = {thing_id: found[thing_id] for thing_id in a if thing_id in found}
    return Matched(
        name=pair.name,
        text=pair.a.text,
        line_ends=[it.start() for it in re.finditer("\n", pair.a.text)],
        a=a,
        b=b,
        partners=partners,
        owners={there: here for here, there in partners.items()},
    )


def group_by_kind(things: Iterable[Thing]) -> Mapping[str, list[Thing]]:
    """Return the things by their kind; of a kind that nobody has, none."""
    groups: defaultdict[str, list[Thing]] = defaultdict(list)
    for thing in things:
        groups[thing.kind].append(thing)
    return groups


def list_labelled(things: Sequence[Thing]) -> list[Labelled]:
    """Return where the things are, and what they are called."""
    return [Labelled(it.extent, it.label) for it in things]
