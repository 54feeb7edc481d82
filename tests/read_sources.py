"""What is read of a source, for tests that look into its articles."""

from __future__ import annotations

from dataclasses import dataclass, replace

from claimpack.corpus import Corpus
from claimpack.files import Folder
from claimpack.findings import Finding, Rest
from claimpack.schema import Schema
from claimpack.sharding.drafts import Again
from claimpack.sharding.merge import merge_shards
from claimpack.sharding.plans import Options
from claimpack.sharding.shards import build_shard
from claimpack.sharding.sources import plan_texts
from claimpack.source_corpus import Choices, read_texts
from claimpack.source_files import SourceText


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceCorpus:
    """Articles of a source, with what is wrong with each by itself."""

    corpus: Corpus
    findings: tuple[Finding | Rest, ...]
    texts: tuple[SourceText, ...]


def read_source(
    folder: Folder, schema: Schema, choices: Choices, *, skips_invalid: bool = False
) -> SourceCorpus:
    """The articles of all files below a folder, in their order."""
    options = Options(skips_invalid=skips_invalid)
    read = read_texts(folder, choices)
    plan, sources = plan_texts(read, schema, choices, options)
    built = [build_shard(source.load(), plan) for source in sources.shards]
    merged = merge_shards(plan, [shard.summary for shard in built], set)
    refused = {it.document_id for shard in built for it in shard.summary.refused}
    kept = [it for it in read.texts if it.document_id not in refused]
    return SourceCorpus(
        corpus=replace(plan.registers, members=tuple(Again(kept, plan))),
        findings=(*read.findings, *merged.reading),
        texts=tuple(it.text for it in read.texts),
    )
