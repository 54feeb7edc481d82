"""A shard while it is built: its articles, one by one, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import pyarrow as pa

from claimpack.corpus import Member, ReadArticle
from claimpack.findings import Finding, has_errors
from claimpack.mapping import LabelTallies, add_lines, report_labels
from claimpack.references import is_local
from claimpack.sharding.found import Found
from claimpack.sharding.plans import Item, Plan, read_item
from claimpack.sharding.summaries import Refused
from claimpack.writers import arrow_schema


@dataclass(kw_only=True)  # without slots: `arrow_schemas` are made once
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
    linked_claims: set[str] = field(default_factory=set)
    """Those that are an end of a link of a curator."""

    @cached_property
    def arrow_schemas(self) -> dict[str, pa.Schema]:
        """The schema of each table, which takes long to make."""
        tables = self.plan.schema.tables
        return {name: arrow_schema(table) for name, table in tables.items()}

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
