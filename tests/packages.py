"""Small packages for tests of the checks: a valid one, and ways to spoil it."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
from pyarrow import parquet

from claimpack.cells import Value
from claimpack.checks.package import check_package
from claimpack.derivation import code_rows
from claimpack.files import Folder, sha256_hex
from claimpack.findings import Finding
from claimpack.flat import flatten_claims
from claimpack.schema import MODEL_VERSION, CrossRule, Schema
from claimpack.schema_files import load_shipped_schema
from claimpack.table_resources import data_files, derive_resources
from claimpack.writers import build_arrow, write_table

Row = dict[str, Any]
Rows = dict[str, list[Row]]

TEXT = "Dam bursts, killing 40, Anna said.\n"
SCHEMA = load_shipped_schema()
OWNERS = {
    "content": "claim_id",
    "quantity": "claim_id",
    "hedge": "claim_id",
    "source": "attribution_id",
    "cue": "attribution_id",
    "medium": "attribution_id",
    "entity": "entity_id",
    "event": "event_id",
}


def make_rows() -> Rows:
    """Rows of one article with two claims by Anna: the dam bursts, 40 are killed."""
    day = date(2031, 5, 6)
    when: Row = {"edtf": "2031-05-06", "start": day, "end": day}
    said: Row = {f"said_{part}": value for part, value in when.items()}
    return {
        "documents": [
            {
                "document_id": "d1",
                "title": "Dam bursts",
                "title_start": 0,
                "title_end": 10,
                **{f"published_{part}": value for part, value in when.items()},
                "language": "en",
                "text_path": "seeds/d1.txt",
                "text_sha256": sha256_hex(TEXT.encode()),
                "char_count": len(TEXT),
                "text_access": "full",
                "is_reviewed": False,
            }
        ],
        "entities": [
            make_entity("anna", "person"),
            make_entity("dam", "object"),
        ],
        "events": [{"event_id": "burst", "label": "Dam burst"}],
        "claims": [make_claim("d1.e1"), make_claim("d1.e2", **QUANTITY)],
        "attributions": [
            make_attribution("d1.e1", **said),
            make_attribution("d1.e2", **said),
        ],
        "participants": [
            {
                "claim_id": "d1.e1",
                "entity_id": "dam",
                "role": "object",
                "event_id": "burst",
            }
        ],
        "spans": [
            make_span("content", "Dam bursts", "d1.e1"),
            make_span("content", "killing 40", "d1.e2"),
            make_span("quantity", "40", "d1.e2"),
            make_span("source", "Anna", "d1.e1.a"),
            make_span("cue", "said", "d1.e1.a"),
            make_span("source", "Anna", "d1.e2.a"),
            make_span("cue", "said", "d1.e2.a"),
            make_span("entity", "Anna", "anna", is_metonymic=False),
            make_span("entity", "Dam", "dam", is_metonymic=False),
            make_span("event", "bursts", "burst"),
        ],
        "claim_links": [
            {
                "claim_id": "d1.e2",
                "relation": "supports",
                "target_id": "d1.e1",
                "basis": "text",
            }
        ],
        "codes": [dict(row) for row in code_rows(SCHEMA)],
    }


QUANTITY: Row = {
    "measure": "killed",
    "quantity": 40.0,
    "quantity_modifier": "exact",
    "quantity_low": 40.0,
    "quantity_high": 40.0,
    "unit": "person",
}


def make_entity(entity_id: str, entity_type: str, **cells: Value) -> Row:
    """A row of entities, named unless `cells` say otherwise."""
    return {
        "entity_id": entity_id,
        "name": entity_id.title(),
        "entity_type": entity_type,
        "is_named": True,
        **cells,
    }


def make_claim(claim_id: str, **cells: Value) -> Row:
    """A row of claims about the burst."""
    return {
        "claim_id": claim_id,
        "document_id": "d1",
        "claim_text": f"The dam bursts ({claim_id}).",
        "event_id": "burst",
        "certainty": "certain",
        "is_presupposed": False,
        **cells,
    }


def make_attribution(claim_id: str, **cells: Value) -> Row:
    """A row of attributions: Anna said so, at level 1."""
    return {
        "attribution_id": f"{claim_id}.a",
        "claim_id": claim_id,
        "level": 1,
        "source_id": "anna",
        "source_kind": "named",
        "source_text": "Anna",
        "act": "assertion",
        "cue": "said",
        **cells,
    }


def make_span(role: str, words: str, owner_id: str, **cells: Value) -> Row:
    """A row of spans over words of `TEXT`, with the owner that fits the role."""
    start = TEXT.index(words)
    owner = {OWNERS[role]: owner_id} if role in OWNERS else {}
    return {
        "span_id": f"d1.{role}.{owner_id}",
        "document_id": "d1",
        "mark_id": f"t{start}-{start + len(words)}",
        "fragment": 1,
        "char_start": start,
        "char_end": start + len(words),
        "text": words,
        "role": role,
        **owner,
        **cells,
    }


def write_package(
    root: Path, rows: Rows | None = None, *, twins: bool = False, expect: object = None
) -> Path:
    """Write a package that follows the model, from the rows of its tables."""
    rows = make_rows() if rows is None else rows
    rows = {**rows, "claims_flat": flatten_claims(rows)}
    files = {
        name: write_table(table, build_arrow(table, rows[name]))
        for name, table in lenient_schema().tables.items()
    }
    resources = derive_resources(SCHEMA, files)
    own = {"model": MODEL_VERSION, **({} if expect is None else {"expect": expect})}
    write_files(root, {**data_files(files), "seeds/d1.txt": TEXT.encode()})
    if not twins:
        resources = [entry for entry in resources if "twinOf" not in entry]
        for path in root.glob("data/*.parquet"):
            path.unlink()
    write_descriptor(root, {"name": "p", "resources": resources, "claimpack": own})
    return root


def lenient_schema() -> Schema:
    """The model without required columns, so that a test can leave a cell empty."""
    tables = {
        name: replace(
            table,
            fields=tuple(replace(field, is_required=False) for field in table.fields),
        )
        for name, table in SCHEMA.tables.items()
    }
    return replace(SCHEMA, tables=tables)


def write_foreign(
    root: Path, csv: str, fields: Sequence[Row | str], **schema: object
) -> Path:
    """Write a package of another model, with the one table `t` in `t.csv`.

    A column given by its name alone is a string.
    """
    columns = [
        {"name": field, "type": "string"} if isinstance(field, str) else field
        for field in fields
    ]
    write_files(root, {"t.csv": csv.encode()})
    resource = {"name": "t", "path": "t.csv", "schema": {"fields": columns, **schema}}
    write_descriptor(root, {"resources": [resource]})
    return root


def dump(table: pa.Table) -> bytes:
    """A table as a Parquet file with checksums."""
    buffer = io.BytesIO()
    parquet.write_table(table, buffer, write_page_checksum=True)
    return buffer.getvalue()


def write_files(root: Path, files: Mapping[str, bytes]) -> None:
    """Write files below the folder of a package."""
    for path, content in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(content)


def write_descriptor(root: Path, descriptor: object) -> None:
    """Write datapackage.json."""
    write_files(root, {"datapackage.json": json.dumps(descriptor).encode()})


def edit_descriptor(root: Path, change: Callable[[Any], object]) -> None:
    """Change the descriptor of a package in place."""
    descriptor = json.loads((root / "datapackage.json").read_bytes())
    change(descriptor)
    write_descriptor(root, descriptor)


def edit_file(root: Path, path: str, old: str, new: str) -> None:
    """Replace words of a file, and mend what the descriptor says of its bytes."""
    content = (root / path).read_bytes().decode()
    assert old in content
    replace_file(root, path, content.replace(old, new, 1).encode())


def replace_file(root: Path, path: str, content: bytes) -> None:
    """Replace a file, and mend what the descriptor says of its bytes."""
    (root / path).write_bytes(content)

    def mend(descriptor: dict[str, Any]) -> None:
        for resource in descriptor["resources"]:
            if resource["path"] == path and "hash" in resource:
                resource["bytes"] = len(content)
                resource["hash"] = f"sha256:{sha256_hex(content)}"

    edit_descriptor(root, mend)


def change_rows(
    change: Callable[[Rows], object], *, is_text_here: bool = True
) -> Callable[[Path], None]:
    """A valid package, its rows changed, with or without its text."""

    def make(root: Path) -> None:
        rows = make_rows()
        change(rows)
        write_package(root, rows)
        if not is_text_here:
            (root / "seeds/d1.txt").unlink()

    return make


def in_turn(*steps: Callable[[Path], object]) -> Callable[[Path], None]:
    """Several steps that make or change a package, as one."""

    def run(root: Path) -> None:
        for step in steps:
            step(root)

    return run


def check(root: Path, schema: Schema = SCHEMA, **options: Any) -> list[Finding]:  # noqa: ANN401  # as `check_package` has them
    """All findings about a small package, each of them described."""
    found = list(check_package(Folder(root), schema, **options))
    findings = [finding for finding in found if isinstance(finding, Finding)]
    assert findings == found
    return findings


def with_rules(*rules: CrossRule) -> Schema:
    """The model with other rules."""
    return replace(SCHEMA, rules=rules)
