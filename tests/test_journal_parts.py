"""A publication takes finished files as they are, and removes what they replace.

As in `test_journal`, a package has two states: OLD, with claims in one file and events
in parts, and BUILT, the other way round. The parts of claims come from a cache.
"""

import errno
import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from claimpack import staging
from claimpack.files import sha256_hex
from claimpack.journal import publish, resume, unfinished
from claimpack.staging import Content, StagedFile
from test_journal import fail_with, kill_at_each_step, message_of
from test_journal import read_package as read_files

OLD = {
    "data/claims.csv": b"claim_id\nold\n",
    "data/claims.parquet": b"PAR1 old",
    "data/events/part-00000.parquet": b"PAR1 first events",
    "data/events/part-00001.parquet": b"PAR1 more events",
    "datapackage.json": b'{"version": "1"}\n',
}
PARTS = {
    "data/claims/part-00000.parquet": b"PAR1 first claims",
    "data/claims/part-00001.parquet": b"PAR1 more claims",
}
REST = {
    "data/events.parquet": b"PAR1 all events",
    "datapackage.json": b'{"version": "2"}\n',
}
BUILT = {**PARTS, **REST}
GONE = [path for path in OLD if path.startswith("data/")]
CHANGED = [*sorted([*PARTS, "data/events.parquet"]), *GONE, "datapackage.json"]


def write_package(root: Path) -> Path:
    """The folder, with the old package and the cache in it."""
    parts = {f".cache/{number}": part for number, part in enumerate(PARTS.values())}
    for path, content in {**OLD, **parts}.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(content)
    return root


@pytest.fixture
def package(tmp_path: Path) -> Path:
    return write_package(tmp_path / "package")


def stage_parts(root: Path) -> dict[str, Content]:
    """The parts as they lie in the cache."""
    return {
        path: StagedFile(
            path=root / f".cache/{number}",
            size_bytes=len(content),
            sha256=sha256_hex(content),
        )
        for number, (path, content) in enumerate(PARTS.items())
    }


def build(root: Path) -> list[str]:
    """Publish the new package over the old one."""
    resume(root)
    return publish(root, {**stage_parts(root), **REST}, removed=GONE)


def read_package(root: Path) -> dict[str, bytes]:
    """The content of every file but those of the cache."""
    files = read_files(root)
    return {path: files[path] for path in files if not path.startswith(".cache/")}


def test_a_table_changes_its_form_in_one_publication(package: Path) -> None:
    changed = build(package)

    assert changed == CHANGED
    assert read_package(package) == BUILT
    assert sorted(path.name for path in (package / "data").iterdir()) == [
        "claims",
        "events.parquet",
    ]


def test_a_finished_file_gets_a_second_name_and_is_not_written_again(
    package: Path,
) -> None:
    build(package)

    for number, path in enumerate(PARTS):
        assert (package / path).samefile(package / f".cache/{number}")
        assert stat.S_IMODE((package / path).stat().st_mode) == 0o644


def test_a_second_build_of_the_same_changes_nothing(package: Path) -> None:
    build(package)
    before = [(package / path).stat() for path in BUILT]

    assert build(package) == []
    assert [(package / path).stat() for path in BUILT] == before


def test_an_equal_copy_of_a_finished_file_is_not_touched(package: Path) -> None:
    build(package)
    for number, content in enumerate(PARTS.values()):
        (package / f".cache/{number}").unlink()
        (package / f".cache/{number}").write_bytes(content)

    assert build(package) == []


def test_a_file_of_the_same_size_and_other_content_is_replaced(package: Path) -> None:
    build(package)
    path = "data/claims/part-00001.parquet"
    (package / path).unlink()
    (package / path).write_bytes(PARTS[path].upper())

    assert build(package) == [path]
    assert read_package(package) == BUILT


@pytest.mark.parametrize("number", sorted(staging.UNLINKABLE), ids=errno.errorcode.get)
def test_what_cannot_be_linked_is_copied(
    package: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    monkeypatch.setattr(os, "link", fail_with(number))

    build(package)

    assert read_package(package) == BUILT
    path = package / "data/claims/part-00000.parquet"
    assert not path.samefile(package / ".cache/0")
    assert stat.S_IMODE(path.stat().st_mode) == 0o644


def write_longer(path: Path) -> None:
    path.write_bytes(b"PAR1 first claims and more")


def link_elsewhere(path: Path) -> None:
    path.rename(path.with_name("elsewhere"))
    path.symlink_to("elsewhere")


def write_more(path: Path) -> None:
    path.write_bytes(b"PAR1 first claims and more")


def link_away(path: Path) -> None:
    path.rename(path.with_name("x"))
    path.symlink_to("x")


MISSING = (
    "found nothing of that name; expected something that can be read; check the"
    " spelling or restore it"
)
LINK = (
    "found a symbolic link; expected a regular file; put a copy of the file itself in"
    " its place"
)
CHANGES = {
    "longer": (
        write_more,
        "found 26 bytes; expected a file of 17, as it was written; remove it",
    ),
    "a link": (
        link_away,
        LINK,
    ),
    "gone": (Path.unlink, MISSING),
}


@pytest.mark.parametrize(("change", "message"), CHANGES.values(), ids=CHANGES)
def test_a_finished_file_that_changed_stops_the_build(
    package: Path, change: Callable[[Path], None], message: str
) -> None:
    change(package / ".cache/0")

    assert message_of(lambda: build(package)) == (
        f"{package}/.cache/0: {message}, then build again; the package is unchanged."
    )
    assert read_package(package) == OLD


def test_a_folder_with_a_file_of_others_stays(package: Path) -> None:
    (package / "data/events/notes.txt").write_bytes(b"mine")

    build(package)

    assert read_package(package) == {**BUILT, "data/events/notes.txt": b"mine"}


def test_a_folder_that_cannot_be_removed_stays_empty(
    package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rmdir = os.rmdir

    def refuse(path: Path) -> None:
        if Path(path).name == "events":
            raise OSError(errno.EBUSY, "Device or resource busy")
        rmdir(path)

    monkeypatch.setattr(os, "rmdir", refuse)
    build(package)

    assert read_package(package) == BUILT
    assert list((package / "data/events").iterdir()) == []


def test_a_full_disk_leaves_the_old_package_and_the_cache(
    package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(os, "link", fail_with(errno.ENOSPC))
        message = message_of(lambda: build(package))

    assert message.startswith(f"{package}: found the disk full;")
    assert read_package(package) == OLD
    build(package)
    assert read_package(package) == BUILT


def state_of(root: Path) -> str:
    """Which of the states that are allowed the package is in."""
    if unfinished(root):
        return "unfinished"
    files = read_package(root)
    files = {path: files[path] for path in files if not path.startswith(".build/")}
    if files == OLD:
        return "old"
    return "new" if files == BUILT else "mixed"


def test_a_build_killed_at_any_step_leaves_old_unfinished_or_new(
    tmp_path: Path,
) -> None:
    packages = kill_at_each_step(tmp_path / "killed", "build", "test_journal_parts")

    states = [state_of(root) for root in packages]
    assert list(dict.fromkeys(states)) == ["old", "unfinished", "new"]
    for root in packages:
        build(root)
        assert read_package(root) == BUILT
        assert not (root / "data/events").exists()
        assert read_files(root / ".cache") == {
            str(number): content for number, content in enumerate(PARTS.values())
        }


def test_a_resumption_killed_at_any_step_can_be_resumed(tmp_path: Path) -> None:
    packages = kill_at_each_step(tmp_path / "killed", "resume", "test_journal_parts")

    states = [state_of(root) for root in packages]
    assert list(dict.fromkeys(states)) == ["unfinished", "new"]
    for root in packages:
        resume(root)
        assert read_package(root) == BUILT


def test_the_folder_of_the_package_is_no_emptied_folder(tmp_path: Path) -> None:
    (tmp_path / "notes.csv").write_bytes(b"")

    assert publish(tmp_path, {}, removed=["notes.csv"]) == ["notes.csv"]
    assert list(tmp_path.iterdir()) == []
