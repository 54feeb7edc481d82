"""How far two people linked what both have to the same things."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from claimpack.agreement.coefficients import measure_f1
from claimpack.agreement.pairs import Matched
from claimpack.agreement.things import Thing


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkAgreement:
    """The agreement on one role of all things of a kind that both have."""

    kind: str
    role: str
    """The role, the label of a link, or `CHAIN`."""
    pairs: int
    """Things that both have and that the role is filled of on one side at least."""
    count_a: int
    """Fillers, each once for each thing."""
    count_b: int
    same: int
    """Fillers of both that are the same thing, on the same words."""
    alike: int
    """Those too that only refer to the same thing (`is_alike`)."""

    @property
    def f1(self) -> float | None:
        """F1 of the fillers that are the same."""
        return measure_f1(self.same, self.count_a, self.count_b)

    @property
    def alike_f1(self) -> float | None:
        """F1 of the fillers that are the same or refer to the same."""
        return measure_f1(self.alike, self.count_a, self.count_b)


def compare_links(texts: Iterable[Matched]) -> list[LinkAgreement]:
    """Return the agreement on each role, by kind and role."""
    counts: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for text in texts:
        for a, b in text.things:
            for role in list_roles(a, b):
                counts[a.kind, role] += count_fillers(text, a, b, role)
    return [
        LinkAgreement(
            kind=kind,
            role=role,
            pairs=found["pairs"],
            count_a=found["count_a"],
            count_b=found["count_b"],
            same=found["same"],
            alike=found["alike"],
        )
        for (kind, role), found in sorted(counts.items())
    ]


def list_roles(a: Thing, b: Thing) -> list[str]:
    """Return the roles that are filled of one of two things, sorted."""
    return sorted(a.fillers.keys() | b.fillers.keys())


def count_fillers(text: Matched, a: Thing, b: Thing, role: str) -> Counter[str]:
    """Return what is counted of one role of one thing that both have."""
    of_a, of_b = list(a.fillers.get(role, ())), list(b.fillers.get(role, ()))
    counts = Counter(pairs=1, count_a=len(of_a), count_b=len(of_b))
    counts["same"] = take_pairs(of_a, of_b, lambda *ids: is_same(text, *ids))
    further = take_pairs(of_a, of_b, lambda *ids: is_alike(text, *ids))
    counts["alike"] = counts["same"] + further
    return counts


def take_pairs(
    first: list[str], second: list[str], is_pair: Callable[[str, str], bool]
) -> int:
    """Take the pairs out of two lists, one to one, and return how many there were."""
    count = 0
    for one in list(first):
        other = next((it for it in second if is_pair(one, it)), None)
        if other is not None:
            first.remove(one)
            second.remove(other)
            count += 1
    return count


def is_same(text: Matched, id_a: str, id_b: str) -> bool:
    """Return whether a thing of A is that thing of B."""
    return text.partners.get(id_a) == id_b


def is_alike(text: Matched, id_a: str, id_b: str) -> bool:
    """Return whether a thing of A and one of B refer to the same person, event or date.

    The two may call it by other keys, so each is asked by the own references: B whether
    the words of A's thing refer, where B has them too, to what B's thing refers to; and
    A likewise. One of them at least must know both, and nobody may say no.
    """
    answers = []
    if id_a in text.partners and id_b in text.b:
        of_b = text.b[text.partners[id_a]].references
        answers.append(bool(of_b & text.b[id_b].references))
    if id_b in text.owners and id_a in text.a:
        of_a = text.a[text.owners[id_b]].references
        answers.append(bool(of_a & text.a[id_a].references))
    return bool(answers) and all(answers)
