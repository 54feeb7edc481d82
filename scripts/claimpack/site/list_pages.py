"""Long lists, which go on over several pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

MOST_ROWS = 500
"""Rows of a list on one page."""
Item = TypeVar("Item")


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPage(Generic[Item]):
    """One of the pages of a list."""

    path: str
    items: Sequence[Item]
    first: int
    """The place of its first item in the whole list, counted from 1."""
    total: int
    """How many items the whole list has."""
    number: int
    paths: Sequence[str]
    """Those of all pages, in their order."""

    @property
    def steps(self) -> Mapping[str, str | None]:
        """Where one can go from this page, by name; None where it leads nowhere."""
        before, after = self.paths[: self.number - 1], self.paths[self.number :]
        return {
            "First": before[0] if before else None,
            "Previous": before[-1] if before else None,
            "Next": after[0] if after else None,
            "Last": after[-1] if after else None,
        }


def split_list(stem: str, items: Sequence[Item]) -> Iterator[ListPage[Item]]:
    """Yield the pages of a list: at least one, of at most `MOST_ROWS` items each.

    >>> [(page.path, page.items) for page in split_list("events", ["ev-a"])]
    [('events.html', ['ev-a'])]
    """
    starts = range(0, max(1, len(items)), MOST_ROWS)
    paths = [f"{stem}.html", *(f"{stem}-{at}.html" for at in range(2, len(starts) + 1))]
    for number, (path, start) in enumerate(zip(paths, starts, strict=True), 1):
        yield ListPage(
            path=path,
            items=items[start : start + MOST_ROWS],
            first=start + 1,
            total=len(items),
            number=number,
            paths=paths,
        )
