"""A folder of shards is read in one order, and each document stands there once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest
from pyarrow import parquet

from claimpack.errors import SourceError
from claimpack.files import Folder, PackageFiles
from claimpack.shard_folders import list_shards, name_shard, require_apart
from claimpack.shards import PackedArticle, write_shard
from packed_shards import iter_packed


def make_article(document_id: str) -> PackedArticle:
    """A document without words."""
    return PackedArticle(
        document_id=document_id,
        path=f"{document_id}.ann",
        text="",
        format="brat",
        annotations="",
        metadata="{}",
    )


def write_shards(folder: Path, *shards: str) -> Folder:
    """A folder `seeds` with shards of documents, ids between blanks."""
    (folder / "seeds").mkdir()
    for number, ids in enumerate(shards):
        content = write_shard([make_article(it) for it in ids.split()])
        (folder / "seeds" / name_shard(number)).write_bytes(content)
    return Folder(folder)


def refuse(folder: Folder) -> str:
    """Why the documents of `seeds` are not read."""
    with pytest.raises(SourceError) as caught:
        list(iter_packed(folder, "seeds"))
    return str(caught.value)


def test_the_documents_of_all_shards_are_read_in_order(tmp_path: Path) -> None:
    folder = write_shards(tmp_path, "a b", "", "c", "d e")

    documents = [it.document_id for it in iter_packed(folder, "seeds")]

    assert documents == ["a", "b", "c", "d", "e"]


def test_shards_are_listed_by_number_and_nothing_else_is(tmp_path: Path) -> None:
    folder = write_shards(tmp_path, "a", "b")
    (tmp_path / "seeds" / "entities.csv").write_bytes(b"")
    (tmp_path / "seeds" / "other.parquet").write_bytes(b"")

    assert list_shards(folder, "seeds") == [
        "seeds/part-00000.parquet",
        "seeds/part-00001.parquet",
    ]
    assert list_shards(Folder(tmp_path / "seeds"), ".") == [
        "part-00000.parquet",
        "part-00001.parquet",
    ]


class NamesOnly:
    """A folder of so many shards that nobody wants to make them for a test."""

    root = Path("seeds")

    def exists(self, relative: str) -> bool:
        """Nothing else is in there."""
        return not relative

    def iter_files(self, relative_dir: str, suffix: str) -> Iterator[str]:
        """The names of all, by code points."""
        names = (f"{relative_dir}/{name_shard(number)}" for number in range(100_002))
        return iter(sorted(it for it in names if it.endswith(suffix)))


def test_the_shard_after_99999_comes_after_it() -> None:
    folder = cast("PackageFiles", NamesOnly())

    assert list_shards(folder, "seeds")[-3:] == [
        "seeds/part-99999.parquet",
        "seeds/part-100000.parquet",
        "seeds/part-100001.parquet",
    ]


def test_a_folder_may_have_no_shards(tmp_path: Path) -> None:
    folder = write_shards(tmp_path)

    assert list_shards(folder, "seeds") == []
    assert list(iter_packed(folder, "seeds")) == []


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert refuse(Folder(tmp_path)).startswith("seeds: found nothing of that name;")


def test_a_missing_shard_is_seen(tmp_path: Path) -> None:
    folder = write_shards(tmp_path, "a", "b", "c")
    (tmp_path / "seeds" / "part-00001.parquet").unlink()

    assert refuse(folder) == (
        "seeds/part-00002.parquet: found it as shard 1; expected"
        " seeds/part-00001.parquet; pack the source again."
    )


def test_a_name_that_is_no_number_is_refused(tmp_path: Path) -> None:
    folder = write_shards(tmp_path)
    (tmp_path / "seeds" / "part-a.parquet").write_bytes(b"")

    assert refuse(folder) == (
        "seeds/part-a.parquet: found it as shard 0; expected"
        " seeds/part-00000.parquet; pack the source again."
    )


def test_an_unfinished_pack_is_refused(tmp_path: Path) -> None:
    folder = write_shards(tmp_path, "a")
    (tmp_path / "seeds" / ".build").mkdir()
    (tmp_path / "seeds" / ".build" / "journal.json").write_bytes(b"{}")

    assert refuse(folder) == (
        "seeds: found an unfinished pack; expected a finished one;"
        " pack again, which completes it."
    )


def test_a_document_in_two_shards_is_refused_with_both(tmp_path: Path) -> None:
    folder = write_shards(tmp_path, "a c", "d", "b c d")

    assert refuse(folder) == (
        'seeds/part-00002.parquet: found "c", which seeds/part-00000.parquet has too;'
        " expected each document in one shard; pack the source again."
    )


def test_shards_that_overlap_are_refused(tmp_path: Path) -> None:
    folder = write_shards(tmp_path, "a c", "b d")

    assert refuse(folder) == (
        'seeds/part-00001.parquet: found "b", which belongs before the end of'
        " seeds/part-00000.parquet; expected the documents in one order through all"
        " shards; pack the source again."
    )


def test_nothing_but_the_ids_is_read_to_tell_that(tmp_path: Path) -> None:
    folder = write_shards(tmp_path, "a", "b")
    path = tmp_path / "seeds" / "part-00001.parquet"
    content = bytearray(path.read_bytes())
    chunk = parquet.ParquetFile(path).metadata.row_group(0).column(1)
    content[chunk.data_page_offset + chunk.total_compressed_size - 1] ^= 1
    path.write_bytes(content)

    require_apart(folder, list_shards(folder, "seeds"))

    assert "expected an undamaged Parquet file" in refuse(folder)
