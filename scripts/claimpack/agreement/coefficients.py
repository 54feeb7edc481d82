"""F1 and Cohen's kappa, from counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence


def measure_f1(same: int, count_a: int, count_b: int) -> float | None:
    """Return the harmonic mean of the shares of two lists that are in both.

    None where both lists are empty. Neither list is taken for the right one: the share
    of A that B has is the precision, the share of B that A has the recall, or the other
    way round.

    >>> measure_f1(same=3, count_a=4, count_b=4)
    0.75
    """
    total = count_a + count_b
    return 2 * same / total if total else None


def measure_kappa(pairs: Sequence[tuple[Hashable, Hashable]]) -> float | None:
    """Return Cohen's kappa of the values that two people gave to the same things.

    None where there are no pairs, and where both gave one and the same value to all:
    then chance alone would have given it. Source: Cohen, "A Coefficient of Agreement
    for Nominal Scales", Educational and Psychological Measurement 20, 1960.

    >>> measure_kappa([("yes", "yes"), ("yes", "no"), ("no", "no"), ("no", "no")])
    0.5
    """
    of_a, of_b = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    same = sum(a == b for a, b in pairs)
    by_chance = sum(count * of_b[value] for value, count in of_a.items())
    possible = len(pairs) ** 2 - by_chance
    return (same * len(pairs) - by_chance) / possible if possible else None
