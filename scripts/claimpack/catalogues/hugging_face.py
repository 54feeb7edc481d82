"""The card of a data set on the Hugging Face Hub: a `README.md` for the package.

Source: Hugging Face Hub, "Dataset Cards". `hub_tables` has what is loaded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from claimpack.catalogues.bibtex import write_bibtex
from claimpack.catalogues.hub_tables import explain_need, list_configs
from claimpack.catalogues.needs import Need, need_title, require
from claimpack.catalogues.publication import Licence, Publication
from claimpack.catalogues.unseen import show_unseen
from claimpack.catalogues.yaml_text import format_yaml
from claimpack.data_dictionary import escape_cell, markdown_table

PUNCTUATION = re.compile(r"[\\`*_{}\[\]<>#|~&]")
TRILLION = 10**12
"""From so many rows on, the Hub has one size for all."""


def write_hugging_face(publication: Publication) -> bytes:
    """Return the card of a package, to lie beside its descriptor.

    Raises:
        SourceError: the package has no title, or no table in CSV or Parquet.

    """
    configs = list_configs(publication)
    resources = '"resources": [{"name": "t", "path": "t.csv", "schema": {…}}]'
    require(
        "the card of a data set",
        need_title(publication.title),
        Need(configs, "table in CSV or Parquet", explain_need(publication), resources),
    )
    front = {
        "pretty_name": publication.title,
        **name_licence(publication.licences),
        "language": list(publication.languages),
        "tags": list(publication.keywords),
        "size_categories": list_sizes(publication),
        "configs": configs,
    }
    matter = format_yaml({key: value for key, value in front.items() if value})
    blocks = show_unseen("\n\n".join(iter_blocks(publication)))
    return f"---\n{matter}---\n\n{blocks}\n".encode()


def name_licence(licences: tuple[Licence, ...]) -> dict[str, Any]:
    """Return the licences by the ids of the Hub; another one by name and address."""
    ids = [it.known.hugging_face for it in licences if it.known]
    others = [it for it in licences if not it.known]
    if not others:
        return {"license": ids}
    first = others[0]
    return {
        "license": [*ids, "other"],
        "license_name": re.sub(r"[^a-z0-9.-]+", "-", first.title.lower()).strip("-"),
        "license_link": first.url,
    }


def list_sizes(publication: Publication) -> list[str]:
    """Return the size of all tables together, where all rows were counted.

    >>> list_sizes(Publication(title=None))
    []
    """
    counts = [it.row_count for it in publication.tables]
    known = [count for count in counts if count is not None]
    return [name_size(sum(known))] if known and len(known) == len(counts) else []


def name_size(rows: int) -> str:
    """Return the size that the Hub has for a number of rows.

    >>> name_size(34), name_size(1000), name_size(10**12)
    ('n<1K', '1K<n<10K', 'n>1T')
    """
    if rows >= TRILLION:
        return "n>1T"
    if rows < 10**3:
        return "n<1K"
    power = len(str(rows)) - 1
    return f"{name_power(power)}<n<{name_power(power + 1)}"


def name_power(power: int) -> str:
    """Return a power of ten as the Hub writes it: 10K, 1M."""
    return f"{10 ** (power % 3)}{'KMBT'[power // 3 - 1]}"


def iter_blocks(publication: Publication) -> Iterator[str]:
    """Yield the parts of the card below its front matter."""
    yield f"# {escape_words(publication.title or '')}"
    if publication.description:
        yield publication.description
    yield "## Tables"
    rows = [
        (escape_words(table.name), escape_cell(table.description or ""))
        for table in publication.tables
    ]
    yield markdown_table(("table", "description"), rows)
    if publication.licences:
        yield "## Licence"
        yield from (f"{escape_words(it.title)}." for it in publication.licences)
    yield "## Citation"
    yield f"```bibtex\n{write_bibtex(publication)}\n```"


def escape_words(text: str) -> str:
    r"""Return plain words as Markdown that shows them, on one line.

    >>> print(escape_words("a *b* <c>"))
    a \*b\* \<c\>
    """
    return PUNCTUATION.sub(lambda found: f"\\{found[0]}", " ".join(text.split()))
