"""The page of the sources."""

from __future__ import annotations

from collections.abc import Iterator

from claimpack.site.drift import BLANK, CERTAINTIES, find_drifts
from claimpack.site.library import Library
from claimpack.site.pages import Sheet
from claimpack.site.source_graph import WIDTH, draw_graph, find_width
from claimpack.site.source_views import find_speakers

MOST_LISTED = 500
"""Sources that the table has, and pairs of those heard through each other."""


def iter_source_pages(library: Library) -> Iterator[Sheet]:
    """Yield path, template and values of the page."""
    speakers = find_speakers(library)
    drifts = find_drifts(library)
    most = max((it.count for it in drifts.slopes), default=1)
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
        "drifts": drifts,
        "slopes": [(it, find_width(it.count, most)) for it in drifts.slopes],
        "certainties": [
            library.name_code("certainty", it) or "Not annotated"
            for it in CERTAINTIES
            if it or any(BLANK in (each.start, each.end) for each in drifts.slopes)
        ],
        "here": "sources",
    }
    yield "sources.html", "sources.html", values
