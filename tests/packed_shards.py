"""The documents of all shards in a folder, for tests that look into them."""

from __future__ import annotations

from collections.abc import Iterator

from claimpack.files import Folder
from claimpack.shard_folders import list_shards, require_apart
from claimpack.shards import PackedArticle, read_shard


def iter_packed(folder: Folder, where: str) -> Iterator[PackedArticle]:
    """The documents in order, after the checks that a build makes."""
    paths = list_shards(folder, where)
    require_apart(folder, paths)
    for path in paths:
        yield from read_shard(folder, path)
