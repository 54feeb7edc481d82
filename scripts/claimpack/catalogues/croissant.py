"""Croissant 1.1: files with checksums and typed records, for machine learning.

Source: MLCommons, Croissant Format Specification 1.1. Records are read from Parquet
where a table has it, because readers guess the types of CSV.
"""

from __future__ import annotations

from collections.abc import Iterator
from glob import escape
from typing import Any

from claimpack.catalogues.bibtex import write_bibtex
from claimpack.catalogues.croissant_ids import Ids, name_codes
from claimpack.catalogues.csv_forms import TAB, find_croissant_obstacle
from claimpack.catalogues.dois import format_address
from claimpack.catalogues.needs import Need, need_title, require
from claimpack.catalogues.publication import (
    Column,
    Contributor,
    Files,
    Licence,
    Publication,
)
from claimpack.catalogues.unseen import format_safe_json
from claimpack.findings import quote

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
CSV = "text/csv"
TSV = "text/tab-separated-values"
GZIP = "application/gzip"


def write_croissant(publication: Publication) -> bytes:
    """Return the description of a package, to stand beside its descriptor.

    Raises:
        SourceError: the package has no title, or a file no checksum.

    """
    needs = [need_hash(files) for files in publication.files if len(files.paths) == 1]
    require("Croissant", need_title(publication.title), *needs)
    ids = Ids()
    content = {
        "@context": CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": VERSION,
        "name": publication.title,
        "description": publication.description,
        "url": publication.homepage,
        "sameAs": publication.doi and format_address(publication.doi),
        "version": publication.version,
        "datePublished": publication.created_on,
        "license": list(map(name_licence, publication.licences)),
        "creator": list(map(name_agent, publication.creators)),
        "publisher": publication.publisher and name_agent(publication.publisher),
        "keywords": list(publication.keywords),
        "inLanguage": list(publication.languages),
        "citeAs": write_bibtex(publication),
        "distribution": [describe_files(ids, it) for it in publication.files],
        "recordSet": list_record_sets(ids, publication),
    }
    return format_safe_json({key: value for key, value in content.items() if value})


def list_record_sets(ids: Ids, publication: Publication) -> list[dict[str, Any]]:
    """Return the code lists and the tables; tables have the first choice of ids."""
    records = list_records(publication)
    tables = [describe_table(ids, publication, table) for table in records]
    return [*iter_enumerations(ids, publication), *tables]


def need_hash(files: Files) -> Need:
    """Return the need of a checksum."""
    known = files.hashes.get("sha256") or files.hashes.get("md5")
    key = f"SHA-256 at hash of the resource {quote(files.name)}"
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


def describe_files(ids: Ids, files: Files) -> dict[str, Any]:
    """Return the file of a resource, or the set of its files.

    The checksum of several files is that of all together, which Croissant has no place
    for.
    """
    common = {
        "@id": ids.of_files(files),
        "name": files.name,
        "description": files.description,
        "encodingFormat": find_encoding_format(files),
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


def find_encoding_format(files: Files) -> str | list[str]:
    """Return the media type of a file, and that of gzip if it is packed.

    That of a table is what its readers go by, whatever else the package calls it.
    """
    if files.format == "parquet":
        return PARQUET
    if files.format != "csv":
        return files.media_type or "application/octet-stream"
    media_type = TSV if files.dialect.delimiter == TAB else CSV
    return [media_type, GZIP] if files.is_packed else media_type


def list_records(publication: Publication) -> list[Files]:
    """Return the tables whose rows are described."""
    return [it for it in publication.tables if not find_obstacle(publication, it)]


def list_left_out(publication: Publication) -> dict[str, str]:
    """Return why some tables are files without records, by their names."""
    found = {it.name: find_obstacle(publication, it) for it in publication.tables}
    return {name: obstacle for name, obstacle in found.items() if obstacle}


def find_obstacle(publication: Publication, table: Files) -> str | None:
    """Return why a table is not told of as records; None where it is."""
    if publication.find_parquet(table):
        return None
    return table.obstacle or find_croissant_obstacle(table)


def describe_table(ids: Ids, publication: Publication, table: Files) -> dict[str, Any]:
    """Return the record set of a table."""
    by_name = {column.name: column for column in table.columns}
    keys = [by_name[name] for name in table.primary_key if name in by_name]
    content = {
        "@type": "cr:RecordSet",
        "@id": ids.of_table(table),
        "name": table.title or table.name,
        "description": table.description,
        "key": [{"@id": ids.of_column(table, column)} for column in keys],
        "field": [
            describe_column(ids, publication, table, column) for column in table.columns
        ],
    }
    return {key: value for key, value in content.items() if value}


def describe_column(
    ids: Ids, publication: Publication, table: Files, column: Column
) -> dict[str, Any]:
    """Return the field of a column, with the file that it is read from."""
    place = publication.find_parquet(table) or table
    kinds = [find_type(column, place), *([column.rdf_type] if column.rdf_type else ())]
    content = {
        "@type": "cr:Field",
        "@id": ids.of_column(table, column),
        "name": column.name,
        "description": describe_words(column),
        "dataType": kinds if len(kinds) > 1 else kinds[0],
        "equivalentProperty": column.exact_match,
        "source": locate(ids, place, column.name),
        "references": find_target(ids, publication, table, column),
    }
    return {key: value for key, value in content.items() if value}


def locate(ids: Ids, place: Files, column: str) -> dict[str, Any]:
    """Return where the values of a column are read."""
    kind = "fileObject" if len(place.paths) == 1 else "fileSet"
    return {kind: {"@id": ids.of_files(place)}, "extract": {"column": column}}


def find_type(column: Column, place: Files) -> str:
    """Return the type of a column's values; text where CSV needs to be read for it."""
    is_typed = column.is_plain or place.format == "parquet"
    return TYPES.get(column.type, "sc:Text") if is_typed else "sc:Text"


def describe_words(column: Column) -> str:
    """Return what a column means, with its unit."""
    unit = f"Unit: {column.unit}." if column.unit else None
    return " ".join(words for words in (column.description, unit) if words)


def find_target(
    ids: Ids, publication: Publication, table: Files, column: Column
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
                return locate(ids, files, reference.target)
    field = ids.of_code(table, column) if column.codes else None
    return {"field": {"@id": field}} if field else None


def iter_enumerations(ids: Ids, publication: Publication) -> Iterator[dict[str, Any]]:
    """Yield the record set of each code list, once."""
    lists = {
        ids.of_codes(table, column): (table, column)
        for table in list_records(publication)
        for column in table.columns
        if column.codes
    }
    for codes, (table, column) in lists.items():
        field = ids.of_code(table, column)
        yield {
            "@type": "cr:RecordSet",
            "@id": codes,
            "name": name_codes(table, column),
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
