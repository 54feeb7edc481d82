"""The home page: what the package is, what is in it, and how to read and cite it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from claimpack.catalogues.bibtex import write_bibtex
from claimpack.catalogues.json_ld import write_json_ld
from claimpack.catalogues.publication import Publication
from claimpack.catalogues.unseen import format_safe_json
from claimpack.errors import SourceError
from claimpack.opening import Opened
from claimpack.readme import model_words
from claimpack.readme.background import read_background
from claimpack.readme.quick_starts import choose_table, list_places, start_duckdb
from claimpack.site.changelog import LONGEST_NEWS, read_changelog, shorten_section
from claimpack.site.citations import write_apa
from claimpack.site.library import Library, list_ids
from claimpack.site.pages import Sheet
from claimpack.site.prose import render_prose
from claimpack.strict_json import parse_json

BAR_WIDTH = 1000
"""Of the bar of certainties, in its own unit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """The claims of one certainty, and where they lie in the bar of all."""

    code: str
    label: str
    count: int
    start: int
    width: int
    """In thousandths of the bar."""


def iter_home(
    package: Opened, library: Library, publication: Publication
) -> Iterator[Sheet]:
    """Yield the home page."""
    news = read_changelog(package.files).newest
    limits = "\n".join(f"- {limit}" for limit in model_words.LIMITS)
    values = {
        "here": "home",
        "description": render_prose(publication.description or "", 2),
        "assertions": render_prose(f"{model_words.ASSERTIONS}\n\n{limits}", 3),
        "facts": list_facts(library),
        "shares": list_shares(library),
        "total": len(library.claims),
        "start": start(package, publication),
        "news": render_prose(shorten_section(news, LONGEST_NEWS), 3),
        "is_news_cut": len(news) > LONGEST_NEWS,
        "bibtex": write_bibtex(publication),
        "apa": write_apa(publication),
        "quoting": render_prose(model_words.QUOTING, 3),
        "row_counts": {table.name: table.row_count for table in publication.tables},
        "json_ld": describe_site(publication),
    }
    yield "index.html", "home.html", values


def list_facts(library: Library) -> list[tuple[str, int, str]]:
    """Return what is counted: its name, the number, and its page."""
    counts = {
        ("article", "articles"): len(library.documents),
        ("claim", "claims"): len(library.claims),
        ("source", "sources"): count_sources(library),
        ("entity", "entities"): len(library.entities),
        ("event", "events"): len(library.events),
    }
    return [
        (one if count == 1 else many, count, f"{many}.html")
        for (one, many), count in counts.items()
    ]


def count_sources(library: Library) -> int:
    """Return how many entities stand in any chain; the unnamed are not counted."""
    return len(list_ids(library.rows["attributions"], "source_id"))


def list_shares(library: Library) -> list[Share]:
    """Return the claims by certainty, the most certain first, unknown ones last."""
    counts = Counter(row["certainty"] for row in library.claims.values())
    codes = [code.code for code in library.schema.vocabularies["certainty"].codes]
    names = {code: library.name_code("certainty", code) for code in codes}
    names |= {"none": "Not annotated"} if counts[None] else {}
    total, before = max(1, len(library.claims)), 0
    shares = []
    for code, label in names.items():
        count = counts[None if code == "none" else code]
        start = BAR_WIDTH * before // total
        before += count
        width = BAR_WIDTH * before // total - start
        share = Share(code=code, label=label, count=count, start=start, width=width)
        shares.append(share)
    return shares


def start(package: Opened, publication: Publication) -> Markup:
    """Return the lines that read a table with DuckDB; nothing where it reads none."""
    background = read_background(package)
    table = choose_table(publication, background)
    places = list_places(publication, background, table) if table else []
    if table is None or not places:
        return Markup()
    return render_prose(
        f"In the folder of the package, with DuckDB:\n\n{start_duckdb(places[0])}", 3
    )


def describe_site(publication: Publication) -> Markup | None:
    """Return the package for search engines, None where it says too little of itself.

    Without its files: what lies beside the package does not lie beside the site.
    """
    try:
        content: dict[str, Any] = parse_json(write_json_ld(publication), "JSON-LD")
    except SourceError:
        return None
    for key in ("distribution", "dcat:distribution"):
        content.pop(key, None)
    text = format_safe_json(content).decode().replace("<", r"\u003c")
    return Markup(text.strip())  # noqa: S704  # no < in there: it ends no element
