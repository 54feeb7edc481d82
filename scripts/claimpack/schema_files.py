"""The model, read from the files in `schemas/`.

The files are edited by hand and are the only truth about columns; everything
else is derived from what is loaded here (`claimpack.derivation`).
"""

from __future__ import annotations

import functools
import importlib.resources
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from claimpack import __version__
from claimpack.errors import SchemaError, SourceError
from claimpack.files import Folder, explain
from claimpack.schema import MODEL_VERSION, Schema, Table
from claimpack.schema_entries import read_rules, read_table, read_vocabulary, suggest
from claimpack.strict_json import parse_json

TABLE_ORDER = (
    "documents",
    "entities",
    "events",
    "claims",
    "attributions",
    "participants",
    "spans",
    "claim_links",
    "codes",
    "claims_flat",
)
"""Order of publication: a table stands after those it refers to."""


def find_schemas() -> Traversable:
    """Return the folder of schema files."""
    return find_shipped("schemas")


def find_shipped(name: str) -> Traversable:
    """Return a folder that the tool ships: beside the module, else the checkout's."""
    shipped = importlib.resources.files("claimpack") / f"_{name}"
    if shipped.is_dir():
        return shipped  # pragma: no cover  # in the wheel, where nothing is traced
    return Path(__file__).parents[2] / name


@functools.cache
def load_shipped_schema() -> Schema:
    """Return the model that this version of the tool works with."""
    return load_schema(find_schemas())


def load_document_schema() -> Any:  # noqa: ANN401  # JSON enters here
    """Return the JSON Schema of one annotated article, `schemas/document.json`."""
    return load_json(find_schemas(), "document.json")


def load_schema(folder: Traversable) -> Schema:
    """Return the model that a folder of schema files describes.

    Raises:
        SchemaError: a file is missing, is not JSON, has a key that we do not
            know, or contradicts another file.

    """
    vocabularies = {}
    for where, stem, content in iter_json(folder, "vocabularies"):
        vocabulary = read_vocabulary(where, content)
        check_name(where, stem, vocabulary.name)
        vocabularies[vocabulary.name] = vocabulary
    tables = {}
    for where, stem, content in iter_json(folder, "tables"):
        table = read_table(where, content, vocabularies)
        check_name(where, stem, table.name)
        tables[table.name] = table
    schema = Schema(
        tables={name: tables[name] for name in order_tables(tables)},
        vocabularies=vocabularies,
        rules=read_rules("schemas/rules.json", load_json(folder, "rules.json")),
    )
    check_references(schema)
    return schema


def require_model(folder: Folder, schema: Schema) -> None:
    """Refuse a package with schema files of its own that are not those of the model.

    A package may do without them.

    Raises:
        SchemaError: one is wrong or missing, or says something else.

    """
    if not folder.exists("schemas/tables"):
        return
    for path in list_differences(load_schema(folder.root / "schemas"), schema):
        found = f"found that it is not as in claimpack {__version__}"
        expected = f"expected the same, the model {MODEL_VERSION}"
        advice = (
            "use the claimpack that these schema files belong to, or put those of this"
            " one in their place"
        )
        raise SchemaError(explain(path, found, expected, advice))


def list_differences(schema: Schema, other: Schema) -> Iterator[str]:
    """Yield the schema files in which two models differ."""
    for folder, ones, others in (
        ("vocabularies", schema.vocabularies, other.vocabularies),
        ("tables", schema.tables, other.tables),
    ):
        for name in sorted(ones.keys() | others.keys()):
            if ones.get(name) != others.get(name):
                yield f"schemas/{folder}/{name}.json"
    if schema.rules != other.rules:
        yield "schemas/rules.json"


def order_tables(tables: Iterable[str]) -> list[str]:
    """Return the names in publication order, those we do not know last."""
    known = {name: index for index, name in enumerate(TABLE_ORDER)}
    return sorted(tables, key=lambda name: (known.get(name, len(known)), name))


def iter_json(folder: Traversable, name: str) -> Iterator[tuple[str, str, Any]]:
    """Yield place, stem and content of each JSON file of a sub-folder, by name."""
    with refusing():
        paths = list(files_of(folder).iter_files(name, ".json"))
    for path in paths:
        stem = path.removeprefix(f"{name}/").removesuffix(".json")
        yield f"schemas/{path}", stem, load_json(folder, path)


def load_json(folder: Traversable, path: str) -> Any:  # noqa: ANN401  # JSON enters here
    """Return the value that a JSON file of the folder holds."""
    with refusing():
        return parse_json(files_of(folder).read_bytes(path), path)


@contextmanager
def refusing(folder: str = "schemas") -> Iterator[None]:
    """Turn a file that cannot be read into a `SchemaError` that says where it is."""
    try:
        yield
    except SourceError as error:
        raise SchemaError(f"{folder}/{error}") from error


@dataclass(frozen=True, slots=True)
class ShippedFiles:
    """The schema files that came with the module, maybe in a zip file.

    They are as trusted as the code, and may be links as that may. The methods are
    those of `Folder`.
    """

    folder: Traversable

    def read_bytes(self, relative: str) -> bytes:
        """Return the whole file."""
        return (self.folder / relative).read_bytes()

    def iter_files(self, relative_dir: str, suffix: str) -> Iterator[str]:
        """Yield the paths of the files of one folder that end so, by name."""
        for name in sorted(
            entry.name for entry in (self.folder / relative_dir).iterdir()
        ):
            if name.endswith(suffix):
                yield f"{relative_dir}/{name}"


def files_of(folder: Traversable) -> Folder | ShippedFiles:
    """Return the door to a folder of schema files.

    A folder that did not come with the module is a stranger's, or that of a checkout
    that is being worked on: its files are opened without following links or waiting.
    """
    module = Path(__file__).parent
    if isinstance(folder, Path) and not folder.is_relative_to(module):
        return Folder(folder)
    return ShippedFiles(folder)


def check_name(where: str, stem: str, name: str) -> None:
    """Refuse a file that is not called like what it describes."""
    if name != stem:
        message = f"{where}: describes {name!r}; rename the file or what is in it"
        raise SchemaError(message)


def check_references(schema: Schema) -> None:
    """Refuse keys and rules that name a table or a column that does not exist."""
    for table in schema.tables.values():
        where = f"schemas/tables/{table.name}.json"
        for key in (table.primary_key, *table.unique_keys):
            check_columns(where, table, key)
        for foreign_key in table.foreign_keys:
            check_columns(where, table, foreign_key.fields)
            target = find_table(where, schema, foreign_key.table)
            check_columns(where, target, foreign_key.target_fields)
    for rule in schema.rules:
        find_table(f"schemas/rules.json, rule {rule.code!r}", schema, rule.table)


def find_table(where: str, schema: Schema, name: str) -> Table:
    """Return the table of that name, or refuse the name."""
    if name not in schema.tables:
        hint = suggest(name, schema.tables)
        message = f"{where}: no table is called {name!r}; {hint}"
        raise SchemaError(message)
    return schema.tables[name]


def check_columns(where: str, table: Table, names: Iterable[str]) -> None:
    """Refuse a column name that the table does not have."""
    for name in names:
        if name not in table.field_names:
            hint = suggest(name, table.field_names)
            message = f"{where}: {table.name!r} has no column {name!r}; {hint}"
            raise SchemaError(message)
