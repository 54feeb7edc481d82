"""Tables that were just built: what is wrong with them, placed in the seeds.

No file holds their rows yet, and people mend the annotation, not the row.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from claimpack.checks.package import check_tables
from claimpack.corpus import Corpus
from claimpack.findings import Finding
from claimpack.origins import place_findings
from claimpack.schema import Schema
from claimpack.sources import Package

if TYPE_CHECKING:
    import pyarrow as pa


def check_built(
    tables: Mapping[str, pa.Table],
    corpus: Corpus,
    schema: Schema,
    package: Package | None = None,
) -> Iterator[Finding]:
    """Yield all that is wrong with the tables that a corpus gives.

    `package` is the one that they are to be in, and expects something of them.
    """
    faults = check_tables(tables, schema, package)
    return place_findings(faults, tables, corpus)
