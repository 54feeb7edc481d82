"""What is known of an article: its metadata file and its exact text.

`<document_id>.meta.json` holds the columns of `documents` that are not computed
from the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from difflib import get_close_matches
from functools import partial
from typing import Any

from claimpack.cells import iter_cell_faults
from claimpack.document import Article, Unresolved, When
from claimpack.edtf import parse_edtf
from claimpack.findings import Finding, Location, Rule, Severity, make_finding, quote
from claimpack.schema import Field, Table

KEY = Rule(
    code="metadata-key",
    severity=Severity.ERROR,
    template="the key {found} is not known",
    explanation="A misspelt key would be lost without a word.",
)
VALUE = Rule(
    code="metadata-value",
    severity=Severity.ERROR,
    template="{key} is {found}",
    explanation="The metadata of an article become cells of the table `documents`.",
)
TITLE = Rule(
    code="metadata-title",
    severity=Severity.ERROR,
    template="the title {found} does not stand in the text",
    explanation=(
        "The headline is located in the exact text, so that claims made in it can "
        "be told from the rest."
    ),
)
RULES = (KEY, VALUE, TITLE)

COMPUTED = frozenset(
    {
        "document_id",
        "title_start",
        "title_end",
        "published_start",
        "published_end",
        "text_path",
        "text_sha256",
        "char_count",
    }
)
"""The columns of `documents` that follow from the files; all others are keys."""


def read_article(  # noqa: PLR0913  # an article is what these name
    *,
    document_id: str,
    text: str,
    text_path: str,
    text_sha256: str,
    metadata: Mapping[str, Any],
    metadata_path: str,
    metadata_text: str,
    table: Table,
) -> tuple[Article, list[Finding]]:
    """Return the article, and what is wrong with its metadata.

    A value with a finding is left out of the article.
    """
    findings: list[Finding] = []
    fields = {it.name: it for it in table.fields if it.name not in COMPUTED}
    values: dict[str, Any] = {}
    for key, value in metadata.items():
        place = partial(locate_key, metadata_path, metadata_text, key)
        faults = list(iter_key_findings(place, key, value, fields, text))
        findings.extend(faults)
        if not faults and value is not None:
            values[key] = value
    title = values.get("title")
    if title is not None:
        values["title_start"] = text.index(title)
        values["title_end"] = values["title_start"] + len(title)
    article = Article(
        document_id=document_id,
        text=text,
        text_sha256=text_sha256,
        text_path=text_path,
        **values,
    )
    return article, findings


def locate_key(path: str, text: str, key: str) -> Location:
    """Return where a key stands in the metadata file."""
    match = re.search(rf'"{re.escape(key)}"\s*:', text)
    position = match.start() if match else 0
    line = text.count("\n", 0, position) + 1
    line_start = text.rfind("\n", 0, position) + 1
    return Location(
        path=path,
        line=line,
        column=position - line_start + 1,
        excerpt=text.split("\n")[line - 1],
    )


def iter_key_findings(
    place: Callable[[], Location],
    key: str,
    value: Any,  # noqa: ANN401  # JSON enters here
    fields: Mapping[str, Field],
    text: str,
) -> Iterator[Finding]:
    """Yield what is wrong with one key of the metadata.

    `place` finds the key in its file, which is done only for a finding.
    """
    if key not in fields:
        near = get_close_matches(key, fields, n=1)
        yield make_finding(
            KEY,
            place(),
            found=quote(key),
            expected=f"one of {', '.join(fields)}",
            hint=f"did you mean {quote(near[0])}?" if near else None,
        )
        return
    if value is None:
        return
    yield from iter_value_findings(place, fields[key], value)
    if key == "title" and isinstance(value, str) and value not in text:
        yield make_finding(
            TITLE,
            place(),
            found=quote(value),
            expected="the headline exactly as the text has it",
            hint="leave the title out where the text has no headline",
        )


def iter_value_findings(
    place: Callable[[], Location],
    field: Field,
    value: Any,  # noqa: ANN401  # JSON enters here
) -> Iterator[Finding]:
    """Yield why a value cannot be a cell of its column."""
    is_boolean = field.type == "boolean"
    if isinstance(value, bool) != is_boolean or not isinstance(value, str | bool):
        expected = "true or false" if is_boolean else "text in quotes"
        yield make_finding(
            VALUE, place(), key=field.name, found=quote(value), expected=expected
        )
        return
    if isinstance(value, bool):
        return
    for fault in iter_cell_faults(value, field):
        yield make_finding(
            VALUE, place(), key=field.name, found=fault.found, expected=fault.expected
        )
    when = parse_edtf(value) if field.name == "published_edtf" else None
    if isinstance(when, Unresolved):
        yield make_finding(
            VALUE,
            place(),
            key=field.name,
            found=quote(value),
            expected=f"an EDTF date ({when.reason})",
        )


def publication_of(article: Article) -> When | None:
    """Return when the article was published, None where it is not known."""
    if article.published_edtf is None:
        return None
    when = parse_edtf(article.published_edtf)
    return when if isinstance(when, When) else None
