"""The data dictionary of a package: one page with all that is known of its tables."""

from __future__ import annotations

from claimpack.catalogues.descriptor import read_publication
from claimpack.diff.sides import Side
from claimpack.opening import Opened
from claimpack.site.anchors import Anchors
from claimpack.site.described import describe_tables
from claimpack.site.diagram import MOST_DRAWN, draw_diagram
from claimpack.site.pages import render_page
from claimpack.site.relations import list_relations
from claimpack.site.tallies import MOST_VALUES

RESERVED = ("top", "contents", "relations", "tables", "diagram-title")
"""Ids that the page has of its own."""


def write_dictionary(package: Opened) -> bytes:
    """Return the page. It needs nothing but itself, and has no time and no path in it.

    Raises:
        SourceError: a file cannot be read, or a cell is none of its type.

    """
    content = package.read_descriptor()
    label = str(package.path)
    side = Side(label=label, opened=package, content=content, unread={})
    tables = describe_tables(side, Anchors(RESERVED))
    declared = [table.said.table for table in tables]
    relations = list_relations(declared)
    return render_page(
        "dictionary.html",
        publication=read_publication(content),
        tables=tables,
        by_name={table.name: table for table in tables},
        relations=relations,
        diagram=draw_diagram(declared, relations),
        most_drawn=MOST_DRAWN,
        most_values=MOST_VALUES,
    )
