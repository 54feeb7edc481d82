"""A site: all pages of a package, in a folder that opens by double click.

The pages are written into a new folder, which then takes the place of an old one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from claimpack.catalogues.descriptor import read_publication
from claimpack.catalogues.publication import Publication
from claimpack.files import Folder
from claimpack.opening import Opened
from claimpack.schema import Schema
from claimpack.site.article_pages import list_layers, read_texts, view_article
from claimpack.site.claim_pages import (
    describe_claims,
    iter_article_lists,
    iter_claims_data,
)
from claimpack.site.data_pages import iter_data_pages
from claimpack.site.dictionary import write_dictionary
from claimpack.site.drift_pages import iter_drift_pages
from claimpack.site.entity_pages import iter_entity_pages
from claimpack.site.event_pages import iter_event_pages
from claimpack.site.figure_pages import iter_figure_pages
from claimpack.site.home import iter_home
from claimpack.site.library import Library, open_library
from claimpack.site.pages import Sheet, render_page
from claimpack.site.source_pages import iter_source_pages
from claimpack.site.uses import Uses

Page = tuple[str, bytes]
"""Path, relative to the site, and content."""
ASSETS = ("icon.svg", "site.css", "site.js", "claims.js")


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """What the pages of a site share."""

    package: Opened
    library: Library
    publication: Publication
    texts: Folder | None
    """Where the exact texts lie, for those who have them."""
    part: tuple[int, int] | None = None
    """How many articles of how many; None for all of them."""


def open_site(
    package: Opened,
    schema: Schema,
    texts: Folder | None = None,
    articles: Sequence[str] = (),
) -> Site:
    """Return what the pages of a package share, or of some of its articles by id.

    Raises:
        UsageError: the package is of another model, is too large, or has not such an
            article.
        SourceError: a file cannot be read.

    """
    library = open_library(package, schema, articles)
    counts = {name: len(rows) for name, rows in library.rows.items()}
    part = None
    if articles:
        counts = package.count_rows()
        part = len(library.documents), counts["documents"]
    return Site(
        package=package,
        library=library,
        publication=read_publication(package.read_descriptor(), counts),
        texts=texts,
        part=part,
    )


def iter_pages(site: Site) -> Iterator[Page]:
    """Yield every file of a site."""
    for name in ASSETS:
        yield f"assets/{name}", render_page(name)
    yield "dictionary.html", write_dictionary(site.package)
    yield from iter_articles(site)
    yield from iter_lists(site)
    for path, template, values in iter_sheets(site):
        yield path, show_page(site, path, template, values)


def iter_sheets(site: Site) -> Iterator[Sheet]:
    """Yield all other pages, as templates with what they show."""
    library, package = site.library, site.package
    uses = Uses(library)
    texts = read_texts(library, package.files, site.texts)
    yield from iter_home(package, library, site.publication)
    is_part = site.part is not None
    yield from iter_figure_pages(package, library, is_part=is_part)
    yield from iter_source_pages(library)
    yield from iter_drift_pages(package, library)
    yield from iter_entity_pages(library, uses, texts)
    yield from iter_event_pages(library, uses, texts)
    yield from iter_data_pages(package, library, is_part=is_part)


def iter_articles(site: Site) -> Iterator[Page]:
    """Yield the pages of the articles."""
    for document_id in site.library.documents:
        path = f"articles/{document_id}.html"
        article = view_article(
            site.library, site.package.files, document_id, site.texts
        )
        layers = list_layers(article.passages or ())
        values = {
            "article": article,
            "layers": layers,
            "anchors": {claim.claim_id: claim.anchor for claim in article.claims},
            "here": "articles",
        }
        yield path, show_page(site, path, "article.html", values)


def iter_lists(site: Site) -> Iterator[Page]:
    """Yield the table of all claims and the list of articles."""
    yield from iter_claims_data(site.library)
    path = "claims.html"
    yield path, show_page(site, path, path, describe_claims(site.library))
    for path, values in iter_article_lists(site.library):
        yield path, show_page(site, path, "articles.html", values)


def show_page(site: Site, path: str, template: str, values: dict[str, object]) -> bytes:
    """Return a page of a site, with its header and its footer."""
    return render_page(
        template,
        root="../" * path.count("/"),
        publication=site.publication,
        library=site.library,
        part=site.part,
        **values,
    )
