"""What a descriptor says of a table and its columns, in words."""

from __future__ import annotations

import json
from dataclasses import dataclass

from claimpack.columns import Column
from claimpack.diff.sides import Side
from claimpack.package import Json
from claimpack.schema import Field, Table
from claimpack.schema_files import load_shipped_schema
from claimpack.site.code_lists import CLOSING, ListedCode, list_codes

DEFAULT_FORMAT = "default"


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidColumn:
    """A column as it is declared."""

    column: Column
    field: Field
    entry: Json
    """What the descriptor says of it."""
    codes: tuple[ListedCode, ...]
    """The values that it may have, none where it is open."""

    @property
    def name(self) -> str:
        """Its name."""
        return self.column.name

    @property
    def type(self) -> str:
        """Its type by its name in the standard."""
        return self.column.reader.type

    @property
    def format(self) -> str | None:
        """How its cells are written, None where that is as usual."""
        words = self.say("format")
        return None if words == DEFAULT_FORMAT else words

    @property
    def missing_values(self) -> list[str]:
        """The words for no value, none where only an empty cell is one."""
        words = self.column.missing_values
        return [] if words == {""} else sorted(words)

    @property
    def constraints(self) -> list[str]:
        """What its values keep, without the list that they are in."""
        limits = self.column.constraints
        return [each.expected for each in limits if each.name not in CLOSING]

    def say(self, key: str) -> str | None:
        """Return what the descriptor says under a key, None for nothing."""
        return write_words(self.entry.get(key))


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidTable:
    """A table as it is declared."""

    table: Table
    """Its columns and its keys."""
    entry: Json
    """What the descriptor says of it."""
    columns: tuple[SaidColumn, ...]

    def say(self, key: str) -> str | None:
        """Return what the descriptor says under a key, None for nothing."""
        return write_words(self.entry.get(key))


def read_said(side: Side, name: str) -> SaidTable:
    """Return what is said of a table of a package."""
    table, entry = side.tables[name], side.entries[name]
    entries = {each["name"]: each for each in entry["schema"]["fields"]}
    is_model = side.opened.package.is_model
    vocabularies = load_shipped_schema().vocabularies if is_model else {}
    columns = [
        SaidColumn(
            column=column,
            field=field,
            entry=entries[field.name],
            codes=list_codes(column, entries[field.name], vocabularies),
        )
        for field, column in zip(
            table.fields, side.opened.resources[name].columns, strict=True
        )
    ]
    return SaidTable(table=table, entry=entry, columns=tuple(columns))


def write_words(value: object) -> str | None:
    """Return a value of JSON as text, None for nothing; a text stays as it is."""
    if value is None or isinstance(value, str):
        return value or None
    return json.dumps(value, ensure_ascii=False)
