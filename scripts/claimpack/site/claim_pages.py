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
from claimpack.site.selection import Row

MOST_ARTICLES = 500
"""Articles on one page of their list."""
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
    rows = sort_articles(library.documents)
    claims = Counter(row["document_id"] for row in library.rows["claims"])
    count = max(1, -(-len(rows) // MOST_ARTICLES))
    for number in range(1, count + 1):
        first = (number - 1) * MOST_ARTICLES
        yield (
            name_list(number),
            {
                "here": "articles",
                "articles": rows[first : first + MOST_ARTICLES],
                "claims": claims,
                "total": len(rows),
                "first": first,
                "number": number,
                "count": count,
                "paths": {
                    "First": name_list(1) if number > 1 else None,
                    "Previous": name_list(number - 1) if number > 1 else None,
                    "Next": name_list(number + 1) if number < count else None,
                    "Last": name_list(count) if number < count else None,
                },
            },
        )


def name_list(number: int) -> str:
    """Return the path of a page of the list of articles, counted from 1.

    >>> name_list(1), name_list(2)
    ('articles.html', 'articles-2.html')
    """
    return "articles.html" if number == 1 else f"articles-{number}.html"


def sort_articles(documents: Mapping[str, Row]) -> list[Row]:
    """Return the articles, the newest first, and those without a date at last."""
    return sorted(
        documents.values(),
        key=lambda row: format_cell(row["published_start"]),
        reverse=True,
    )
