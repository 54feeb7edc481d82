"""What articles, registers and links refer to, and whether it is there."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from difflib import get_close_matches
from functools import partial

from claimpack.document import Document, Event
from claimpack.findings import Finding, Location, Rule, Severity, make_finding, quote
from claimpack.registers import Entry, Register
from claimpack.resolution import Locate
from claimpack.row_source import Row
from claimpack.schema import Schema

UNKNOWN = Rule(
    code="register-unknown",
    severity=Severity.ERROR,
    template="{found} is not in {register}",
    explanation="What an annotation or a register refers to must have a row.",
)
DISAGREES = Rule(
    code="register-disagrees",
    severity=Severity.ERROR,
    template="the annotation says {name} {found}, {register} says {stated} of {key}",
    explanation=(
        "A thing has one type. Where annotation and register differ, one of them "
        "is wrong, or the reference points to another thing."
    ),
)
UNUSED = Rule(
    code="register-unused",
    severity=Severity.NOTE,
    template="no article mentions {found}, so it stays out of the tables",
    explanation=(
        "A register may know more than the articles mention; the tables hold what "
        "is mentioned, and what contains it."
    ),
)
LINK = Rule(
    code="link-unknown",
    severity=Severity.ERROR,
    template="{field} is {found}, which is {problem}",
    explanation="A link between articles joins two claims that exist.",
)
REPEATED = Rule(
    code="link-repeated",
    severity=Severity.ERROR,
    template="{found} {relation} {target} already on line {line} of {path}",
    explanation="A link is a row with its two claims and its relation as the key.",
)
LINK_LEFT_OUT = Rule(
    code="link-left-out",
    severity=Severity.WARNING,
    template="the link is left out: {found} is a claim of an article that is left out",
    explanation="A link between articles joins two claims that are in the package.",
)
LOCAL_PART = re.compile(r"\.[te][0-9]+")
"""What stands after the document's id in an id that an annotation gives."""
RULES = (UNKNOWN, DISAGREES, UNUSED, LINK, REPEATED, LINK_LEFT_OUT)


def iter_reference_findings(
    document: Document, locate: Locate, entities: Register, events: Register
) -> Iterator[Finding]:
    """Yield where an article's references and the registers disagree."""
    document_id = document.article.document_id
    for mention in document.mentions:
        key = mention.entity_id
        if key in entities.entries or not is_local(key, document_id):
            place = partial(locate, mention.passage.mark_id)
            stated = {"entity_type": mention.entity_type}
            yield from iter_key_findings(place, entities, key, stated)
    for event in document.events:
        key = event.event_id
        if key in events.entries or not is_local(key, document_id):
            place = partial(locate, event.node_id)
            yield from iter_key_findings(place, events, key, state_types(event))


def state_types(event: Event) -> dict[str, str | None]:
    """Return the type that an annotation gives an event, and its mode if it has one."""
    mode = event.event_mode
    modes = {} if mode is None else {"event_mode": mode}
    return {"event_type": event.event_type, **modes}


def iter_key_findings(
    place: Callable[[], Location],
    register: Register,
    key: str,
    stated: Mapping[str, str | None],
) -> Iterator[Finding]:
    """Yield what is wrong with one reference into a register.

    `place` finds the reference in its line, which is done only for a finding.
    """
    entry = register.entries.get(key)
    if entry is None:
        if register.lacks(key):
            yield report_unknown(place(), register, key)
        return
    for name, value in stated.items():
        if entry.values[name] != value:
            yield make_finding(
                DISAGREES,
                place(),
                name=name,
                found=quote(value or ""),
                register=f"{register.path} line {entry.location.line}",
                stated=quote(entry.values[name] or ""),
                key=quote(key),
                expected=f"the same {name} in both",
                hint="mend the annotation or the register",
            )


def is_local(key: str, document_id: str) -> bool:
    """Return whether the id is one that a mark or node of the article gives.

    >>> is_local("dam.t5", "dam"), is_local("dam.office", "dam")
    (True, False)
    """
    is_longer = key.startswith(document_id)
    return is_longer and bool(LOCAL_PART.fullmatch(key, len(document_id)))


def report_unknown(location: Location, register: Register, key: str) -> Finding:
    """Return the finding of an id that the register does not have."""
    near = get_close_matches(key, register.entries.keys() | register.refused, n=1)
    return make_finding(
        UNKNOWN,
        location,
        found=quote(key),
        register=register.path,
        expected="the id of a row of the register",
        hint=f"did you mean {quote(near[0])}?" if near else "add a row for it",
    )


def iter_parent_findings(entities: Register, events: Register) -> Iterator[Finding]:
    """Yield the rows of a register that refer to a row that does not exist."""
    for register, column, target in (
        (entities, "part_of_id", entities),
        (events, "part_of_id", events),
        (events, "place_id", entities),
    ):
        for entry in register.entries.values():
            key = entry.values[column]
            if key is not None and target.lacks(str(key)):
                yield report_unknown(entry.locate(column), target, str(key))


def iter_unused_findings(
    register: Register, rows: Iterable[Row], column: str
) -> Iterator[Finding]:
    """Yield the rows of a register that are not among the rows of its table."""
    used = {row[column] for row in rows}
    for key, entry in register.entries.items():
        if key not in used:
            yield make_finding(UNUSED, entry.location, found=quote(key))


def iter_link_findings(
    entry: Entry,
    schema: Schema,
    claims: Collection[str],
    broken: Collection[str],
) -> Iterator[Finding]:
    """Yield what is wrong with one link between articles.

    Which claims `broken` articles have is not known, so that none is called missing.
    """
    for column, known, problem in (
        ("claim_id", claims, "no claim of the package"),
        ("target_id", claims, "no claim of the package"),
        ("relation", schema.codes["link_relation"], "no relation between claims"),
    ):
        found = str(entry.values[column])
        if found not in known and found.rpartition(".")[0] not in broken:
            near = get_close_matches(found, known, n=1)
            yield make_finding(
                LINK,
                entry.locate(column),
                field=column,
                found=quote(found),
                problem=problem,
                expected="a claim_id of the table claims"
                if column != "relation"
                else f"one of {', '.join(sorted(known))}",
                hint=f"did you mean {quote(near[0])}?" if near else None,
            )


def report_repeated(entry: Entry, first: Location) -> Finding:
    """Return the finding of a link between articles that stands elsewhere too."""
    return make_finding(
        REPEATED,
        entry.location,
        found=quote(entry.values["claim_id"]),
        relation=entry.values["relation"],
        target=quote(entry.values["target_id"]),
        line=first.line,
        path=first.path,
        expected="each link once",
        hint="delete one of the two lines",
    )
