"""One JSON-LD document that is a Dataset of schema.org and of DCAT 3 alike.

Sources: schema.org, Dataset; W3C, Data Catalog Vocabulary (DCAT) Version 3. A search
engine reads it from a page, a data portal harvests it.
"""

from __future__ import annotations

from typing import Any

from claimpack.catalogues.dois import format_address
from claimpack.catalogues.needs import need_description, need_title, require
from claimpack.catalogues.paths import encode_path
from claimpack.catalogues.publication import (
    Column,
    Contributor,
    Files,
    Licence,
    Origin,
    Publication,
)
from claimpack.catalogues.unseen import format_safe_json
from claimpack.document import When

CONTEXT = {
    "@vocab": "https://schema.org/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "spdx": "http://spdx.org/rdf/terms#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
LANGUAGES = "http://id.loc.gov/vocabulary/iso639-1/"
"""Of the codes with two letters, which DCAT wants as addresses."""
MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"

Json = dict[str, Any]


def write_json_ld(publication: Publication) -> bytes:
    """Return the description of a package; its files are named relative to it.

    Raises:
        SourceError: the package has no title or no description.

    """
    require(
        "a search engine for data",
        need_title(publication.title),
        need_description(publication.description),
    )
    content = {
        "@context": CONTEXT,
        "@id": identify(publication),
        "@type": ["Dataset", "dcat:Dataset"],
        **describe_words(publication),
        **describe_people(publication),
        **describe_rights(publication),
        **describe_coverage(publication),
        "variableMeasured": [
            describe_column(table, column)
            for table in publication.tables
            for column in table.columns
        ],
        **name_twice(
            "distribution",
            "dcat:distribution",
            [describe_file(it, path) for it in publication.files for path in it.paths],
        ),
    }
    return format_safe_json(drop_empty(content))


def drop_empty(content: Json) -> Json:
    """Return an object without the keys that say nothing."""
    return {key: value for key, value in content.items() if value not in (None, [])}


def identify(publication: Publication) -> str | None:
    """Return the address of the package: its DOI, or else its page."""
    doi = publication.doi
    return format_address(doi) if doi else publication.homepage


def say_twice(first: str, second: str, value: Any) -> Json:  # noqa: ANN401  # JSON
    """Return a value under the names that both vocabularies have for it."""
    return {first: value, second: value}


def name_twice(first: str, second: str, nodes: list[Json]) -> Json:
    """Return nodes under one name, and under the other one their ids alone.

    A node without an address has an id that holds in this document only.
    """
    named = [{"@id": f"_:{first}{at}", **node} for at, node in enumerate(nodes, 1)]
    return {first: named, second: [{"@id": node["@id"]} for node in named]}


def describe_words(publication: Publication) -> Json:
    """Return name, description and what else is plain text."""
    day = publication.created_on and {
        "@type": "xsd:date",
        "@value": publication.created_on,
    }
    return {
        **say_twice("name", "dct:title", publication.title),
        **say_twice("description", "dct:description", publication.description),
        **say_twice("version", "dcat:version", publication.version),
        **say_twice("keywords", "dcat:keyword", list(publication.keywords)),
        "inLanguage": list(publication.languages),
        "dct:language": [
            {"@id": f"{LANGUAGES}{code}"}
            for code in publication.languages
            if len(code) == len("en")
        ],
        "dateCreated": publication.created_on,
        "dct:created": day,
        "identifier": publication.doi and format_address(publication.doi),
        "url": publication.homepage,
        "dcat:landingPage": publication.homepage and {"@id": publication.homepage},
    }


def describe_people(publication: Publication) -> Json:
    """Return who made and who publishes the package, and what it was made of."""
    creators = list(map(describe_agent, publication.creators))
    publishers = [publication.publisher] if publication.publisher else []
    origins = list(map(describe_origin, publication.origins))
    return {
        **name_twice("creator", "dct:creator", creators),
        **name_twice("publisher", "dct:publisher", [*map(describe_agent, publishers)]),
        **name_twice("isBasedOn", "dct:source", origins),
    }


def describe_agent(agent: Contributor) -> Json:
    """Return a person or an organization, with its address as id."""
    kind = "Person" if agent.is_person else "Organization"
    works_for = agent.affiliation and {
        "@type": "Organization",
        "name": agent.affiliation,
    }
    return drop_empty(
        {
            "@id": agent.url,
            "@type": [kind, f"foaf:{kind}"],
            **say_twice("name", "foaf:name", agent.name),
            "givenName": agent.given_name,
            "familyName": agent.family_name,
            "affiliation": works_for,
        }
    )


def describe_origin(origin: Origin) -> Json:
    """Return what the package was made of."""
    content = {"@id": origin.url, "@type": "CreativeWork", "name": origin.title}
    return drop_empty(content)


def describe_rights(publication: Publication) -> Json:
    """Return the licences; the title of each says what it covers."""
    licences = publication.licences
    return {
        "license": list(map(describe_licence, licences)),
        "dct:license": [{"@id": it.url} for it in licences if it.url],
        "dct:rights": [
            {"@type": "dct:RightsStatement", "rdfs:label": it.title} for it in licences
        ],
    }


def describe_licence(licence: Licence) -> Json:
    """Return a licence as a work with an address."""
    content = {"@id": licence.url, "@type": "CreativeWork", "name": licence.title}
    return drop_empty(content | {"url": licence.url})


def describe_coverage(publication: Publication) -> Json:
    """Return when and where that is which the package is about."""
    when = publication.temporal
    place = publication.spatial and {"@type": "Place", "name": publication.spatial}
    return {
        "temporalCoverage": when and when.edtf,
        "dct:temporal": when and describe_period(when),
        "spatialCoverage": place,
        "dct:spatial": publication.spatial
        and {"@type": "dct:Location", "rdfs:label": publication.spatial},
    }


def describe_period(when: When) -> Json | None:
    """Return the first and the last day, without one that is open or uncertain."""
    first, _, last = when.edtf.partition("/")
    days = {"dcat:startDate": (first, when.start), "dcat:endDate": (last, when.end)}
    known = {
        key: {"@type": "xsd:date", "@value": day.isoformat()}
        for key, (words, day) in days.items()
        if day and not words.endswith(("~", "?"))
    }
    return {"@type": "dct:PeriodOfTime", **known} if known else None


def describe_column(table: Files, column: Column) -> Json:
    """Return a column, with the table that it is in."""
    return drop_empty(
        {
            "@type": "PropertyValue",
            "name": f"{table.name}.{column.name}",
            "description": column.description,
            "unitText": column.unit,
            "propertyID": column.exact_match,
        }
    )


def describe_file(files: Files, path: str) -> Json:
    """Return a file; size and checksum only where it is all of its resource."""
    address = encode_path(path)
    is_whole = len(files.paths) == 1
    size = files.size_bytes if is_whole else None
    digest = files.hashes.get("sha256") if is_whole else None
    media_type = files.media_type and {"@id": f"{MEDIA_TYPES}{files.media_type}"}
    return drop_empty(
        {
            "@id": address,
            "@type": ["DataDownload", "dcat:Distribution"],
            **say_twice("name", "dct:title", files.title or files.name),
            **say_twice("description", "dct:description", files.description),
            "contentUrl": address,
            "dcat:downloadURL": {"@id": address},
            "encodingFormat": files.media_type,
            "dcat:mediaType": media_type,
            "contentSize": None if size is None else f"{size} B",
            "dcat:byteSize": None if size is None else count_bytes(size),
            "sha256": digest,
            "spdx:checksum": digest and describe_checksum(digest),
        }
    )


def count_bytes(size: int) -> Json:
    """Return a number of bytes in the type that DCAT has for it."""
    return {"@type": "xsd:nonNegativeInteger", "@value": str(size)}


def describe_checksum(digest: str) -> Json:
    """Return a SHA-256 as DCAT has it."""
    return {
        "@type": "spdx:Checksum",
        "spdx:algorithm": {"@id": "spdx:checksumAlgorithm_sha256"},
        "spdx:checksumValue": {"@type": "xsd:hexBinary", "@value": digest},
    }
