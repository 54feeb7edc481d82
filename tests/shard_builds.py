"""Small corpora that are built in several shards, on disk and in this process."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from claimpack.build import BuildReport, build_package
from claimpack.findings import Finding
from claimpack.row_source import Row
from claimpack.runners import choose_runner
from claimpack.sharding.plans import Nobody, Options
from claimpack.sharding.store import STORE
from claimpack.sharding.summaries import ShardSummary
from claimpack.source_build import build_source
from claimpack.source_corpus import Choices
from command_line import read_built
from packages import SCHEMA, check, write_descriptor, write_files
from test_corpus import BURST, MINISTRY, article, links, register

__all__ = ["BURST", "MINISTRY", "Row", "article", "links", "read_built", "register"]

ONE = Options(articles_per_shard=1)
"""A shard for each article."""
WHOLE = Options()
"""One shard for all of them."""
PROCESSES = Options(articles_per_shard=1, run=choose_runner("processes", 2))
UNKNOWN = "N1|Reference T5 Entity:nobody|x"
"""A line that refers to an entity which no register has: an error."""
TROOPS = "A9|Mode E1 troops"
"""A line whose mode is none of an assault: an error that only the tables show."""


class Witness(Nobody):
    """Who notes which articles are built, or found as they were built before."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.totals: list[int] = []
        self.summaries: list[ShardSummary] = []

    def begin(self, article_count: int) -> None:
        """Note how many articles a round has."""
        self.totals.append(article_count)

    def add(self, summary: ShardSummary) -> None:
        """Note a shard."""
        self.summaries.append(summary)


def write_corpus(
    root: Path, *parts: Mapping[str, bytes], expect: object = None
) -> Path:
    """Write the seeds of a package with its descriptor, and return its folder."""
    own = {} if expect is None else {"claimpack": {"expect": expect}}
    write_descriptor(root, {"name": "p", **own})
    for part in parts:
        write_files(root, part)
    return root


def write_source(root: Path, *parts: Mapping[str, bytes]) -> Path:
    """Write the same articles as a folder of others, and return it."""
    for part in parts:
        names = {path.removeprefix("seeds/"): it for path, it in part.items()}
        write_files(root, names)
    return root


def build(root: Path, options: Options = ONE) -> BuildReport:
    """Build the package of a folder."""
    return build_package(root, SCHEMA, options)


def build_others(
    source: Path,
    output: Path,
    options: Options = ONE,
    choices: Choices | None = None,
) -> BuildReport:
    """Build a package from a folder of others."""
    choices = Choices(text_access="full") if choices is None else choices
    return build_source(source, output, SCHEMA, choices, options).built


def tell(report: BuildReport) -> list[tuple[str, str | None, int | None]]:
    """Code, file and line of each finding, each of which is described."""
    found = [it for it in report.findings if isinstance(it, Finding)]
    assert found == list(report.findings)
    return [(it.code, it.location.path, it.location.line) for it in found]


def check_built(root: Path) -> list[str]:
    """The codes of all that is wrong with a package; not that texts are packed."""
    codes = [finding.code for finding in check(root)]
    return [code for code in codes if code != "text-not-here"]


def read_table(root: Path, name: str) -> list[str]:
    """The lines of a table in CSV, without its header."""
    return (root / f"data/{name}.csv").read_text("utf-8").splitlines()[1:]


def read_column(root: Path, name: str, column: str) -> list[str]:
    """The cells of a column of a table in CSV whose cells have no commas before it."""
    header = (root / f"data/{name}.csv").read_text("utf-8").splitlines()[0]
    index = header.split(",").index(column)
    return [line.split(",")[index] for line in read_table(root, name)]


def list_stored(root: Path) -> dict[str, int]:
    """The folders of built shards, each with the inode of what tells of it."""
    with suppress(FileNotFoundError):
        return {
            path.name: (path / "summary.json").stat().st_ino
            for path in sorted((root / STORE).iterdir())
            if path.is_dir()
        }
    return {}


def read_descriptor(root: Path) -> dict[str, object]:
    """What the descriptor of a package says."""
    content: dict[str, object] = json.loads((root / "datapackage.json").read_bytes())
    return content


def without_text_paths(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """What is built, but for the paths of texts, which packed articles do not have.

    The descriptor, whose hashes follow from them, is left out.
    """
    return {
        path: re.sub(rb"seeds/[a-z0-9._-]+\.txt", b"", content)
        for path, content in files.items()
        if path.endswith(".csv")
    }
