"""The rows of a package of the model, as its pages look them up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from claimpack.opening import Opened
from claimpack.schema import Schema
from claimpack.site.selection import Row, Rows, read_rows


@dataclass(frozen=True)
class Library:
    """All rows of a package, and how they belong together."""

    schema: Schema
    rows: Rows
    """By table."""

    @cached_property
    def documents(self) -> dict[str, Row]:
        """The articles by id, in the order of the table."""
        return self.index("documents", "document_id")

    @cached_property
    def entities(self) -> dict[str, Row]:
        """The entities by id."""
        return self.index("entities", "entity_id")

    @cached_property
    def events(self) -> dict[str, Row]:
        """The events by id."""
        return self.index("events", "event_id")

    @cached_property
    def claims(self) -> dict[str, Row]:
        """The claims by id."""
        return self.index("claims", "claim_id")

    @cached_property
    def flat(self) -> dict[str, Row]:
        """The claims in one row each, by id."""
        return self.index("claims_flat", "claim_id")

    @cached_property
    def claims_of(self) -> Mapping[str, list[Row]]:
        """The claims of each article, in the order of its text."""
        found = self.group("claims", "document_id")
        for rows in found.values():
            rows.sort(key=self.find_place)
        return found

    @cached_property
    def levels_of(self) -> Mapping[str, list[Row]]:
        """The attributions of each claim, those nearest the reader first."""
        found = self.group("attributions", "claim_id")
        for rows in found.values():
            rows.sort(key=lambda row: (row["level"], row["attribution_id"]))
        return found

    @cached_property
    def roles_of(self) -> Mapping[str, list[Row]]:
        """The participants of each claim."""
        return self.group("participants", "claim_id")

    @cached_property
    def spans_of(self) -> Mapping[str, list[Row]]:
        """The spans of each article, claim, attribution, entity and event, by its id.

        Ids of the tables are apart: `e1` is no article, and no entity is a claim's.
        """
        found: dict[str, list[Row]] = defaultdict(list)
        for row in self.rows["spans"]:
            for column in ("claim_id", "attribution_id", "entity_id", "event_id"):
                if row[column] is not None:
                    found[f"{column} {row[column]}"].append(row)
            found[f"document_id {row['document_id']}"].append(row)
        return found

    @cached_property
    def links_of(self) -> Mapping[str, list[Row]]:
        """The links from and to each claim."""
        found: dict[str, list[Row]] = defaultdict(list)
        for row in self.rows["claim_links"]:
            found[row["claim_id"]].append(row)
            if row["target_id"] != row["claim_id"]:
                found[row["target_id"]].append(row)
        return found

    @cached_property
    def labels(self) -> dict[tuple[str, str], str]:
        """The label of each code, by its list and itself."""
        return {(row["list"], row["code"]): row["label"] for row in self.rows["codes"]}

    def index(self, table: str, key: str) -> dict[str, Row]:
        """Return the rows of a table by a key."""
        return {row[key]: row for row in self.rows[table]}

    def group(self, table: str, key: str) -> dict[str, list[Row]]:
        """Return the rows of a table in groups by a column; none for an empty cell."""
        found: dict[str, list[Row]] = defaultdict(list)
        for row in self.rows[table]:
            if row[key] is not None:
                found[row[key]].append(row)
        return found

    def list_spans(self, column: str, row_id: str, *roles: str) -> list[Row]:
        """Return the spans of a row in some roles, in the order of the text."""
        spans = self.spans_of.get(f"{column} {row_id}", ())
        chosen = [span for span in spans if not roles or span["role"] in roles]
        return sorted(chosen, key=lambda span: (span["char_start"], span["char_end"]))

    def find_place(self, claim: Row) -> tuple[int, int, str]:
        """Return where a claim stands in its text, to sort by."""
        flat = self.flat[claim["claim_id"]]
        return flat["char_start"], flat["char_end"], claim["claim_id"]

    def name_code(self, codes: str, code: str | None) -> str:
        """Return the label of a code, and of an unknown one itself; "" for none."""
        return self.labels.get((codes, code), code) if code else ""


def open_library(
    package: Opened, schema: Schema, articles: Sequence[str] = ()
) -> Library:
    """Return the rows of a package, or those of some of its articles.

    Raises `UsageError` and `SourceError` as `read_rows` has it.
    """
    return Library(schema=schema, rows=read_rows(package, schema, articles))


def list_ids(rows: Iterable[Row], column: str) -> list[str]:
    """Return the ids in a column, each once, in their order."""
    return list(dict.fromkeys(row[column] for row in rows if row[column] is not None))
