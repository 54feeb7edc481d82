"""Labels: which column of a file is which column of the schema.

Source: Data Package 2.0, Table Schema, `fieldsMatch`; frictionless's names of errors.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from claimpack.findings import Finding, Location, Rule, Severity, make_finding, quote

MODES = ("exact", "equal", "subset", "superset", "partial")
"""How the labels of a file and the columns of its schema go together."""


def label_rule(code: str, template: str, explanation: str) -> Rule:
    """Return the rule of an error in the header."""
    return Rule(
        code=code,
        severity=Severity.ERROR,
        template=template,
        explanation=explanation,
    )


MISSING_LABEL = label_rule(
    "missing-label",
    "the header has no label for the column {field}",
    "The columns of the file are those of the schema, in its order.",
)
EXTRA_LABEL = label_rule(
    "extra-label",
    "the header has the label {label} after the last column",
    "The columns of the file are those of the schema, in its order.",
)
BLANK_LABEL = label_rule(
    "blank-label",
    "the label of column {number} is blank",
    "Without a label nobody knows what a cell says.",
)
INCORRECT_LABEL = label_rule(
    "incorrect-label",
    "the label of column {number} is {label}",
    "The columns of the file are those of the schema, in its order.",
)
DUPLICATE_LABEL = label_rule(
    "duplicate-label",
    "the label {label} of column {number} stands in the header before",
    "Of two columns with one label, some readers keep the first and some the last.",
)
FIELDS_MATCH = label_rule(
    "fields-match",
    "no label is a column of the schema",
    "Without a column in common nothing of the table would be checked.",
)
RULES = (
    MISSING_LABEL,
    EXTRA_LABEL,
    BLANK_LABEL,
    INCORRECT_LABEL,
    DUPLICATE_LABEL,
    FIELDS_MATCH,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Matched:
    """Which label stands for which column, and what is wrong with the header."""

    places: dict[str, int]
    """By name of the column: the index of its label."""
    findings: tuple[Finding, ...] = ()


def match_labels(
    location: Location, labels: Sequence[str], names: Sequence[str], mode: str
) -> Matched:
    """Return where the columns of a schema stand in a file.

    `exact`: the same columns in the same order; `equal`: in any order; `subset`: the
    file has all columns, and maybe more; `superset`: the file has no other columns,
    and maybe fewer; `partial`: they have one in common.
    """
    if mode == "exact":
        return match_in_order(location, labels, names)
    findings = list(iter_label_faults(location, labels))
    places = {label: index for index, label in reversed(list(enumerate(labels)))}
    if mode in ("equal", "subset"):
        findings += report_missing(location, names, labels)
    if mode in ("equal", "superset"):
        findings += report_extra(location, labels, names)
    known = {name: places[name] for name in names if name in places}
    if not known and not findings:
        expected = f"one of {', '.join(map(quote, names[:20]))}"
        findings.append(make_finding(FIELDS_MATCH, location, expected=expected))
    return Matched(places=known, findings=tuple(findings))


def match_in_order(
    location: Location, labels: Sequence[str], names: Sequence[str]
) -> Matched:
    """Return the columns whose label is the declared one at its place."""
    findings = []
    repeated = find_repeated(labels)
    for index, label in enumerate(labels):
        name = names[index] if index < len(names) else None
        place = replace(location, field=name)
        is_repeated = index in repeated
        fault = find_label_fault(place, index, label, name, is_repeated=is_repeated)
        findings += [fault] if fault else []
    findings += report_missing(location, names[len(labels) :], ())
    places = {
        name: index
        for index, (name, label) in enumerate(zip(names, labels, strict=False))
        if name == label
    }
    return Matched(places=places, findings=tuple(findings))


def find_repeated(labels: Sequence[str]) -> set[int]:
    """Return the places of labels that stand in the header before."""
    firsts: dict[str, int] = {}
    return {
        index
        for index, label in enumerate(labels)
        if firsts.setdefault(label, index) != index
    }


def find_label_fault(
    place: Location, index: int, label: str, name: str | None, *, is_repeated: bool
) -> Finding | None:
    """Return what is wrong with the label at an index, where `name` should stand."""
    number = index + 1
    expected = quote(name) if name else "no further column"
    if not label.strip():
        return make_finding(BLANK_LABEL, place, number=number, expected=expected)
    if is_repeated:
        return make_finding(
            DUPLICATE_LABEL,
            place,
            label=quote(label),
            number=number,
            expected=expected,
        )
    if name is None:
        return make_finding(EXTRA_LABEL, place, label=quote(label), expected=expected)
    if label != name:
        return make_finding(
            INCORRECT_LABEL,
            place,
            number=number,
            label=quote(label),
            expected=expected,
        )
    return None


def iter_label_faults(location: Location, labels: Sequence[str]) -> Iterator[Finding]:
    """Yield the labels that are blank or stand in the header before."""
    repeated = find_repeated(labels)
    for index, label in enumerate(labels):
        expected = "a label of its own for each column"
        if not label.strip():
            number = index + 1
            yield make_finding(BLANK_LABEL, location, number=number, expected=expected)
        elif index in repeated:
            yield make_finding(
                DUPLICATE_LABEL,
                location,
                label=quote(label),
                number=index + 1,
                expected=expected,
            )


def report_missing(
    location: Location, names: Sequence[str], labels: Sequence[str]
) -> list[Finding]:
    """Return a finding for each column that no label stands for."""
    known = frozenset(labels)
    return [
        make_finding(
            MISSING_LABEL,
            replace(location, field=name),
            field=quote(name),
            expected="all columns of the schema",
        )
        for name in names
        if name not in known
    ]


def report_extra(
    location: Location, labels: Sequence[str], names: Sequence[str]
) -> list[Finding]:
    """Return a finding for each label that is no column."""
    known = frozenset(names)
    return [
        make_finding(
            EXTRA_LABEL,
            location,
            label=quote(label),
            expected="only columns of the schema",
        )
        for label in labels
        if label.strip() and label not in known
    ]
