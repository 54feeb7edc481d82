"""A later version of a package, made by editing its rows and its descriptor."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

from claimpack.csv_files import format_csv
from claimpack.diff.packages import PackageDiff, compare_packages
from claimpack.diff.sides import open_side
from claimpack.key_store import Budget
from claimpack.render.diff_forms import render_diff_csv
from command_line import ARTICLE, copy_package
from packages import edit_descriptor

Row = dict[str, str]
Json = dict[str, Any]
Seen = TypeVar("Seen")
Change = Callable[[list[Row]], object]

CLAIM = f"{ARTICLE}.e"


def copy_tables(root: Path) -> Path:
    """The package of this repository in CSV alone."""
    copy_package(root, ("datapackage.json", "data"))
    for path in root.glob("data/*.parquet"):
        path.unlink()
    return root


def edit_rows(root: Path, path: str, change: Change) -> None:
    """Change the rows of a CSV file in place; the first row has its columns."""
    text = (root / path).read_bytes().decode()
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    change(rows)
    write_rows(root, path, rows)


def write_rows(root: Path, path: str, rows: Sequence[Mapping[str, str]]) -> None:
    """Write rows as a CSV file."""
    content = format_csv(list(rows[0]), [list(row.values()) for row in rows])
    (root / path).write_bytes(content)


def find_resource(descriptor: Json, name: str) -> Json:
    """A resource of a descriptor."""
    resources: list[Json] = descriptor["resources"]
    return next(each for each in resources if each["name"] == name)


def find_field(descriptor: Json, table: str, name: str) -> Json:
    """A column that a descriptor declares."""
    fields: list[Json] = find_resource(descriptor, table)["schema"]["fields"]
    return next(field for field in fields if field["name"] == name)


def pick(rows: list[Row], name: str, value: str) -> Row:
    """The first row with a value in a column."""
    return next(row for row in rows if row[name] == value)


def write_later(root: Path) -> Path:
    """A later version of the package of this repository, with most kinds of changes."""
    copy_tables(root)
    edit_rows(root, "data/claims.csv", edit_claims)
    edit_rows(root, "data/spans.csv", move_span)
    edit_rows(root, "data/entities.csv", edit_entities)
    edit_rows(root, "data/events.csv", lambda rows: rename(rows, "label", "heading"))
    edit_rows(root, "data/codes.csv", edit_codes)
    stones = [
        {"id": id_, "table": table, "version": "0.2.0", "reason": "invented"}
        for id_, table in ((f"{CLAIM}14", "claims"), ("allies-usa", "entities"))
    ]
    write_rows(root, "data/withdrawn.csv", stones)
    edit_descriptor(root, declare_later)
    return root


def edit_claims(rows: list[Row]) -> None:
    """Correct a claim, give the id of another to other words, withdraw two, add one."""
    pick(rows, "claim_id", f"{CLAIM}13")["quantity"] = "110"
    pick(rows, "claim_id", f"{CLAIM}20")["claim_text"] = "Nobody denied it."
    rows.append({**pick(rows, "claim_id", f"{CLAIM}13"), "claim_id": f"{CLAIM}99"})
    for number in ("14", "19"):
        rows.remove(pick(rows, "claim_id", f"{CLAIM}{number}"))


def move_span(rows: list[Row]) -> None:
    """Put the words of a claim elsewhere."""
    for row in rows:
        if row["claim_id"] == f"{CLAIM}20" and row["role"] == "content":
            row["char_start"], row["char_end"] = "0", "5"


def edit_entities(rows: list[Row]) -> None:
    """Add a column that one entity has a value in."""
    for row in rows:
        row["alias"] = "" if row["entity_id"] != "gov-kor" else "Seoul"


def rename(rows: list[Row], was: str, now: str) -> None:
    """Give a column another name."""
    for index, row in enumerate(rows):
        rows[index] = {now if key == was else key: cell for key, cell in row.items()}


def edit_codes(rows: list[Row]) -> None:
    """Remove a code, and define another one anew."""
    rows.remove(next(row for row in rows if row["code"] == "uncommitted"))
    pick(rows, "code", "probable")["definition"] = "Held for likely."


def declare_later(descriptor: Json) -> None:
    """Declare what the rows of the later version have."""
    descriptor["version"] = "0.2.0"
    descriptor["title"] = "Claims of one article"
    find_field(descriptor, "events", "label")["name"] = "heading"
    certainty = find_field(descriptor, "claims", "certainty")
    certainty["constraints"]["required"] = True
    certainty["constraints"]["enum"].remove("uncommitted")
    alias = {"name": "alias", "type": "string"}
    find_resource(descriptor, "entities")["schema"]["fields"].append(alias)
    columns = ("id", "table", "version", "reason")
    fields = [{"name": name, "type": "string"} for name in columns]
    tombstones = {
        "name": "withdrawn",
        "type": "table",
        "path": "data/withdrawn.csv",
        "schema": {"fields": fields, "primaryKey": ["table", "id"]},
    }
    descriptor["resources"].append(tombstones)


def compare(old: Path, new: Path, look: Callable[[PackageDiff], Seen]) -> Seen:
    """What is seen in the differences of two packages, whose rows lie on the disk."""
    with TemporaryDirectory() as folder:
        budget = Budget(size_bytes=256 * 1024**2, folder=Path(folder))
        before, after = (open_side(str(path), budget.folder) for path in (old, new))
        return look(compare_packages(before, after, budget))


def list_changes(old: Path, new: Path) -> list[str]:
    """The change file without its header and without ids."""
    lines = compare(old, new, lambda diff: list(render_diff_csv(diff)))
    return [line.partition(",")[2] for line in lines[1:]]


def list_reasons(old: Path, new: Path) -> list[tuple[str, str, str, int]]:
    """Why a version has to move: how far, what, where, and how often."""
    reasons = compare(old, new, lambda diff: diff.reasons)
    return [(it.bump.word, str(it.kind), it.place, it.count) for it in reasons]
