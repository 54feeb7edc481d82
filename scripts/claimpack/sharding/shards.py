"""The tables that the articles of one shard give: a pure function of them.

A shard by itself is checked as a package would be. What only all shards together can
tell is left to `claimpack.sharding.merge`: entities and events that articles of several
mention, and links between articles.
"""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

import pyarrow as pa
from pyarrow import compute

from claimpack.checks.package import check_tables
from claimpack.corpus import (
    LINK_COLUMNS,
    ArticleRows,
    Member,
    ReadArticle,
    collect_articles,
    join_register,
    keep_used,
)
from claimpack.derivation import code_rows
from claimpack.findings import Finding, has_errors
from claimpack.flat import flatten_claims
from claimpack.mapping import LabelTallies, add_lines, report_labels
from claimpack.origins import file_findings
from claimpack.references import is_local
from claimpack.registers import Register
from claimpack.row_source import Row
from claimpack.schema import Schema
from claimpack.sharding.found import Found
from claimpack.sharding.plans import Item, Plan, read_item
from claimpack.sharding.summaries import (
    Refused,
    Room,
    ShardSummary,
    name_link,
    summarize_part,
)
from claimpack.tables import Rows
from claimpack.writers import build_arrow

SHARED = {"entities": "entity_id", "events": "event_id"}
"""Tables whose rows articles have together, and their keys."""
VIEW_RULE = "view-is-derived"
"""The rule that derives the view anew, which nobody has changed yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BuiltShard:
    """What the articles of a shard give."""

    summary: ShardSummary
    tables: Mapping[str, pa.Table]
    """Those that articles fill, and the view; of entities and events those rows that
    only one article can mention. Empty where there is an error."""


@dataclass(slots=True, kw_only=True)
class Draft:
    """A shard while it is built."""

    plan: Plan
    items: Sequence[Item]
    refused: dict[str, Refused]
    """By document: those that are left out for their errors."""
    invalid: dict[str, Refused] = field(default_factory=dict)
    """Those that turn out to have errors when the others are built already."""
    paths: dict[str, str] = field(default_factory=dict)
    """File with the annotation, by document."""
    broken: list[str] = field(default_factory=list)
    left_out: LabelTallies = field(default_factory=dict)
    reading: Found = field(default_factory=Found)
    between: Found = field(default_factory=Found)
    built: Found = field(default_factory=Found)

    def iter_members(self) -> Iterator[Member]:
        """Yield the articles that can be read, and note what is wrong with each."""
        for item in self.items:
            article = read_item(item, self.plan)
            document_id = article.document_id
            if document_id in self.refused:
                continue
            is_broken = has_errors(article.findings)
            if self.plan.is_native:
                is_broken = article.is_broken
            if is_broken and self.plan.skips_invalid:
                refused = Refused(document_id=document_id, path=article.path)
                refused.findings.add(self.tell_all(article))
                self.refused[document_id] = refused
                continue
            self.paths[document_id] = article.path
            self.reading.add(article.findings)
            add_lines(self.left_out, article.left_out)
            if is_broken:
                self.broken.append(document_id)
            if article.member is not None:
                yield article.member

    def tell_all(self, article: ReadArticle) -> list[Finding]:
        """Return what is wrong with an article that is left out, its labels too."""
        labels: LabelTallies = {}
        if self.plan.is_native:
            add_lines(labels, article.left_out)
        codes = self.plan.schema.codes
        return [*article.findings, *report_labels(labels, codes)]

    def note(self, found: Found, document_id: str, findings: Sequence[Finding]) -> None:
        """Note what is wrong with an article."""
        if self.plan.skips_invalid and has_errors(findings):
            refused = Refused(document_id=document_id, path=self.paths[document_id])
            self.invalid.setdefault(document_id, refused).findings.add(findings)
        else:
            found.add(findings)

    @property
    def has_errors(self) -> bool:
        """Whether something keeps the tables from being made."""
        has_unknown_labels = self.plan.is_native and bool(self.left_out)
        is_known = self.plan.registers.is_whole and not has_unknown_labels
        return not is_known or self.reading.has_errors or self.between.has_errors

    def is_own(self, key: str) -> bool:
        """Return whether only one article can mention what has an id."""
        document_id = key.rpartition(".")[0]
        is_ours = document_id in self.paths and document_id not in self.plan.disputed
        return is_ours and is_local(key, document_id)


def build_shard(items: Sequence[Item], plan: Plan) -> BuiltShard:
    """Return what the articles of a shard give."""
    documents = {item.document_id for item in items}
    refused = {key: it for key, it in plan.refused.items() if key in documents}
    with pausing_collection():
        while True:
            draft = Draft(plan=plan, items=items, refused=refused)
            built = finish_draft(draft)
            if not draft.invalid:
                return built
            # What is wrong with one article may stand in the rows of others.
            refused = {**draft.refused, **draft.invalid}


@contextmanager
def pausing_collection() -> Iterator[None]:
    """Keep the cyclic collector off: what is made here has no cycles."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def finish_draft(draft: Draft) -> BuiltShard:
    """Return the shard, as far as it can be built."""
    plan, schema = draft.plan, draft.plan.schema
    corpus = replace(plan.registers, members=draft.iter_members())
    collected = collect_articles(corpus, schema)
    for document_id, findings in collected.findings.items():
        draft.note(draft.between, document_id, findings)
    tables = {}
    if not draft.has_errors and not draft.invalid:
        rows = complete_rows(draft, collected)
        known = plan.schema.tables
        built = {name: build_arrow(known[name], rows[name]) for name in rows}
        check_draft(draft, built)
        tables = drop_shared(draft, built)
    summary = Room().take(summarize(draft, collected, tables))
    return BuiltShard(summary=summary, tables=tables)


def complete_rows(draft: Draft, collected: ArticleRows) -> Rows:
    """Return the rows of the tables, as if the shard were all there is.

    Links of a curator that begin here are there, wherever they end.
    """
    plan, rows = draft.plan, collected.rows
    claims = {str(row["claim_id"]) for row in rows["claims"]}
    rows["claim_links"] += [
        {**{name: entry.values[name] for name in LINK_COLUMNS}, "basis": "curator"}
        for entry in plan.registers.links
        if entry.values["claim_id"] in claims
    ]
    rows["entities"], rows["events"] = keep_used(
        collected.mentioned,
        join_register(
            plan.registers.entities, {**collected.entities, **plan.shared_entities}
        ),
        join_register(
            plan.registers.events, {**collected.events, **plan.shared_events}
        ),
    )
    rows["claims_flat"] = flatten_claims(rows)
    del rows["codes"]
    return rows


def check_draft(draft: Draft, tables: Mapping[str, pa.Table]) -> None:
    """Note what is wrong with the rows that articles give."""
    schema, links = draft.plan.schema, tables["claim_links"]
    are_own = compute.equal(links.column("basis"), "text")
    checked = {
        **tables,
        "claim_links": links.filter(are_own),
        "codes": build_arrow(schema.tables["codes"], code_rows(schema)),
    }
    again = replace(draft.plan.registers, members=Again(draft.items, draft.plan))
    faults = check_tables(checked, without_view_rule(schema))
    for document_id, finding in file_findings(faults, checked, again):
        if document_id in draft.paths:  # all else is looked at once, when merged
            draft.note(draft.built, document_id, [finding])


def without_view_rule(schema: Schema) -> Schema:
    """Return the schema without the rule that derives the view once more."""
    rules = tuple(rule for rule in schema.rules if rule.function != VIEW_RULE)
    return replace(schema, rules=rules)


@dataclass(frozen=True, slots=True)
class Again:
    """Articles that are read once more, to find their lines."""

    items: Sequence[Item]
    plan: Plan

    def __iter__(self) -> Iterator[Member]:
        """Yield the articles that can be read."""
        for item in self.items:
            article = read_item(item, self.plan)
            if article.member is not None:
                yield article.member


def drop_shared(draft: Draft, tables: Mapping[str, pa.Table]) -> dict[str, pa.Table]:
    """Return the tables without rows that other shards may have too."""
    own = dict(tables)
    for name, key in SHARED.items():
        keys = tables[name].column(key).to_pylist()
        is_own = pa.array([draft.is_own(each) for each in keys], pa.bool_())
        own[name] = tables[name].filter(is_own)
    return own


def summarize(
    draft: Draft, collected: ArticleRows, tables: Mapping[str, pa.Table]
) -> ShardSummary:
    """Return what is known of a shard without looking into its tables."""
    registers = draft.plan.registers
    ends = {
        str(entry.values[name])
        for entry in registers.links
        for name in ("claim_id", "target_id")
    }
    claims = {str(row["claim_id"]) for row in collected.rows["claims"]} if ends else ()
    links = {
        tuple([entry.values[name] for name in LINK_COLUMNS])
        for entry in registers.links
    }
    return ShardSummary(
        documents=tuple(draft.paths),
        broken=tuple(draft.broken),
        refused=tuple(draft.refused.values()),
        left_out=draft.left_out,
        reading=draft.reading,
        between=draft.between,
        built=draft.built,
        registered_entities=list_known(
            collected.mentioned.entities, registers.entities
        ),
        registered_events=list_known(collected.mentioned.events, registers.events),
        shared_entities=drop_own(draft, collected.entities),
        shared_events=drop_own(draft, collected.events),
        link_places={
            name_link(key): place
            for key, place in collected.link_places.items()
            if key in links
        },
        linked_claims=tuple(sorted(ends.intersection(claims))),
        parts={
            name: summarize_part(draft.plan.schema.tables[name], table)
            for name, table in tables.items()
        },
    )


def list_known(keys: Iterable[str], register: Register) -> tuple[str, ...]:
    """Return those of the ids that a register has, in order."""
    return tuple(sorted(key for key in keys if key in register.entries))


def drop_own(draft: Draft, rows: Mapping[str, Row]) -> dict[str, Row]:
    """Return the rows that other articles may have too."""
    return {key: row for key, row in rows.items() if not draft.is_own(key)}
