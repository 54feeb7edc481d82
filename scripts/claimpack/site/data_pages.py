"""The pages about the data: code lists, changes, what was checked, and where all is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from claimpack.checks.package import check_package
from claimpack.findings import Location, Severity
from claimpack.opening import Opened
from claimpack.render.summary import MOST_SHOWN, Summary, name_cell, summarize, verdict
from claimpack.render.text import name_position
from claimpack.site.changelog import list_change_files, read_changelog
from claimpack.site.code_pages import list_code_lists
from claimpack.site.library import Library
from claimpack.site.pages import Sheet
from claimpack.site.prose import render_prose


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What `claimpack validate` says of a package."""

    summary: Summary
    verdict: str
    model: str
    """The version of the model that the package follows."""
    rule_count: int
    """Rules of the model across cells, rows and tables."""
    tables: tuple[tuple[str, int, int], ...]
    """Name, rows and columns of each table that was checked."""


def iter_data_pages(
    package: Opened, library: Library, *, is_part: bool
) -> Iterator[Sheet]:
    """Yield the page about the data, and those that it leads to.

    A site of some articles has no report: it would be about the whole package.
    """
    report = None if is_part else make_report(package, library)
    changelog = read_changelog(package.files)
    lists = list_code_lists(library)
    files = list_change_files(package.files)
    values: dict[str, object] = {
        "here": "data",
        "report": report,
        "tables": list_tables(library),
        "lists": lists,
        "changelog": changelog,
        "files": files,
    }
    yield "data.html", "data.html", values
    yield "codes.html", "codes.html", {"here": "data", "lists": lists}
    if report is not None:
        places = [name_where(finding.location) for finding in report.summary.shown]
        told: dict[str, object] = {
            "findings": sort_findings(report),
            "places": places,
            "may_quote": may_quote(library),
        }
        yield "report.html", "report.html", {**values, **told}
    yield (
        "changes.html",
        "changes.html",
        {**values, "changes": render_prose(changelog.text, 2)},
    )


def may_quote(library: Library) -> bool:
    """Return whether messages, which quote cells and texts, may be published."""
    return all(row["text_access"] == "full" for row in library.documents.values())


def make_report(package: Opened, library: Library) -> Report:
    """Return what is wrong with a package, as `claimpack validate` tells it."""
    findings = check_package(
        package.files, library.schema, descriptor_path=package.descriptor_path
    )
    summary = summarize(findings, MOST_SHOWN)
    return Report(
        summary=summary,
        verdict=verdict(summary),
        model=str(package.package.model),
        rule_count=len(library.schema.rules),
        tables=tuple(list_tables(library)),
    )


def list_tables(library: Library) -> list[tuple[str, int, int]]:
    """Return name, rows and columns of each table."""
    return [
        (name, len(rows), len(library.schema.tables[name].fields))
        for name, rows in library.rows.items()
    ]


def sort_findings(report: Report) -> list[tuple[str, str, str, int]]:
    """Return place, code, severity and number of findings, the gravest first."""
    order = list(Severity)
    return [
        (place, code, severity.value, count)
        for (place, code, severity), count in sorted(
            report.summary.by_place.items(),
            key=lambda item: (order.index(item[0][2]), item[0][1], item[0][0]),
        )
    ]


def name_where(location: Location) -> str:
    """Return file, line, table, row and column of a finding, as far as they are known.

    >>> name_where(Location(path="a.csv", line=3, resource="a", row=2, field="x"))
    'a.csv:3: a row 2, x'
    """
    return f"{name_position(location)}{name_cell(location)}".removesuffix(": ")
