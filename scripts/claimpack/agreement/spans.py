"""How far two people marked the same stretches of the same texts, label by label."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from claimpack.agreement.alignment import Extent, Labelled, align
from claimpack.agreement.coefficients import measure_f1
from claimpack.agreement.texts import TextPair
from claimpack.agreement.things import name_kind
from claimpack.agreement.unitising import (
    Continuum,
    Disagreement,
    Interval,
    measure_alpha,
    measure_disagreement,
)
from claimpack.annotations import Annotations
from claimpack.mapping.scheme import Scheme

EVERYTHING = "all"
"""The kind that all marks are of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpanAgreement:
    """The agreement on marks of one label, of one kind, or on all marks."""

    kind: str
    label: str | None
    """None for all labels of the kind together."""
    count_a: int
    count_b: int
    exact: int
    """Marks of both with the same label and the same extent."""
    overlapping: int
    """Marks of both with the same label and a character in common, one to one; those
    with the same extent are among them."""
    alpha: float | None
    """Krippendorff's unitised alpha; None where it is not defined."""

    @property
    def exact_f1(self) -> float | None:
        """F1 of the marks with the same extent; None where there are no marks."""
        return measure_f1(self.exact, self.count_a, self.count_b)

    @property
    def overlapping_f1(self) -> float | None:
        """F1 of the marks that overlap; None where there are no marks."""
        return measure_f1(self.overlapping, self.count_a, self.count_b)


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelCounts:
    """What is counted of the marks of one label."""

    counts: Counter[str]
    """By the name that it has in `SpanAgreement`."""
    disagreement: Disagreement


def compare_spans(pairs: Sequence[TextPair], scheme: Scheme) -> list[SpanAgreement]:
    """Return the agreement on all marks, on each kind and on each label of it.

    A kind of one label alone has one row; kinds are in the order of their names.
    """
    labels = sorted(
        {it.label for pair in pairs for side in (pair.a, pair.b) for it in side.marks}
    )
    by_label = {label: count_label(pairs, label) for label in labels}
    by_kind: defaultdict[str, list[str]] = defaultdict(list)
    for label in labels:
        by_kind[name_kind(label, scheme)].append(label)
    rows = [add_up(EVERYTHING, None, by_label.values())]
    for kind, members in sorted(by_kind.items()):
        rows.append(add_up(kind, None, [by_label[label] for label in members]))
        if len(members) > 1:
            rows += [add_up(kind, label, [by_label[label]]) for label in members]
    return rows


def count_label(pairs: Sequence[TextPair], label: str) -> LabelCounts:
    """Return what is counted of the marks of one label in all texts."""
    counts: Counter[str] = Counter()
    continua = []
    for pair in pairs:
        of_a, of_b = list_extents(pair.a, label), list_extents(pair.b, label)
        counts += Counter(count_a=len(of_a), count_b=len(of_b))
        aligned = align(
            [Labelled(it, label) for it in of_a], [Labelled(it, label) for it in of_b]
        )
        counts["overlapping"] += len(aligned)
        counts["exact"] += sum(of_a[here] == of_b[there] for here, there in aligned)
        continua.append(
            Continuum(
                length=len(pair.a.text),
                units_a=list_units(of_a),
                units_b=list_units(of_b),
            )
        )
    return LabelCounts(counts=counts, disagreement=measure_disagreement(continua))


def list_extents(annotations: Annotations, label: str) -> list[Extent]:
    """Return the extents of the marks of a label, in the order of the file."""
    return [mark.fragments for mark in annotations.marks if mark.label == label]


def list_units(extents: Iterable[Extent]) -> list[Interval]:
    """Return the fragments in the order of the text, those that overlap as one.

    >>> list_units([((5, 9), (12, 14)), ((9, 12),), ((0, 3),), ((1, 4),)])
    [(0, 4), (5, 9), (9, 12), (12, 14)]
    """
    units: list[Interval] = []
    for start, end in sorted(iter_fragments(extents)):
        if units and start < units[-1][1]:
            units[-1] = (units[-1][0], max(end, units[-1][1]))
        else:
            units.append((start, end))
    return units


def iter_fragments(extents: Iterable[Extent]) -> Iterator[Interval]:
    """Yield the fragments of all extents."""
    for extent in extents:
        yield from extent


def add_up(kind: str, label: str | None, parts: Iterable[LabelCounts]) -> SpanAgreement:
    """Return the agreement on the marks of some labels together."""
    parts = list(parts)
    counts: Mapping[str, int] = sum((it.counts for it in parts), Counter[str]())
    return SpanAgreement(
        kind=kind,
        label=label,
        count_a=counts["count_a"],
        count_b=counts["count_b"],
        exact=counts["exact"],
        overlapping=counts["overlapping"],
        alpha=measure_alpha(it.disagreement for it in parts),
    )
