"""Links between articles that a curator accepts: lines at the end of `links.csv`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from claimpack.csv_files import format_csv
from claimpack.errors import UsageError
from claimpack.files import Folder, refusal
from claimpack.findings import has_errors
from claimpack.journal import building, publish
from claimpack.members import read_optional
from claimpack.registers import LINK_FIELDS, read_sheet
from claimpack.render.text import name_finding
from claimpack.schema import SEEDS
from claimpack.seeds import LINKS_HEADER

LINKS_PATH = f"{SEEDS}/links.csv"


class AcceptedLink(NamedTuple):
    """A line of `links.csv`, with its columns in their order."""

    claim_id: str
    relation: str
    target_id: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Acceptance:
    """What became of links that were accepted."""

    appended: tuple[AcceptedLink, ...]
    standing_count: int
    """How many were left out, as a line joins their claims already."""
    completed: tuple[str, ...]
    """Paths of an unfinished build, which was completed before all else."""


def append_links(root: Path, links: Sequence[AcceptedLink]) -> Acceptance:
    """Append links to `seeds/links.csv` of a package; write nothing else.

    Those whose claims a line joins already are left out, whatever the relation. A file
    that is not there is made. It is old or new, never half, however this ends.

    Raises:
        UsageError: there is no folder of seeds.
        SourceError: the file is not one to which lines can be appended.
        BuildError: it cannot be written, or a build is at work.

    """
    if not (root / SEEDS).is_dir():
        found = f"there is no folder {SEEDS}"
        raise UsageError(f"{root}: {found}; accept links where the package is built")
    with building(root) as completed:
        content = read_optional(Folder(root), LINKS_PATH) or LINKS_HEADER
        standing = read_joined(content)
        fresh = [link for link in links if join_key(link) not in standing]
        if fresh:
            publish(root, {LINKS_PATH: content + format_lines(content, fresh)})
    return Acceptance(
        appended=tuple(fresh),
        standing_count=len(links) - len(fresh),
        completed=tuple(completed),
    )


def read_joined(content: bytes) -> set[frozenset[str]]:
    """Return the pairs of claims that the lines of `links.csv` join.

    Raises:
        SourceError: a line cannot be read, or there are other columns.

    """
    sheet = read_sheet(LINKS_PATH, content, LINK_FIELDS)
    if has_errors(sheet.findings):
        found = f"found that {name_finding(sheet.findings[0])}"
        expected = "expected a file to which lines can be appended"
        advice = "mend it; nothing was written"
        raise refusal(LINKS_PATH, found, expected, advice)
    return {
        frozenset((str(entry.values["claim_id"]), str(entry.values["target_id"])))
        for entry in sheet.entries
    }


def join_key(link: AcceptedLink) -> frozenset[str]:
    """Return what two links of the same claims share."""
    return frozenset((link.claim_id, link.target_id))


def format_lines(content: bytes, links: Iterable[AcceptedLink]) -> bytes:
    r"""Return what is to be appended to a file, with the line ends that it has.

    >>> link = AcceptedLink("b.e1", "restates", "a.e1", "the same number")
    >>> format_lines(b"claim_id,relation,target_id,note", [link])
    b'\nb.e1,restates,a.e1,the same number\n'
    """
    names = [field.name for field in LINK_FIELDS]
    lines = format_csv(names, links).split(b"\n", 1)[1]
    missing_end = b"" if content.endswith(b"\n") else b"\n"
    added = missing_end + lines
    is_windows = content.split(b"\n", 1)[0].endswith(b"\r")
    return added.replace(b"\n", b"\r\n") if is_windows else added
