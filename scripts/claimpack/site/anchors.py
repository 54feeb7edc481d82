"""Ids of places on a page, which stay the same from one version to the next."""

from __future__ import annotations

import re
from collections.abc import Iterable

LONGEST_SLUG = 80
"""Characters of a name that its anchor keeps."""
FOREIGN = re.compile(r"[^A-Za-z0-9_.-]+")


class Anchors:
    """Gives each place of a page an id of its own, made of its name."""

    def __init__(self, reserved: Iterable[str]) -> None:
        """Begin with the ids that the page has of its own."""
        self.numbers = dict.fromkeys(reserved, 1)
        """By id that is taken: the last number that was tried behind it."""

    def take(self, name: str) -> str:
        """Return the id of a place; a name that is taken gets a number.

        >>> anchors = Anchors(["contents"])
        >>> [anchors.take(name) for name in ("claims", "a b", "a  b", "contents", "é")]
        ['claims', 'a-b', 'a-b-2', 'contents-2', '-']
        """
        slug = FOREIGN.sub("-", name)[:LONGEST_SLUG]
        anchor = slug
        while anchor in self.numbers:
            self.numbers[slug] += 1
            anchor = f"{slug}-{self.numbers[slug]}"
        self.numbers[anchor] = 1
        return anchor
