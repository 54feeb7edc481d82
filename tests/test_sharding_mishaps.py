"""Whatever befalls a build in its middle, the old package stays or the new one comes.

In each test the build is a process that has two worker processes.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from claimpack.sharding.store import STORE
from command_line import (
    WAITING_BUILD,
    Run,
    edit,
    mounted,
    outcome,
    read_files,
    run_claimpack,
)
from shard_builds import (
    article,
    build,
    check_built,
    list_stored,
    read_built,
    write_corpus,
)
from shard_work import NOTES
from sleeping_programs import is_alive, list_descendants, wait_until
from test_build import fill

pytestmark = pytest.mark.slow

PROGRAM = """
import sys
from functools import partial
from claimpack import runners
import shard_work
befall = getattr(shard_work, sys.argv[1])
runners.run_in_processes = partial(shard_work.run_with, befall)
sys.argv[:2] = ["claimpack"]
from claimpack.__main__ import main
main()
"""
"""Code of a build to whose workers something happens."""
OPTIONS = ("--shard-size", "1", "--runner", "processes", "--workers", "2", "--quiet")
NAMES = ("a", "b", "c", "d", "e")


def write_five(root: Path) -> Path:
    """Write five articles."""
    return write_corpus(root, *(article(name) for name in NAMES))


def write_changed(root: Path) -> Path:
    """Write a package that was built before one of its articles changed."""
    build(write_five(root))
    for path in (root / "seeds").glob("*.ann"):
        edit(path, "burst near Arvika.", "had burst near Arvika.")
    return root


def command(befall: str, root: Path) -> list[str | Path]:
    """How to run a build to whose workers something happens."""
    return [sys.executable, "-c", PROGRAM, befall, "build", *OPTIONS, root]


def surroundings(notes: Path) -> dict[str, str]:
    """The environment of such a build, with the folder of its notes."""
    notes.mkdir()
    path = os.pathsep.join(filter(None, sys.path))
    return {**os.environ, NOTES: str(notes), "PYTHONPATH": path}


def run_until_end(befall: str, root: Path, notes: Path) -> Run:
    """Run such a build."""
    return subprocess.run(
        command(befall, root),
        capture_output=True,
        check=False,
        encoding="utf-8",
        env=surroundings(notes),
    )


@contextmanager
def hanging(root: Path, notes: Path) -> Iterator[subprocess.Popen[str]]:
    """Give a build in a process group of its own, once both of its workers hang."""
    with subprocess.Popen(
        command("hang", root),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        env=surroundings(notes),
        process_group=0,
    ) as process:
        try:
            assert wait_until(lambda: len(list(notes.iterdir())) == 2)
            yield process
        finally:
            process.kill()


def test_a_build_that_ctrl_c_ends_keeps_the_old_package_and_the_shards(
    tmp_path: Path,
) -> None:
    root = write_changed(tmp_path / "p")
    before, stored = read_built(root), list_stored(root)

    with hanging(root, tmp_path / "notes") as process:
        descendants = list_descendants(process.pid)
        os.killpg(process.pid, signal.SIGINT)
        shown = process.communicate()

    finished = list_stored(root)
    assert (process.returncode, shown) == (130, ("", "\n"))
    assert wait_until(lambda: not any(map(is_alive, descendants)))
    assert read_built(root) == before
    assert len(finished.keys() - stored.keys()) >= 2
    build(root)
    last = list_stored(root)
    assert len(last.items() & finished.items()) == 2
    assert len(last) == 5
    assert not (root / ".build.lock").exists()


def test_a_build_that_is_killed_leaves_nobody_and_the_old_package(
    tmp_path: Path,
) -> None:
    root = write_changed(tmp_path / "p")
    before = read_built(root)

    with hanging(root, tmp_path / "notes") as process:
        descendants = list_descendants(process.pid)
        process.kill()
        process.wait()

    assert len(descendants) == 2
    assert wait_until(lambda: not any(map(is_alive, descendants)))
    assert read_built(root) == before
    (root / STORE / f"new-{'0' * 32}").mkdir()
    build(root)
    assert len(list_stored(root)) == 5
    assert check_built(root) == []


def test_a_worker_that_is_killed_is_replaced(tmp_path: Path) -> None:
    root, fresh = write_changed(tmp_path / "p"), write_five(tmp_path / "fresh")
    for path in (fresh / "seeds").glob("*.ann"):
        edit(path, "burst near Arvika.", "had burst near Arvika.")

    run = run_until_end("die_once", root, tmp_path / "notes")

    build(fresh)
    assert (run.returncode, run.stderr) == (0, "")
    assert (tmp_path / "notes/died").exists()
    assert read_built(root) == read_built(fresh)
    assert list_stored(root).keys() == list_stored(fresh).keys()


def test_a_file_that_cannot_be_written_leaves_the_old_package(tmp_path: Path) -> None:
    root = write_changed(tmp_path / "p")
    before = read_built(root)

    run = run_until_end("fill_disk", root, tmp_path / "notes")

    message = (
        f'claimpack: {root}: found the error "File too large"; expected none; look at'
        " the disk and build again; the package is unchanged.\n"
    )
    assert outcome(run) == (4, "", message)
    assert read_built(root) == before
    assert not list((root / STORE).glob("new-*"))


def test_a_full_disk_leaves_the_old_package(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    with mounted(disk, ("-t", "tmpfs", "-o", "size=4m", "claimpack-test")):
        root = write_changed(disk / "p")
        before = read_built(root)
        with (disk / "rest").open("wb") as rest:
            fill(rest.fileno())
            os.truncate(disk / "rest", rest.tell() - 100_000)

        run = run_claimpack("build", *OPTIONS, root)

        message = (
            f"claimpack: {root}: found the disk full; expected room for the new"
            " files; free some space and build again; the package is unchanged.\n"
        )
        assert outcome(run) == (4, "", message)
        assert read_built(root) == before


def test_a_second_build_at_the_same_time_is_told_who_is_at_work(
    tmp_path: Path,
) -> None:
    root = write_five(tmp_path)
    first = [sys.executable, "-c", WAITING_BUILD, "build", *OPTIONS, str(root)]

    with subprocess.Popen(
        first, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        stored = read_files(root)
        second = run_claimpack("build", *OPTIONS, root)
        is_left_alone = read_files(root) == stored
        process.communicate("go on\n")

    assert (second.returncode, second.stdout) == (4, "")
    assert "found another build at work" in second.stderr
    assert second.stderr.count("\n") == 1
    assert (is_left_alone, process.returncode) == (True, 0)
    assert check_built(root) == []
