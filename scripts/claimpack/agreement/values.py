"""How far two people gave the same values to what both have."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from claimpack.agreement.coefficients import measure_kappa
from claimpack.agreement.pairs import Matched
from claimpack.agreement.things import FLAGGED, Thing

LABEL = "label"
"""What the labels of one kind are counted as: a value like any other."""
UNFLAGGED = "no"
"""What the value of a flag is that is not there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueAgreement:
    """The agreement on one attribute of all things of a kind that both have."""

    kind: str
    attribute: str
    pairs: int
    """Things that both have."""
    both: int
    """Those of them that both gave a value; a flag that is not there is a value, no."""
    only_one: int
    """Things that one of the two gave a value and the other none."""
    same: int
    """Things that both gave the same value."""
    kappa: float | None
    """Cohen's kappa of the things with two values; None where all have one and the same
    value, and where there are none."""


def compare_values(texts: Iterable[Matched]) -> list[ValueAgreement]:
    """Return the agreement on each attribute that things of a kind have anywhere."""
    by_kind: defaultdict[str, list[tuple[Thing, Thing]]] = defaultdict(list)
    for text in texts:
        for a, b in text.things:
            by_kind[a.kind].append((a, b))
    return [
        compare_attribute(kind, attribute, things)
        for kind, things in sorted(by_kind.items())
        for attribute in list_attributes(things)
    ]


def list_attributes(things: Iterable[tuple[Thing, Thing]]) -> list[str]:
    """Return the attributes of some things, the label first where it differs."""
    single = [it for both in things for it in both]
    has_labels = len({it.label for it in single}) > 1
    return [LABEL] * has_labels + sorted({name for it in single for name in it.values})


def compare_attribute(
    kind: str, attribute: str, things: Sequence[tuple[Thing, Thing]]
) -> ValueAgreement:
    """Return the agreement on one attribute of some things."""
    values = [(read_value(a, attribute), read_value(b, attribute)) for a, b in things]
    if {it for both in values for it in both} <= {FLAGGED, None}:
        values = [(a or UNFLAGGED, b or UNFLAGGED) for a, b in values]
    coded = [(a, b) for a, b in values if a is not None and b is not None]
    return ValueAgreement(
        kind=kind,
        attribute=attribute,
        pairs=len(values),
        both=len(coded),
        only_one=sum((a is None) != (b is None) for a, b in values),
        same=sum(a == b for a, b in coded),
        kappa=measure_kappa(coded),
    )


def read_value(thing: Thing, attribute: str) -> str | None:
    """Return the value that a thing has; None where it has none."""
    return thing.label if attribute == LABEL else thing.values.get(attribute)
