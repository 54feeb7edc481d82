"""What a format could not carry of annotations: counted, with an example each."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Protocol, TypeVar

from claimpack.annotations import Origin
from claimpack.findings import Finding

FRAGMENTS = "marks in fragments, which now cover what lies between"
NODES = "nodes, which are now marks with links for their roles"
IDS = "ids, which are now others or none"
ANNOTATORS = "names of annotators"


@dataclass(frozen=True, slots=True, kw_only=True)
class Loss:
    """Something that was lost, alike in several places."""

    what: str
    """In the plural, and what became of it: "nodes, which are now marks"."""
    count: int
    example: Origin
    """The first line that lost it."""


class Placed(Protocol):
    """Anything that stands on a line."""

    @property
    def origin(self) -> Origin:
        """The line of the source."""


Item = TypeVar("Item", bound=Placed)


@dataclass(slots=True)
class Losses:
    """All that an export has lost so far, and the defects that it came upon."""

    found: dict[str, Loss] = field(default_factory=dict)
    """By what was lost, in the order in which it came up."""
    findings: list[Finding] = field(default_factory=list)
    """What is wrong with the annotations, where an exporter looks at their meaning."""

    def add(self, what: str, origin: Origin) -> None:
        """Count one more of what was lost."""
        before = self.found.get(what) or Loss(what=what, count=0, example=origin)
        self.found[what] = replace(before, count=before.count + 1)

    def add_all(self, what: str, items: Iterable[Placed]) -> None:
        """Count each of the items."""
        for item in items:
            self.add(what, item.origin)

    def sift(
        self, what: str, items: Iterable[Item], is_kept: Callable[[Item], bool]
    ) -> tuple[Item, ...]:
        """Return the items that are kept; the others are counted."""
        kept = []
        for item in items:
            if is_kept(item):
                kept.append(item)
            else:
                self.add(what, item.origin)
        return tuple(kept)
