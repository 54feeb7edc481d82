"""The descriptor: what it declares, and whether that can be checked at all.

Source: Data Package 2.0. A descriptor may be a stranger's: any JSON value may stand
in any place, and what we do not read yet is named, never passed over in silence.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from claimpack.checks.dialects import read_dialect
from claimpack.checks.resource_files import (
    KINDS,
    check_kinds,
    name_value,
    not_checked,
    only_integer,
    only_string,
    read_parts,
    read_paths,
    resource_finding,
)
from claimpack.checks.table_schemas import Declared, read_table
from claimpack.columns import Column
from claimpack.content import UTF8, Wrapping, find_encoding
from claimpack.csv_files import Dialect
from claimpack.findings import Finding, Location, Rule, Severity, make_finding, quote
from claimpack.sources import Package, Resource

PACKAGE = Rule(
    code="package-error",
    severity=Severity.ERROR,
    template="{where} is {found}",
    explanation=(
        "The descriptor is an object whose `resources` lists at least one object "
        "(Data Package 2.0); without that there is nothing to check."
    ),
)
NOTHING_CHECKED = Rule(
    code="nothing-checked",
    severity=Severity.ERROR,
    template="no resource is a table that can be checked",
    explanation="A package of which no row was looked at must not pass as valid.",
)
RULES = (PACKAGE, NOTHING_CHECKED)

GZIP = "gz"
FORMATS = {"csv": "csv", "pq": "parquet", "parquet": "parquet"}


def read_package(path: str, content: Any) -> Generator[Finding, None, Package]:  # noqa: ANN401  # JSON enters here
    """Return what the descriptor declares, yielding what is wrong with it."""
    if not isinstance(content, dict):
        yield package_finding(path, "the descriptor", content, "an object")
        return Package(path=path)
    resources = yield from read_resources(path, content.get("resources"))
    own = content.get("claimpack", {})
    if not isinstance(own, dict):
        yield package_finding(path, "claimpack", own, "an object")
        own = {}
    return Package(
        path=path,
        resources=tuple(resources),
        expectations=own.get("expect"),
        model=own.get("model"),
        rules_path=own.get("rules"),
    )


def package_finding(path: str, where: str, found: object, expected: str) -> Finding:
    """Return the finding that a part of the descriptor has the wrong form."""
    location = Location(path=path)
    return make_finding(
        PACKAGE, location, where=where, found=name_value(found), expected=expected
    )


def read_resources(path: str, entries: Any) -> Generator[Finding, None, list[Resource]]:  # noqa: ANN401  # JSON
    """Return the resources, yielding what is wrong with each and with the list."""
    if not isinstance(entries, list) or not entries:
        yield package_finding(path, "resources", entries, "a list of resources")
        return []
    resources = []
    for index, entry in enumerate(entries):
        if isinstance(entry, dict):
            resources.append((yield from read_resource(path, index, entry)))
        else:
            yield package_finding(path, f"resources[{index}]", entry, "an object")
    if not any(resource.table for resource in resources):
        yield make_finding(
            NOTHING_CHECKED,
            Location(path=path),
            expected="a resource in CSV or Parquet with a schema",
        )
    return resources


def read_resource(
    path: str, index: int, entry: Mapping[str, Any]
) -> Generator[Finding, None, Resource]:
    """Return one resource; its table is None where its rows cannot be checked."""
    name = entry.get("name")
    location = Location(path=path, resource=name if isinstance(name, str) else None)
    if not isinstance(name, str) or not name:
        yield resource_finding(location, f"resources[{index}].name", name, "a name")
        name = f"resource {index + 1}"
    paths = yield from read_paths(location, entry.get("path"), "data" in entry)
    file_format = find_format(entry, paths)
    twin_of = entry.get("twinOf")
    declared, dialect = None, Dialect()
    if paths and twin_of is None:
        declared = yield from read_declared(location, name, entry, paths)
        dialect = yield from read_dialect(location, entry.get("dialect"))
    columns = declared.columns if declared else ()
    yield from check_kinds(location, entry, KINDS, "")
    return Resource(
        name=name,
        paths=paths,
        format=file_format,
        table=declared.table if declared else None,
        columns=tuple(add_missing(column, dialect) for column in columns),
        wrapping=read_wrapping(entry, paths),
        dialect=dialect,
        fields_match=declared.fields_match if declared else "exact",
        twin_of=only_string(twin_of),
        size_bytes=only_integer(entry.get("bytes")),
        hash=only_string(entry.get("hash")),
        parts=(yield from read_parts(location, entry.get("parts"), paths)),
        content_hash=only_string(entry.get("contentHash")),
    )


def add_missing(column: Column, dialect: Dialect) -> Column:
    """Return a column for which the null sequence of a dialect is no value."""
    if dialect.null_sequence is None:
        return column
    missing = column.missing_values | {dialect.null_sequence}
    return replace(column, missing_values=missing)


def find_format(entry: Mapping[str, Any], paths: Sequence[str]) -> str | None:
    """Return csv or parquet, by the property `format` or else by the file's name."""
    name = paths[0].lower().removesuffix(".gz") if paths else ""
    return FORMATS.get(str(entry.get("format", name.rpartition(".")[2])).lower())


def read_wrapping(entry: Mapping[str, Any], paths: Sequence[str]) -> Wrapping:
    """Return what a resource is packed and encoded in; plain where we cannot tell."""
    encoding = find_encoding(str(entry.get("encoding", UTF8)))
    is_packed = name_packing(entry, paths) == GZIP if "compression" in entry else None
    return Wrapping(is_packed=is_packed, encoding=encoding or UTF8)


def name_packing(entry: Mapping[str, Any], paths: Sequence[str]) -> str | None:
    """Return how the files are compressed, by property or name; None for not at all."""
    declared = entry.get("compression")
    if declared is not None:
        return {"gzip": GZIP, "": None, "no": None}.get(str(declared), str(declared))
    suffix = paths[0].lower().rpartition(".")[2] if paths else ""
    return suffix if suffix in ("gz", "zip", "bz2", "xz", "zst") else None


def read_declared(
    location: Location, name: str, entry: Mapping[str, Any], paths: Sequence[str]
) -> Generator[Finding, None, Declared | None]:
    """Return the declared columns of a resource, None where it is no table."""
    schema, file_format = entry.get("schema"), find_format(entry, paths)
    is_table = schema is not None or entry.get("type") == "table"
    reason = find_obstacle(entry, paths)
    if reason is None:
        return (yield from read_table(location, name, schema))
    if is_table or file_format:
        yield not_checked(location, reason)
    return None


def find_obstacle(entry: Mapping[str, Any], paths: Sequence[str]) -> str | None:
    """Return why the rows of a resource cannot be checked, or None."""
    schema, file_format = entry.get("schema"), find_format(entry, paths)
    packing, encoding = name_packing(entry, paths), entry.get("encoding", UTF8)
    can_unpack = packing is None or (packing == GZIP and file_format == "csv")
    reasons = {
        f"the file is compressed ({quote(packing)})": not can_unpack,
        "the format is neither CSV nor Parquet": file_format is None,
        "the resource has no schema": schema is None,
        "the schema could not be read": isinstance(schema, str),
        f"the encoding is {quote(encoding)}": find_encoding(str(encoding)) is None,
    }
    return next((reason for reason, is_so in reasons.items() if is_so), None)
