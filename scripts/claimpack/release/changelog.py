"""The section of a release in a changelog: words of people on top, then what changed.

The form is that of Keep a Changelog 1.1.0: `## Unreleased`, `## 1.4.2 (2026-11-27)`,
with or without brackets. All that stands there is kept.
"""

from __future__ import annotations

import re
from datetime import date

from claimpack.diff.packages import PackageDiff
from claimpack.render.diff_markdown import iter_changes
from claimpack.render.diff_words import HINT

CHANGELOG = "CHANGELOG.md"
FIRST_LINE = "<!-- claimpack diff: begin -->"
LAST_LINE = "<!-- claimpack diff: end -->"
"""Around what is derived; between them it is written anew."""
HEADING = re.compile(r"^## .*$", re.MULTILINE)
UNRELEASED = re.compile(r"^## \[?unreleased\]?.*$", re.MULTILINE | re.IGNORECASE)
DERIVED = re.compile(
    rf"\n*{re.escape(FIRST_LINE)}.*?{re.escape(LAST_LINE)}(\n|\Z)", re.DOTALL
)
LINKS = re.compile(r"(^\[[^\]\n]+\]:.*\n?)+\Z", re.MULTILINE)
"""Addresses of the links in brackets, which Keep a Changelog has at the end."""
HIDDEN = re.compile(r"^(```|~~~).*?^\1|<!--.*?-->", re.DOTALL | re.MULTILINE)
"""In which no heading is one: code, and comments."""
MOST_ENTRIES = 20
"""Of each list; the change file has all."""
LISTED = "-~"
"""Rows that were withdrawn and changed are listed; those added are counted."""


def describe_changes(diff: PackageDiff, version: str, change_file: str) -> str:
    """Return what is derived: all that differs, below headings of the third level."""
    lines = ["Nothing in the tables or their descriptions."]
    if not diff.is_empty:
        changes = iter_changes(diff, MOST_ENTRIES, LISTED)
        lines = [re.sub("^###", "####", line.removesuffix(HINT)) for line in changes]
    head = f"### What changed from {diff.old.version} to {version}"
    link = f"Cell by cell: [{change_file}]({change_file})."
    return "\n".join([FIRST_LINE, "", head, *lines, "", link, "", LAST_LINE, ""])


def add_section(text: str, version: str, day: date, changes: str) -> str:
    """Return a changelog with the section of a version, and what is derived in there.

    What stands under `Unreleased` becomes its own. A section that is there keeps its
    heading; `changes` then takes the place of earlier ones, and "" adds nothing. Lines
    end as they did.

    >>> print(add_section("", "0.2.0", date(2031, 5, 9), ""), end="")
    # Changelog
    <BLANKLINE>
    ## 0.2.0 (2031-05-09)
    """
    if "\r\n" in text:
        plain = add_section(text.replace("\r\n", "\n"), version, day, changes)
        return plain.replace("\n", "\r\n")
    begun = text or "# Changelog\n"
    if find_section(begun, version) is None:
        begun = open_section(begun, f"## {version} ({day.isoformat()})")
    start, end = find_section(begun, version) or (len(begun), len(begun))
    if found := LINKS.search(begun, start, end):
        end = found.start()
    section = DERIVED.sub("\n", begun[start:end]).rstrip("\n") + "\n"
    blocks = [begun[:start] + section, changes, begun[end:]]
    return "\n".join(filter(None, blocks))


def find_section(text: str, version: str) -> tuple[int, int] | None:
    """Return where the section of a version starts and ends; None: there is none."""
    name = re.compile(rf"## \[?v?{re.escape(version)}(?![\w.+-])")
    headings = list(HEADING.finditer(hide(text)))
    for index, heading in enumerate(headings):
        if name.match(heading[0]):
            later = headings[index + 1 :]
            return heading.start(), later[0].start() if later else len(text)
    return None


def open_section(text: str, heading: str) -> str:
    """Return a changelog with one more heading: behind `Unreleased`, or before all."""
    hidden = hide(text)
    if found := UNRELEASED.search(hidden):
        return f"{text[: found.end()]}\n\n{heading}{text[found.end() :]}"
    first = HEADING.search(hidden) or LINKS.search(text)
    at = first.start() if first else len(text)
    blocks = [text[:at].rstrip("\n") + "\n", f"{heading}\n", text[at:]]
    return "\n".join(filter(None, blocks))


def hide(text: str) -> str:
    """Return a text of the same length in which code and comments are blanks."""
    return HIDDEN.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)
