"""A package with files that are not written yet looks as it will when they are."""

from pathlib import Path

import pytest

from claimpack.errors import SourceError
from claimpack.files import Folder
from claimpack.overlay import Overlay
from packages import write_files

FILES = {"a.txt": b"old", "data/b.csv": b"b", "data/.hidden": b"h", "docs/c.md": b"c"}
CHANGED = {"a.txt": b"new", "data/c.csv": b"c", "new/d.csv": b"d"}


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Overlay, Folder]:
    """A package with an overlay, and one in which the files were written."""
    write_files(tmp_path / "old", FILES)
    write_files(tmp_path / "new", {**FILES, **CHANGED})
    base = Folder(tmp_path / "old")
    return Overlay(base=base, changed=CHANGED), Folder(tmp_path / "new")


@pytest.mark.parametrize(
    "path",
    ["a.txt", "./a.txt", "data", "data/b.csv", "data/c.csv", "new", "ne", "none", "."],
)
def test_the_same_paths_exist(pair: tuple[Overlay, Folder], path: str) -> None:
    overlay, folder = pair

    assert overlay.exists(path) == folder.exists(path)


@pytest.mark.parametrize("path", ["a.txt", "data//b.csv", "data/c.csv", "new/d.csv"])
def test_the_same_bytes_are_read(pair: tuple[Overlay, Folder], path: str) -> None:
    overlay, folder = pair

    with overlay.open_file(path) as file:
        assert (file.size_bytes, file.read()) == (
            len(folder.read_bytes(path)),
            folder.read_bytes(path),
        )
    assert overlay.read_bytes(path) == folder.read_bytes(path)


@pytest.mark.parametrize("folder_path", [".", "data", "new", "docs"])
@pytest.mark.parametrize("suffix", [".csv", ".txt", ".md"])
def test_the_same_files_are_listed(
    pair: tuple[Overlay, Folder], folder_path: str, suffix: str
) -> None:
    overlay, folder = pair

    assert list(overlay.iter_files(folder_path, suffix)) == list(
        folder.iter_files(folder_path, suffix)
    )


def test_what_is_not_there_is_refused_as_ever(pair: tuple[Overlay, Folder]) -> None:
    overlay, _ = pair

    with pytest.raises(SourceError, match="found nothing of that name"):
        overlay.read_bytes("none")
    with pytest.raises(SourceError, match=r'found a "\.\."'):
        overlay.exists("../a.txt")
    with pytest.raises(SourceError, match="found 3 bytes"):
        overlay.read_bytes("a.txt", limit=2)
