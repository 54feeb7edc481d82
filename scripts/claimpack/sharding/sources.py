"""What a corpus is built from: its shards, and the plan that all are built with."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from claimpack.corpus import Corpus
from claimpack.files import Folder
from claimpack.findings import Finding
from claimpack.registers import Register
from claimpack.schema import Schema
from claimpack.seeds import list_articles, read_registers
from claimpack.sharding.plans import (
    HeldTexts,
    Options,
    Plan,
    SeedFiles,
    ShardSource,
)
from claimpack.source_corpus import Choices, NamedTexts


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """What a corpus is built from."""

    shards: tuple[ShardSource, ...]
    found: tuple[Finding, ...] = ()
    """What is wrong with what lies beside the articles."""


def plan_seeds(root: Path, schema: Schema, options: Options) -> tuple[Plan, Sources]:
    """Return how the seeds of a package are built, and from what.

    Raises:
        SourceError: the folder or a register cannot be opened.

    """
    folder = Folder(root)
    paths, found = list_articles(folder)
    registers, wrong = read_registers(folder, schema)
    shards = [
        SeedFiles(root=root.resolve(), paths=tuple(paths[cut]))
        for cut in iter_cuts(len(paths), options.articles_per_shard)
    ]
    plan = make_plan(schema, registers, options)
    return plan, Sources(shards=tuple(shards), found=(*found, *wrong))


def plan_texts(
    read: NamedTexts, schema: Schema, choices: Choices, options: Options
) -> tuple[Plan, Sources]:
    """Return how articles of others are built, and from what."""
    nothing = Register(path="", entries={})
    registers = Corpus(
        members=(), entities=nothing, events=nothing, has_registers=False
    )
    shards = [
        HeldTexts(texts=read.texts[cut])
        for cut in iter_cuts(len(read.texts), options.articles_per_shard)
    ]
    plan = replace(make_plan(schema, registers, options), choices=choices)
    return plan, Sources(shards=tuple(shards), found=read.findings)


def make_plan(schema: Schema, registers: Corpus, options: Options) -> Plan:
    """Return the plan that follows from registers and options."""
    return Plan(
        schema=schema,
        registers=registers,
        skips_invalid=options.skips_invalid,
        csv=options.csv,
    )


def iter_cuts(count: int, size: int) -> Iterator[slice]:
    """Yield the slices that cut so many articles into shards."""
    for start in range(0, count, size):
        yield slice(start, start + size)
