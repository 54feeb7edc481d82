"""What is known of a built shard without looking into its tables."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from claimpack.corpus import LinkKey
from claimpack.findings import Location
from claimpack.mapping import LabelTallies
from claimpack.row_source import Row
from claimpack.schema import Table
from claimpack.sharding.found import MOST_DESCRIBED, Found

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """An article that is left out for its errors."""

    document_id: str
    path: str
    """The file with its annotation."""
    findings: Found = field(default_factory=Found)


@dataclass(frozen=True, slots=True, kw_only=True)
class PartSummary:
    """The rows of one table that a shard gives."""

    rows: int
    first_key: tuple[str, ...] = ()
    """The least of their primary keys; empty where there are no rows."""
    last_key: tuple[str, ...] = ()
    empty: dict[str, int] = field(default_factory=dict)
    """Rows in which a column is empty, by column."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShardSummary:
    """What is known of a built shard without looking into its tables."""

    documents: tuple[str, ...] = ()
    """Ids of the articles that were read and not refused."""
    broken: tuple[str, ...] = ()
    """Ids of those of them that have an error."""
    refused: tuple[Refused, ...] = ()
    left_out: LabelTallies = field(default_factory=dict)
    """What gives no row, by its label."""
    reading: Found = field(default_factory=Found)
    """What is wrong with the articles by themselves."""
    between: Found = field(default_factory=Found)
    """What is wrong between them and the registers."""
    built: Found = field(default_factory=Found)
    """What is wrong with the tables."""
    registered_entities: tuple[str, ...] = ()
    """Entities of the register that the articles mention."""
    registered_events: tuple[str, ...] = ()
    shared_entities: dict[str, Row] = field(default_factory=dict)
    """Entities of no register whose ids others may have too, by id, as the first
    article mentions them."""
    shared_events: dict[str, Row] = field(default_factory=dict)
    link_places: dict[str, Location] = field(default_factory=dict)
    """Where articles make links that a curator makes too, by `name_link`."""
    linked_claims: tuple[str, ...] = ()
    """Claims at the ends of links of a curator, as far as they are here."""
    parts: dict[str, PartSummary] = field(default_factory=dict)
    """By table; empty where the shard was not built."""

    @property
    def article_count(self) -> int:
        """How many articles were read, those that are left out among them."""
        return len(self.documents) + len(self.refused)

    @property
    def finding_count(self) -> int:
        """How much is wrong, or worth a note."""
        found = (self.reading, self.between, self.built)
        of_refused = sum(len(refused.findings) for refused in self.refused)
        return of_refused + sum(map(len, found))


@dataclass(slots=True)
class Room:
    """How much may still be described of what is wrong with a corpus, by its kind."""

    described: Counter[str] = field(default_factory=Counter)

    def take(self, summary: ShardSummary) -> ShardSummary:
        """Return what is known of the next shard, with nothing that nobody will read.

        Of each kind the first findings are described, whatever shard has them.
        """
        refused = [
            replace(it, findings=self.cut("refused", it.findings))
            for it in summary.refused
        ]
        return replace(
            summary,
            refused=tuple(refused),
            reading=self.cut("reading", summary.reading),
            between=self.cut("between", summary.between),
            built=self.cut("built", summary.built),
        )

    def cut(self, kind: str, found: Found) -> Found:
        """Return what was found, as far as there is room."""
        shorter = found.cut(max(0, MOST_DESCRIBED - self.described[kind]))
        self.described[kind] += len(shorter.described)
        return shorter


def name_link(key: LinkKey) -> str:
    """Return the primary key of a link in one word, as no id has a space."""
    return " ".join(map(str, key))


def summarize_part(table: Table, rows: pa.Table) -> PartSummary:
    """Return what is known of a part of a table."""
    keys = rows.select(table.primary_key)
    ends = [keys.slice(0, 1), keys.slice(max(0, rows.num_rows - 1), 1)]
    first, last = (
        tuple(str(it) for row in end.to_pylist() for it in row.values()) for end in ends
    )
    return PartSummary(
        rows=rows.num_rows,
        first_key=first,
        last_key=last,
        empty={
            name: rows.column(name).null_count
            for name in rows.column_names
            if rows.column(name).null_count
        },
    )
