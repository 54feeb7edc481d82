"""Every rule that a finding can name, with its explanation and its example.

A module that makes findings lists its rules in `RULES`; those across rows stand in
`schemas/rules.json`. They are collected when they are asked for, not before: the
modules of the checks are heavy.
"""

from __future__ import annotations

import functools
import importlib
import importlib.resources
import pkgutil
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum

from claimpack.errors import UsageError
from claimpack.findings import Severity, quote
from claimpack.schema import Schema

EXAMPLES = "rule_examples.toml"


class Part(StrEnum):
    """What a rule is about."""

    PACKAGES = "packages"
    MODEL = "model"
    ANNOTATIONS = "annotations"
    SOURCES = "sources"
    """What others have annotated; brat is read by the rules of annotations."""
    OWN = "own"
    """What a package says itself; no module of ours has rules of it."""


TITLES = {
    Part.PACKAGES: "Any data package",
    Part.MODEL: "Packages that follow the model of claimpack",
    Part.ANNOTATIONS: "Annotated articles",
    Part.SOURCES: "What others have annotated",
    Part.OWN: "The package itself, by rules of its own",
}
MODULES = {
    Part.PACKAGES: ("checks", "second_opinion", "isolation"),
    Part.MODEL: ("checks.model", "checks.spans", "checks.row_schemas", "refresh"),
    Part.ANNOTATIONS: (
        "annotations",
        "readers.brat_breaks",
        "readers.brat_columns",
        "readers.brat_lines",
        "readers.brat_marks",
        "readers.brat_rows",
        "readers.brat_strays",
        "readers.texts",
        "mapping",
        "metadata",
        "registers",
        "references",
        "resolution",
        "members",
        "unread",
        "seeds",
        "checks.annotations",
    ),
    Part.SOURCES: ("source_files", "source_corpus", "readers"),
}
"""The modules with rules, by part; a folder stands for those in it not named here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """What keeps a rule and what breaks it: the content of files, by path."""

    valid: Mapping[str, str]
    invalid: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One rule of the book."""

    part: Part
    code: str
    severity: Severity
    explanation: str
    """Why the rule exists and what breaks without it."""
    example: Example | None = None
    """None for a rule that the package has of its own."""


def list_entries(schema: Schema) -> list[Entry]:
    """Return all rules, part by part; those of `schema` belong to the model.

    A code may stand in two parts: a byte order mark is an error in a table and a
    warning in an annotation.
    """
    examples = load_examples()
    return [
        Entry(
            part=part,
            code=code,
            severity=severity,
            explanation=explanation,
            example=examples.get((part, code)),
        )
        for part in MODULES
        for code, severity, explanation in iter_rules(part, schema)
    ]


def iter_rules(part: Part, schema: Schema) -> Iterator[tuple[str, Severity, str]]:
    """Yield code, severity and explanation of the rules of a part."""
    for name in iter_modules(part):
        for rule in getattr(importlib.import_module(name), "RULES", ()):
            yield rule.code, rule.severity, rule.explanation
    for cross_rule in schema.rules if part is Part.MODEL else ():
        yield cross_rule.code, cross_rule.severity, cross_rule.explanation


def list_codes(schema: Schema) -> list[str]:
    """Return the codes of all rules of the tool."""
    return [code for part in MODULES for code, _, _ in iter_rules(part, schema)]


def group_by_part(entries: Iterable[Entry]) -> dict[Part, list[Entry]]:
    """Return the rules of each part that has any, in the order of the parts."""
    listed = list(entries)
    groups = {part: [it for it in listed if it.part is part] for part in MODULES}
    return {part: group for part, group in groups.items() if group}


def iter_modules(part: Part) -> Iterator[str]:
    """Yield the dotted names of the modules of a part."""
    named = {f"claimpack.{name}" for names in MODULES.values() for name in names}
    for name in MODULES[part]:
        module = importlib.import_module(f"claimpack.{name}")
        yield module.__name__
        inner = pkgutil.iter_modules(getattr(module, "__path__", ()))
        paths = [f"{module.__name__}.{found.name}" for found in inner]
        yield from (path for path in paths if path not in named)


@functools.cache
def load_examples() -> dict[tuple[str, str], Example]:
    """Return the examples that the tool ships, by part and code."""
    shipped = importlib.resources.files("claimpack") / EXAMPLES
    content = tomllib.loads(shipped.read_bytes().decode())
    return {
        (part, code): Example(**example)
        for part, examples in content.items()
        for code, example in examples.items()
    }


def find_entries(code: str, schema: Schema) -> list[Entry]:
    """Return the rules with that code, one in each part that has it.

    Raises:
        UsageError: there is none; near codes are named.

    """
    entries = list_entries(schema)
    require_codes([code], {entry.code for entry in entries})
    return [entry for entry in entries if entry.code == code]


def index_entries(schema: Schema, first: Part) -> dict[str, Entry]:
    """Return a rule per code; where two parts have the code, that of `first`."""
    entries = sorted(list_entries(schema), key=lambda entry: entry.part is first)
    return {entry.code: entry for entry in entries}


def require_codes(codes: Iterable[str], known: Iterable[str]) -> None:
    """Raise `UsageError` for a code that is not known, with near ones."""
    names = sorted(known)
    for code in codes:
        if code not in names:
            near = " or ".join(get_close_matches(code, names))
            found = f"found {quote(code)}, which is the code of no rule"
            advice = f"did you mean {near}?" if near else "`claimpack rules` lists them"
            raise UsageError(f"{found}; {advice}")
