"""The files that follow from the schema files, kept in step with them."""

from __future__ import annotations

from collections.abc import Container
from pathlib import Path

from claimpack.checks.rules import find_breaches
from claimpack.derivation import code_rows, derived_files
from claimpack.engine import connect
from claimpack.errors import SchemaError
from claimpack.files import Folder, explain
from claimpack.findings import Finding, Location, Rule, Severity, make_finding
from claimpack.journal import building, publish
from claimpack.package import (
    DESCRIPTOR_PATH,
    csv_path,
    license_rows,
    merge_descriptor,
    read_descriptor,
    require_descriptor,
)
from claimpack.render.rules_page import describe_rules
from claimpack.rule_book import list_entries
from claimpack.schema import MODEL_VERSION, CrossRule, Schema
from claimpack.schema_files import require_model
from claimpack.sources import TablePart, TableRows
from claimpack.strict_json import format_json
from claimpack.table_resources import (
    data_files,
    list_generated,
    own_resources,
    refresh_resources,
)
from claimpack.writers import build_arrow, write_table

STALE = Rule(
    code="derived-stale",
    severity=Severity.ERROR,
    template="the file {found}",
    explanation=(
        "Row schemas, the data dictionary, the page of rules, the code table and the "
        "resources of the descriptor follow from the files in schemas."
    ),
)
RULES = (STALE,)
ROW_SCHEMAS = "schemas/rows"


def list_derived(root: Path, schema: Schema) -> dict[str, bytes]:
    """Return every derived file of a package with its content, by path.

    Raises:
        SchemaError: a schema file of the package is wrong, or not that of the model,
            or a rule of the model cannot be asked.
        SourceError: the descriptor cannot be read.

    """
    folder = Folder(root)
    require_model(folder, schema)
    require_rules(schema)
    codes = schema.tables["codes"]
    files = {"codes": write_table(codes, build_arrow(codes, code_rows(schema)))}
    descriptor = read_descriptor(folder)
    known = descriptor.get("resources", [])
    refreshed = refresh_resources(schema, known, files)
    resources = license_rows(refreshed, descriptor)
    resources += own_resources(descriptor, schema)
    return {
        **(list_pages(schema) if folder.exists("schemas/tables") else {}),
        **data_files(files),
        DESCRIPTOR_PATH: format_json(
            merge_descriptor(descriptor, resources, MODEL_VERSION)
        ),
    }


def list_pages(schema: Schema) -> dict[str, bytes]:
    """Return the derived files that only a package with schema files has."""
    from claimpack.site.schema_diagram import draw_schema  # not for --help

    return {
        **derived_files(schema),
        "docs/tables.svg": draw_schema(schema),
        "docs/rules.md": describe_rules(list_entries(schema)).encode(),
    }


def require_rules(schema: Schema) -> None:
    """Raise `SchemaError` unless each rule can be asked, of tables without rows."""
    tables = {
        name: TableRows(
            resource=name,
            parts=(TablePart(path=csv_path(name)),),
            table=table,
            cells=build_arrow(table, []),
            row_count=0,
        )
        for name, table in schema.tables.items()
    }
    with connect({name: rows.cells for name, rows in tables.items()}) as connection:
        for rule in schema.rules:
            try:
                list(find_breaches(rule, schema, tables, connection))
            except SchemaError as error:
                raise rule_error(rule, error) from error


def rule_error(rule: CrossRule, error: SchemaError) -> SchemaError:
    """Return the error for a rule that cannot be asked, in four parts."""
    where = f"schemas/rules.json, rule {rule.code!r}"
    cause = str(error.__cause__ or error).removeprefix(f"{where}: ").split("\n")[0]
    found = f"found that it cannot be asked ({cause})"
    expected = "expected SQL about the tables of the model, or a function that there is"
    return SchemaError(explain(where, found, expected, "correct the rule"))


def list_strays(folder: Folder, derived: Container[str]) -> list[str]:
    """Return the files that follow from no table, or from none in this form.

    They are the row schema of a table that is gone, and parts of the code table.
    """
    paths = list_generated(folder, ["codes"])
    if folder.exists("schemas/tables") and folder.exists(ROW_SCHEMAS):
        paths += folder.iter_files(ROW_SCHEMAS, ".json")
    return [path for path in paths if path not in derived]


def refresh_package(root: Path, schema: Schema) -> list[str]:
    """Write the derived files that are stale; return the paths of all that changed.

    Files that follow from no table are removed. The paths of an unfinished build,
    which is completed before all else, come first.
    """
    folder = Folder(root)
    require_descriptor(folder)
    with building(root) as completed:
        derived = list_derived(root, schema)
        strays = list_strays(folder, derived)
        changed = publish(root, derived, last=DESCRIPTOR_PATH, removed=strays)
    return list(dict.fromkeys([*completed, *changed]))


def find_stale(root: Path, schema: Schema) -> list[Finding]:
    """Return a finding per derived file that is missing, stale or one too many."""
    folder = Folder(root)
    derived = list_derived(root, schema)
    faults = {
        path: find_fault(folder, path, content) for path, content in derived.items()
    }
    stale = [report_stale(path, fault) for path, fault in faults.items() if fault]
    return stale + [report_stray(path) for path in list_strays(folder, derived)]


def find_fault(folder: Folder, path: str, content: bytes) -> str | None:
    """Return what is wrong with a derived file, or None."""
    if not folder.exists(path):
        return "is missing"
    is_current = folder.read_bytes(path) == content
    return None if is_current else "is not what the schema files give"


def report_stale(path: str, fault: str) -> Finding:
    """Return the finding of a derived file that is missing or stale."""
    return make_finding(
        STALE,
        Location(path=path),
        found=fault,
        expected="the content that `claimpack schema` writes",
        hint="edit the schema files, not this one; then run `claimpack schema`",
    )


def report_stray(path: str) -> Finding:
    """Return the finding of a file that follows from no table."""
    return make_finding(
        STALE,
        Location(path=path),
        found="follows from no table",
        expected="no such file",
        hint="run `claimpack schema`, which removes it",
    )
