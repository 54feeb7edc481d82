"""Ids as brat has them: a letter for the kind, and a number."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import count

from claimpack.annotations import Annotations, Origin
from claimpack.exporters.losses import IDS, Losses

Named = tuple[str, Origin]
"""An id that an annotation has, and its line."""


def number_all(annotations: Annotations, losses: Losses) -> dict[str, list[str]]:
    """Return the ids of each kind of line, in the order of the annotations."""
    kinds: dict[str, Iterable[Named]] = {
        "T": ((it.mark_id, it.origin) for it in annotations.marks),
        "E": ((it.node_id, it.origin) for it in annotations.nodes),
        "R": ((it.link_id, it.origin) for it in annotations.links),
        "A": ((it.attribute_id, it.origin) for it in annotations.attributes),
        "N": ((it.reference_id, it.origin) for it in annotations.references),
        "#": ((it.note_id, it.origin) for it in annotations.notes),
    }
    return {
        letter: list(number(letter, list(named), losses))
        for letter, named in kinds.items()
    }


def number(letter: str, named: list[Named], losses: Losses) -> Iterator[str]:
    """Yield an id for each annotation of a kind: its own, if brat could have given it.

    All others get the lowest numbers that are free; an id that is empty is no loss.
    `M` is an older letter for `A`.
    """
    form = re.compile(rf"{'[AM]' if letter == 'A' else letter}[0-9]{{1,9}}")
    taken = {old for old, _ in named if form.fullmatch(old)}
    free = (new for n in count(1) if (new := f"{letter}{n}") not in taken)
    unused = set(taken)
    for old, origin in named:
        if old in unused:
            unused.remove(old)
            yield old
            continue
        if old:
            losses.add(IDS, origin)
        yield next(free)
