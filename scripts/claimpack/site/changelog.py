"""What changed from version to version: the changelog of a package, and its files."""

from __future__ import annotations

import re
from dataclasses import dataclass

from claimpack.errors import SourceError
from claimpack.files import PackageFiles, decode_text, sha256_hex
from claimpack.release.changelog import CHANGELOG, FIRST_LINE, HEADING, LAST_LINE

CHANGES = "changes"
LARGEST_CHANGELOG_BYTES = 1024**2
LONGEST_NEWS = 2_000
"""Characters of the newest section that the home page shows."""
MARKS = re.compile(rf"(?m)^(?:{re.escape(FIRST_LINE)}|{re.escape(LAST_LINE)})\r?\n?")
TITLE = re.compile(r"\A\s*# .*\n?")
CUTS = re.compile(r"\n(?=\n|[-*] |#)")
LAST_HEADING = re.compile(r"\n#+ [^\n]*\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedFile:
    """A file of the package, by which it can be known."""

    path: str
    size_bytes: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Changelog:
    """The changelog of a package, in Markdown."""

    text: str
    """Without its title; empty where there is none."""
    why_none: str
    """Why there is none, as a sentence; empty where there is one."""

    @property
    def newest(self) -> str:
        """The first section with anything in it; empty where there is none."""
        headings = [*HEADING.finditer(self.text)]
        ends = [*(each.start() for each in headings[1:]), len(self.text)]
        for heading, last in zip(headings, ends, strict=False):
            if self.text[heading.end() : last].strip():
                return self.text[heading.start() : last].strip()
        return ""


def read_changelog(files: PackageFiles) -> Changelog:
    """Return the changelog of a package, if it has one that can be read."""
    if not files.exists(CHANGELOG):
        return Changelog(text="", why_none="The package has no changelog.")
    try:
        content = files.read_bytes(CHANGELOG, LARGEST_CHANGELOG_BYTES)
        text = decode_text(content, CHANGELOG)
    except SourceError as error:
        return Changelog(text="", why_none=f"The changelog cannot be shown: {error}")
    return Changelog(text=TITLE.sub("", MARKS.sub("", text)), why_none="")


def list_change_files(files: PackageFiles) -> list[NamedFile]:
    """Return the files that have the changes from version to version, cell by cell."""
    if not files.exists(CHANGES):
        return []
    paths = files.iter_files(CHANGES, ".csv")
    return [describe_file(path, files.read_bytes(path)) for path in paths]


def describe_file(path: str, content: bytes) -> NamedFile:
    """Return by what a file can be known."""
    return NamedFile(path=path, size_bytes=len(content), sha256=sha256_hex(content))


def shorten_section(text: str, most: int) -> str:
    r"""Return the first items of a section, `most` characters at most; "" for none.

    >>> shorten_section("## 1.0.0\n\n- One.\n- Two, which is longer.", 20)
    '## 1.0.0\n\n- One.'
    """
    if len(text) <= most:
        return text
    cuts = [found.start() for found in CUTS.finditer(text) if found.start() <= most]
    return LAST_HEADING.sub("", text[: cuts[-1]].rstrip()).rstrip() if cuts else ""
