"""A corpus becomes the files of its tables, shard by shard."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from claimpack.checks.expectations import check_expectations
from claimpack.checks.files import check_strays
from claimpack.durable import UNCHANGED, reporting
from claimpack.files import Folder
from claimpack.findings import Finding, Location, Rest, has_errors, make_finding
from claimpack.seeds import NO_ARTICLE
from claimpack.sharding.fillings import list_fillings
from claimpack.sharding.layout import Shard, hold_shard, lay_out, list_parts
from claimpack.sharding.links import check_links, narrow, report_dropped
from claimpack.sharding.merge import Merged, is_stale, merge_shards, settle_plan
from claimpack.sharding.plans import Options, Plan, ShardSource, fingerprint
from claimpack.sharding.shards import build_shard
from claimpack.sharding.sources import Sources
from claimpack.sharding.store import (
    Store,
    StoredShard,
    find_store,
    make_key,
    name_plan,
    open_store,
)
from claimpack.sharding.summaries import Refused, Room, ShardSummary
from claimpack.sources import Package
from claimpack.table_resources import WrittenTable

BuildShards = Callable[[Plan, Sequence[ShardSource]], list[Shard]]


@dataclass(frozen=True, slots=True, kw_only=True)
class CorpusTables:
    """The tables of a corpus, and what is wrong with it."""

    findings: tuple[Finding | Rest, ...]
    files: Mapping[str, WrittenTable] = field(default_factory=dict)
    """By table; empty where there is an error."""
    row_counts: Mapping[str, int] = field(default_factory=dict)
    refused: tuple[Refused, ...] = ()
    """Articles that are left out for their errors."""


@contextmanager
def building_tables(
    root: Path, plan: Plan, sources: Sources, package: Package, options: Options
) -> Iterator[CorpusTables]:
    """Give the tables that a corpus has in a package.

    Their files may lie in the package's store, so they are to be published in here.
    """
    with building_shards(root, plan, sources.shards, options) as (settled, shards):
        tables = make_tables(settled, sources, shards, package, Folder(root))
        dropped = report_dropped(plan, [shard.summary for shard in shards])
        yield replace(tables, findings=(*tables.findings, *dropped))


@contextmanager
def building_shards(
    root: Path, plan: Plan, sources: Sequence[ShardSource], options: Options
) -> Iterator[tuple[Plan, list[Shard]]]:
    """Give all shards of a corpus, and the plan that they are built by.

    A single one stays in memory.
    """
    if len(sources) <= 1:
        with keeping_shards(root, uses_store=False):
            yield build_settled(hold_shards, plan, sources)
        return
    keys: set[str] = set()
    with keeping_shards(root, uses_store=options.uses_store) as store:
        with reporting(root, UNCHANGED):
            open_store(root)
        build = partial(store_shards, store=store, options=options, keys=keys)
        yield build_settled(build, plan, sources)
        store.drop_all_but(keys)


@contextmanager
def keeping_shards(root: Path, *, uses_store: bool) -> Iterator[Store]:
    """Give the store of a package, of which nothing is left unless it is used.

    However a build ends, its workers have ended before, so what they have not finished
    nobody will.
    """
    with reporting(root, UNCHANGED):
        store = find_store(root)
    try:
        yield store
    finally:
        if uses_store:
            store.drop_unfinished()
        else:
            store.drop()


def build_settled(
    build: BuildShards, plan: Plan, sources: Sequence[ShardSource]
) -> tuple[Plan, list[Shard]]:
    """Return shards that agree on what they mention, and the plan that says it.

    Each is built as if it were alone, and then again as often as what is known of the
    others would change it. That ends: what several mention is as the first article has
    it, so it changes only with the articles that are left out, which grow in number.
    """
    shards = build(plan, sources)
    plans = [plan] * len(shards)
    while True:
        settled = settle_plan(plan, [shard.summary for shard in shards])
        stale = [
            number
            for number, shard in enumerate(shards)
            if is_stale(shard.summary, plans[number], settled)
        ]
        if not stale:
            return settled, shards
        again = build(settled, [sources[number] for number in stale])
        for number, shard in zip(stale, again, strict=True):
            shards[number], plans[number] = shard, settled


def hold_shards(plan: Plan, sources: Sequence[ShardSource]) -> list[Shard]:
    """Return the shards of a corpus, in their order, their tables at hand."""
    return [hold_shard(build_shard(source.load(), plan)) for source in sources]


def store_shards(
    plan: Plan,
    sources: Sequence[ShardSource],
    *,
    store: Store,
    options: Options,
    keys: set[str],
) -> list[Shard]:
    """Return the shards of a corpus, in their order, their tables in files.

    Their keys are added to `keys`.
    """
    work = partial(
        store_shard,
        plan=plan,
        plan_name=name_plan(plan),
        store=store,
        uses_store=options.uses_store,
    )
    shards, room = [], Room()
    options.watcher.begin(sum(source.article_count for source in sources))
    for shard in options.run(work, sources):
        options.watcher.add(shard.summary)
        keys.add(shard.key)
        shards.append(store.take(replace(shard, summary=room.take(shard.summary))))
    return shards


def store_shard(
    source: ShardSource, *, plan: Plan, plan_name: str, store: Store, uses_store: bool
) -> StoredShard:
    """Return a shard, whose tables are in files; one of the last build if it can be."""
    items = source.load()
    own_plan = narrow(plan, items)
    key = make_key(plan_name, own_plan, fingerprint(items))
    found = store.find(key) if uses_store else None
    if found is not None:
        return found
    built = build_shard(items, own_plan)
    with reporting(store.root.parent, UNCHANGED):
        return store.put(key, built, plan)


def make_tables(
    plan: Plan,
    sources: Sources,
    shards: Sequence[Shard],
    package: Package,
    folder: Folder,
) -> CorpusTables:
    """Return the tables of a corpus whose shards are built."""
    summaries = [shard.summary for shard in shards]
    merged = merge_shards(plan, summaries, partial(list_claims, shards))
    refused = tuple(it for summary in summaries for it in summary.refused)
    findings = find_faults(plan, sources, shards, merged)
    fillings = list_fillings(plan, sources.shards, shards, merged.tables)
    if not has_errors(findings):
        findings += check_expectations(package, fillings)
        findings += check_strays(folder, package)
    if has_errors(findings):
        return CorpusTables(findings=tuple(findings), refused=refused)
    return CorpusTables(
        findings=tuple(findings),
        files=lay_out_all(plan, shards, merged),
        row_counts={name: it.row_count for name, it in fillings.items()},
        refused=refused,
    )


def find_faults(
    plan: Plan, sources: Sources, shards: Sequence[Shard], merged: Merged
) -> list[Finding | Rest]:
    """Return what is wrong with a corpus, whatever package it goes into."""
    findings: list[Finding | Rest] = [
        *merged.reading,
        *sources.found,
        *merged.between,
        *merged.built,
        *find_emptiness([shard.summary for shard in shards]),
    ]
    if not has_errors(findings):
        findings += check_links(plan, sources.shards, shards)
    return findings


def find_emptiness(summaries: Sequence[ShardSummary]) -> Iterator[Finding]:
    """Yield an error where all articles are left out."""
    is_refused = any(summary.refused for summary in summaries)
    if is_refused and not any(summary.documents for summary in summaries):
        place, expected = Location(path="."), "at least one without errors"
        yield make_finding(NO_ARTICLE, place, expected=expected)


def lay_out_all(
    plan: Plan, shards: Sequence[Shard], merged: Merged
) -> dict[str, WrittenTable]:
    """Return the files of all tables."""
    return {
        name: lay_out(plan, table, list_parts(shards, name), merged.tables.get(name))
        for name, table in plan.schema.tables.items()
    }


def list_claims(shards: Sequence[Shard]) -> set[str]:
    """Return the ids of all claims, as far as there are tables."""
    return {
        claim_id
        for shard in shards
        if "claims" in shard.summary.parts
        for claim_id in shard.read("claims").column("claim_id").to_pylist()
    }
