"""A package built from its seeds: everything is written, or nothing is."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pyarrow as pa

from claimpack.checks.built import check_built
from claimpack.checks.files import check_strays
from claimpack.corpus import Corpus, build_tables
from claimpack.files import Folder, refusal
from claimpack.findings import Finding, has_errors
from claimpack.journal import building, publish
from claimpack.package import (
    DESCRIPTOR_PATH,
    Json,
    csv_path,
    license_rows,
    list_paths,
    merge_descriptor,
    name_of,
    parquet_path,
    read_descriptor,
    require_descriptor,
)
from claimpack.schema import MODEL_VERSION, SEEDS, Schema
from claimpack.schema_files import require_model
from claimpack.seeds import read_seeds
from claimpack.sources import Package, Resource
from claimpack.staging import Content
from claimpack.strict_json import format_json
from claimpack.table_resources import (
    data_files,
    derive_resources,
    list_generated,
    own_resources,
)
from claimpack.writers import build_arrow, write_table


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildReport:
    """What a build found and did."""

    findings: tuple[Finding, ...]
    row_counts: Mapping[str, int] = field(default_factory=dict)
    """By table; empty where the findings kept the package from being built."""
    changed: tuple[str, ...] = ()
    """Paths of the files that were written; unchanged ones are not touched."""
    completed: tuple[str, ...] = ()
    """Paths of an unfinished build, which was completed before all else."""


def build_package(root: Path, schema: Schema) -> BuildReport:
    """Build the package in a folder from its seeds, and publish it as a whole.

    An error among the findings keeps everything as it was. They are those that
    `validate` would have of what the build makes.

    Raises:
        SourceError: the descriptor or a seed cannot be read.
        SchemaError: the package has schema files of its own, but not those of `schema`.
        BuildError: another build is at work, or the files cannot be written.

    """
    folder = Folder(root)
    require_descriptor(folder)
    with building(root) as completed:
        require_seeds(folder)
        require_model(folder, schema)
        descriptor = read_descriptor(folder)
        plan = plan_package(folder, descriptor, schema)
        tables, findings = make_tables(folder, plan, schema)
        report = BuildReport(findings=findings, completed=tuple(completed))
        if has_errors(findings):
            return report
        return publish_package(root, schema, tables, descriptor, report)


def publish_package(
    root: Path,
    schema: Schema,
    tables: Mapping[str, pa.Table],
    descriptor: Json,
    report: BuildReport,
) -> BuildReport:
    """Write the package, and return the report with what was written."""
    content = write_package(schema, tables, descriptor)
    gone = list_superseded(Folder(root), schema, descriptor, content)
    changed = publish(root, content, last=DESCRIPTOR_PATH, removed=gone)
    counts = {name: table.num_rows for name, table in tables.items()}
    return replace(report, row_counts=counts, changed=tuple(changed))


def write_package(
    schema: Schema, tables: Mapping[str, pa.Table], descriptor: Json
) -> dict[str, Content]:
    """Return the content of every file that a build writes, by path."""
    files = {
        name: write_table(schema.tables[name], table) for name, table in tables.items()
    }
    resources = license_rows(derive_resources(schema, files), descriptor)
    resources += own_resources(descriptor, schema)
    merged = merge_descriptor(descriptor, resources, MODEL_VERSION)
    return {**data_files(files), DESCRIPTOR_PATH: format_json(merged)}


def require_seeds(folder: Folder) -> None:
    """Raise `SourceError`, which says how to begin, unless there are seeds."""
    if not folder.exists(SEEDS):
        found, expected = f"found no folder {SEEDS}", "expected the folder of a package"
        advice = "make it, with <document_id>.txt and <document_id>.ann of each article"
        raise refusal(str(folder.root), found, expected, advice)


def list_superseded(
    folder: Folder, schema: Schema, descriptor: Json, written: Collection[str]
) -> list[str]:
    """Return the files of tables that a build made in another form, to be removed."""
    own = own_resources(descriptor, schema)
    kept = {path for resource in own for path in list_paths(resource)}
    return [
        path
        for path in list_generated(folder, schema.tables)
        if path not in written and path not in kept
    ]


def plan_package(folder: Folder, descriptor: Json, schema: Schema) -> Package:
    """Return the package that the build makes, as far as its checks look at it.

    What is expected of tables that people have added is left out: nothing changes
    them here, and only `validate` reads them. The files that earlier builds have made
    of the tables are no strays: what is not made again is removed.
    """
    own = {
        name_of(resource): list_paths(resource)
        for resource in own_resources(descriptor, schema)
    }
    made = {name: list_planned(folder, name) for name in schema.tables}
    return Package(
        path=DESCRIPTOR_PATH,
        resources=tuple(
            Resource(name=name, paths=tuple(paths))
            for name, paths in [*made.items(), *own.items()]
        ),
        model=MODEL_VERSION,
        expectations=leave_out(descriptor.get("claimpack", {}).get("expect"), own),
    )


def list_planned(folder: Folder, table_name: str) -> list[str]:
    """Return the places of the files of a table, and of parts that are there."""
    one_file = (csv_path(table_name), parquet_path(table_name))
    return list(dict.fromkeys([*one_file, *list_generated(folder, [table_name])]))


def leave_out(expectations: Any, tables: Collection[str]) -> Any:  # noqa: ANN401  # JSON
    """Return the expectations but those about some tables and their columns."""
    if not isinstance(expectations, dict):
        return expectations
    return {
        target: floors
        for target, floors in expectations.items()
        if not any(target == name or target.startswith(f"{name}.") for name in tables)
    }


def make_tables(
    folder: Folder, package: Package, schema: Schema
) -> tuple[dict[str, pa.Table], tuple[Finding, ...]]:
    """Return the tables of the package by name, and all that is wrong with them.

    There are no tables where something in the seeds is wrong.
    """
    seeds = read_seeds(folder, schema)
    tables, findings = tabulate(seeds.corpus, seeds.findings, package, schema)
    strays = check_strays(folder, package) if tables else ()
    return tables, (*findings, *strays)


def tabulate(
    corpus: Corpus, found: tuple[Finding, ...], package: Package, schema: Schema
) -> tuple[dict[str, pa.Table], tuple[Finding, ...]]:
    """Return the tables of a corpus by name, and all that is wrong with it.

    `found` is what is already known; there are no tables where any of it is an error.
    """
    if has_errors(found):
        return {}, found
    rows, faults = build_tables(corpus, schema)
    findings = (*found, *faults)
    if has_errors(findings):
        return {}, findings
    tables = {
        name: build_arrow(table, rows[name]) for name, table in schema.tables.items()
    }
    return tables, (*findings, *check_built(tables, corpus, schema, package))
