"""`.zenodo.json`: what Zenodo fills its form with when it archives a release.

Source: Zenodo, REST API, "Deposit metadata". Descriptions are HTML there, and without a
licence it would choose one of its own.
"""

from __future__ import annotations

from html import escape
from typing import Any

from claimpack.catalogues.needs import (
    Need,
    need_creators,
    need_description,
    need_title,
    require,
)
from claimpack.catalogues.publication import Contributor, Licence, Publication
from claimpack.catalogues.roles import list_contributors
from claimpack.catalogues.unseen import format_safe_json


def write_zenodo(publication: Publication) -> bytes:
    """Return the metadata of a deposit.

    Raises:
        SourceError: the package lacks what Zenodo demands.

    """
    licence = find_licence(publication)
    require(
        "Zenodo",
        need_title(publication.title),
        need_description(publication.description),
        need_creators(publication.creators),
        need_licence(licence),
    )
    content: dict[str, Any] = {
        "upload_type": "dataset",
        "title": publication.title,
        "description": format_html(publication.description or ""),
        "creators": list(map(name_creator, publication.creators)),
        "contributors": [
            {**name_creator(contributor), "type": kind}
            for contributor, kind in list_contributors(publication)
        ],
        "access_right": "open",
        "license": licence,
        "version": publication.version,
        "publication_date": publication.created_on,
        "doi": publication.doi,
        "keywords": list(publication.keywords),
        "notes": "".join(map(format_rights, publication.licences)),
        "related_identifiers": list_related(publication),
    }
    return format_safe_json({key: value for key, value in content.items() if value})


def find_licence(publication: Publication) -> str | None:
    """Return the first licence as Zenodo calls it: it takes one, the notes have all."""
    known = [it.known for it in publication.licences[:1] if it.known]
    return known[0].spdx.lower() if known else None


def need_licence(known: str | None) -> Need:
    """Return the need of a licence that Zenodo knows."""
    example = '"licenses": [{"name": "CC-BY-4.0"}]'
    reason = "without one, Zenodo would choose"
    return Need(known, "licence whose name is an id of SPDX", reason, example)


def name_creator(contributor: Contributor) -> dict[str, str]:
    """Return somebody as Zenodo lists people, family name first."""
    entry = {
        "name": contributor.sorted_name,
        "affiliation": contributor.affiliation,
        "orcid": contributor.orcid,
    }
    return {key: value for key, value in entry.items() if value}


def format_html(text: str) -> str:
    r"""Return a text as paragraphs of HTML; nothing in it is a tag.

    >>> format_html("Deaths < 5\n\nand more")
    '<p>Deaths &lt; 5</p><p>and more</p>'
    """
    paragraphs = (" ".join(part.split()) for part in text.split("\n\n"))
    return "".join(f"<p>{escape(part, quote=False)}</p>" for part in paragraphs if part)


def format_rights(licence: Licence) -> str:
    """Return the paragraph about a licence: its title says what it covers."""
    return format_html(f"Licence: {licence.title.rstrip('.')}.")


def list_related(publication: Publication) -> list[dict[str, str]]:
    """Return where more is, and what the package was made of."""
    related = {it.url: "isDerivedFrom" for it in publication.origins if it.url}
    if publication.homepage:
        related[publication.homepage] = "isDocumentedBy"
    return [{"identifier": url, "relation": kind} for url, kind in related.items()]
