"""A package built from its seeds: everything is written, or nothing is."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from claimpack.files import Folder, refusal
from claimpack.findings import Finding, Rest, has_errors
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
from claimpack.sharding.corpora import CorpusTables, building_tables
from claimpack.sharding.plans import DEFAULTS, Options, Plan
from claimpack.sharding.refused import (
    REFUSED,
    REFUSED_PATH,
    is_refused,
    refused_files,
    refused_resources,
)
from claimpack.sharding.sources import Sources, plan_seeds
from claimpack.sources import Package, Resource
from claimpack.staging import Content
from claimpack.strict_json import format_json
from claimpack.table_resources import (
    data_files,
    derive_resources,
    list_generated,
    own_resources,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildReport:
    """What a build found and did."""

    findings: tuple[Finding | Rest, ...]
    row_counts: Mapping[str, int] = field(default_factory=dict)
    """By table; empty where the findings kept the package from being built."""
    changed: tuple[str, ...] = ()
    """Paths of the files that were written; unchanged ones are not touched."""
    completed: tuple[str, ...] = ()
    """Paths of an unfinished build, which was completed before all else."""
    refused_count: int = 0
    """Articles that are left out for their errors."""


def build_package(
    root: Path, schema: Schema, options: Options = DEFAULTS
) -> BuildReport:
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
        plan, sources = plan_seeds(root, schema, options)
        descriptor = read_descriptor(folder)
        report = publish_corpus(root, plan, sources, descriptor, options)
        return replace(report, completed=tuple(completed))


def publish_corpus(
    root: Path, plan: Plan, sources: Sources, descriptor: Json, options: Options
) -> BuildReport:
    """Build the tables of a corpus, and publish the package where nothing is wrong."""
    folder = Folder(root)
    package = plan_package(folder, descriptor, plan.schema)
    with building_tables(root, plan, sources, package, options) as tables:
        report = BuildReport(findings=tables.findings)
        if has_errors(tables.findings):
            return report
        content = write_package(plan.schema, tables, descriptor)
        gone = list_superseded(folder, plan.schema, descriptor, content)
        changed = publish(root, content, last=DESCRIPTOR_PATH, removed=gone)
        return replace(
            report,
            row_counts=tables.row_counts,
            changed=tuple(changed),
            refused_count=len(tables.refused),
        )


def write_package(
    schema: Schema, tables: CorpusTables, descriptor: Json
) -> dict[str, Content]:
    """Return the content of every file that a build writes, by path."""
    resources = derive_resources(schema, tables.files)
    refused = refused_files(tables.refused)
    resources += refused_resources(refused)
    resources = license_rows(resources, descriptor)
    resources += people_resources(descriptor, schema)
    merged = merge_descriptor(descriptor, resources, MODEL_VERSION)
    return {
        **data_files(tables.files),
        **refused,
        DESCRIPTOR_PATH: format_json(merged),
    }


def people_resources(descriptor: Json, schema: Schema) -> list[Json]:
    """Return the resources of people: all that no build generates."""
    own = own_resources(descriptor, schema)
    return [resource for resource in own if not is_refused(resource)]


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
    own = people_resources(descriptor, schema)
    kept = {path for resource in own for path in list_paths(resource)}
    return [
        path
        for path in [*list_generated(folder, schema.tables), REFUSED_PATH]
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
        for resource in people_resources(descriptor, schema)
    }
    made = {name: list_planned(folder, name) for name in schema.tables}
    made[REFUSED] = [REFUSED_PATH]
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
