"""The files that follow from the schema files, kept in step with them."""

from __future__ import annotations

from pathlib import Path

from claimpack.derivation import code_rows, derived_files
from claimpack.files import Folder, format_json
from claimpack.findings import Finding, Location, Rule, Severity, make_finding
from claimpack.journal import building, publish
from claimpack.package import (
    DESCRIPTOR_PATH,
    data_files,
    merge_descriptor,
    own_resources,
    read_descriptor,
    refresh_resources,
    require_descriptor,
)
from claimpack.schema import MODEL_VERSION, Schema
from claimpack.schema_files import require_model
from claimpack.writers import build_arrow, write_table

STALE = Rule(
    code="derived-stale",
    severity=Severity.ERROR,
    template="the file {found}",
    explanation=(
        "Row schemas, the data dictionary, the code table and the resources of the "
        "descriptor follow from schemas/tables and schemas/vocabularies."
    ),
)
RULES = (STALE,)


def list_derived(root: Path, schema: Schema) -> dict[str, bytes]:
    """Return every derived file of a package with its content, by path.

    Raises:
        SchemaError: a schema file of the package is wrong, or not that of the model.
        SourceError: the descriptor cannot be read.

    """
    folder = Folder(root)
    require_model(folder, schema)
    codes = schema.tables["codes"]
    files = {"codes": write_table(codes, build_arrow(codes, code_rows(schema)))}
    descriptor = read_descriptor(folder)
    known = descriptor.get("resources", [])
    resources = refresh_resources(schema, known, files)
    resources += own_resources(descriptor, schema)
    derived = derived_files(schema) if folder.exists("schemas/tables") else {}
    return {
        **derived,
        **data_files(files),
        DESCRIPTOR_PATH: format_json(
            merge_descriptor(descriptor, resources, MODEL_VERSION)
        ),
    }


def refresh_package(root: Path, schema: Schema) -> list[str]:
    """Write the derived files that are stale; return the paths of all it wrote.

    Those of an unfinished build, which is completed before all else, come first.
    """
    require_descriptor(Folder(root))
    with building(root) as completed:
        derived = list_derived(root, schema)
        changed = publish(root, derived, last=DESCRIPTOR_PATH)
    return list(dict.fromkeys([*completed, *changed]))


def find_stale(root: Path, schema: Schema) -> list[Finding]:
    """Return a finding per derived file that is missing or stale."""
    folder = Folder(root)
    faults = {
        path: find_fault(folder, path, content)
        for path, content in list_derived(root, schema).items()
    }
    return [
        make_finding(
            STALE,
            Location(path=path),
            found=fault,
            expected="the content that `claimpack schema` writes",
            hint="edit the schema files, not this one; then run `claimpack schema`",
        )
        for path, fault in faults.items()
        if fault is not None
    ]


def find_fault(folder: Folder, path: str, content: bytes) -> str | None:
    """Return what is wrong with a derived file, or None."""
    if not folder.exists(path):
        return "is missing"
    is_current = folder.read_bytes(path) == content
    return None if is_current else "is not what the schema files give"
