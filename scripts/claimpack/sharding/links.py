"""Links of a curator, which join claims of any articles of a corpus."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from claimpack.checks.package import check_tables
from claimpack.corpus import LinkKey, Member, curated_links
from claimpack.findings import Finding, Location, make_finding, quote
from claimpack.origins import place_findings
from claimpack.references import LINK_LEFT_OUT
from claimpack.registers import Entry
from claimpack.sharding.drafts import Again
from claimpack.sharding.layout import Shard, join
from claimpack.sharding.plans import Item, Plan, ShardSource
from claimpack.sharding.summaries import ShardSummary

LINKS = "claim_links"
ENDS = ("claim_id", "target_id")
ListClaims = Callable[[], Collection[str]]
"""Gives the ids of all claims, which takes long."""


@dataclass(frozen=True, slots=True)
class SomeArticles:
    """Articles of a corpus by their ids, which are read once more."""

    documents: frozenset[str]
    plan: Plan
    sources: Sequence[ShardSource]
    shards: Sequence[Shard]

    def __iter__(self) -> Iterator[Member]:
        """Yield those of the articles that can be read."""
        for source, shard in zip(self.sources, self.shards, strict=True):
            if self.documents.isdisjoint(shard.summary.documents):
                continue
            for member in Again(source.load(), self.plan):
                if member.document.article.document_id in self.documents:
                    yield member


def name_document(claim_id: object) -> str:
    """Return the id of the document that a claim is of."""
    return str(claim_id).rpartition(".")[0]


def narrow(plan: Plan, items: Sequence[Item]) -> Plan:
    """Return the plan with those links alone that concern the articles of a shard.

    So one more link changes the shards of its two articles, and no others.
    """
    documents = {item.document_id for item in items}
    links = tuple(
        entry
        for entry in plan.registers.links
        if any(name_document(entry.values[end]) in documents for end in ENDS)
    )
    return replace(plan, registers=replace(plan.registers, links=links))


def find_refused(entry: Entry, refused: Collection[str]) -> str | None:
    """Return the column of a link whose claim is of an article that was refused."""
    for column in ENDS:
        if name_document(entry.values[column]) in refused:
            return column
    return None


def report_dropped(old: Plan, summaries: Iterable[ShardSummary]) -> Iterator[Finding]:
    """Yield a warning for each link to or from an article that was refused."""
    refused = {it.document_id for summary in summaries for it in summary.refused}
    for entry in old.registers.links:
        column = find_refused(entry, refused)
        if column is not None:
            yield make_finding(
                LINK_LEFT_OUT, entry.locate(column), found=quote(entry.values[column])
            )


def find_link_faults(
    plan: Plan, summaries: Sequence[ShardSummary], list_claims: ListClaims
) -> list[Finding]:
    """Return what is wrong with each link of a curator by itself."""
    links = plan.registers.links
    if not links:
        return []
    claims: Collection[str] = {
        claim_id for summary in summaries for claim_id in summary.linked_claims
    }
    ends = {str(entry.values[name]) for entry in links for name in ENDS}
    if not ends <= set(claims):
        # To tell which of them was meant. A shard with an error has no tables, but
        # its claims are known all the same.
        claims = {*claims, *list_claims()}
    places: dict[LinkKey, Location] = {
        tuple(key.split(" ")): place
        for summary in summaries
        for key, place in summary.link_places.items()
    }
    broken = {it for summary in summaries for it in summary.broken}
    registers = replace(plan.registers, broken=plan.registers.broken | broken)
    _, findings = curated_links(registers, places, plan.schema, claims)
    return findings


def check_links(
    plan: Plan, sources: Sequence[ShardSource], shards: Sequence[Shard]
) -> Iterator[Finding]:
    """Yield what is wrong with the links of a curator among all others, as circles.

    Each shard has looked at the links that its own articles make.
    """
    if not plan.registers.links:
        return
    table = plan.schema.tables[LINKS]
    rows = join(table, [shard.read(LINKS) for shard in shards])
    tables = {LINKS: rows}
    faults = list(check_tables(tables, plan.schema))
    numbers = [it.location.row - 1 for it in faults if it.location.row is not None]
    begins = [rows.column("claim_id")[number].as_py() for number in numbers]
    documents = frozenset(map(name_document, begins))
    again = SomeArticles(documents, plan, sources, shards)
    corpus = replace(plan.registers, members=again)
    yield from place_findings(faults, tables, corpus)
