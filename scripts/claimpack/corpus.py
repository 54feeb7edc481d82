"""All tables of a package, from its articles and registers."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from claimpack.cells import Value
from claimpack.derivation import code_rows
from claimpack.document import Document
from claimpack.findings import Finding, Location, has_errors
from claimpack.flat import flatten_claims
from claimpack.mapping.labels import LabelLines
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
from claimpack.spans import SpanRow, iter_spans
from claimpack.tables import Rows, build_rows, make_source

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
class ReadArticle:
    """One article as it was read, and what is wrong with it by itself."""

    document_id: str
    path: str
    """The file with its annotation."""
    findings: tuple[Finding, ...]
    member: Member | None = None
    """None where the article cannot be read at all."""
    left_out: LabelLines = field(default_factory=dict)
    """Lines that give no row, by what they have, which no finding tells."""

    @property
    def is_broken(self) -> bool:
        """Whether something that an article by our scheme says is not known."""
        return bool(self.left_out) or has_errors(self.findings)


@dataclass(frozen=True, slots=True, kw_only=True)
class Corpus:
    """Annotated articles with their registers."""

    members: Iterable[Member]
    """May be gone through again, but of a large corpus it reads the files again."""
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Mentioned:
    """What articles mention, by id."""

    entities: set[str] = field(default_factory=set)
    events: set[str] = field(default_factory=set)


@dataclass(slots=True, kw_only=True)
class ArticleRows:
    """What articles give to the tables, collected article by article."""

    rows: Rows
    """Of the tables that articles fill but `spans`, in the order of the articles."""
    spans: list[SpanRow] = field(default_factory=list)
    entities: dict[str, Row] = field(default_factory=dict)
    """The entities that are in no register, by id, each as it is first mentioned."""
    events: dict[str, Row] = field(default_factory=dict)
    """The events that are in no register, likewise."""
    mentioned: Mentioned = field(default_factory=Mentioned)
    link_places: dict[LinkKey, Location] = field(default_factory=dict)
    """Where the articles link two claims."""
    findings: dict[str, list[Finding]] = field(default_factory=dict)
    """What is wrong between an article and the registers, and which words have no
    value, by document."""


def build_tables(corpus: Corpus, schema: Schema) -> tuple[Rows, list[Finding]]:
    """Return the rows of every table, and what is wrong between the parts."""
    collected = collect_articles(corpus, schema)
    findings = [it for found in collected.findings.values() for it in found]
    rows = {**collected.rows, "spans": [span._asdict() for span in collected.spans]}
    claims = {str(row["claim_id"]) for row in rows["claims"]}
    links, link_findings = curated_links(corpus, collected.link_places, schema, claims)
    rows["claim_links"] += links
    rows["entities"], rows["events"] = keep_used(
        collected.mentioned,
        join_register(corpus.entities, collected.entities),
        join_register(corpus.events, collected.events),
    )
    rows["codes"] = [dict(row) for row in code_rows(schema)]
    rows["claims_flat"] = flatten_claims(rows)
    findings += link_findings
    findings += iter_parent_findings(corpus.entities, corpus.events)
    if corpus.is_whole and not has_errors(findings):
        findings += iter_unused_findings(corpus.entities, rows["entities"], "entity_id")
        findings += iter_unused_findings(corpus.events, rows["events"], "event_id")
    return rows, findings


def collect_articles(corpus: Corpus, schema: Schema) -> ArticleRows:
    """Return what the articles give, each of which is looked at once."""
    collected = ArticleRows(rows={name: [] for name in schema.tables})
    names = list_names(corpus, schema)
    for member in corpus.members:
        collect_article(collected, member, corpus, names)
    return collected


def list_names(corpus: Corpus, schema: Schema) -> Names:
    """Return what rows need to know of the registers and code lists."""
    return Names(
        named_entities=frozenset(
            key
            for key, entry in corpus.entities.entries.items()
            if entry.values["is_named"]
        ),
        measure_units=list_measure_units(schema),
    )


def collect_article(
    collected: ArticleRows, member: Member, corpus: Corpus, names: Names
) -> None:
    """Add the rows of an article, and what it mentions that no register has."""
    document = member.document
    findings: list[Finding] = []
    if corpus.has_registers:
        findings += iter_reference_findings(
            document, member.locate, corpus.entities, corpus.events
        )
    resolved, unresolved = resolve_document(document, member.locate)
    collected.findings[document.article.document_id] = findings + unresolved
    source = make_source(document, resolved, names)
    for table, added in build_rows(source).items():
        collected.rows[table] += added
    collected.spans += iter_spans(source)
    collect_entities(collected, document, corpus.entities)
    collect_events(collected, document, corpus.events)
    collected.link_places |= member.link_places


def join_register(register: Register, others: Mapping[str, Row]) -> dict[str, Row]:
    """Return the rows of a register by id, and then the others."""
    entries = register.entries.items()
    return {**{key: dict(entry.values) for key, entry in entries}, **others}


def curated_links(
    corpus: Corpus,
    link_places: Mapping[LinkKey, Location],
    schema: Schema,
    claims: Collection[str],
) -> tuple[list[Row], list[Finding]]:
    """Return the links between articles, and what is wrong with the others."""
    rows: list[Row] = []
    findings: list[Finding] = []
    firsts = dict(link_places)
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


def collect_entities(
    collected: ArticleRows, document: Document, register: Register
) -> None:
    """Add the entities that an article mentions.

    One that is in no register is called by the words of its first mention, or by its
    id where they may not be shipped. It is never named: that a source has a name, and
    which, only a register says
    (docs/decisions/0012-what-no-register-has-is-unnamed.md).
    """
    known = register.entries
    for mention in document.mentions:
        entity_id = mention.entity_id
        collected.mentioned.entities.add(entity_id)
        if entity_id not in known and entity_id not in collected.entities:
            words = quote_words(document.article, mention.passage)
            collected.entities[entity_id] = {
                "entity_id": entity_id,
                "name": words or entity_id,
                "entity_type": mention.entity_type,
                "is_named": False,
            }


def collect_events(
    collected: ArticleRows, document: Document, register: Register
) -> None:
    """Add the events that an article mentions.

    One that is in no register is called by the words of its first mention, or by its
    id where they may not be shipped.
    """
    known = register.entries
    for event in document.events:
        event_id = event.event_id
        collected.mentioned.events.add(event_id)
        if event_id not in known and event_id not in collected.events:
            words = quote_words(document.article, event.trigger)
            collected.events[event_id] = {
                "event_id": event_id,
                "label": words or event_id,
                "event_type": event.event_type,
                "event_mode": event.event_mode,
            }


def keep_used(
    mentioned: Mentioned, entities: Mapping[str, Row], events: Mapping[str, Row]
) -> tuple[list[Row], list[Row]]:
    """Return the entities and events that are mentioned or contain what is.

    The place of an event that is kept is kept too.
    """
    used_events = with_ancestors(mentioned.events, events)
    places = [events[key].get("place_id") for key in used_events]
    used_entities = with_ancestors(
        [*mentioned.entities, *filter(None, places)], entities
    )
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
