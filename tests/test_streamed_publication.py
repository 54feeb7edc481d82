"""Files that come one by one are published together, or not at all."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from claimpack import streamed_publication
from claimpack.errors import BuildError
from claimpack.journal import building, unfinished
from claimpack.streamed_publication import publishing
from command_line import read_files
from packages import write_files

OLD = {"a": b"old", "b": b"same", "c": b"gone"}
NEW = {"a": b"new", "b": b"same", "d": b"more"}


def publish(root: Path) -> list[str]:
    """Publish the new files in the place of the old ones."""
    with building(root), publishing(root) as it:
        for path, content in NEW.items():
            it.add(path, content)
        return it.publish(["c"])


def interrupt(root: Path) -> None:
    """Be interrupted while files are staged."""
    with building(root), publishing(root) as it:
        it.add("a", b"new")
        raise KeyboardInterrupt


def test_all_files_are_published_and_others_removed(tmp_path: Path) -> None:
    write_files(tmp_path, OLD)

    assert publish(tmp_path) == ["a", "d", "c"]
    assert read_files(tmp_path) == NEW


def test_files_that_are_there_are_not_touched(tmp_path: Path) -> None:
    write_files(tmp_path, NEW)
    before = [it.stat().st_ino for it in sorted(tmp_path.iterdir())]

    with building(tmp_path), publishing(tmp_path) as it:
        for path, content in NEW.items():
            it.add(path, content)
        assert it.publish() == []

    assert [it.stat().st_ino for it in sorted(tmp_path.iterdir())] == before


def test_a_new_file_can_be_read_by_all_and_a_replaced_one_keeps_its_mode(
    tmp_path: Path,
) -> None:
    write_files(tmp_path, OLD)
    (tmp_path / "a").chmod(0o640)

    publish(tmp_path)

    modes = {path.name: path.stat().st_mode & 0o777 for path in tmp_path.iterdir()}
    assert (modes["a"], modes["d"]) == (0o640, 0o644)


def test_without_its_publication_the_folder_is_as_it_was(tmp_path: Path) -> None:
    write_files(tmp_path, OLD)

    with building(tmp_path), publishing(tmp_path) as it:
        it.add("a", b"new")

    assert read_files(tmp_path) == OLD


def test_an_interruption_leaves_the_folder_as_it_was(tmp_path: Path) -> None:
    write_files(tmp_path, OLD)

    with pytest.raises(KeyboardInterrupt):
        interrupt(tmp_path)

    assert read_files(tmp_path) == OLD


@pytest.mark.parametrize("name", ["stage_file", "commit", "check_target"])
def test_a_full_disk_leaves_the_folder_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    write_files(tmp_path, OLD)
    error = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(streamed_publication, name, fail)

    with pytest.raises(BuildError, match=r"found the disk full; .+ is unchanged\.$"):
        publish(tmp_path)
    assert read_files(tmp_path) == OLD


def test_past_the_commit_point_the_next_run_completes_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_files(tmp_path, OLD)
    error = OSError(errno.EIO, os.strerror(errno.EIO))

    def fail(*_: object) -> None:
        raise error

    with monkeypatch.context() as patch:
        patch.setattr(streamed_publication, "complete", fail)
        with pytest.raises(BuildError, match="that completes the unfinished build"):
            publish(tmp_path)
    is_unfinished = unfinished(tmp_path)
    with building(tmp_path) as completed:
        pass

    assert is_unfinished
    assert completed == ["a", "d", "c"]
    assert read_files(tmp_path) == NEW


def test_what_is_no_regular_file_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()

    with pytest.raises(BuildError, match=r"^a: found a folder;"):
        publish(tmp_path)
    assert not (tmp_path / ".build").exists()
