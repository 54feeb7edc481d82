"""Dialects: how the descriptor says that a CSV file is written.

Source: Data Package 2.0, Table Dialect.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping
from difflib import get_close_matches
from typing import Any

from claimpack.csv_files import Dialect
from claimpack.findings import Finding, Location, Rule, Severity, make_finding, quote

DIALECT = Rule(
    code="dialect-error",
    severity=Severity.ERROR,
    template="in the dialect, {what}",
    explanation="A file that is cut in another way than its writer meant is garbled.",
)
RULES = (DIALECT,)

CHARACTERS = {
    "delimiter": "delimiter",
    "quoteChar": "quote_char",
    "escapeChar": "escape_char",
}
FLAGS = {"doubleQuote": "double_quote", "skipInitialSpace": "skip_initial_space"}
TEXTS = {
    "commentChar": "comment_char",
    "headerJoin": "header_join",
    "nullSequence": "null_sequence",
}
WITHOUT_EFFECT = (
    *(("lineTerminator", "\n"), ("lineTerminator", "\r\n")),
    ("nullSequence", None),
)
"""Both line ends are read, whatever is declared."""
PASSED_OVER = frozenset(
    {"$schema", "caseSensitiveHeader"}
    | {"csvddfVersion", "property", "itemType", "itemKeys", "sheetNumber", "sheetName"}
    | {"table", "name", "title", "description"}
)
"""Of other kinds of files, of earlier versions, or without effect on reading."""
KNOWN = (
    *(*CHARACTERS, *FLAGS, *TEXTS),
    *("header", "headerRows", "commentRows", "lineTerminator"),
)


def read_dialect(
    location: Location,
    declared: Any,  # noqa: ANN401  # JSON enters here
) -> Generator[Finding, None, Dialect]:
    """Return the dialect of a resource; the default for what is declared wrongly."""
    if declared is None:
        return Dialect()
    if not isinstance(declared, dict):
        yield make_finding(DIALECT, location, what="found no object")
        return Dialect()
    options: dict[str, Any] = {}
    for key, value in declared.items():
        try:
            options |= read_option(key, value)
        except ValueError:
            yield refuse_option(location, key, value)
    if declared.get("header") is False:
        options["header_rows"] = ()
    return Dialect(**options)


def refuse_option(location: Location, key: str, value: object) -> Finding:
    """Return the finding of an option that there is not, or that cannot be so."""
    if key in KNOWN:
        return make_finding(DIALECT, location, what=f"`{key}` is {quote(value)}")
    near = get_close_matches(key, KNOWN, n=1)
    hint = f"did you mean `{near[0]}`?" if near else None
    return make_finding(DIALECT, location, what=f"there is no {quote(key)}", hint=hint)


def read_option(key: str, value: Any) -> Mapping[str, Any]:  # noqa: ANN401  # JSON
    """Return one option by the name that `Dialect` has for it, none without effect.

    Raises:
        ValueError: there is no such option, or it cannot have that value.

    """
    if key in CHARACTERS and is_character(value, key):
        return {CHARACTERS[key]: value}
    if key in FLAGS and isinstance(value, bool):
        return {FLAGS[key]: value}
    if key in ("headerRows", "commentRows") and is_row_list(value):
        kind, name = (tuple, "header_rows") if key == "headerRows" else (frozenset, "")
        return {name or "comment_rows": kind(value)}
    if key in TEXTS and isinstance(value, str) and (value or key != "commentChar"):
        return {TEXTS[key]: value}
    is_header = key == "header" and isinstance(value, bool)
    is_of_people = ":" in key or key in PASSED_OVER
    if is_header or is_of_people or (key, value) in WITHOUT_EFFECT:
        return {}
    raise ValueError(key)


def is_character(value: object, key: str) -> bool:
    """Return whether a value is the one character that an option needs.

    A quote may be absent.
    """
    if value is None:
        return key == "quoteChar"
    is_one = isinstance(value, str) and len(value) == 1
    return is_one and value not in "\r\n\0"  # type: ignore[operator]  # a string


def is_row_list(value: object) -> bool:
    """Return whether a value is a list of row numbers, counted from 1."""
    return isinstance(value, list) and all(
        isinstance(row, int) and not isinstance(row, bool) and row > 0 for row in value
    )
