"""A package built from its seeds: everything is written, or nothing is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from claimpack.build_lock import lock
from claimpack.checks import check_tables
from claimpack.corpus import build_tables
from claimpack.files import Folder, format_json, refusal
from claimpack.findings import Finding, has_errors
from claimpack.journal import publish
from claimpack.package import (
    DESCRIPTOR_PATH,
    data_files,
    derive_resources,
    merge_descriptor,
    read_descriptor,
)
from claimpack.schema import MODEL_VERSION, Schema
from claimpack.seeds import SEEDS, read_seeds
from claimpack.writers import build_arrow, write_table


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildReport:
    """What a build found and did."""

    findings: tuple[Finding, ...]
    row_counts: Mapping[str, int]
    """By table; empty where the findings kept the package from being built."""
    changed: tuple[str, ...]
    """Paths of the files that were written; unchanged ones are not touched."""


def build_package(root: Path, schema: Schema) -> BuildReport:
    """Build the package in a folder from its seeds, and publish it as a whole.

    An error among the findings keeps everything as it was.

    Raises:
        SourceError: the descriptor or a seed cannot be read.
        BuildError: another build is at work, or the files cannot be written.

    """
    folder = Folder(root)
    require_inputs(folder)
    descriptor = read_descriptor(folder)
    with lock(root):
        tables, findings = make_tables(folder, schema)
        if has_errors(findings):
            return BuildReport(findings=findings, row_counts={}, changed=())
        files = {
            name: write_table(schema.tables[name], table)
            for name, table in tables.items()
        }
        resources = derive_resources(schema, files)
        content = {
            **data_files(files),
            DESCRIPTOR_PATH: format_json(
                merge_descriptor(descriptor, resources, MODEL_VERSION)
            ),
        }
        changed = publish(root, content, last=DESCRIPTOR_PATH)
    return BuildReport(
        findings=findings,
        row_counts={name: table.num_rows for name, table in tables.items()},
        changed=tuple(changed),
    )


def require_inputs(folder: Folder) -> None:
    """Raise `SourceError` unless there is a descriptor, and a folder of seeds.

    Whoever begins a package meets this first, so it says how to begin.
    """
    where, expected = str(folder.root), "expected the folder of a package"
    if not folder.exists(DESCRIPTOR_PATH):
        advice = 'make one that holds {"name": "my-package"}; the build adds the rest'
        raise refusal(where, f"found no {DESCRIPTOR_PATH}", expected, advice)
    if not folder.exists(SEEDS):
        advice = "make it, with <document_id>.txt and <document_id>.ann of each article"
        raise refusal(where, f"found no folder {SEEDS}", expected, advice)


def make_tables(
    folder: Folder, schema: Schema
) -> tuple[dict[str, pa.Table], tuple[Finding, ...]]:
    """Return the tables of the package by name, and all that is wrong with them.

    There are no tables where something in the seeds is wrong.
    """
    seeds = read_seeds(folder, schema)
    if has_errors(seeds.findings):
        return {}, seeds.findings
    rows, found = build_tables(seeds.corpus, schema)
    findings = (*seeds.findings, *found)
    if has_errors(findings):
        return {}, findings
    tables = {
        name: build_arrow(table, rows[name]) for name, table in schema.tables.items()
    }
    return tables, (*findings, *check_tables(tables, schema))
