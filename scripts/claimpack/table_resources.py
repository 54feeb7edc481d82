"""The files and the resources that a build makes of a table, in each of its forms.

A table has one CSV file and one Parquet file, or Parquet parts, with or without parts
in CSV that hold the same rows. What a resource says follows from files and schema.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import overload

import pyarrow as pa

from claimpack.derivation import table_schema
from claimpack.files import PackageFiles, refusal
from claimpack.findings import quote
from claimpack.package import (
    DESCRIPTOR_PATH,
    Json,
    csv_path,
    hash_value,
    list_paths,
    name_of,
    parquet_path,
    twin_name,
)
from claimpack.schema import Schema, Table
from claimpack.staging import Content
from claimpack.table_parts import (
    TableParts,
    describe_parts,
    is_part_path,
    iter_parts,
    part_files,
)
from claimpack.writers import TableFiles

WrittenTable = TableFiles | TableParts
"""The files of a table, in one of its forms."""


def generated_names(schema: Schema) -> dict[str, str]:
    """Return the names of all resources that a build makes, each with its table's."""
    return {
        name: table for table in schema.tables for name in (table, twin_name(table))
    }


def is_generated_path(table_name: str, path: str) -> bool:
    """Return whether a build makes a file of that path of the table, in any form."""
    one_file = (csv_path(table_name), parquet_path(table_name))
    return path in one_file or is_part_path(table_name, path)


def list_generated(folder: PackageFiles, table_names: Iterable[str]) -> list[str]:
    """Return the paths of all files in a package that builds have made of tables.

    Among them are those of a form that a table had before.
    """
    return [
        path
        for name in table_names
        for path in (csv_path(name), parquet_path(name), *iter_parts(folder, name))
        if folder.exists(path)
    ]


def name_place(name: str, table_name: str) -> str:
    """Return the path of the one file of a generated resource."""
    return csv_path(name) if name == table_name else parquet_path(table_name)


def is_generated(resource: Json, table_name: str) -> bool:
    """Return whether a resource with a generated name has the files of that table."""
    paths = list_paths(resource)
    return bool(paths) and all(is_generated_path(table_name, path) for path in paths)


@overload
def data_files(files: Mapping[str, TableFiles]) -> dict[str, bytes]: ...
@overload
def data_files(files: Mapping[str, WrittenTable]) -> dict[str, Content]: ...
def data_files(
    files: Mapping[str, TableFiles] | Mapping[str, WrittenTable],
) -> dict[str, bytes] | dict[str, Content]:
    """Return the content of each file in `data/`, by path, in the order given."""
    paths: dict[str, Content] = {}
    for name, written in files.items():
        if isinstance(written, TableParts):
            paths |= part_files(name, written)
        else:
            paths[csv_path(name)] = written.csv
            paths[parquet_path(name)] = written.parquet
    return paths


def derive_resources(schema: Schema, files: Mapping[str, WrittenTable]) -> list[Json]:
    """Return the resources of the tables that have files, in publication order."""
    parquet_only = {name for name, written in files.items() if not written.csv}
    resources = []
    for table in schema.tables.values():
        if table.name in files:
            resources += table_resources(table, files[table.name], parquet_only)
    return resources


def table_resources(
    table: Table, written: WrittenTable, parquet_only: Collection[str]
) -> list[Json]:
    """Return the resources of a table: CSV and its twin, or Parquet alone."""
    if isinstance(written, TableFiles):
        csv = describe_file(csv_path(table.name), written.csv)
        parquet = describe_file(parquet_path(table.name), written.parquet)
        # The canonical rows are our CSV: they do not depend on the writer.
        parquet["contentHash"] = csv["hash"]
    else:
        csv = describe_parts(table.name, written.csv, "csv")
        parquet = describe_parts(table.name, written.parquet, "parquet")
    if not written.csv:
        return [parquet_resource(table, parquet)]
    return [csv_resource(table, csv, parquet_only), twin_resource(table, parquet)]


def describe_file(path: str, content: bytes) -> Json:
    """Return what a resource says of its one file."""
    return {"path": path, "bytes": len(content), "hash": hash_value(content)}


def csv_resource(table: Table, place: Json, parquet_only: Collection[str]) -> Json:
    """Return the resource of a table in CSV; `place` says what there is of its files.

    Keys to the tables `parquet_only` are told apart.
    """
    return {
        "name": table.name,
        "type": "table",
        "title": table.title,
        "description": table.description,
        "path": place["path"],
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        **place,
        "schema": table_schema(table, parquet_only),
    }


def parquet_resource(table: Table, place: Json) -> Json:
    """Return the resource of a table that is in Parquet only."""
    return {
        "name": table.name,
        "title": table.title,
        "description": table.description,
        **describe_parquet(place),
        "schema": table_schema(table),
    }


def twin_resource(table: Table, place: Json) -> Json:
    """Return the resource of what repeats a table in Parquet."""
    name = {"name": twin_name(table.name), "twinOf": table.name}
    return {**name, **describe_parquet(place)}


def describe_parquet(place: Json) -> Json:
    """Return what a resource says of Parquet files.

    It has no `type`, a twin no `schema` either, and an unusual `format`: of the forms
    that were tried, only these pass the official profile and `frictionless validate`
    with and without frictionless's extra for Parquet (docs/architecture.md).
    """
    return {
        "path": place["path"],
        "format": "pq",
        "mediatype": "application/vnd.apache.parquet",
        **place,
        "writer": f"pyarrow {pa.__version__}",
    }


def own_resources(descriptor: Json, schema: Schema) -> list[Json]:
    """Return the resources of people, in their order: all that no build generates.

    Raises:
        SourceError: one has the name of a generated one, but another path.

    """
    tables = generated_names(schema)
    own = []
    for number, resource in enumerate(descriptor.get("resources", []), start=1):
        name = name_of(resource)
        if name not in tables:
            own.append(resource)
        elif not is_generated(resource, tables[name]):
            where = f"{DESCRIPTOR_PATH}, resource {number}"
            place = name_place(name, tables[name])
            found = f"found the name {quote(name)}, which is that of {place}"
            raise refusal(where, found, "expected another", "rename the resource")
    return own


def refresh_resources(
    schema: Schema, resources: Iterable[Json], files: Mapping[str, WrittenTable]
) -> list[Json]:
    """Return the resources after a change of the schema alone.

    Tables in `files` are derived anew. Of the others, the words and the schema
    follow `schema`, and what is said about the files stays as it was. Resources of
    people are left out.
    """
    tables = generated_names(schema)
    known = {
        name: resource
        for resource in resources
        if (name := name_of(resource)) in tables and tables[name] not in files
    }
    derived = {
        name_of(resource): resource for resource in derive_resources(schema, files)
    }
    parquet_only = {name for name in known if is_parquet_table(known[name])}
    refreshed = []
    for name, table_name in tables.items():
        if name in derived:
            refreshed.append(derived[name])
        elif name in known:
            table = schema.tables[table_name]
            refreshed.append(refresh_resource(table, known[name], parquet_only))
    return refreshed


def is_parquet_table(resource: Json) -> bool:
    """Return whether a generated resource is a table that is in Parquet only."""
    return resource.get("format") == "pq" and "twinOf" not in resource


def refresh_resource(
    table: Table, resource: Json, parquet_only: Collection[str]
) -> Json:
    """Return the resource with the words and schema of its table, where it has any."""
    is_parquet = is_parquet_table(resource)
    current = {
        "title": table.title,
        "description": table.description,
        "schema": table_schema(table, () if is_parquet else parquet_only),
    }
    return {key: current.get(key, value) for key, value in resource.items()}
