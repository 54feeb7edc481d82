"""The metadata of a DOI, as DataCite takes it: kernel 4.5 in JSON.

Source: DataCite Metadata Schema 4.5. The DOI is the `id` of the descriptor, for
which Data Package 2.0 gives DOIs as an example. None is ever invented.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from claimpack.catalogues.needs import Need, need_creators, need_title, require
from claimpack.catalogues.publication import (
    Contributor,
    Licence,
    Publication,
)
from claimpack.catalogues.roles import list_contributors
from claimpack.catalogues.unseen import format_safe_json
from claimpack.findings import quote

RESERVED = "the one that is reserved for the package; none is invented"


def write_datacite(publication: Publication) -> bytes:
    """Return the metadata of the package's DOI.

    Raises:
        SourceError: it has no DOI, or lacks what DataCite demands.

    """
    publisher = publication.publisher
    require("DataCite", *list_needs(publication))
    content: dict[str, Any] = {
        "doi": publication.doi,
        "types": {"resourceTypeGeneral": "Dataset", "resourceType": "Data package"},
        "creators": list(map(name_creator, publication.creators)),
        "titles": [{"title": publication.title}],
        "publisher": {"name": publisher.name if publisher else None},
        "publicationYear": (publication.created_on or "")[:4],
        "dates": [{"date": publication.created_on, "dateType": "Created"}],
        "subjects": [{"subject": word} for word in publication.keywords],
        "contributors": [
            {**name_creator(contributor), "contributorType": kind}
            for contributor, kind in list_contributors(publication)
        ],
        "language": next(iter(publication.languages), None),
        "version": publication.version,
        "url": publication.homepage,
        "rightsList": list(map(name_rights, publication.licences)),
        "descriptions": list_descriptions(publication),
        "relatedIdentifiers": list_related(publication),
        "sizes": list(dict.fromkeys(iter_sizes(publication))),
        "formats": sorted({it.media_type for it in publication.files if it.media_type}),
        "schemaVersion": "http://datacite.org/schema/kernel-4",
    }
    return format_safe_json({key: value for key, value in content.items() if value})


def list_needs(publication: Publication) -> list[Need]:
    """Return what DataCite demands of a DOI's metadata."""
    publisher = '{"title": "Our archive", "roles": ["publisher"]} to contributors'
    odd = publication.odd_doi
    return [
        Need(
            publication.doi,
            "DOI as id",
            f"{quote(odd)} is none" if odd else RESERVED,
            '"id": "https://doi.org/10.5072/example"',
        ),
        need_title(publication.title),
        need_creators(publication.creators),
        Need(
            publication.publisher,
            "contributor whose role is publisher",
            "who holds and distributes it",
            publisher,
        ),
        Need(
            publication.created_on,
            "day at created",
            "the year of publication",
            '"created": "2031-05-06T00:00:00Z"',
        ),
    ]


def name_creator(contributor: Contributor) -> dict[str, Any]:
    """Return somebody, as a person or an organization."""
    orcid = {
        "nameIdentifier": f"https://orcid.org/{contributor.orcid}",
        "nameIdentifierScheme": "ORCID",
        "schemeUri": "https://orcid.org",
    }
    entry = {
        "name": contributor.sorted_name,
        "nameType": "Personal" if contributor.is_person else "Organizational",
        "givenName": contributor.given_name,
        "familyName": contributor.family_name,
        "nameIdentifiers": [orcid] if contributor.orcid else None,
        "affiliation": contributor.affiliation and [{"name": contributor.affiliation}],
    }
    return {key: value for key, value in entry.items() if value}


def name_rights(licence: Licence) -> dict[str, str]:
    """Return a licence; its title says what it covers."""
    entry = {"rights": licence.title, "rightsUri": licence.url}
    if licence.known:
        entry |= {
            "rightsIdentifier": licence.known.spdx,
            "rightsIdentifierScheme": "SPDX",
            "schemeUri": "https://spdx.org/licenses/",
        }
    return {key: value for key, value in entry.items() if value}


def list_descriptions(publication: Publication) -> list[dict[str, str]]:
    """Return the description, and what the package was made of."""
    texts = {
        "Abstract": [publication.description] if publication.description else [],
        "Methods": [f"Source: {it.title}" for it in publication.origins],
    }
    return [
        {"description": text, "descriptionType": kind}
        for kind, found in texts.items()
        for text in dict.fromkeys(found)
    ]


def list_related(publication: Publication) -> list[dict[str, str]]:
    """Return the addresses of what the package was made of."""
    urls = dict.fromkeys(it.url for it in publication.origins if it.url)
    kinds = {"relatedIdentifierType": "URL", "relationType": "IsDerivedFrom"}
    return [{"relatedIdentifier": url, **kinds} for url in urls]


def iter_sizes(publication: Publication) -> Iterator[str]:
    """Yield name and size of each resource whose size is known, in words."""
    for files in publication.files:
        if files.size_bytes is not None:
            yield f"{files.name}: {files.size_bytes} bytes"
