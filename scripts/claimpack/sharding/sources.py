"""What a corpus is built from: its shards, and the plan that all are built with."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from claimpack.corpus import Corpus
from claimpack.files import Folder, refusal
from claimpack.findings import Finding, quote
from claimpack.members import name_document
from claimpack.parquet_files import open_parquet
from claimpack.registers import Register
from claimpack.schema import SEEDS, Schema
from claimpack.seeds import list_articles, read_registers
from claimpack.shard_folders import list_shards, require_apart
from claimpack.sharding.plans import (
    HeldTexts,
    Options,
    PackedFile,
    Plan,
    SeedFiles,
    ShardSource,
)
from claimpack.shards import order_article
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
    registers, wrong = read_registers(folder, schema)
    shards, found = list_seed_shards(folder, options)
    plan = make_plan(schema, registers, options)
    return plan, Sources(shards=shards, found=(*found, *wrong))


def list_seed_shards(
    folder: Folder, options: Options
) -> tuple[tuple[ShardSource, ...], list[Finding]]:
    """Return the shards of seeds: packed ones, or else so many articles in each.

    Raises:
        SourceError: there are articles in both forms, or a document is in two shards.

    """
    packed = list_packed(folder, SEEDS)
    if packed:
        return packed, []
    paths, found = list_articles(folder)
    paths.sort(key=lambda path: order_article(name_document(path)))
    shards = [
        SeedFiles(root=folder.root.resolve(), paths=tuple(paths[cut]))
        for cut in iter_cuts(len(paths), options.articles_per_shard)
    ]
    return tuple(shards), found


def list_packed(folder: Folder, where: str) -> tuple[PackedFile, ...]:
    """Return the shards that lie in a folder; none where there are none.

    Raises:
        SourceError: there are loose articles too, or a document is in two shards.

    """
    paths = list_shards(folder, where)
    loose = next(folder.iter_files(where, ".ann"), None) if paths else None
    if loose is not None:
        found = f"found {quote(loose)} beside the shard {quote(paths[0])}"
        advice = "pack all articles, or none"
        raise refusal(where, found, "expected articles in one form", advice)
    require_apart(folder, paths)
    root = folder.root.resolve()
    return tuple(
        [
            PackedFile(root=root, path=path, article_count=count_rows(folder, path))
            for path in paths
        ]
    )


def count_rows(folder: Folder, path: str) -> int:
    """Return how many rows a Parquet file has."""
    with folder.open_file(path) as file:
        rows: int = open_parquet(path, file).metadata.num_rows
        return rows


def plan_packed(
    shards: tuple[PackedFile, ...], schema: Schema, choices: Choices, options: Options
) -> tuple[Plan, Sources]:
    """Return how packed articles of others are built, and from what."""
    return plan_others(schema, choices, options), Sources(shards=shards)


def plan_texts(
    read: NamedTexts, schema: Schema, choices: Choices, options: Options
) -> tuple[Plan, Sources]:
    """Return how articles of others are built, and from what."""
    texts = sorted(read.texts, key=lambda text: order_article(text.document_id))
    shards = [
        HeldTexts(texts=tuple(texts[cut]))
        for cut in iter_cuts(len(texts), options.articles_per_shard)
    ]
    plan = plan_others(schema, choices, options)
    return plan, Sources(shards=tuple(shards), found=read.findings)


def plan_others(schema: Schema, choices: Choices, options: Options) -> Plan:
    """Return the plan of articles of others, for which there are no registers."""
    nothing = Register(path="", entries={})
    registers = Corpus(
        members=(), entities=nothing, events=nothing, has_registers=False
    )
    return replace(make_plan(schema, registers, options), choices=choices)


def make_plan(schema: Schema, registers: Corpus, options: Options) -> Plan:
    """Return the plan that follows from registers and options."""
    return Plan(
        schema=schema,
        registers=registers,
        skips_invalid=options.skips_invalid,
        csv=options.csv,
        rows_per_file=options.rows_per_file,
    )


def iter_cuts(count: int, size: int) -> Iterator[slice]:
    """Yield the slices that cut so many articles into shards."""
    for start in range(0, count, size):
        yield slice(start, start + size)
