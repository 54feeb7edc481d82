"""Links between articles that a package suggests, by the question with that name."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa
from pyarrow import compute

from claimpack.accepted_links import AcceptedLink
from claimpack.dataset import Dataset
from claimpack.errors import UsageError
from claimpack.findings import quote
from claimpack.schema_entries import suggest

QUESTION = "suggested-links"
LINE = ("claim_id", "relation", "target_id", "reason")
"""The columns that become a line of `links.csv`."""
NEAR = """
    select claim_id
    from claims
    order by claim_id <> $claim_id, jaro_winkler_similarity(claim_id, $claim_id) desc
    limit 5
"""
"""The claims whose ids are most like one, itself first."""


def suggest_links(
    dataset: Dataset, relations: Sequence[str] = (), claim_ids: Sequence[str] = ()
) -> pa.Table:
    """Return the answer to the question, one row per pair of claims.

    `relations` are those that are wanted, and of `claim_ids` one is at either end; all
    pairs where nothing is given.

    Raises:
        UsageError: no claim has such an id, or the package is not of our model.

    """
    for claim_id in claim_ids:
        require_claim(dataset, claim_id)
    rows = dataset.ask(QUESTION)
    if relations:
        rows = rows.filter(is_among(rows, "relation", relations))
    if claim_ids:
        is_claim = is_among(rows, "claim_id", claim_ids)
        is_target = is_among(rows, "target_id", claim_ids)
        rows = rows.filter(compute.or_(is_claim, is_target))
    return rows


def is_among(rows: pa.Table, name: str, values: Sequence[str]) -> pa.ChunkedArray:
    """Return for each row whether a column has one of some values."""
    return compute.is_in(rows.column(name), pa.array(values, pa.string()))


def require_claim(dataset: Dataset, claim_id: str) -> None:
    """Raise `UsageError`, with near ids, where no claim has an id."""
    near = dataset.sql(NEAR, claim_id=claim_id).column("claim_id").to_pylist()
    if claim_id not in near:
        raise UsageError(
            f"no claim is called {quote(claim_id)}; {suggest(claim_id, near)}"
        )


def list_lines(rows: pa.Table) -> list[AcceptedLink]:
    """Return the lines of `links.csv` that suggested pairs become, reasons as notes."""
    columns = [rows.column(name).to_pylist() for name in LINE]
    return [AcceptedLink(*cells) for cells in zip(*columns, strict=True)]
