"""Bring the cases of the model up to the model of this version.

`python tests/cases_writer.py`, after a change of the model, writes the descriptor and
the codes of tests/cases/model anew, and gives the tables of all cases the columns of
the model, new ones without a value. What a case then expects is for the reader of the
diff to judge; the descriptors of single cases are written by hand.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cases import DESCRIPTOR, MODEL, ROOT
from claimpack.csv_files import format_csv
from claimpack.derivation import code_rows, table_schema
from claimpack.package import csv_path
from claimpack.schema import MODEL_VERSION, Table
from packages import SCHEMA

KEPT = frozenset({"name", "type", "constraints"})
"""What the model fixes of a column; its words are left out."""


def write_descriptor() -> str:
    """The smallest descriptor of a package of the model, a column a line."""
    tables = [table for table in SCHEMA.tables.values() if not table.is_view]
    resources = ",\n".join("\n".join(iter_lines(table)) for table in tables)
    own = json.dumps({"model": MODEL_VERSION})
    return (
        f'{{\n  "name": "dam-burst",\n  "claimpack": {own},\n'
        f'  "resources": [\n{resources}\n  ]\n}}\n'
    )


def iter_lines(table: Table) -> Iterator[str]:
    """The lines of one resource."""
    declared = table_schema(table)
    head = {"name": table.name, "type": "table", "path": csv_path(table.name)}
    yield f'    {json.dumps(head)[:-1]}, "schema": {{'
    yield '      "fields": ['
    for index, field in enumerate(declared.pop("fields")):
        kept = {key: value for key, value in field.items() if key in KEPT}
        comma = "" if index + 1 == len(table.fields) else ","
        yield f"        {json.dumps(kept)}{comma}"
    yield "      ],"
    yield f"      {json.dumps(declared)[1:-1]}"
    yield "    }}"


def fit_tables(folder: Path) -> None:
    """Give the tables of a case the columns of the model."""
    for name, table in SCHEMA.tables.items():
        path = folder / csv_path(name)
        if path.exists():
            path.write_bytes(fit_columns(path, table))


def fit_columns(path: Path, table: Table) -> bytes:
    """A CSV file with the columns of a table, those that it has not without a value."""
    with path.open(encoding="utf-8", newline="") as file:
        rows: list[dict[str, Any]] = list(csv.DictReader(file))
    names = table.field_names
    return format_csv(names, [[row.get(name, "") for name in names] for row in rows])


def write_all() -> None:
    """Write the package of the model anew, and fit the tables of all cases."""
    (MODEL / DESCRIPTOR).write_text(write_descriptor(), encoding="utf-8")
    names = SCHEMA.tables["codes"].field_names
    codes = [[row.get(name) for name in names] for row in code_rows(SCHEMA)]
    (MODEL / csv_path("codes")).write_bytes(format_csv(names, codes))
    for folder in (MODEL, *ROOT.glob("valid/*"), *ROOT.glob("invalid/*")):
        fit_tables(folder)


if __name__ == "__main__":
    write_all()
