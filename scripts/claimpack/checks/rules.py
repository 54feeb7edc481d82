"""Rules across cells, rows and tables, as `schemas/rules.json` declares them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from claimpack.cells import Value
from claimpack.checks.breaches import Breach, show_difference, show_value
from claimpack.checks.rule_functions import FUNCTIONS, can_tell
from claimpack.engine import (
    SETTINGS,
    Connection,
    Settings,
    connect,
    find_rows,
    list_held,
    select,
)
from claimpack.errors import SchemaError
from claimpack.findings import Finding
from claimpack.schema import CrossRule, Schema
from claimpack.sources import TableRows

WORD = re.compile(r"[a-z_]+")
BRACES = re.compile(r"\{\{|\}\}|\{([^{}]+)\}")
"""A brace that is written twice, or a name in braces."""


def check_rules(
    tables: Mapping[str, TableRows], schema: Schema, settings: Settings = SETTINGS
) -> Iterator[Finding]:
    """Yield the breaches of each rule, rule by rule, by row.

    `tables` has those tables of the model that could be read completely; a rule that
    needs another one is passed over.
    """
    asked = list_asked(schema, tables)
    for rule, breaches in find_all_breaches(asked, schema, tables, settings):
        for breach in breaches:
            yield make_rule_finding(rule, tables[rule.table], breach)


def list_asked(schema: Schema, tables: Mapping[str, TableRows]) -> list[CrossRule]:
    """Return the rules of which all tables are there."""
    return [rule for rule in schema.rules if find_tables(rule, schema) <= tables.keys()]


def find_all_breaches(
    rules: Sequence[CrossRule],
    schema: Schema,
    tables: Mapping[str, TableRows],
    settings: Settings = SETTINGS,
) -> Iterator[tuple[CrossRule, list[Breach]]]:
    """Yield the breaches of each rule by row, those of damaged rows left out.

    A rule that every row keeps may be missing.
    """
    cells = {name: rows.cells for name, rows in tables.items()}
    with connect(cells, settings) as connection:
        held = find_held(rules, connection)
        for rule in rules:
            if rule.code in held:
                continue
            damaged = tables[rule.table].damaged
            breaches = find_breaches(rule, schema, tables, connection)
            kept = (breach for breach in breaches if breach.index not in damaged)
            yield rule, sorted(kept, key=place_breach)


def find_held(rules: Sequence[CrossRule], connection: Connection) -> set[str]:
    """Return the codes of the conditions that every row keeps."""
    by_table: dict[str, dict[str, str]] = defaultdict(dict)
    for rule in rules:
        if rule.condition is not None:
            by_table[rule.table][rule.code] = rule.condition
    return {
        code
        for table, conditions in by_table.items()
        for code, is_held in zip(
            conditions,
            list_held(connection, table, list(conditions.values())),
            strict=True,
        )
        if is_held
    }


def place_breach(breach: Breach) -> tuple[bool, int]:
    """Return a key by which breaches stand in order: by row, then the table's own."""
    return breach.index is None, breach.index or 0


def find_tables(rule: CrossRule, schema: Schema) -> set[str]:
    """Return the tables that a rule looks at."""
    words = set(WORD.findall(f"{rule.condition} {rule.query}"))
    return {rule.table, *(words & schema.tables.keys())}


def find_breaches(
    rule: CrossRule,
    schema: Schema,
    tables: Mapping[str, TableRows],
    connection: Connection,
) -> Iterator[Breach]:
    """Yield the rows that break one rule.

    Raises:
        SchemaError: the rule names no function that there is, or is not SQL.

    """
    if rule.condition is not None:
        for number in find_rows(connection, rule.table, rule.condition):
            yield Breach(index=number - 1)
    elif rule.query is not None:
        yield from find_selected(
            rule, tables[rule.table], select(connection, rule.query)
        )
    elif rule.function in FUNCTIONS:
        if can_tell(rule, tables, schema):
            yield from FUNCTIONS[rule.function](rule, tables, schema)
    else:
        message = (
            f"schemas/rules.json, rule {rule.code!r}: no function {rule.function!r}"
        )
        raise SchemaError(message)


def find_selected(
    rule: CrossRule, rows: TableRows, selected: Sequence[tuple[Value, ...]]
) -> Iterator[Breach]:
    """Yield the rows that the query of a rule has selected, each once.

    A value after the primary key is what is right in the rule's column; the message
    then has `found` and `right`.
    """
    if not selected:
        return  # the keys of a large table take memory
    names = rows.table.primary_key
    places = index_rows(rows.keys(names))
    for values in dict.fromkeys(selected):
        index = places[values[: len(names)]]
        shown = {}
        if len(values) > len(names):
            found = rows.row(index)[str(rule.field)]
            shown["found"], shown["right"] = show_difference(found, values[-1])
        yield Breach(index=index, values=shown)


def index_rows(keys: list[tuple[Value, ...]]) -> dict[tuple[Value, ...], int]:
    """Return the index of the first row with each key."""
    return {key: index for index, key in reversed(list(enumerate(keys)))}


def make_rule_finding(rule: CrossRule, rows: TableRows, breach: Breach) -> Finding:
    """Return the finding that a row breaks a rule, or that a table lacks one."""
    if breach.index is None:
        values, location = {}, rows.place
    else:
        row = rows.row(breach.index)
        values = {name: show_value(value) for name, value in row.items()}
        location = rows.locate(breach.index, breach.field or rule.field)
    values |= breach.values
    if rule.function is not None:
        values["count"] = f"{breach.count:,}"
    return Finding(
        code=rule.code,
        severity=rule.severity,
        location=location,
        message=fill(rule.message, values),
        expected=fill(rule.expected, values) if rule.expected else None,
        hint=fill(rule.hint, values) if rule.hint else None,
    )


def fill(template: str, values: Mapping[str, object]) -> str:
    """Return the template with values in the place of names in braces.

    A template may be a stranger's: nothing but a name is looked up.

    >>> fill("{a} is not {{b}}", {"a": 1})
    '1 is not {b}'
    """
    return BRACES.sub(
        lambda found: str(values[found[1]]) if found[1] else found[0][0], template
    )
