"""Names of which no two are the same."""

from __future__ import annotations

from collections.abc import Hashable
from itertools import chain, count


class UniqueNames:
    """The names of the parts of one description, each part with its own.

    Attributes:
        by_part: the names that were given, by what they were given to.

    """

    def __init__(self) -> None:
        """Begin without a name."""
        self.by_part: dict[Hashable, str] = {}
        self.taken: set[str] = set()

    def give(self, part: Hashable, wanted: str) -> str:
        """Return the name of a part: what was wanted first, numbered where it is taken.

        >>> names = UniqueNames()
        >>> names.give(1, "a"), names.give(2, "a"), names.give(1, "a")
        ('a', 'a-2', 'a')
        """
        if part not in self.by_part:
            numbered = (f"{wanted}-{number}" for number in count(2))
            free = (it for it in chain([wanted], numbered) if it not in self.taken)
            self.by_part[part] = next(free)
            self.taken.add(self.by_part[part])
        return self.by_part[part]
