"""Rules that a package brings along, asked of its rows.

Their SQL is a stranger's: `guarded_sql` runs it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from claimpack.checks.breaches import Breach, show_value
from claimpack.checks.own_rule_files import (
    RULE,
    OwnRule,
    list_ruled_fields,
    read_own_rules,
)
from claimpack.checks.reread import without_findings
from claimpack.checks.rules import make_rule_finding
from claimpack.files import PackageFiles
from claimpack.findings import Finding, Rest, Rule, Severity, make_finding, quote
from claimpack.guarded_sql import Answer, GuardedTable, ask, find_clashes
from claimpack.schema import Schema
from claimpack.sources import Package, TableRows

NOT_CHECKED = Rule(
    code="rule-not-checked",
    severity=Severity.WARNING,
    template="{where} is not checked: {reason}",
    explanation="Of rows that were not read, or only in part, no rule can be asked.",
)
RULES = (NOT_CHECKED,)


def list_own_rules(
    folder: PackageFiles, package: Package, schema: Schema
) -> tuple[OwnRule, ...]:
    """Return the rules that a package brings along and that nothing is wrong with."""
    return without_findings(read_own_rules(folder, package, schema))


def check_own_rules(
    rules: Iterable[OwnRule],
    package: Package,
    tables: Mapping[str, TableRows],
    most: int,
) -> Iterator[Finding | Rest]:
    """Yield the breaches of each rule by row, and each rule that cannot be asked.

    `tables` has those that could be read. Of each rule the first `most` breaches are
    described, and the others counted.
    """
    asked: list[OwnRule] = []
    guarded = [guard(rows) for rows in tables.values()]
    clashes = find_clashes(guarded)
    for own in rules:
        reason = find_gap(own, package, tables)
        named = [name for name in clashes if own.names(name)]
        if reason is not None:
            where = own.place
            yield make_finding(NOT_CHECKED, own.location, where=where, reason=reason)
        elif named:
            what = clashes[named[0]]
            yield make_finding(RULE, own.location, where=own.sql_place, what=what)
        else:
            asked.append(own)
    named_well = [table for table in guarded if table.name not in clashes]
    questions = [own.question for own in asked]
    for own, answer in zip(asked, ask(named_well, questions, most), strict=True):
        yield from tell(own, tables[own.rule.table], answer)


def find_gap(
    own: OwnRule, package: Package, tables: Mapping[str, TableRows]
) -> str | None:
    """Return what a rule looks at that was not read, None where all of it was."""
    named = [each.name for each in package.resources if own.names(each.name)]
    for name in dict.fromkeys([own.rule.table, *named]):
        if name not in tables:
            return f"the rows of {quote(name)} were not read"
        rows = tables[name]
        read = rows.cells.column_names
        ruled = list_ruled_fields([own], rows.table)
        missing = [field for field in rows.table.field_names if field not in read]
        for field in missing:
            if field in ruled:
                return f"the column {quote(field)} of {quote(name)} was not read"
    return None


def guard(rows: TableRows) -> GuardedTable:
    """Return a table as SQL of others may see it."""
    return GuardedTable(
        name=rows.resource,
        cells=rows.cells,
        row_count=rows.row_count,
        key=tuple(
            name for name in rows.table.primary_key if name in rows.cells.column_names
        ),
        damaged=rows.damaged,
    )


def tell(own: OwnRule, rows: TableRows, answer: Answer) -> Iterator[Finding | Rest]:
    """Yield what an answer says: breaches, or why there is none."""
    if answer.fault is not None:
        where = own.sql_place
        yield make_finding(RULE, own.location, where=where, what=answer.fault)
    for number, right in answer.rows:
        values = {}
        if own.rule.query is not None:
            found = rows.row(number - 1).get(str(own.rule.field))
            values = {"found": show_value(found), "right": show_value(right)}
        breach = Breach(index=number - 1, values=values)
        yield make_rule_finding(own.rule, rows, breach)
    left = answer.total - len(answer.rows)
    if left:
        code, severity = own.rule.code, own.rule.severity
        yield Rest(code=code, severity=severity, location=rows.place, count=left)
