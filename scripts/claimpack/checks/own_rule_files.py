"""The file of rules that a package brings along: what it says, and what is wrong.

`claimpack.rules` in the descriptor names it, else it is `schemas/rules.json` if there
is one. Its form is that of our own (docs/own-rules.md). It may be a stranger's: any
JSON value may stand in any place.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Generator, Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from claimpack.checks.rules import BRACES
from claimpack.errors import SourceError
from claimpack.files import PackageFiles
from claimpack.findings import Finding, Location, Rule, Severity, make_finding, quote
from claimpack.guarded_sql import LONGEST_STATEMENT, Question, mentions
from claimpack.rule_book import list_codes
from claimpack.schema import CrossRule, Schema, Table
from claimpack.schema_entries import RULE_KEYS, make_rule
from claimpack.sources import Package
from claimpack.strict_json import parse_json

RULES_FILE = Rule(
    code="rules-file",
    severity=Severity.ERROR,
    template="the rules of the package cannot be read: {reason}",
    explanation="A package with rules of its own is valid if they hold, and not else.",
)
RULE = Rule(
    code="rule-error",
    severity=Severity.ERROR,
    template="{where} {what}",
    explanation="A rule that is written wrongly or cannot be run would check nothing.",
)
RULES = (RULES_FILE, RULE)

DEFAULT_PATH = "schemas/rules.json"
MOST_RULES = 200
LONGEST_TEXT = 1_000
CODE = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
LONGEST_CODE = 60
REQUIRED = ("code", "table", "message", "explanation")
SHOWN_TEXTS = ("message", "expected", "hint")
"""What a finding shows, with columns in braces."""
SQL = ("condition", "query")

Defect = tuple[str, str, str | None]
"""Where in a rule (`.condition`; empty: the rule), what is wrong, and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnRule:
    """A rule of a package, and where it stands."""

    path: str
    place: str
    """As `rules[2]`, counted from 0."""
    rule: CrossRule

    @property
    def sql(self) -> str:
        """The condition or the query."""
        return self.rule.condition or self.rule.query or ""

    @property
    def sql_place(self) -> str:
        """Where that stands, as `rules[2].condition`."""
        key = "query" if self.rule.condition is None else "condition"
        return f"{self.place}.{key}"

    @property
    def texts(self) -> tuple[str, ...]:
        """Whatever may name a column."""
        rule = self.rule
        shown = (rule.message, rule.expected, rule.hint, rule.field)
        return (self.sql, *filter(None, shown))

    @property
    def question(self) -> Question:
        """The rule as SQL is asked."""
        is_condition = self.rule.condition is not None
        return Question(table=self.rule.table, text=self.sql, is_condition=is_condition)

    @property
    def location(self) -> Location:
        """The file of rules."""
        return Location(path=self.path)

    def names(self, table: str) -> bool:
        """Return whether the rule is about a table, or names it in its SQL."""
        return table == self.rule.table or mentions(self.sql, table)


def read_own_rules(
    folder: PackageFiles, package: Package, schema: Schema
) -> Generator[Finding, None, tuple[OwnRule, ...]]:
    """Return the rules of a package, yielding what is wrong with them.

    In a package of the model, those with a code of the model are ours.
    """
    try:
        path = find_path(folder, package)
        if path is None:
            return ()
        content = parse_json(folder.read_bytes(path), path)
        if package.rules_path is None and not has_rules(content):
            return ()  # a file of that name, for something else
        entries = list_entries(content)
    except SourceError as error:
        place = Location(path=package.path)
        yield make_finding(RULES_FILE, place, reason=str(error))
        return ()
    ours = {rule.code for rule in schema.rules} if package.is_model else set()
    own = {
        f"rules[{index}]": entry
        for index, entry in enumerate(entries)
        if not (isinstance(entry, dict) and entry.get("code") in list(ours))
    }
    return (yield from read_entries(path, own, package, schema))


def find_path(folder: PackageFiles, package: Package) -> str | None:
    """Return the path of the file of rules, None where there is none.

    SourceError where the descriptor names it by something else than a path.
    """
    path = package.rules_path
    if path is None:
        return DEFAULT_PATH if folder.exists(DEFAULT_PATH) else None
    if not isinstance(path, str):
        raise SourceError("`claimpack.rules` is not a path")
    return path


def has_rules(content: Any) -> bool:  # noqa: ANN401  # JSON enters here
    """Return whether a file that nobody has named has the form of one of rules."""
    return isinstance(content, dict) and isinstance(content.get("rules"), list)


def list_entries(content: Any) -> list[Any]:  # noqa: ANN401  # JSON enters here
    """Return the entries of a file of rules; SourceError where it has none."""
    entries = content.get("rules") if isinstance(content, dict) else None
    if not isinstance(entries, list):
        raise SourceError("found no list `rules` in it")
    if len(entries) > MOST_RULES:
        raise SourceError(f"found {len(entries)} rules; expected {MOST_RULES} at most")
    return entries


def read_entries(
    path: str, entries: Mapping[str, Any], package: Package, schema: Schema
) -> Generator[Finding, None, tuple[OwnRule, ...]]:
    """Return the rules that nothing is wrong with."""
    if not entries:
        return ()  # to list all codes takes time
    tables = {
        resource.name: resource.table
        for resource in reversed(package.resources)
        if resource.twin_of is None
    }
    taken = set(list_codes(schema))
    rules = []
    for place, entry in entries.items():
        defects = list(iter_defects(entry, tables, taken))
        for key, what, hint in defects:
            yield make_finding(
                RULE, Location(path=path), where=f"{place}{key}", what=what, hint=hint
            )
        if not defects:
            rules.append(OwnRule(path=path, place=place, rule=make_rule(entry)))
            taken.add(entry["code"])
    return tuple(rules)


def iter_defects(
    entry: Any,  # noqa: ANN401  # JSON
    tables: Mapping[str, Table | None],
    taken: Collection[str],
) -> Iterator[Defect]:
    """Yield what is wrong with one rule: first its form, then its names."""
    if not isinstance(entry, dict):
        yield "", "is not an object", None
        return
    defects = [*iter_form_defects(entry)]
    yield from defects
    if defects:
        return
    yield from iter_code_defects(entry["code"], taken)
    name = entry["table"]
    if name not in tables:
        yield ".table", f"is {quote(name)}, which is no resource", hint_at(name, tables)
        return
    table = tables[name]
    if table is not None:
        yield from iter_name_defects(entry, table)


def iter_form_defects(entry: Mapping[str, Any]) -> Iterator[Defect]:
    """Yield each key and each value that has not the form of one of a rule."""
    for key in REQUIRED:
        if key not in entry:
            yield "", f"has no `{key}`", None
    for key, value in entry.items():
        if key not in RULE_KEYS:
            yield "", f"has the unknown key {quote(key)}", hint_at(key, RULE_KEYS)
        elif not isinstance(value, str) or not value:
            yield f".{key}", "is not a text", None
        elif fault := find_text_fault(key, value):
            yield f".{key}", fault, None
    if "function" in entry:
        yield ".function", "names a function; only the rules of claimpack do", None
    elif len([key for key in SQL if key in entry]) != 1:
        yield "", "has not exactly one of `condition` and `query`", None
    severity = entry.get("severity", Severity.ERROR)
    if severity not in [*Severity]:
        what = f"is {quote(severity)}; expected {', '.join(Severity)}"
        yield ".severity", what, hint_at(str(severity), Severity)


def find_text_fault(key: str, value: str) -> str | None:
    """Return why a text of a rule is refused, or None."""
    most = LONGEST_STATEMENT if key in SQL else LONGEST_TEXT
    if len(value) > most:
        return f"has {len(value):,} characters; expected {most:,} at most"
    if key not in {*SQL, "table", "field"} and not value.isprintable():
        return f"is {quote(value)}; expected characters that are printed, in one line"
    return None


def iter_code_defects(code: str, taken: Collection[str]) -> Iterator[Defect]:
    """Yield why a rule cannot have a code."""
    if not CODE.fullmatch(code) or len(code) > LONGEST_CODE:
        what = f"is {quote(code)}; expected {LONGEST_CODE} characters at most of a-z"
        yield ".code", f"{what}, 0-9 and `-`, as refund-negative", None
    elif code in taken:
        what = f"is {quote(code)}, which is the code of another rule"
        yield ".code", what, "codes of claimpack and of this file are taken"


def iter_name_defects(entry: Mapping[str, Any], table: Table) -> Iterator[Defect]:
    """Yield each column that a rule names and its table has not."""
    known = [*table.field_names]
    shown = [*known, "found", "right"] if "query" in entry else known
    if "field" in entry and entry["field"] not in known:
        what = f"is {quote(entry['field'])}, which is no column of the table"
        yield ".field", what, hint_at(entry["field"], known)
    for key in SHOWN_TEXTS:
        for name in filter(None, BRACES.findall(entry.get(key, ""))):
            if name not in shown:
                what = f"shows {quote(name)}, which is no column of the table"
                yield f".{key}", what, hint_at(name, shown)
    if "query" in entry and not table.primary_key:
        what = "gives primary keys, and the schema of the table declares none"
        yield ".query", what, "declare `primaryKey`, or write a condition"


def hint_at(name: str, known: Iterable[str]) -> str | None:
    """Return the known name that is most like an unknown one, as a question."""
    near = get_close_matches(name, list(known), n=1)
    return f"did you mean {quote(near[0])}?" if near else None


def list_ruled_fields(rules: Iterable[OwnRule], table: Table) -> set[str]:
    """Return the columns of a table that rules name, its key where that is asked."""
    listed = list(rules)
    text = "\n".join(text for own in listed for text in own.texts)
    is_asked = any(own.rule.query and own.rule.table == table.name for own in listed)
    key = table.primary_key if is_asked else ()
    return {*key, *(name for name in table.field_names if mentions(text, name))}
