"""The pages with drawings: of a package as it is, and with other rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from xml.etree.ElementTree import Element

from claimpack.opening import open_package
from claimpack.schema_files import load_shipped_schema
from claimpack.site.drift import find_drifts
from claimpack.site.drift_pages import iter_drift_pages, show_drifts
from claimpack.site.figure_pages import iter_figure_pages
from claimpack.site.folder import Site, open_site, show_page
from claimpack.site.library import Library
from claimpack.site.pages import Sheet
from claimpack.site.selection import Row
from claimpack.site.source_pages import iter_source_pages
from html_pages import parse_page

Rows = dict[str, Sequence[Row]]


def read_site(root: Path) -> Site:
    """The site of a package, taken as it is."""
    package = open_package(root, unchecked=True)
    return open_site(package, load_shipped_schema(), None)


def change_site(site: Site, change: Callable[[Rows], None]) -> Site:
    """The site with other rows, each of which may be changed alone."""
    rows: Rows = {
        name: [dict(row) for row in own] for name, own in site.library.rows.items()
    }
    change(rows)
    return replace(site, library=Library(schema=site.library.schema, rows=rows))


def show_pages(site: Site) -> Mapping[str, Element]:
    """The trees of the pages by path."""
    return {path: parse_page(page) for path, page in write_pages(site).items()}


def write_pages(site: Site) -> Mapping[str, bytes]:
    """The pages by path."""
    is_part = site.part is not None
    return write_sheets(
        site,
        *iter_figure_pages(site.package, site.library, is_part=is_part),
        *iter_source_pages(site.library),
        *iter_drift_pages(site.package, site.library),
    )


def write_sheets(site: Site, *sheets: Sheet) -> Mapping[str, bytes]:
    """Some pages by path."""
    return {
        path: show_page(site, path, template, values)
        for path, template, values in sheets
    }


def show_sources(site: Site) -> Element:
    """The tree of the page of the sources."""
    return parse_page(
        write_sheets(site, *iter_source_pages(site.library))["sources.html"]
    )


def show_steps(site: Site, rows: Iterable[Row]) -> Element:
    """The tree of the page of drift, with some steps."""
    sheet = show_drifts(site.library, find_drifts(site.library, rows))
    return parse_page(write_sheets(site, sheet)["drift.html"])


def repeat_claims(rows: Rows, count: int, column: str) -> None:
    """Repeat, with ids of their own, all claims that have something in a column."""
    flat = {row["claim_id"]: row for row in rows["claims_flat"]}
    for claim in list(rows["claims"]):
        if claim[column] is None:
            continue
        levels = [
            row for row in rows["attributions"] if row["claim_id"] == claim["claim_id"]
        ]
        for number in range(count):
            own = {"claim_id": f"{claim['claim_id']}x{number}"}
            rows["claims"] = [*rows["claims"], {**claim, **own}]
            rows["claims_flat"] = [
                *rows["claims_flat"],
                {**flat[claim["claim_id"]], **own},
            ]
            rows["attributions"] = [
                *rows["attributions"],
                *(
                    {**row, **own, "attribution_id": f"{row['attribution_id']}{number}"}
                    for row in levels
                ),
            ]
