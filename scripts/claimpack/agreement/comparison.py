"""All figures of two annotations of the same texts."""

from __future__ import annotations

from dataclasses import dataclass

from claimpack.agreement.disagreements import Difference, list_differences
from claimpack.agreement.links import LinkAgreement, compare_links
from claimpack.agreement.pairs import match_things
from claimpack.agreement.spans import SpanAgreement, compare_spans
from claimpack.agreement.texts import Pairing
from claimpack.agreement.values import ValueAgreement, compare_values
from claimpack.mapping.scheme import Scheme


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """How far two annotations agree, and where they do not."""

    pairing: Pairing
    spans: tuple[SpanAgreement, ...]
    values: tuple[ValueAgreement, ...]
    links: tuple[LinkAgreement, ...]
    differences: tuple[Difference, ...]


def compare(pairing: Pairing, scheme: Scheme) -> Comparison:
    """Return how far two annotations of the texts that both have agree.

    The scheme says which labels are of one kind, and what an attribution is; labels
    that it does not know are kinds of their own.
    """
    texts = [match_things(pair, scheme) for pair in pairing.pairs]
    return Comparison(
        pairing=pairing,
        spans=tuple(compare_spans(pairing.pairs, scheme)),
        values=tuple(compare_values(texts)),
        links=tuple(compare_links(texts)),
        differences=tuple(list_differences(texts)),
    )
