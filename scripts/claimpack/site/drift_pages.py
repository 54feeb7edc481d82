"""The page of certainty drift."""

from __future__ import annotations

from collections.abc import Iterator

from claimpack.opening import Opened
from claimpack.site.drift import BLANK, CERTAINTIES, Drifts, ask_steps, find_drifts
from claimpack.site.library import Library
from claimpack.site.pages import Sheet
from claimpack.site.source_graph import find_width


def iter_drift_pages(package: Opened, library: Library) -> Iterator[Sheet]:
    """Yield path, template and values of the page.

    Raises:
        UsageError: a question takes more than a query may (docs/limits.md).
        SourceError: a file cannot be read.

    """
    yield show_drifts(library, find_drifts(library, ask_steps(package, library)))


def show_drifts(library: Library, drifts: Drifts) -> Sheet:
    """Return path, template and values of the page of some statements."""
    most = max((it.count for it in drifts.slopes), default=1)
    values: dict[str, object] = {
        "drifts": drifts,
        "slopes": [(it, find_width(it.count, most)) for it in drifts.slopes],
        "certainties": [
            library.name_code("certainty", it) or "Not annotated"
            for it in CERTAINTIES
            if it or any(BLANK in (each.start, each.end) for each in drifts.slopes)
        ],
        "here": "drift",
    }
    return "drift.html", "drift.html", values
