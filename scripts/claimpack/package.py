"""The descriptor of a package, `datapackage.json` (Data Package 2.0).

People edit all of it but `resources` and `claimpack.model`, which follow from the
files and the schema. Nothing here reads the tables themselves.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pyarrow as pa

from claimpack.derivation import table_schema
from claimpack.errors import SourceError
from claimpack.files import Folder, PackageFiles, refusal, sha256_hex
from claimpack.findings import quote
from claimpack.schema import MODEL_VERSION, Schema, Table
from claimpack.strict_json import parse_json
from claimpack.writers import TableFiles

DESCRIPTOR_PATH = "datapackage.json"

Json = dict[str, Any]

ROWS_ALONE = (
    "For the annotations, which are the rows of this table; the words that they quote "
    "from articles remain their publishers'"
)
"""What a licence of the package covers of a table."""


def csv_path(table_name: str) -> str:
    """Return where the CSV file of a table is, relative to the package."""
    return f"data/{table_name}.csv"


def parquet_path(table_name: str) -> str:
    """Return where the Parquet file of a table is, relative to the package."""
    return f"data/{table_name}.parquet"


def twin_name(table_name: str) -> str:
    """Return the name of the resource that is the Parquet file of a table."""
    return f"{table_name}-parquet"


def generated_places(table_name: str) -> tuple[tuple[str, str], tuple[str, str]]:
    """Return name and path of the two resources that a build makes of a table."""
    csv = (table_name, csv_path(table_name))
    return csv, (twin_name(table_name), parquet_path(table_name))


def place_of(resource: Json) -> tuple[str, str]:
    """Return name and path of a resource, in words: what tells it from the others."""
    return str(resource.get("name")), str(resource.get("path"))


def require_descriptor(folder: Folder) -> None:
    """Raise `SourceError` unless there is a descriptor.

    Whoever begins a package meets this first, so it says how to begin.
    """
    if not folder.exists(DESCRIPTOR_PATH):
        found = f"found no {DESCRIPTOR_PATH}"
        advice = 'make one that holds {"name": "my-package"}; the build adds the rest'
        expected = "expected the folder of a package"
        raise refusal(str(folder.root), found, expected, advice)


def read_descriptor(folder: PackageFiles, path: str = DESCRIPTOR_PATH) -> Json:
    """Return the descriptor of a package.

    Raises:
        SourceError: it is missing, is not JSON, or is not an object whose
            `resources` is a list of objects and whose `claimpack` is an object.

    """
    content = parse_json(folder.read_bytes(path), path)
    if not isinstance(content, dict):
        raise wrong_shape(path, content, "an object")
    resources = content.get("resources", [])
    if not isinstance(resources, list):
        raise wrong_shape(f"{path}, resources", resources, "a list of objects")
    for number, resource in enumerate(resources, start=1):
        if not isinstance(resource, dict):
            raise wrong_shape(f"{path}, resource {number}", resource, "an object")
    own = content.get("claimpack", {})
    if not isinstance(own, dict):
        raise wrong_shape(f"{path}, claimpack", own, "an object")
    return content


def list_places(folder: PackageFiles, descriptor_path: str) -> list[tuple[str, str]]:
    """Return name and path of each file of each resource with a name, in order."""
    return [
        (resource["name"], path)
        for resource in iter_resources(folder, descriptor_path)
        if isinstance(resource.get("name"), str)
        for path in list_paths(resource)
    ]


def list_paths(resource: Json) -> list[str]:
    """Return the paths of the files of a resource; none for what is no path."""
    path = resource.get("path")
    return [
        each
        for each in (path if isinstance(path, list) else [path])
        if isinstance(each, str)
    ]


def iter_resources(folder: PackageFiles, descriptor_path: str) -> Iterator[Json]:
    """Yield each resource of a descriptor that is an object, whatever else it is."""
    descriptor = parse_json(folder.read_bytes(descriptor_path), descriptor_path)
    for content in only_objects([descriptor]):
        yield from only_objects(content.get("resources"))


def only_objects(value: Any) -> Iterator[Json]:  # noqa: ANN401  # JSON enters here
    """Yield the objects in a list; none where it is no list."""
    entries = value if isinstance(value, list) else ()
    yield from (entry for entry in entries if isinstance(entry, dict))


def wrong_shape(where: str, value: object, expected: str) -> SourceError:
    """Return the error for a part of the descriptor that has the wrong JSON type."""
    words = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    found = f"found {quote(words)}"
    advice = "correct it; `claimpack validate` tells all that is wrong"
    return refusal(where, found, f"expected {expected}", advice)


def data_files(files: Mapping[str, TableFiles]) -> dict[str, bytes]:
    """Return the content of each file in `data/`, by path, in the order given."""
    paths: dict[str, bytes] = {}
    for name, content in files.items():
        paths[csv_path(name)] = content.csv
        paths[parquet_path(name)] = content.parquet
    return paths


def derive_resources(schema: Schema, files: Mapping[str, TableFiles]) -> list[Json]:
    """Return the resources of the tables that have files, in publication order."""
    resources = []
    for table in schema.tables.values():
        if table.name in files:
            content = files[table.name]
            resources.append(csv_resource(table, content.csv))
            resources.append(parquet_resource(table, content))
    return resources


def csv_resource(table: Table, content: bytes) -> Json:
    """Return the resource of a table's CSV file."""
    return {
        "name": table.name,
        "type": "table",
        "title": table.title,
        "description": table.description,
        "path": csv_path(table.name),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": hash_value(content),
        "schema": table_schema(table),
    }


def parquet_resource(table: Table, content: TableFiles) -> Json:
    """Return the resource of a table's Parquet file.

    It has neither `type` nor `schema`, and an unusual `format`: of the forms that
    were tried, only this one passes the official profile and `frictionless
    validate` with and without frictionless's extra for Parquet (docs/architecture.md).
    """
    return {
        "name": twin_name(table.name),
        "twinOf": table.name,
        "path": parquet_path(table.name),
        "format": "pq",
        "mediatype": "application/vnd.apache.parquet",
        "bytes": len(content.parquet),
        "hash": hash_value(content.parquet),
        # The canonical rows are our CSV: they do not depend on the writer.
        "contentHash": hash_value(content.csv),
        "writer": f"pyarrow {pa.__version__}",
    }


def license_rows(resources: Iterable[Json], descriptor: Json) -> list[Json]:
    """Return generated resources under the licences of the package, if it has some.

    They cover the rows that were made, and no words that are quoted in them.
    """
    licences = [
        {**licence, "title": ROWS_ALONE}
        for licence in only_objects(descriptor.get("licenses"))
    ]
    added = {"licenses": licences} if licences else {}
    return [{**resource, **added} for resource in resources]


def hash_value(content: bytes) -> str:
    """Return the SHA-256 of a file as the standard writes it."""
    return f"sha256:{sha256_hex(content)}"


def own_resources(descriptor: Json, schema: Schema) -> list[Json]:
    """Return the resources of people, in their order: all that no build generates.

    Raises:
        SourceError: one has the name of a generated one, but another path.

    """
    paths = dict(place for name in schema.tables for place in generated_places(name))
    own = []
    for number, resource in enumerate(descriptor.get("resources", []), start=1):
        name, path = place_of(resource)
        if name not in paths:
            own.append(resource)
        elif path != paths[name]:
            where = f"{DESCRIPTOR_PATH}, resource {number}"
            found = f"found the name {quote(name)}, which is that of {paths[name]}"
            raise refusal(where, found, "expected another", "rename the resource")
    return own


def refresh_resources(
    schema: Schema, resources: Iterable[Json], files: Mapping[str, TableFiles]
) -> list[Json]:
    """Return the resources after a change of the schema alone.

    Tables in `files` are derived anew. Of the others, the words and the schema
    follow `schema`, and what is said about the files stays as it was. Resources of
    people are left out.
    """
    derived = {place_of(entry): entry for entry in derive_resources(schema, files)}
    known = {place_of(entry): entry for entry in resources}
    refreshed = []
    for table in schema.tables.values():
        for place in generated_places(table.name):
            if place in derived:
                refreshed.append(derived[place])
            elif place in known:
                refreshed.append(refresh_resource(table, known[place]))
    return refreshed


def refresh_resource(table: Table, resource: Json) -> Json:
    """Return the resource with the words and schema of its table, where it has any."""
    current = {
        "title": table.title,
        "description": table.description,
        "schema": table_schema(table),
    }
    return {key: current.get(key, value) for key, value in resource.items()}


def merge_descriptor(
    descriptor: Json, resources: list[Json], model_version: str = MODEL_VERSION
) -> Json:
    """Return the descriptor with new resources and model version.

    All that people edit is kept, and so is the order of the keys.
    """
    own = {**descriptor.get("claimpack", {}), "model": model_version}
    return {**descriptor, "claimpack": own, "resources": resources}
