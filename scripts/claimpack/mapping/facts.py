"""What single lines say of marks and nodes: attributes here, others in `readings`."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import NamedTuple

from claimpack.annotations import Annotations, Attribute, Defects, Origin
from claimpack.findings import Rule, Severity, quote
from claimpack.mapping.index import Index
from claimpack.mapping.scheme import ValueRule, suggest_name

UNKNOWN_NAME = Rule(
    code="unknown-name",
    severity=Severity.ERROR,
    template="{found} is no {kind} of the scheme",
    explanation="What has an unknown name would be missing in the tables.",
)
WRONG_OWNER = Rule(
    code="wrong-owner",
    severity=Severity.ERROR,
    template="{name} stands on {target_id}, {found}",
    explanation="Each attribute, reference and note belongs to some labels only.",
)
ATTRIBUTE_VALUE = Rule(
    code="attribute-value",
    severity=Severity.ERROR,
    template="{name} of {target_id} has {found}",
    explanation="The values of an attribute are a closed list, to be counted.",
)
REPEATED_FACT = Rule(
    code="repeated-fact",
    severity=Severity.ERROR,
    template="{name} of {target_id} is given again, first on line {line}",
    explanation="There is one place for it; which of two is meant is not known.",
)
RULES = (
    UNKNOWN_NAME,
    WRONG_OWNER,
    ATTRIBUTE_VALUE,
    REPEATED_FACT,
)

FLAG = "true"
"""Value of an attribute that has none."""


class Fact(NamedTuple):
    """What one line says of a mark or node."""

    kind: str
    """Attribute, register or type of note, for messages."""
    name: str
    target_id: str
    value: str
    """A code, key, date, number or sentence; `true` for a flag."""
    origin: Origin


Facts = dict[str, dict[str, Fact]]
"""Facts by name, by the id of the mark or node."""


def read_attributes(annotations: Annotations, index: Index, defects: Defects) -> Facts:
    """Return the attributes of each mark and node; every defect is reported."""
    facts: Facts = {}
    for attribute in annotations.attributes:
        fact = read_attribute(attribute, index, defects)
        if fact is not None:
            facts.setdefault(fact.target_id, {})[fact.name] = fact
    return facts


def read_attribute(attribute: Attribute, index: Index, defects: Defects) -> Fact | None:
    """Return an attribute with the code of its value; None with a defect."""
    _, name, target_id, value, origin = attribute
    fact = Fact("attribute", name, target_id, value or FLAG, origin)
    rules = index.scheme.attributes
    if not has_name(fact, rules, defects):
        return None
    if not has_owner(fact, rules[name].owners, index, defects):
        return None
    code = (rules[name].values or {}).get(value or "")
    if rules[name].values is None and value is None:
        return fact
    if code is None:
        report_value(attribute, rules[name], defects)
        return None
    return fact._replace(value=code)


def report_value(attribute: Attribute, rule: ValueRule, defects: Defects) -> None:
    """Report a value that is not in the list of its attribute."""
    value = attribute.value
    names = sorted(rule.values or ())
    defects.report(
        ATTRIBUTE_VALUE,
        attribute.origin,
        value or "",
        name=attribute.label,
        target_id=attribute.target_id,
        found="no value" if value is None else f"the value {quote(value)}",
        expected="one of " + ", ".join(names) if names else "no value",
        hint=suggest_name(value, names) if value and names else None,
    )


def add_fact(facts: Facts, fact: Fact, defects: Defects) -> None:
    """Add a fact, unless there is one of its name already."""
    first = facts.setdefault(fact.target_id, {}).setdefault(fact.name, fact)
    if first is not fact:
        defects.report(
            REPEATED_FACT,
            fact.origin,
            name=fact.name,
            target_id=fact.target_id,
            line=first.origin.line,
            expected=f"one {fact.name}",
            hint="delete one of the two lines",
        )


def has_name(fact: Fact, names: Iterable[str], defects: Defects) -> bool:
    """Return whether the scheme has the name; one that it has not is reported."""
    if fact.name in names:
        return True
    defects.report(
        UNKNOWN_NAME,
        fact.origin,
        fact.name,
        found=quote(fact.name),
        kind=fact.kind,
        expected="one of " + ", ".join(sorted(names)),
        hint=suggest_name(fact.name, names),
    )
    return False


def has_owner(
    fact: Fact, owners: Collection[str], index: Index, defects: Defects
) -> bool:
    """Return whether the fact stands where it may; elsewhere it is reported.

    Nothing is said of a target that was refused: that has a finding already.
    """
    if index.kinds.get(fact.target_id) in owners:
        return True
    if index.find(fact.target_id) is not None or fact.target_id in index.other_ids:
        defects.report(
            WRONG_OWNER,
            fact.origin,
            fact.target_id,
            name=fact.name,
            target_id=fact.target_id,
            found=index.describe(fact.target_id),
            expected=" or ".join(sorted(owners)),
            hint=index.suggest(fact.target_id, owners),
        )
    return False
