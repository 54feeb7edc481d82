"""What only all shards of a corpus together can tell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import pyarrow as pa

from claimpack.checks.package import check_tables
from claimpack.corpus import Mentioned, join_register, keep_used
from claimpack.derivation import code_rows
from claimpack.findings import Finding, Severity
from claimpack.mapping import LabelTallies, report_labels
from claimpack.mapping.labels import add_tally
from claimpack.origins import place_findings
from claimpack.references import iter_parent_findings, iter_unused_findings
from claimpack.row_source import Row
from claimpack.sharding.found import Found
from claimpack.sharding.links import ListClaims, find_link_faults, find_refused
from claimpack.sharding.plans import Plan
from claimpack.sharding.summaries import Refused, ShardSummary
from claimpack.source_corpus import report_left_out, report_omission
from claimpack.tables import Rows
from claimpack.writers import build_arrow


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
    refused: dict[str, Refused] = {}
    for summary in reversed(summaries):  # so that the first has the last word
        entities |= summary.shared_entities
        events |= summary.shared_events
        refused |= {it.document_id: it for it in summary.refused}
    named = {key.rpartition(".")[0] for key in (*entities, *events)}
    links = tuple(
        entry for entry in plan.registers.links if not find_refused(entry, refused)
    )
    return replace(
        plan,
        registers=replace(plan.registers, links=links),
        refused=refused,
        shared_entities=entities,
        shared_events=events,
        disputed=frozenset(
            it for summary in summaries for it in summary.documents if it in named
        ),
    )


def is_stale(summary: ShardSummary, old: Plan, new: Plan) -> bool:
    """Return whether a shard that was built by a plan would be another by a new one."""
    for own, before, right in (
        (summary.shared_entities, old.shared_entities, new.shared_entities),
        (summary.shared_events, old.shared_events, new.shared_events),
    ):
        if any(before.get(key, row) != right[key] for key, row in own.items()):
            return True
    if not (new.disputed - old.disputed).isdisjoint(summary.documents):
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
    for refused in (it for summary in summaries for it in summary.refused):
        tell_omission(reading, refused)
    reading.add(report_tallies(plan, summaries))
    rows = merge_rows(plan, summaries)
    between.add(find_link_faults(plan, summaries, list_claims))
    registers = plan.registers
    between.add(iter_parent_findings(registers.entities, registers.events))
    if registers.is_whole and not (reading.has_errors or between.has_errors):
        between.add(iter_unused(plan, rows))
    tables = {name: build_arrow(plan.schema.tables[name], rows[name]) for name in rows}
    if not (reading.has_errors or between.has_errors):
        faults = check_tables(tables, plan.schema)
        built.add(place_findings(faults, tables, registers))
    return Merged(tables=tables, reading=reading, between=between, built=built)


def tell_omission(reading: Found, refused: Refused) -> None:
    """Tell what is wrong with an article that is left out, as warnings."""
    found = refused.findings
    count = sum(found.count_errors().values())
    words = report_omission(refused.path, refused.document_id, found.described, count)
    reading.add(words)
    for rest in found.iter_rest():
        is_error = rest.severity is Severity.ERROR
        severity = Severity.WARNING if is_error else rest.severity
        reading.count(severity, rest.code, rest.count)


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
