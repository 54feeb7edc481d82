"""The diagram of the model, `docs/tables.svg`, which `docs/tables.md` shows."""

from __future__ import annotations

from claimpack.schema import Schema
from claimpack.site.diagram import draw_diagram
from claimpack.site.pages import render_page
from claimpack.site.relations import list_relations


def draw_schema(schema: Schema) -> bytes:
    """Return the diagram of all tables of the model, as SVG that stands alone."""
    tables = list(schema.tables.values())
    diagram = draw_diagram(tables, list_relations(tables))
    return render_page("tables.svg", diagram=diagram)
