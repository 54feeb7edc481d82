"""What only all shards of a corpus together can tell."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import pyarrow as pa

from claimpack.checks.package import check_tables
from claimpack.corpus import LinkKey, Mentioned, curated_links, join_register, keep_used
from claimpack.derivation import code_rows
from claimpack.findings import Finding, Location, make_finding, quote
from claimpack.mapping import LabelTallies, report_labels
from claimpack.mapping.labels import add_tally
from claimpack.references import (
    LINK_LEFT_OUT,
    iter_parent_findings,
    iter_unused_findings,
)
from claimpack.registers import Entry
from claimpack.row_source import Row
from claimpack.sharding.found import Found
from claimpack.sharding.plans import Plan
from claimpack.sharding.summaries import ShardSummary
from claimpack.source_corpus import report_left_out, report_omission
from claimpack.tables import Rows
from claimpack.writers import build_arrow

ENDS = ("claim_id", "target_id")
ListClaims = Callable[[], Collection[str]]
"""Gives the ids of all claims, which takes long."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """What all shards have together."""

    tables: Mapping[str, pa.Table]
    """Rows that no shard has by itself, by table: codes, and what is mentioned of the
    registers, or by several articles."""
    reading: Found
    """What is wrong with the articles by themselves."""
    between: Found
    """What is wrong between them, the registers and the links."""
    built: Found
    """What is wrong with the tables."""


def settle_plan(plan: Plan, summaries: Sequence[ShardSummary]) -> Plan:
    """Return the plan with what is known once each shard was built by itself.

    What articles of several shards mention is as the first of them has it, and a link
    to an article that was refused is none.
    """
    entities: dict[str, Row] = {}
    events: dict[str, Row] = {}
    refused: set[str] = set()
    for summary in summaries:
        entities = {**summary.shared_entities, **entities}
        events = {**summary.shared_events, **events}
        refused.update(it.document_id for it in summary.refused)
    links = tuple(
        entry for entry in plan.registers.links if not find_refused(entry, refused)
    )
    return replace(
        plan,
        registers=replace(plan.registers, links=links),
        shared_entities=entities,
        shared_events=events,
    )


def find_refused(entry: Entry, refused: Collection[str]) -> str | None:
    """Return the column of a link whose claim is of an article that was refused."""
    for column in ENDS:
        if str(entry.values[column]).rpartition(".")[0] in refused:
            return column
    return None


def is_stale(summary: ShardSummary, old: Plan, new: Plan) -> bool:
    """Return whether a shard would be another by the new plan."""
    for own, right in (
        (summary.shared_entities, new.shared_entities),
        (summary.shared_events, new.shared_events),
    ):
        if any(row != right[key] for key, row in own.items()):
            return True
    kept = {entry.location for entry in new.registers.links}
    return any(
        entry.values["claim_id"] in summary.linked_claims
        for entry in old.registers.links
        if entry.location not in kept
    )


def merge_shards(
    plan: Plan, summaries: Sequence[ShardSummary], list_claims: ListClaims
) -> Merged:
    """Return what all shards have together."""
    reading, between, built = Found(), Found(), Found()
    for summary in summaries:
        reading.join(summary.reading)
        between.join(summary.between)
        built.join(summary.built)
        for it in summary.refused:
            reading.add(report_omission(it.path, it.document_id, it.findings))
    reading.add(report_tallies(plan, summaries))
    rows = merge_rows(plan, summaries)
    between.add(find_link_faults(plan, summaries, list_claims))
    registers = plan.registers
    between.add(iter_parent_findings(registers.entities, registers.events))
    if registers.is_whole and not (reading.has_errors or between.has_errors):
        between.add(iter_unused(plan, rows))
    tables = {name: build_arrow(plan.schema.tables[name], rows[name]) for name in rows}
    built.add(check_tables({"codes": tables["codes"]}, plan.schema))
    return Merged(tables=tables, reading=reading, between=between, built=built)


def report_tallies(plan: Plan, summaries: Iterable[ShardSummary]) -> list[Finding]:
    """Return a finding for each label that gives no row."""
    tallies: LabelTallies = {}
    for summary in summaries:
        for label, tally in summary.left_out.items():
            add_tally(tallies, label, tally)
    if plan.is_native:
        return report_labels(tallies, plan.schema.codes)
    return report_left_out(tallies)


def merge_rows(plan: Plan, summaries: Iterable[ShardSummary]) -> Rows:
    """Return the rows that the shards have together, by table."""
    mentioned = Mentioned()
    for summary in summaries:
        mentioned.entities.update(summary.registered_entities, summary.shared_entities)
        mentioned.events.update(summary.registered_events, summary.shared_events)
    entities, events = keep_used(
        mentioned,
        join_register(plan.registers.entities, plan.shared_entities),
        join_register(plan.registers.events, plan.shared_events),
    )
    codes: list[Row] = [dict(row) for row in code_rows(plan.schema)]
    return {"entities": entities, "events": events, "codes": codes}


def iter_unused(plan: Plan, rows: Rows) -> Iterator[Finding]:
    """Yield the rows of the registers that no article mentions."""
    registers = plan.registers
    yield from iter_unused_findings(registers.entities, rows["entities"], "entity_id")
    yield from iter_unused_findings(registers.events, rows["events"], "event_id")


def find_link_faults(
    plan: Plan, summaries: Sequence[ShardSummary], list_claims: ListClaims
) -> list[Finding]:
    """Return what is wrong with the links of a curator."""
    links = plan.registers.links
    if not links:
        return []
    claims: Collection[str] = {
        claim_id for summary in summaries for claim_id in summary.linked_claims
    }
    ends = {str(entry.values[name]) for entry in links for name in ENDS}
    if not ends <= set(claims):
        claims = list_claims()  # to tell which of them was meant
    places: dict[LinkKey, Location] = {
        tuple(key.split(" ")): place
        for summary in summaries
        for key, place in summary.link_places.items()
    }
    broken = {it for summary in summaries for it in summary.broken}
    registers = replace(plan.registers, broken=plan.registers.broken | broken)
    _, findings = curated_links(registers, places, plan.schema, claims)
    return findings


def report_dropped(old: Plan, summaries: Iterable[ShardSummary]) -> Iterator[Finding]:
    """Yield a warning for each link to or from an article that was refused."""
    refused = {it.document_id for summary in summaries for it in summary.refused}
    for entry in old.registers.links:
        column = find_refused(entry, refused)
        if column is not None:
            yield make_finding(
                LINK_LEFT_OUT, entry.locate(column), found=quote(entry.values[column])
            )
