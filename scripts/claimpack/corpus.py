"""All tables of a package, from its articles and registers."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from claimpack.cells import Value
from claimpack.derivation import code_rows
from claimpack.document import Document, Event, Mention
from claimpack.findings import Finding, Location, has_errors
from claimpack.flat import flatten_claims
from claimpack.references import (
    iter_link_findings,
    iter_parent_findings,
    iter_reference_findings,
    iter_unused_findings,
    report_repeated,
)
from claimpack.registers import Entry, Register
from claimpack.resolution import Locate, resolve_document
from claimpack.row_source import Names, Row, list_measure_units, quote_words
from claimpack.schema import Schema
from claimpack.tables import Rows, build_rows

LINK_COLUMNS = ("claim_id", "relation", "target_id")
LinkKey = tuple[Value, ...]
"""The primary key of a link: its values in these columns."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One article of a corpus and where its annotations stand."""

    document: Document
    locate: Locate
    link_places: Mapping[LinkKey, Location] = field(default_factory=dict)
    """Where the article links two claims."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Corpus:
    """Annotated articles with their registers."""

    members: tuple[Member, ...]
    entities: Register
    events: Register
    has_registers: bool = True
    """Whether ids refer to registers; otherwise each is local to its article."""
    links: tuple[Entry, ...] = ()
    """Rows of links.csv: links between articles, made by a curator."""
    broken: frozenset[str] = frozenset()
    """Articles with an error in their files: not all that they say is known."""
    is_whole: bool = True
    """False where there is an error in any file, so that more may be mentioned."""


def build_tables(corpus: Corpus, schema: Schema) -> tuple[Rows, list[Finding]]:
    """Return the rows of every table, and what is wrong between the parts."""
    findings: list[Finding] = []
    entities = collect_entities(corpus)
    events = collect_events(corpus)
    names = Names(
        named_entities=frozenset(
            key for key, row in entities.items() if row["is_named"]
        ),
        measure_units=list_measure_units(schema),
    )
    rows: Rows = {name: [] for name in schema.tables}
    for member in corpus.members:
        if corpus.has_registers:
            findings += iter_reference_findings(
                member.document, member.locate, corpus.entities, corpus.events
            )
        resolved, unresolved = resolve_document(member.document, member.locate)
        findings += unresolved
        for table, added in build_rows(member.document, resolved, names).items():
            rows[table] += added
    claims = {str(row["claim_id"]) for row in rows["claims"]}
    links, link_findings = curated_links(corpus, schema, claims)
    rows["claim_links"] += links
    rows["entities"], rows["events"] = keep_used(corpus, entities, events)
    rows["codes"] = [dict(row) for row in code_rows(schema)]
    rows["claims_flat"] = flatten_claims(rows)
    findings += link_findings
    findings += iter_parent_findings(corpus.entities, corpus.events)
    if corpus.is_whole and not has_errors(findings):
        findings += iter_unused_findings(corpus.entities, rows["entities"], "entity_id")
        findings += iter_unused_findings(corpus.events, rows["events"], "event_id")
    return rows, findings


def curated_links(
    corpus: Corpus, schema: Schema, claims: Collection[str]
) -> tuple[list[Row], list[Finding]]:
    """Return the links between articles, and what is wrong with the others."""
    rows: list[Row] = []
    findings: list[Finding] = []
    firsts: dict[LinkKey, Location] = {}
    for member in corpus.members:
        firsts |= member.link_places
    for entry in corpus.links:
        faults = list(iter_link_findings(entry, schema, claims, corpus.broken))
        link = {name: entry.values[name] for name in LINK_COLUMNS}
        first = firsts.setdefault(tuple(link.values()), entry.location)
        if first != entry.location:
            faults.append(report_repeated(entry, first))
        if not faults:
            rows.append({**link, "basis": "curator"})
        findings += faults
    return rows, findings


def collect_entities(corpus: Corpus) -> dict[str, Row]:
    """Return the entities by id: those of the register, then local ones.

    A local entity is called by the words of its first mention, or by its id where they
    may not be shipped. It is never named: that a source has a name, and which, only a
    register says (docs/decisions/0012-what-no-register-has-is-unnamed.md).
    """
    entities = {
        key: dict(entry.values) for key, entry in corpus.entities.entries.items()
    }
    for member in corpus.members:
        article = member.document.article
        for mention in member.document.mentions:
            entity_id = mention.entity_id
            entities.setdefault(
                entity_id,
                {
                    "entity_id": entity_id,
                    "name": quote_words(article, mention.passage) or entity_id,
                    "entity_type": mention.entity_type,
                    "is_named": False,
                },
            )
    return entities


def collect_events(corpus: Corpus) -> dict[str, Row]:
    """Return the events by id: those of the register, then local ones.

    A local event is called by the words of its first mention, or by its id where they
    may not be shipped.
    """
    events = {key: dict(entry.values) for key, entry in corpus.events.entries.items()}
    for member in corpus.members:
        article = member.document.article
        for event in member.document.events:
            event_id = event.event_id
            events.setdefault(
                event_id,
                {
                    "event_id": event_id,
                    "label": quote_words(article, event.trigger) or event_id,
                    "event_type": event.event_type,
                    "event_mode": event.event_mode,
                },
            )
    return events


def iter_mentions(corpus: Corpus) -> Iterator[Mention]:
    """Yield the entity mentions of all articles."""
    for member in corpus.members:
        yield from member.document.mentions


def iter_events(corpus: Corpus) -> Iterator[Event]:
    """Yield the event mentions of all articles."""
    for member in corpus.members:
        yield from member.document.events


def keep_used(
    corpus: Corpus, entities: Mapping[str, Row], events: Mapping[str, Row]
) -> tuple[list[Row], list[Row]]:
    """Return the entities and events that are mentioned or contain what is.

    The place of an event that is kept is kept too.
    """
    used_events = with_ancestors(
        (event.event_id for event in iter_events(corpus)), events
    )
    places = [events[key].get("place_id") for key in used_events]
    mentioned = [mention.entity_id for mention in iter_mentions(corpus)]
    used_entities = with_ancestors([*mentioned, *filter(None, places)], entities)
    return (
        [row for key, row in entities.items() if key in used_entities],
        [row for key, row in events.items() if key in used_events],
    )


def with_ancestors(keys: Iterable[object], rows: Mapping[str, Row]) -> set[str]:
    """Return the keys with all that contain them; unknown keys are left out."""
    found: set[str] = set()
    pending = [str(key) for key in keys]
    while pending:
        key = pending.pop()
        if key in rows and key not in found:
            found.add(key)
            parent = rows[key].get("part_of_id")
            pending += [str(parent)] if parent is not None else []
    return found
