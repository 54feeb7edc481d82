"""The pages that list: all claims in one table, and all articles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from claimpack.cells import format_cell
from claimpack.site.claim_table import (
    FILTERS,
    MOST_CLAIMS,
    MOST_STATIC,
    ORDER,
    ROWS_PER_PAGE,
    list_columns,
    name_column,
    sort_claims,
    write_claims,
)
from claimpack.site.claim_views import find_claim
from claimpack.site.library import Library
from claimpack.site.list_pages import split_list
from claimpack.site.selection import Row

CLAIMS_DATA = "assets/claims-data.js"


def has_script(library: Library) -> bool:
    """Return whether the page of all claims searches them."""
    return 0 < len(library.flat) <= MOST_CLAIMS


def iter_claims_data(library: Library) -> Iterator[tuple[str, bytes]]:
    """Yield the file with all claims, if their page searches them."""
    if has_script(library):
        yield CLAIMS_DATA, write_claims(library)


def describe_claims(library: Library) -> dict[str, object]:
    """Return what the page of all claims is made of."""
    rows = sort_claims(library)
    columns = [column for column in list_columns(library) if column.is_usual]
    return {
        "here": "claims",
        "columns": columns,
        "listed": [(find_claim(row), row) for row in rows[:MOST_STATIC]],
        "total": len(rows),
        "filters": [(name, name_column(name)) for name in FILTERS],
        "pages": max(1, -(-len(rows) // ROWS_PER_PAGE)),
        "rows_per_page": ROWS_PER_PAGE,
        "is_searched": has_script(library),
        "most": MOST_CLAIMS,
        "order": ", ".join(ORDER),
    }


def iter_article_lists(library: Library) -> Iterator[tuple[str, dict[str, object]]]:
    """Yield the pages of the list of articles, each with its path, the newest first."""
    claims = Counter(row["document_id"] for row in library.rows["claims"])
    for page in split_list("articles", sort_articles(library.documents)):
        yield page.path, {"page": page, "claims": claims, "here": "articles"}


def sort_articles(documents: Mapping[str, Row]) -> list[Row]:
    """Return the articles, the newest first, and those without a date at last."""
    return sorted(
        documents.values(),
        key=lambda row: format_cell(row["published_start"]),
        reverse=True,
    )
