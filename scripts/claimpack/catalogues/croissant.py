"""Croissant 1.1: files with checksums and typed records, for machine learning.

Source: MLCommons, Croissant Format Specification 1.1. Records are read from Parquet
where a table has it, because readers guess the types of CSV.
"""

from __future__ import annotations

from collections.abc import Iterator
from glob import escape
from typing import Any
from urllib.parse import quote

from claimpack.catalogues.bibtex import write_bibtex
from claimpack.catalogues.needs import Need, need_title, require
from claimpack.catalogues.publication import (
    Column,
    Contributor,
    Files,
    Licence,
    Publication,
)
from claimpack.strict_json import format_json

VERSION = "http://mlcommons.org/croissant/1.1"
CONTEXT = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    **{
        word: f"cr:{word}"
        for word in (
            *("annotation", "arrayShape", "citeAs", "column", "containedIn"),
            *("equivalentProperty", "excludes", "extract", "field", "fileObject"),
            *("fileProperty", "fileSet", "format", "includes", "isArray"),
            *("isLiveDataset", "jsonPath", "key", "md5", "parentField", "path"),
            *("recordSet", "references", "regex", "repeated", "replace"),
            *("samplingRate", "sdVersion", "separator", "source", "subField"),
            *("transform", "unArchive", "value"),
        )
    },
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "description": {"@container": "@language"},
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "name": {"@container": "@language"},
    "rai": "http://mlcommons.org/croissant/RAI/",
    "sc": "https://schema.org/",
}
TYPES = {
    "integer": "cr:Int64",
    "number": "cr:Float64",
    "boolean": "sc:Boolean",
    "date": "sc:Date",
    "datetime": "sc:DateTime",
    "time": "sc:Time",
    "year": "cr:Int64",
}
"""By type of Table Schema; every other is text."""
PARQUET = "application/x-parquet"
"""What its readers call Parquet; the registered name is another."""


def write_croissant(publication: Publication) -> bytes:
    """Return the description of a package, to stand beside its descriptor.

    Raises:
        SourceError: the package has no title, or a file no checksum.

    """
    needs = [need_hash(files) for files in publication.files if len(files.paths) == 1]
    require("Croissant", need_title(publication.title), *needs)
    content = {
        "@context": CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": VERSION,
        "name": publication.title,
        "description": publication.description,
        "url": publication.homepage,
        "sameAs": publication.doi and f"https://doi.org/{publication.doi}",
        "version": publication.version,
        "datePublished": publication.created_on,
        "license": list(map(name_licence, publication.licences)),
        "creator": list(map(name_agent, publication.creators)),
        "publisher": publication.publisher and name_agent(publication.publisher),
        "keywords": list(publication.keywords),
        "inLanguage": list(publication.languages),
        "citeAs": write_bibtex(publication),
        "distribution": list(map(describe_files, publication.files)),
        "recordSet": [
            *iter_enumerations(publication),
            *(describe_table(publication, table) for table in publication.tables),
        ],
    }
    return format_json({key: value for key, value in content.items() if value})


def need_hash(files: Files) -> Need:
    """Return the need of a checksum."""
    known = files.hashes.get("sha256") or files.hashes.get("md5")
    key = f"SHA-256 at hash of the resource {files.name}"
    return Need(known, key, "the checksum of the file", '"hash": "sha256:7f19…"')


def name_licence(licence: Licence) -> dict[str, str]:
    """Return a licence; its title says what it covers."""
    entry = {"@type": "sc:CreativeWork", "name": licence.title, "url": licence.url}
    return {key: value for key, value in entry.items() if value}


def name_agent(agent: Contributor) -> dict[str, str]:
    """Return a person or an organization."""
    kind = "sc:Person" if agent.is_person else "sc:Organization"
    entry = {"@type": kind, "name": agent.name, "url": agent.url}
    return {key: value for key, value in entry.items() if value}


def describe_files(files: Files) -> dict[str, Any]:
    """Return the file of a resource, or the set of its files.

    The checksum of several files is that of all together, which Croissant has no place
    for.
    """
    media_type = PARQUET if files.format == "parquet" else files.media_type
    common = {
        "@id": id_of_files(files),
        "name": files.name,
        "description": files.description,
        "encodingFormat": media_type or "application/octet-stream",
    }
    size = None if files.size_bytes is None else f"{files.size_bytes} B"
    own: dict[str, Any] = {
        "@type": "cr:FileSet",
        "includes": [*map(escape, files.paths)],
    }
    if len(files.paths) == 1:
        checksums = {key: files.hashes.get(key) for key in ("sha256", "md5")}
        own = {
            "@type": "cr:FileObject",
            "contentUrl": files.paths[0],
            "contentSize": size,
            **checksums,
        }
    return {key: value for key, value in (common | own).items() if value}


def id_of_files(files: Files) -> str:
    """Return the id of a file, which is its path, or of several."""
    return quote(files.paths[0] if len(files.paths) == 1 else f"files/{files.name}")


def id_of(table: str, column: str) -> str:
    """Return the id of a column in its record set."""
    return f"{quote(table)}/{quote(column, safe='')}"


def describe_table(publication: Publication, table: Files) -> dict[str, Any]:
    """Return the record set of a table."""
    key = [{"@id": id_of(table.name, column)} for column in table.primary_key]
    content = {
        "@type": "cr:RecordSet",
        "@id": quote(table.name),
        "name": table.title or table.name,
        "description": table.description,
        "key": key,
        "field": [
            describe_column(publication, table, column) for column in table.columns
        ],
    }
    return {key: value for key, value in content.items() if value}


def describe_column(
    publication: Publication, table: Files, column: Column
) -> dict[str, Any]:
    """Return the field of a column, with the file that it is read from."""
    place = publication.find_parquet(table) or table
    kinds = [find_type(column, place), *([column.rdf_type] if column.rdf_type else ())]
    content = {
        "@type": "cr:Field",
        "@id": id_of(table.name, column.name),
        "name": column.name,
        "description": describe_words(column),
        "dataType": kinds if len(kinds) > 1 else kinds[0],
        "equivalentProperty": column.exact_match,
        "source": locate(place, column.name),
        "references": find_target(publication, table, column),
    }
    return {key: value for key, value in content.items() if value}


def locate(place: Files, column: str) -> dict[str, Any]:
    """Return where the values of a column are read."""
    kind = "fileObject" if len(place.paths) == 1 else "fileSet"
    return {kind: {"@id": id_of_files(place)}, "extract": {"column": column}}


def find_type(column: Column, place: Files) -> str:
    """Return the type of a column's values; text where CSV needs to be read for it."""
    is_typed = column.is_plain or place.format == "parquet"
    return TYPES.get(column.type, "sc:Text") if is_typed else "sc:Text"


def describe_words(column: Column) -> str:
    """Return what a column means, with its unit."""
    unit = f"Unit: {column.unit}." if column.unit else None
    return " ".join(words for words in (column.description, unit) if words)


def find_target(
    publication: Publication, table: Files, column: Column
) -> dict[str, Any] | None:
    """Return what a column in Parquet refers to: a key of a table, or a code list.

    mlcroissant 1.1 joins what is referred to. So a key is named by its file: it fails
    on a record set that refers to another one, or to itself. What is no key would give
    rows twice, and a column of CSV without a value would fail as one of numbers.
    """
    place = publication.find_parquet(table)
    if place is None:
        return None
    for reference in table.references:
        target = publication.find_table(reference.table)
        if reference.column == column.name and target is not None:
            files = publication.find_parquet(target)
            if files and target.primary_key == (reference.target,):
                return locate(files, reference.target)
    codes = id_of(name_codes(table, column), "code")
    return {"field": {"@id": codes}} if column.codes else None


def name_codes(table: Files, column: Column) -> str:
    """Return the id of the code list of a column; columns may share one."""
    return f"codes/{column.code_list or f'{table.name}.{column.name}'}"


def iter_enumerations(publication: Publication) -> Iterator[dict[str, Any]]:
    """Yield the record set of each code list, once."""
    lists = {
        name_codes(table, column): column
        for table in publication.tables
        for column in table.columns
        if column.codes
    }
    for name, column in lists.items():
        field = id_of(name, "code")
        yield {
            "@type": "cr:RecordSet",
            "@id": quote(name),
            "name": name.removeprefix("codes/"),
            "dataType": "sc:Enumeration",
            "key": {"@id": field},
            "field": [
                {
                    "@type": "cr:Field",
                    "@id": field,
                    "name": "code",
                    "dataType": TYPES.get(column.type, "sc:Text"),
                }
            ],
            "data": [{field: code} for code in column.codes],
        }
