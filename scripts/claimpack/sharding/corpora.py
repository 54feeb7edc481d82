"""A corpus becomes the files of its tables, shard by shard."""

from __future__ import annotations

import shutil
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from claimpack.checks.expectations import check_expectations
from claimpack.checks.files import check_strays
from claimpack.durable import UNCHANGED, reporting
from claimpack.files import Folder
from claimpack.findings import Finding, Rest, has_errors
from claimpack.sharding.fillings import list_fillings
from claimpack.sharding.layout import Shard, hold_shard, lay_out, list_parts
from claimpack.sharding.merge import (
    Merged,
    is_stale,
    merge_shards,
    report_dropped,
    settle_plan,
)
from claimpack.sharding.plans import Options, Plan, ShardSource, fingerprint
from claimpack.sharding.shards import build_shard
from claimpack.sharding.sources import Sources
from claimpack.sharding.store import (
    Store,
    StoredShard,
    make_key,
    name_plan,
    open_store,
)
from claimpack.sharding.summaries import Refused
from claimpack.sources import Package
from claimpack.table_resources import WrittenTable


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

    A single one stays in memory. Where shards turn out to disagree on what they
    mention, those that are wrong are built once more.
    """
    if len(sources) <= 1:
        shards = [hold_shard(build_shard(source.load(), plan)) for source in sources]
        settled = settle_plan(plan, [shard.summary for shard in shards])
        yield settled, shards
        return
    with reporting(root, UNCHANGED):
        store = open_store(root)
    stored = build_stored(store, plan, sources, options)
    settled = settle_plan(plan, [shard.summary for shard in stored])
    stale = [
        number
        for number, shard in enumerate(stored)
        if is_stale(shard.summary, plan, settled)
    ]
    again = build_stored(store, settled, [sources[it] for it in stale], options)
    for number, shard in zip(stale, again, strict=True):
        stored[number] = shard
    yield settled, [store.open(shard) for shard in stored]
    clear(store, [shard.key for shard in stored], options)


def clear(store: Store, keys: Collection[str], options: Options) -> None:
    """Remove shards that the package does not have, or all of them."""
    if options.uses_store:
        store.drop_all_but(keys)
    else:
        shutil.rmtree(store.root, ignore_errors=True)


def build_stored(
    store: Store, plan: Plan, sources: Sequence[ShardSource], options: Options
) -> list[StoredShard]:
    """Return the shards of a corpus, in their order, their tables in files."""
    work = partial(
        store_shard,
        plan=plan,
        plan_name=name_plan(plan),
        store=store,
        uses_store=options.uses_store,
    )
    shards = []
    options.watcher.begin(sum(source.article_count for source in sources))
    for shard in options.run(work, sources):
        options.watcher.add(shard.summary)
        shards.append(shard)
    return shards


def store_shard(
    source: ShardSource, *, plan: Plan, plan_name: str, store: Store, uses_store: bool
) -> StoredShard:
    """Return a shard, whose tables are in files; one of the last build if it can be."""
    items = source.load()
    key = make_key(plan_name, fingerprint(items))
    found = store.find(key) if uses_store else None
    if found is not None:
        return found
    built = build_shard(items, plan)
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
    findings: list[Finding | Rest] = [
        *merged.reading,
        *sources.found,
        *merged.between,
        *merged.built,
    ]
    if has_errors(findings):
        return CorpusTables(findings=tuple(findings), refused=refused)
    fillings = list_fillings(plan, sources.shards, shards, merged.tables)
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
