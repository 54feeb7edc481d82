"""The rows of a package that a site has: all of them, or those of some articles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Any

import pyarrow as pa
from pyarrow import compute

from claimpack.errors import UsageError
from claimpack.files import explain
from claimpack.findings import quote
from claimpack.opening import Opened
from claimpack.schema import MODEL_VERSION, Schema

Row = dict[str, Any]
"""A row by its columns; None for an empty cell."""
Rows = Mapping[str, Sequence[Row]]
"""Rows by table."""

MOST_CLAIMS = 50_000
"""Of one site: all its rows are in memory."""
OWNED = {
    "documents": ("document_id",),
    "claims": ("document_id",),
    "claims_flat": ("document_id",),
    "spans": ("document_id",),
    "attributions": ("claim_id",),
    "participants": ("claim_id",),
    "claim_links": ("claim_id", "target_id"),
}
"""The columns by which a row is one of an article, directly or by its claim."""
ENTITY_COLUMNS = (
    *("entity_id", "source_id", "addressee_id", "place_id", "counted_entity_id"),
)
SHOWN = {"full", "quotes"}
"""What `documents.text_access` says where words may be shown."""
WORDS = {
    "attributions": ("source_text", "cue", "medium"),
    "spans": ("text",),
    "claims_flat": ("source_text", "quantity_text", "content_text", "chain"),
}
"""Columns with words of articles."""
SHARED = {"entities": ENTITY_COLUMNS, "events": ("event_id",)}
"""Tables of which those rows stay that others name, and the columns that name them."""


def read_rows(package: Opened, schema: Schema, articles: Sequence[str]) -> Rows:
    """Return the rows of a package of the model, or those of some articles by id.

    Raises:
        UsageError: it is of another model, is too large, or has not such an article.
        SourceError: a file cannot be read.

    """
    require_model(package, schema)
    require_size(package, articles)
    rows: dict[str, list[Row]] = {}
    if articles:
        rows["documents"] = read_owned(package, "documents", [articles])
        require_articles(package, rows["documents"], articles)
        rows["claims"] = read_owned(package, "claims", [articles])
    claims = [row["claim_id"] for row in rows.get("claims", ())]
    for name in schema.tables:
        if name in rows:
            continue
        own = articles if OWNED.get(name) == ("document_id",) else claims
        columns = OWNED.get(name, ()) if articles else ()
        rows[name] = read_owned(package, name, [own] * len(columns))
    hide_words(rows)
    return keep_named(rows) if articles else rows


def hide_words(rows: Mapping[str, list[Row]]) -> None:
    """Empty the cells with words of articles whose words may not be shown.

    A sound package has none there; one that nobody validated may have some.
    """
    hidden = {
        row["document_id"]
        for row in rows["documents"]
        if row["text_access"] not in SHOWN
    }
    claims = {row["claim_id"] for row in rows["claims"] if row["document_id"] in hidden}
    for name, columns in WORDS.items():
        for row in rows[name]:
            if row.get("document_id") in hidden or row.get("claim_id") in claims:
                row.update(dict.fromkeys(columns))


def require_model(package: Opened, schema: Schema) -> None:
    """Raise `UsageError` for a package that is not of the model, or lacks a table."""
    missing = [name for name in schema.tables if name not in package.resources]
    if not package.package.is_model or missing:
        found = f"found no table {missing[0]}" if missing else "found another model"
        expected = f"expected a package of claims, model {MODEL_VERSION}"
        advice = "`claimpack dictionary` describes any package"
        raise UsageError(explain(package.descriptor_path, found, expected, advice))


def require_size(package: Opened, articles: Sequence[str]) -> None:
    """Raise `UsageError` for a package that is too large to show all of it."""
    count = 0 if articles else package.count_rows_of("claims")
    if count > MOST_CLAIMS:
        found = f"found {count:,} claims"
        expected = f"expected at most {MOST_CLAIMS:,} in one site"
        advice = "name some articles with --articles; `claimpack query` finds their ids"
        raise UsageError(explain(package.descriptor_path, found, expected, advice))


def require_articles(
    package: Opened, documents: Sequence[Row], articles: Sequence[str]
) -> None:
    """Raise `UsageError` for an article that is not in the package."""
    known = {row["document_id"] for row in documents}
    unknown = [each for each in articles if each not in known]
    if unknown:
        ids = [row["document_id"] for row in read_owned(package, "documents", [])]
        near = get_close_matches(unknown[0], ids, n=1)
        advice = f"did you mean {near[0]}?" if near else "documents.csv has their ids"
        found = f"found no article {quote(unknown[0])}"
        raise UsageError(
            explain("--articles", found, "expected ids of articles", advice)
        )


def read_owned(
    package: Opened, name: str, owners: Sequence[Sequence[str]]
) -> list[Row]:
    """Return the rows of a table whose columns in `OWNED` have only these ids.

    All rows where there are no owners.
    """
    return list(iter_owned(package, name, owners))


def iter_owned(
    package: Opened, name: str, owners: Sequence[Sequence[str]]
) -> Iterator[Row]:
    """Yield the rows of `read_owned`."""
    _, batches = package.read_batches(name)
    pairs = list(zip(OWNED.get(name, ()), map(pa.array, owners), strict=False))
    for batch in batches:
        chosen = batch
        for column, ids in pairs:
            mask: Any = compute.is_in(chosen.column(column), value_set=ids)
            chosen = chosen.filter(mask)
        yield from chosen.to_pylist()


def keep_named(rows: Mapping[str, list[Row]]) -> Rows:
    """Return rows without the entities and events that none of them names.

    What contains one that is named is named too.
    """
    kept = dict(rows)
    named = list_named(rows, ("event_id",), [it for it in rows if it not in SHARED])
    kept["events"] = keep_ancestors(rows["events"], "event_id", named)
    others = [it for it in rows if it != "entities"]
    named = list_named(kept, ENTITY_COLUMNS, others)
    kept["entities"] = keep_ancestors(rows["entities"], "entity_id", named)
    return kept


def list_named(
    rows: Mapping[str, Sequence[Row]], columns: Sequence[str], tables: Iterable[str]
) -> set[str]:
    """Return the ids that stand in some columns of some tables."""
    return {
        row[column]
        for name in tables
        for row in rows[name]
        for column in columns
        if row.get(column) is not None
    }


def keep_ancestors(rows: Sequence[Row], key: str, named: set[str]) -> list[Row]:
    """Return the rows with these ids, and those that contain them."""
    parents = {row[key]: row["part_of_id"] for row in rows}
    kept = set()
    for each in named:
        place: str | None = each
        while place is not None and place not in kept:
            kept.add(place)
            place = parents.get(place)
    return [row for row in rows if row[key] in kept]
