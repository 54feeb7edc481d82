"""`CITATION.cff`: how to cite the package, for GitHub, Zenodo and Zotero.

Source: Citation File Format 1.2.0, schema guide.
"""

from __future__ import annotations

import json
import re
from typing import Any

from claimpack.catalogues.dois import format_address
from claimpack.catalogues.needs import need_creators, need_title, require
from claimpack.catalogues.publication import Contributor, Licence, Publication
from claimpack.catalogues.yaml_text import format_yaml

DOI = re.compile(r"10\.[0-9]{4,9}/[A-Za-z0-9:/_;().\[\]\\-]+")
"""Those that the schema has words for."""
MESSAGE = "If you use these data, please cite them as below, with their version."


def write_citation(publication: Publication) -> bytes:
    """Return the citation file of a package.

    Raises:
        SourceError: it has no title, or nobody who made it.

    """
    require(
        "a citation file",
        need_title(publication.title),
        need_creators(publication.creators),
    )
    content = {
        "cff-version": "1.2.0",
        "message": " ".join([MESSAGE, *map(name_rights, publication.licences)]),
        "type": "dataset",
        "title": publication.title,
        "authors": list_authors(publication),
        "version": publication.version,
        "date-released": publication.created_on,
        **name_doi(publication.doi),
        "url": publication.homepage,
        **name_licence(publication.licences),
        "abstract": publication.description,
        "keywords": list(publication.keywords),
    }
    return format_yaml({key: it for key, it in content.items() if it}).encode()


def name_rights(licence: Licence) -> str:
    """Return the sentence about a licence: its title says what it covers."""
    return f"Licence: {licence.title.rstrip('.')}."


def list_authors(publication: Publication) -> list[dict[str, str]]:
    """Return each author once: the schema wants no two that are the same."""
    authors = map(name_author, publication.creators)
    return list({json.dumps(author): author for author in authors}.values())


def name_author(author: Contributor) -> dict[str, str]:
    """Return a person, whose name may have no parts, or an entity."""
    orcid = author.orcid and f"https://orcid.org/{author.orcid}"
    has_parts = author.family_name or author.given_name
    name = {
        "family-names": author.family_name,
        "given-names": author.given_name,
        "alias": None if has_parts else author.name,
        "affiliation": author.affiliation,
    }
    if not author.is_person:
        name = {"name": author.name}
    entry = {**name, "orcid": orcid, "website": None if orcid else author.url}
    return {key: value for key, value in entry.items() if value}


def name_doi(doi: str | None) -> dict[str, Any]:
    """Return a DOI, or its address where it has signs that the schema does not know."""
    if doi is None or DOI.fullmatch(doi):
        return {"doi": doi}
    address = {"type": "url", "value": format_address(doi), "description": "The DOI."}
    return {"identifiers": [address]}


def name_licence(licences: tuple[Licence, ...]) -> dict[str, str | list[str]]:
    """Return the licences by their ids, or the address of the one that has no id.

    Where some have ids and some do not, only the message has them: here it would seem
    that one may choose.
    """
    known = [licence.known for licence in licences if licence.known]
    ids = list(dict.fromkeys(licence.spdx for licence in known))
    if ids and len(known) == len(licences):
        return {"license": ids if len(ids) > 1 else ids[0]}
    urls = [licence.url for licence in licences if licence.url]
    return {"license-url": urls[0]} if len(licences) == len(urls) == 1 else {}
