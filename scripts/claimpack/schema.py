"""The model: tables, columns, code lists and rules, as values.

`claimpack.schema_files` reads them from the files in `schemas/`, which are the
only truth about columns.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from claimpack.findings import Severity

MODEL_VERSION = "1.0.0"
SEEDS = "seeds"
"""The folder of a package with its annotated articles."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One column: its type, its meaning, and what may stand in it."""

    name: str
    type: str
    """A Table Schema type: string, integer, number, boolean or date."""
    description: str = ""
    example: str = ""
    when_empty: str | None = None
    """What an empty cell means; None where a cell is never empty."""
    unit: str | None = None
    vocabulary: str | None = None
    """The code list that closes the column."""
    codes: tuple[str, ...] = ()
    """The codes of that list, in its order; empty where the column is open."""
    exact_match: str | None = None
    """URI of the public term that means the same."""
    rdf_type: str | None = None
    """URI of the public class that the values belong to."""
    is_required: bool = False
    is_unique: bool = False
    pattern: str | None = None
    """Regular expression that the whole cell matches."""
    minimum: float | None = None
    maximum: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignKey:
    """Columns whose values, where none is empty, exist in another table."""

    fields: tuple[str, ...]
    table: str
    """The table referred to; the name of the table itself for a self reference."""
    target_fields: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One table: its columns in order and its keys."""

    name: str
    title: str
    description: str
    fields: tuple[Field, ...]
    primary_key: tuple[str, ...]
    unique_keys: tuple[tuple[str, ...], ...] = ()
    foreign_keys: tuple[ForeignKey, ...] = ()
    is_view: bool = False
    """True where the rows are computed from the other tables."""

    @property
    def field_names(self) -> tuple[str, ...]:
        """The names of the columns, in order."""
        return tuple(field.name for field in self.fields)


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """One code of a list, with its meaning and its public source."""

    code: str
    label: str
    definition: str
    source: str
    source_version: str | None = None
    source_url: str | None = None
    close_match: str | None = None
    unit: str | None = None
    """Only of measures: what is counted; None where the words carry the unit."""
    part_of: str | None = None
    """Only of measures: the wider measure that contains this one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """A closed list of codes, in the order of the file."""

    name: str
    title: str
    description: str
    codes: tuple[Code, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CrossRule:
    """A rule over several cells, rows or tables.

    Exactly one of `condition`, `query` and `function` is set.
    """

    code: str
    table: str
    """The table whose rows break the rule."""
    message: str
    """What is wrong; names in braces are columns of the row."""
    explanation: str
    expected: str | None = None
    """What would have been right, with columns in braces as in `message`."""
    hint: str | None = None
    field: str | None = None
    """The column to look at; None where it is the row as a whole."""
    condition: str | None = None
    """SQL that is true of each good row; null counts as true."""
    query: str | None = None
    """SELECT of the primary keys of the rows that break the rule.

    A column after the key has what would be right in `field`; `message` and `expected`
    then know it as `right`, and what stands there as `found`.
    """
    function: str | None = None
    """Name of a function in `claimpack.checks`, where SQL does not serve."""
    severity: Severity = Severity.ERROR


@dataclass(frozen=True, kw_only=True)  # without slots: `codes` is made once
class Schema:
    """The whole model: tables in publication order, code lists, rules."""

    tables: Mapping[str, Table]
    vocabularies: Mapping[str, Vocabulary]
    rules: tuple[CrossRule, ...]

    @cached_property
    def codes(self) -> dict[str, frozenset[str]]:
        """The codes of each list."""
        return {
            name: frozenset(code.code for code in vocabulary.codes)
            for name, vocabulary in self.vocabularies.items()
        }
