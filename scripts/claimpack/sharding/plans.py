"""What every shard of a corpus is built with, and the articles of one."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Literal, Protocol

from claimpack.corpus import Corpus, ReadArticle
from claimpack.files import Folder
from claimpack.members import ArticleFiles, load_files, read_member
from claimpack.row_source import Row
from claimpack.runners import Runner
from claimpack.runners.serial import run_serial
from claimpack.schema import Schema
from claimpack.sharding.summaries import Refused, ShardSummary
from claimpack.shards import BRAT, PackedArticle, read_annotations, read_shard
from claimpack.source_corpus import Choices, NamedText, map_text
from claimpack.source_files import SourceText
from claimpack.writers import ROWS_PER_GROUP

ARTICLES_PER_SHARD = 2000
CsvChoice = Literal["never", "auto", "always"]
"""Which tables are written as CSV too: none, those that are one file, or all."""


class Watcher(Protocol):
    """Who is told how far a build is."""

    def begin(self, article_count: int) -> None:
        """Learn how many articles there are, before the first shard is built."""

    def add(self, summary: ShardSummary) -> None:
        """Learn that a shard is built."""


class Nobody:
    """Who does not want to know how far a build is."""

    def begin(self, article_count: int) -> None:
        """Do nothing."""

    def add(self, summary: ShardSummary) -> None:
        """Do nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What people choose of a build besides what it is built from.

    The last three are the same to the package.
    """

    articles_per_shard: int = ARTICLES_PER_SHARD
    csv: CsvChoice = "auto"
    rows_per_file: int = ROWS_PER_GROUP
    """A table of several shards that has more rows is in parts."""
    skips_invalid: bool = False
    """Whether an article with an error is left out; False: it keeps all others out."""
    run: Runner = run_serial
    uses_store: bool = True
    """Whether shards of the last build are taken that would be the same."""
    watcher: Watcher = field(default_factory=Nobody)


DEFAULTS = Options()


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What every shard of a corpus is built with."""

    schema: Schema
    registers: Corpus
    """The corpus without its articles: its registers, and the links of a curator."""
    choices: Choices | None = None
    """How articles of others are read; None: they are annotated by our scheme."""
    skips_invalid: bool = False
    """Whether an article with an error is left out; False: it keeps all others out."""
    csv: CsvChoice = "auto"
    rows_per_file: int = ROWS_PER_GROUP
    """A table of several shards that has more rows is in parts."""
    refused: dict[str, Refused] = field(default_factory=dict)
    """Articles that an earlier attempt has left out, by id; none in a first attempt."""
    shared_entities: dict[str, Row] = field(default_factory=dict)
    """By id, as an earlier shard mentions them first; none in a first attempt."""
    shared_events: dict[str, Row] = field(default_factory=dict)
    disputed: frozenset[str] = frozenset()
    """Articles whose own ids others may mention too."""

    @property
    def is_native(self) -> bool:
        """Whether a label that we do not have is an error."""
        return self.choices is None


Item = ArticleFiles | NamedText | PackedArticle
"""One article of a shard before it is read."""


class ShardSource(Protocol):
    """Where the articles of a shard are; small, so that it is sent to workers.

    As a text it is what the shard is called in messages.
    """

    @property
    def article_count(self) -> int:
        """How many articles it has."""

    def load(self) -> Sequence[Item]:
        """Return its articles, unread; raises `SourceError`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeedFiles:
    """Articles that lie in a folder of seeds, each in files of its own."""

    root: Path
    paths: tuple[str, ...]
    """Of the annotations, relative to the root."""

    @property
    def article_count(self) -> int:
        """How many articles it has."""
        return len(self.paths)

    def __str__(self) -> str:
        """The first and the last of the files."""
        return f"{self.paths[0]} to {self.paths[-1]}"

    def load(self) -> Sequence[Item]:
        """Return the files of each article."""
        folder = Folder(self.root)
        return [load_files(folder, path) for path in self.paths]


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldTexts:
    """Articles of others that were read before, as they lie in files of any form."""

    texts: tuple[NamedText, ...]

    @property
    def article_count(self) -> int:
        """How many articles it has."""
        return len(self.texts)

    def __str__(self) -> str:
        """The first and the last of the texts."""
        return f"{self.texts[0].document_id} to {self.texts[-1].document_id}"

    def load(self) -> Sequence[Item]:
        """Return the texts."""
        return self.texts


@dataclass(frozen=True, slots=True, kw_only=True)
class PackedFile:
    """Articles that lie in a file, as `claimpack pack` writes it."""

    root: Path
    path: str
    """Relative to the root."""
    article_count: int

    def __str__(self) -> str:
        """The file."""
        return self.path

    def load(self) -> Sequence[Item]:
        """Return the articles."""
        return read_shard(Folder(self.root), self.path)


def read_item(item: Item, plan: Plan) -> ReadArticle:
    """Return an article, and what is wrong with it."""
    if isinstance(item, PackedArticle):
        item = unpack(item, plan)
    if isinstance(item, ArticleFiles):
        return read_member(item, plan.schema)
    return map_text(item, plan.schema, plan.choices or Choices())


def unpack(article: PackedArticle, plan: Plan) -> ArticleFiles | NamedText:
    """Return an article of a shard as it lies in files of its own."""
    document_id, metadata = article.document_id, article.metadata.encode()
    if plan.is_native and article.format == BRAT:
        return ArticleFiles(
            document_id=document_id,
            path=article.path,
            text=article.text.encode(),
            annotation=article.annotations.encode(),
            metadata=metadata,
            is_packed=True,
        )
    text = SourceText(format=article.format, reading=read_annotations(article))
    return NamedText(document_id=document_id, text=text, metadata=metadata)


def fingerprint(items: Sequence[Item]) -> str | None:
    """Return a hash of all that articles are; None where that is not at hand."""
    digest = hashlib.sha256()
    for item in items:
        if isinstance(item, NamedText):
            return None
        for part in fields(item):
            value = getattr(item, part.name)
            content = value if isinstance(value, bytes) else str(value).encode()
            digest.update(b"%d %a " % (len(content), value is None))
            digest.update(content)
    return digest.hexdigest()
