"""The page of the sources."""

from __future__ import annotations

from collections.abc import Iterator

from claimpack.site.library import Library
from claimpack.site.pages import Sheet
from claimpack.site.source_graph import WIDTH, draw_graph
from claimpack.site.source_views import find_speakers

MOST_LISTED = 500
"""Sources that the table has, and pairs of those heard through each other."""


def iter_source_pages(library: Library) -> Iterator[Sheet]:
    """Yield path, template and values of the page."""
    speakers = find_speakers(library)
    values = {
        "sources": list(speakers.sources.values())[:MOST_LISTED],
        "more": max(0, len(speakers.sources) - MOST_LISTED),
        "heard": [
            (speakers.sources[nearer], speakers.sources[deeper], count)
            for (nearer, deeper), count in list(speakers.heard.items())[:MOST_LISTED]
        ],
        "more_heard": max(0, len(speakers.heard) - MOST_LISTED),
        "graph": draw_graph(speakers),
        "box_width": WIDTH,
        "here": "sources",
    }
    yield "sources.html", "sources.html", values
