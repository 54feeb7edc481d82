"""Folders of shards, as `claimpack pack` writes them.

They have `part-00000.parquet`, `part-00001.parquet` …, each beginning behind the end of
the one before, and maybe the registers `entities.csv`, `events.csv` and `links.csv`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import PurePosixPath

from claimpack.errors import SourceError
from claimpack.files import PackageFiles, refusal
from claimpack.findings import quote
from claimpack.journal import JOURNAL
from claimpack.shards import (
    PACK_AGAIN,
    order_article,
    read_ids,
)

BEGIN, END = "part-", ".parquet"
"""How the name of a shard begins and ends."""
NAME = re.compile(rf"{BEGIN}[0-9]{{5,}}\{END}")


def name_shard(number: int) -> str:
    """Return the name of a shard by its number, counted from 0.

    >>> name_shard(12)
    'part-00012.parquet'
    """
    return f"{BEGIN}{number:05}{END}"


def is_shard_name(name: str) -> bool:
    """Return whether `pack` may have given a file that name.

    >>> is_shard_name("part-00012.parquet"), is_shard_name("part-12.parquet")
    (True, False)
    """
    return NAME.fullmatch(name) is not None


def list_shards(folder: PackageFiles, where: str) -> list[str]:
    """Return the paths of the shards in a folder, in order; none where it has none.

    Raises:
        SourceError: the folder cannot be opened, a shard is missing between two
            others, or the work of `pack` in there was not finished.

    """
    above = PurePosixPath(where)
    if folder.exists(str(above / JOURNAL)):
        found, expected = "found an unfinished pack", "expected a finished one"
        raise refusal(where, found, expected, "pack again, which completes it")
    begin = str(above / BEGIN)
    paths = [it for it in folder.iter_files(where, END) if it.startswith(begin)]
    paths.sort(key=lambda path: (len(path), path))
    for number, path in enumerate(paths):
        expected = str(above / name_shard(number))
        if path != expected:
            parts = (f"found it as shard {number}", f"expected {expected}")
            raise refusal(path, *parts, PACK_AGAIN)
    return paths


def require_apart(folder: PackageFiles, paths: Sequence[str]) -> None:
    """Raise `SourceError` unless each shard begins behind the end of the one before.

    Then no document is in two of them. Only the ids are read, shard by shard.
    """
    last = ""
    for number, path in enumerate(paths):
        ids = read_ids(folder, path)
        if ids and order_article(ids[0]) <= order_article(last):
            raise describe_overlap(folder, paths[:number], path, ids)
        last = ids[-1] if ids else last


def describe_overlap(
    folder: PackageFiles, before: Sequence[str], path: str, ids: Sequence[str]
) -> SourceError:
    """Return the error for a shard that begins among the documents of those before."""
    for earlier in before:
        shared = frozenset(read_ids(folder, earlier)).intersection(ids)
        if shared:
            first = min(shared, key=order_article)
            found = f"found {quote(first)}, which {earlier} has too"
            expected = "expected each document in one shard"
            return refusal(path, found, expected, PACK_AGAIN)
    found = f"found {quote(ids[0])}, which belongs before the end of {before[-1]}"
    expected = "expected the documents in one order through all shards"
    return refusal(path, found, expected, PACK_AGAIN)
