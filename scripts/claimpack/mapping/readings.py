"""References and notes: registers, the annotator's readings of words, sentences."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from decimal import Decimal

from claimpack.annotations import Annotations, Defects
from claimpack.document import Unresolved
from claimpack.edtf import parse_edtf
from claimpack.findings import Rule, Severity, quote
from claimpack.identifiers import ID_FORM, is_valid_id
from claimpack.mapping.facts import Fact, Facts, add_fact, has_name, has_owner
from claimpack.mapping.index import Index
from claimpack.mapping.scheme import ATTRIBUTION, CLAIM

READING_SYNTAX = Rule(
    code="reading-syntax",
    severity=Severity.ERROR,
    template="{name} of {target_id} cannot be read: {reason}",
    explanation="A reading that cannot be read would silently be none.",
)
UNUSED_NOTE = Rule(
    code="unused-note",
    severity=Severity.NOTE,
    template="the note on {target_id} is in no table",
    explanation="Only the sentence of a claim is a column; other notes are comments.",
)
RULES = (READING_SYNTAX, UNUSED_NOTE)

CLAIM_TEXT = "AnnotatorNotes"
SAID = "Said"
EVENT_DATE = "EventDate"
ENTITY = "Entity"
EVENT = "Event"
EDTF = "EDTF"
NUMBER = "Number"
NUMBER_PATTERN = re.compile(r"(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,9})?")


def add_readings(
    facts: Facts, annotations: Annotations, index: Index, defects: Defects
) -> None:
    """Add what references and notes say to the facts; every defect is reported."""
    for reference in annotations.references:
        _, target_id, name, key, _, origin = reference
        fact = Fact("register", name, target_id, key, origin)
        if is_reference(fact, index, defects):
            add_fact(facts, fact, defects)
    for note in annotations.notes:
        fact = Fact("type of note", note.label, note.target_id, note.text, note.origin)
        if is_said(fact, index, defects):
            add_fact(facts, fact, defects)


def is_reference(fact: Fact, index: Index, defects: Defects) -> bool:
    """Return whether a reference is known, stands where it may and can be read."""
    owners: dict[str, Collection[str]] = {
        ENTITY: index.scheme.entities.keys(),
        EVENT: index.scheme.events.keys(),
        EDTF: ("Time",),
        NUMBER: ("Quantity",),
    }
    return (
        has_name(fact, owners, defects)
        and has_owner(fact, owners[fact.name], index, defects)
        and has_value(fact, defects)
    )


def is_said(fact: Fact, index: Index, defects: Defects) -> bool:
    """Return whether a note says something that a table holds."""
    if not has_name(fact, NOTE_OWNERS, defects):
        return False
    owners = NOTE_OWNERS[fact.name]
    if fact.name != CLAIM_TEXT:
        is_owned = has_owner(fact, owners, index, defects)
        return is_owned and has_value(fact, defects)
    if index.kinds.get(fact.target_id) in owners:
        return True
    if index.find(fact.target_id) is not None or fact.target_id in index.other_ids:
        defects.report(
            UNUSED_NOTE,
            fact.origin,
            fact.target_id,
            target_id=fact.target_id,
            expected="a Claim, whose sentence the note gives",
            hint=index.suggest(fact.target_id, owners),
        )
    return False


def has_value(fact: Fact, defects: Defects) -> bool:
    """Return whether a key, a date or a number can be read."""
    explain, form = VALUES[fact.name]
    reason = explain(fact.value)
    if reason is None:
        return True
    defects.report(
        READING_SYNTAX,
        fact.origin,
        fact.value,
        name=fact.name,
        target_id=fact.target_id,
        reason=reason,
        expected=form,
    )
    return False


def explain_id(key: str) -> str | None:
    """Return why a key cannot be an id of a register; None where it can."""
    return None if is_valid_id(key) else f"{quote(key)} is not an id"


def explain_date(words: str) -> str | None:
    """Return why words are no EDTF date; None where they are."""
    when = parse_edtf(words)
    return when.reason if isinstance(when, Unresolved) else None


def explain_number(words: str) -> str | None:
    """Return why words are no number and no range; None where they are.

    >>> explain_number("300..500") is None, explain_number("1,000")
    (True, '"1,000" is not a decimal number')
    """
    numbers = words.split("..")
    if len(numbers) > 2 or not all(map(NUMBER_PATTERN.fullmatch, numbers)):  # noqa: PLR2004  # both ends
        return f"{quote(words)} is not a decimal number"
    if Decimal(numbers[0]) > Decimal(numbers[-1]):
        return f"{quote(words)} ends below its start"
    return None


DATE_FORM = "a date like 2024, 2024-12, 2024-12-23, or two of them with a slash"
NUMBER_FORM = "a number like 1000 or 2.5, or two of them like 300..500"
VALUES: Mapping[str, tuple[Callable[[str], str | None], str]] = {
    ENTITY: (explain_id, ID_FORM),
    EVENT: (explain_id, ID_FORM),
    EDTF: (explain_date, DATE_FORM),
    NUMBER: (explain_number, NUMBER_FORM),
    SAID: (explain_date, DATE_FORM),
    EVENT_DATE: (explain_date, DATE_FORM),
}
"""Why a value cannot be read, or None, and the form it should have, by name."""
NOTE_OWNERS: Mapping[str, frozenset[str]] = {
    CLAIM_TEXT: frozenset({CLAIM}),
    SAID: frozenset({ATTRIBUTION}),
    EVENT_DATE: frozenset({CLAIM}),
}
"""Labels of what may carry a note, by its type."""
