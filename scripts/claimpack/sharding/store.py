"""The built shards of a package, kept in files until the package is published.

They stay there for the next build, which takes what has not changed. Each lies in a
folder that is named by a hash of all that it follows from, so that whoever builds a
shard again, be it on another machine, writes the same bytes there.
"""

from __future__ import annotations

import json
import re
import shutil
import uuid
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import pyarrow as pa

from claimpack.document_json import value_from_json, value_to_json
from claimpack.durable import make_folder, write_file
from claimpack.errors import SourceError
from claimpack.files import Folder, sha256_hex
from claimpack.parquet_files import read_parquet
from claimpack.sharding.layout import Shard
from claimpack.sharding.plans import Plan
from claimpack.sharding.shards import BuiltShard
from claimpack.sharding.summaries import ShardSummary
from claimpack.shipped_code import hash_code
from claimpack.staging import StagedFile
from claimpack.strict_json import format_json, parse_json
from claimpack.writers import write_csv, write_parquet

STORE = ".shards"
"""The folder of a package with its built shards."""
SUMMARY = "summary.json"
GITIGNORE = ".gitignore"
IGNORED_BY_GIT = b"*\n"
OWN_NAMES = re.compile(r"((new|old)-)?[0-9a-f]{32}")
"""Folders of shards, and what a build that was killed left of them."""
UNFINISHED = ("new-", "old-")
"""How the names of the latter begin."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredPart:
    """A file of a built shard."""

    size_bytes: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredShard:
    """A built shard whose tables lie in files."""

    key: str
    """The name of its folder."""
    summary: ShardSummary
    files: dict[str, StoredPart]
    """By name, as `claims.parquet`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Store:
    """The built shards of one package."""

    root: Path
    """Absolute, and the same for all workers."""

    def find(self, key: str) -> StoredShard | None:
        """Return the shard of a key; None where it is not there, or not as written."""
        folder = Folder(self.root)
        try:
            shard = read_summary(folder.read_bytes(f"{key}/{SUMMARY}"))
            is_whole = shard is not None and all(
                sha256_hex(folder.read_bytes(f"{key}/{name}")) == part.sha256
                for name, part in shard.files.items()
            )
        except (SourceError, AttributeError, KeyError, TypeError, ValueError):
            return None
        return shard if is_whole and shard is not None and shard.key == key else None

    def put(self, key: str, built: BuiltShard, plan: Plan) -> StoredShard:
        """Write a shard, and return it; one that is there already is the same."""
        content = write_tables(built.tables, plan)
        files = {
            name: StoredPart(size_bytes=len(part), sha256=sha256_hex(part))
            for name, part in content.items()
        }
        shard = StoredShard(key=key, summary=built.summary, files=files)
        # Its own name: a task may be done twice at a time.
        staged = self.root / f"new-{uuid.uuid4().hex}"
        try:
            make_folder(staged)
            for name, part in content.items():
                write_file(staged / name, part)
            write_file(staged / SUMMARY, format_summary(shard))
            place(staged, self.root / key)
        finally:
            shutil.rmtree(staged, ignore_errors=True)
        return shard

    def take(self, shard: StoredShard) -> Shard:
        """Return a shard that is in the store."""
        return Shard(
            summary=shard.summary,
            read=partial(self.read, shard),
            find_file=partial(self.find_file, shard),
        )

    def find_file(self, shard: StoredShard, name: str) -> StagedFile | None:
        """Return a file of a shard; None where it has none of that name."""
        part = shard.files.get(name)
        if part is None:
            return None
        return StagedFile(
            path=self.root / shard.key / name,
            size_bytes=part.size_bytes,
            sha256=part.sha256,
        )

    def read(self, shard: StoredShard, table: str) -> pa.Table:
        """Return the rows of a table that a shard gives."""
        path = f"{shard.key}/{table}.parquet"
        with Folder(self.root).open_file(path) as file:
            return read_parquet(path, file)

    def drop_all_but(self, keys: Collection[str]) -> None:
        """Remove what no shard of the package is; nothing that is not ours."""
        for path in sorted(self.root.iterdir()):
            if OWN_NAMES.fullmatch(path.name) and path.name not in keys:
                shutil.rmtree(path, ignore_errors=True)

    def drop_unfinished(self) -> None:
        """Remove what is left of shards whose workers were ended in the middle."""
        with suppress(OSError):
            names = [path.name for path in self.root.iterdir()]
            self.drop_all_but([it for it in names if not it.startswith(UNFINISHED)])

    def drop(self) -> None:
        """Remove all shards, and the store unless it has something that is not ours."""
        with suppress(OSError):
            self.drop_all_but(())
            if {path.name for path in self.root.iterdir()} <= {GITIGNORE}:
                shutil.rmtree(self.root, ignore_errors=True)


def place(staged: Path, target: Path) -> None:
    """Give a folder its name; where another has it, that one is replaced."""
    try:
        staged.rename(target)
    except OSError:
        # It is whole and the same, or damaged: what takes its place is right.
        old = target.with_name(f"old-{uuid.uuid4().hex}")
        with suppress(OSError):
            target.rename(old)
        with suppress(OSError):
            staged.rename(target)
        shutil.rmtree(old, ignore_errors=True)


def format_summary(shard: StoredShard) -> bytes:
    """Return what is known of a shard as JSON, with a sum that shows a damage."""
    content = value_to_json(shard)
    return format_json({"sha256": sha256_hex(format_json(content)), "shard": content})


def read_summary(content: bytes) -> StoredShard | None:
    """Return what is known of a shard; None where it is not as it was written.

    Other errors than `SourceError` come from what is no summary at all.
    """
    stored = parse_json(content, SUMMARY)
    if sha256_hex(format_json(stored["shard"])) != stored["sha256"]:
        return None
    shard: StoredShard = value_from_json(StoredShard, stored["shard"])
    return shard


def find_store(root: Path) -> Store:
    """Return the store of a package, which may not be there; it is no link."""
    return Store(root=Folder(root.resolve()).resolve(STORE))


def open_store(root: Path) -> Store:
    """Return the store of a package, which git does not look at."""
    store = find_store(root)
    make_folder(store.root)
    with suppress(FileExistsError):
        write_file(store.root / GITIGNORE, IGNORED_BY_GIT)
    return store


def write_tables(tables: Mapping[str, pa.Table], plan: Plan) -> dict[str, bytes]:
    """Return the files of some tables, by name."""
    content = {}
    for name, rows in tables.items():
        table = plan.schema.tables[name]
        content[f"{name}.parquet"] = write_parquet(table, rows)
        if plan.csv == "always":
            content[f"{name}.csv"] = write_csv(table, rows)
    return content


def name_plan(plan: Plan) -> str:
    """Return a hash of all that every shard of a corpus follows from.

    Links are not among it: they concern the shards of their articles.
    """
    parts = {
        "claimpack": hash_code(),
        "pyarrow": pa.__version__,
        "plan": replace(plan, registers=replace(plan.registers, links=())),
    }
    return hash_values(parts)


def make_key(plan_name: str, plan: Plan, articles: str | None) -> str:
    """Return the key of a shard; without a hash of its articles, one that is new.

    `plan` has the links that concern it, and no others.
    """
    links = [entry.values for entry in plan.registers.links]
    return hash_values([plan_name, links, articles or uuid.uuid4().hex])[:32]


def hash_values(values: object) -> str:
    """Return the SHA-256 of values as JSON has them."""
    return sha256_hex(json.dumps(value_to_json(values), sort_keys=True).encode())
