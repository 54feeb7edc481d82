"""The list of the articles that a build has left out for their errors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from claimpack.csv_files import format_csv
from claimpack.files import refusal
from claimpack.findings import quote
from claimpack.package import DESCRIPTOR_PATH, Json, hash_value
from claimpack.sharding.summaries import Refused

REFUSED = "refused"
"""The resource with the list; there is none where no article is left out."""
REFUSED_PATH = "data/refused.csv"
COLUMNS = {
    "document_id": "Id that the article would have.",
    "path": "The file with its annotation.",
    "errors": "How many errors keep it out.",
    "codes": "What they are (docs/rules.md), with spaces between.",
}
"""Columns by name, with their descriptions. No message is among them: it may quote
words that the package may not ship."""
SCHEMA = {
    "fields": [
        {
            "name": name,
            "type": "integer" if name == "errors" else "string",
            "description": description,
            "constraints": {"required": True},
        }
        for name, description in COLUMNS.items()
    ],
    "primaryKey": ["document_id"],
}


def refused_files(refused: Sequence[Refused]) -> dict[str, bytes]:
    """Return the file with the list, by path; none where nothing is left out."""
    rows = sorted(map(describe, refused))
    return {REFUSED_PATH: format_csv(list(COLUMNS), rows)} if rows else {}


def describe(refused: Refused) -> tuple[str, str, int, str]:
    """Return the row of an article that is left out."""
    errors = refused.findings.count_errors()
    codes = " ".join(sorted(errors))
    return refused.document_id, refused.path, sum(errors.values()), codes


def refused_resources(files: Mapping[str, bytes]) -> list[Json]:
    """Return the resource of the list, if there is one."""
    return [
        {
            "name": REFUSED,
            "type": "table",
            "title": "Articles that were left out",
            "description": "One row per article that has errors and gives no rows.",
            "path": path,
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "bytes": len(content),
            "hash": hash_value(content),
            "schema": SCHEMA,
        }
        for path, content in files.items()
    ]


def is_refused(resource: Json) -> bool:
    """Return whether a resource is the list that a build writes.

    Raises:
        SourceError: it has the name of the list, but another path.

    """
    if resource.get("name") != REFUSED:
        return False
    if resource.get("path") != REFUSED_PATH:
        where = f"{DESCRIPTOR_PATH}, resource {quote(REFUSED)}"
        found = f"found the path {quote(resource.get('path'))}"
        expected = f"expected {REFUSED_PATH}, as the name is that of a list of a build"
        raise refusal(where, found, expected, "rename the resource")
    return True
