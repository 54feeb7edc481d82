"""Entries of the schema files, from JSON to values.

Each function takes the place of an entry in words (`schemas/tables/claims.json,
field 'unit'`) and raises `SchemaError` that begins with it. A key that we do not
know is an error, so that a misspelt constraint is never silently void.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Any

from claimpack.cells import FORMS, parse_cell
from claimpack.errors import SchemaError
from claimpack.files import explain
from claimpack.findings import Severity, quote
from claimpack.schema import Code, CrossRule, Field, ForeignKey, Table, Vocabulary

FIELD_TYPES = ("string", "integer", "number", "boolean", "date")

Kinds = Mapping[str, type | tuple[type, ...]]
"""What keys an object may have, and the JSON type of each."""

FIELD_KEYS: Kinds = {
    "name": str,
    "type": str,
    "description": str,
    "example": str,
    "unit": str,
    "whenEmpty": str,
    "vocabulary": str,
    "skos:exactMatch": str,
    "rdfType": str,
    "constraints": dict,
}
CONSTRAINT_KEYS: Kinds = {
    "required": bool,
    "unique": bool,
    "pattern": str,
    "minimum": (int, float),
    "maximum": (int, float),
}
TABLE_KEYS: Kinds = {
    "name": str,
    "title": str,
    "description": str,
    "isView": bool,
    "primaryKey": list,
    "uniqueKeys": list,
    "foreignKeys": list,
    "fields": list,
}
FOREIGN_KEY_KEYS: Kinds = {"fields": list, "reference": dict}
REFERENCE_KEYS: Kinds = {"resource": str, "fields": list}
LIST_KEYS: Kinds = {
    "list": str,
    "title": str,
    "description": str,
    "source": str,
    "source_version": str,
    "source_url": str,
    "codes": list,
}
CODE_KEYS: Kinds = dict.fromkeys(Code.__dataclass_fields__, str)
RULE_KEYS: Kinds = dict.fromkeys(CrossRule.__dataclass_fields__, str)
RULE_WAYS = ("condition", "query", "function")


def check_keys(
    where: str, content: object, known: Kinds, required: Iterable[str] = ()
) -> None:
    """Refuse an object with a key we do not know, without one we need, or of a type."""
    if not isinstance(content, dict):
        message = f"{where}: expected an object"
        raise SchemaError(message)
    for key, value in content.items():
        if key not in known:
            message = f"{where}: unknown key {key!r}; {suggest(key, known)}"
            raise SchemaError(message)
        if not isinstance(value, known[key]):
            message = f"{where}: the value of {key!r} has the wrong JSON type"
            raise SchemaError(message)
    for key in required:
        if key not in content:
            message = f"{where}: the key {key!r} is missing"
            raise SchemaError(message)


def suggest(name: str, known: Iterable[str]) -> str:
    """Return the known name that is most like an unknown one, or all of them."""
    names = list(known)
    near = get_close_matches(name, names, n=1)
    return f"did you mean {near[0]!r}?" if near else f"known: {', '.join(names)}"


def read_vocabulary(where: str, content: Mapping[str, Any]) -> Vocabulary:
    """Return the code list that a file describes."""
    check_keys(where, content, LIST_KEYS, ("list", "title", "source", "codes"))
    codes = tuple(read_code(where, entry, content) for entry in content["codes"])
    check_distinct(where, "code", [code.code for code in codes])
    return Vocabulary(
        name=content["list"],
        title=content["title"],
        description=content.get("description", ""),
        codes=codes,
    )


def read_code(
    where: str, entry: Mapping[str, Any], vocabulary: Mapping[str, Any]
) -> Code:
    """Return a code; without a source of its own it has that of its list."""
    place = f"{where}, code {name_entry(entry, 'code')}"
    check_keys(place, entry, CODE_KEYS, ("code", "label", "definition"))
    if "source" in entry:
        return Code(**entry)
    inherited = ("source", "source_version", "source_url")
    origin: dict[str, Any] = {key: vocabulary.get(key) for key in inherited}
    return Code(**{**origin, **entry})


def name_entry(entry: object, key: str) -> str:
    """Return the name of an entry, quoted, to say where something is wrong."""
    return repr(entry.get(key)) if isinstance(entry, dict) else repr(entry)


def check_distinct(where: str, what: str, names: Iterable[str]) -> None:
    """Refuse a name that stands twice."""
    seen: set[str] = set()
    for name in names:
        if name in seen:
            message = f"{where}: the {what} {name!r} stands twice"
            raise SchemaError(message)
        seen.add(name)


def read_table(
    where: str, content: Mapping[str, Any], vocabularies: Mapping[str, Vocabulary]
) -> Table:
    """Return the table that a file describes, its closed columns filled."""
    check_keys(where, content, TABLE_KEYS, ("name", "title", "primaryKey", "fields"))
    fields = tuple(
        read_field(where, entry, vocabularies) for entry in content["fields"]
    )
    check_distinct(where, "column", [field.name for field in fields])
    return Table(
        name=content["name"],
        title=content["title"],
        description=content.get("description", ""),
        fields=fields,
        primary_key=read_names(where, "primaryKey", content["primaryKey"]),
        unique_keys=tuple(
            read_names(where, "uniqueKeys", names)
            for names in content.get("uniqueKeys", ())
        ),
        foreign_keys=tuple(
            read_foreign_key(where, content["name"], entry)
            for entry in content.get("foreignKeys", ())
        ),
        is_view=content.get("isView", False),
    )


def read_field(
    table_place: str, content: Mapping[str, Any], vocabularies: Mapping[str, Vocabulary]
) -> Field:
    """Return the column that an entry of `fields` describes."""
    where = f"{table_place}, field {name_entry(content, 'name')}"
    check_keys(where, content, FIELD_KEYS, ("name", "type", "description", "example"))
    constraints = content.get("constraints", {})
    check_keys(f"{where}, constraints", constraints, CONSTRAINT_KEYS)
    check_field(where, content, constraints)
    field = Field(
        name=content["name"],
        type=content["type"],
        description=content["description"],
        example=content["example"],
        when_empty=content.get("whenEmpty"),
        unit=content.get("unit"),
        vocabulary=content.get("vocabulary"),
        codes=list_codes(where, content.get("vocabulary"), vocabularies),
        exact_match=content.get("skos:exactMatch"),
        rdf_type=content.get("rdfType"),
        is_required=constraints.get("required", False),
        is_unique=constraints.get("unique", False),
        pattern=constraints.get("pattern"),
        minimum=constraints.get("minimum"),
        maximum=constraints.get("maximum"),
    )
    check_word(where, "example", field.example, field)
    for code in field.codes:
        check_word(where, f"code of {field.vocabulary}", code, field)
    return field


def check_word(where: str, what: str, word: str, field: Field) -> None:
    """Refuse what should stand in a column, but is empty or of another type."""
    try:
        is_value = parse_cell(word, field) is not None
    except ValueError:
        is_value = False
    if not is_value:
        found, expected = f"found the {what} {quote(word)}", FORMS[field.type]
        advice = "give one that could stand in the column, or change its type"
        raise SchemaError(explain(where, found, f"expected {expected}", advice))


def check_field(
    where: str, content: Mapping[str, Any], constraints: Mapping[str, Any]
) -> None:
    """Refuse an unknown type, a broken pattern, and an unclear empty cell."""
    if content["type"] not in FIELD_TYPES:
        hint = suggest(content["type"], FIELD_TYPES)
        message = f"{where}: unknown type {content['type']!r}; {hint}"
        raise SchemaError(message)
    if constraints.get("required", False) == ("whenEmpty" in content):
        message = f"{where}: expected either 'whenEmpty' or the constraint 'required'"
        raise SchemaError(message)
    pattern = constraints.get("pattern", "")
    try:
        re.compile(pattern)
    except re.error as error:
        message = f"{where}: the pattern {pattern!r} does not compile: {error}"
        raise SchemaError(message) from error


def list_codes(
    where: str, name: str | None, vocabularies: Mapping[str, Vocabulary]
) -> tuple[str, ...]:
    """Return the codes of the list, none where the column is open."""
    if name is None:
        return ()
    if name not in vocabularies:
        hint = suggest(name, vocabularies)
        message = f"{where}: no vocabulary is called {name!r}; {hint}"
        raise SchemaError(message)
    return tuple(code.code for code in vocabularies[name].codes)


def read_foreign_key(
    where: str, table_name: str, content: Mapping[str, Any]
) -> ForeignKey:
    """Return the key that an entry of `foreignKeys` describes."""
    place = f"{where}, foreignKeys"
    check_keys(place, content, FOREIGN_KEY_KEYS, FOREIGN_KEY_KEYS)
    reference = content["reference"]
    check_keys(f"{place}, reference", reference, REFERENCE_KEYS, ("fields",))
    fields = read_names(place, "fields", content["fields"])
    target_fields = read_names(f"{place}, reference", "fields", reference["fields"])
    if len(fields) != len(target_fields):
        found = f"found {len(fields)} fields that refer to {len(target_fields)}"
        advice = "give both as many names, in the same order"
        raise SchemaError(explain(place, found, "expected pairs", advice))
    return ForeignKey(
        fields=fields,
        table=reference.get("resource") or table_name,
        target_fields=target_fields,
    )


def read_names(where: str, key: str, names: object) -> tuple[str, ...]:
    """Return the names of columns that a key lists, at least one."""
    if isinstance(names, list) and names:
        wrong = [name for name in names if not isinstance(name, str)]
        if not wrong:
            return tuple(names)
        names = wrong[0]
    found = f"found {quote(names)}"
    expected, advice = "expected the names of columns", "list them, each in quotes"
    raise SchemaError(explain(f"{where}, {key}", found, expected, advice))


def read_rules(where: str, content: Mapping[str, Any]) -> tuple[CrossRule, ...]:
    """Return the rules that a file declares, in its order."""
    check_keys(where, content, {"rules": list}, ("rules",))
    rules = tuple(read_rule(where, entry) for entry in content["rules"])
    check_distinct(where, "rule", [rule.code for rule in rules])
    return rules


def read_rule(where: str, entry: Mapping[str, Any]) -> CrossRule:
    """Return the rule that an entry of `rules` declares."""
    place = f"{where}, rule {name_entry(entry, 'code')}"
    check_keys(place, entry, RULE_KEYS, ("code", "table", "message", "explanation"))
    if len([way for way in RULE_WAYS if way in entry]) != 1:
        message = f"{place}: expected exactly one of {', '.join(RULE_WAYS)}"
        raise SchemaError(message)
    severity = entry.get("severity", Severity.ERROR)
    if severity not in [*Severity]:
        hint = suggest(severity, map(str, Severity))
        message = f"{place}: unknown severity {severity!r}; {hint}"
        raise SchemaError(message)
    return make_rule(entry)


def make_rule(entry: Mapping[str, Any]) -> CrossRule:
    """Return the rule that an entry declares, whose form is right."""
    severity = Severity(entry.get("severity", Severity.ERROR))
    return CrossRule(**{**entry, "severity": severity})
