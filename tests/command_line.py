"""The command line as its users run it, on copies of the package of this repository."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from claimpack import journal
from claimpack.files import Folder

REPOSITORY = Path(__file__).parent.parent
INPUTS = ("datapackage.json", "schemas", "seeds")
PARTS = (*INPUTS, "data", "docs", "CHANGELOG.md")

ARTICLE = "000_8b7fbf13361c99b6"

WAITING_BUILD = """
import sys
from claimpack import build
publish = build.publish
def wait(*arguments, **options):
    print("ready", flush=True)
    sys.stdin.readline()
    return publish(*arguments, **options)
build.publish = wait
from claimpack.__main__ import main
main()
"""
"""Code of a build that says `ready` and waits for a line before it publishes."""

Run = subprocess.CompletedProcess[str]


def run_claimpack(
    *arguments: str | Path,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
    umask: int = -1,
    stdin: str | None = None,
) -> Run:
    """Run the command line in a process of its own, with changes of its environment."""
    return run_python(
        "-m", "claimpack", *arguments, cwd=cwd, env=env, umask=umask, stdin=stdin
    )


def run_python(
    *arguments: str | Path,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
    umask: int = -1,
    stdin: str | None = None,
) -> Run:
    """Run the Python of this test run in a process of its own."""
    return subprocess.run(
        [sys.executable, *arguments],
        input=stdin,
        capture_output=True,
        check=False,
        cwd=cwd,
        encoding="utf-8",
        env={**os.environ, **(env or {})},
        umask=umask,
    )


def outcome(run: Run) -> tuple[int, str, str]:
    """Exit code, stdout and stderr."""
    return run.returncode, run.stdout, run.stderr


def copy_package(target: Path, parts: tuple[str, ...] = PARTS) -> Path:
    """Copy the package of this repository, or some parts of it."""
    target.mkdir(parents=True, exist_ok=True)
    for name in parts:
        source = REPOSITORY / name
        copy = shutil.copytree if source.is_dir() else shutil.copy2
        copy(source, target / name)
    return target


def read_files(root: Path) -> dict[str, bytes]:
    """The content of every file below a folder, also of hidden ones."""
    return {
        str(path.relative_to(root)): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }


def read_built(root: Path) -> dict[str, bytes]:
    """The content of all that a build writes."""
    data = {f"data/{path}": file for path, file in read_files(root / "data").items()}
    return {**data, "datapackage.json": (root / "datapackage.json").read_bytes()}


def edit(path: Path, old: str, new: str) -> None:
    """Replace words of a file, the first time that they stand there."""
    content = path.read_bytes().decode()
    assert old in content
    path.write_bytes(content.replace(old, new, 1).encode())


def stop_build(root: Path, files: Mapping[str, bytes]) -> None:
    """Leave a build of these files as one that was killed right after its commit."""
    with journal.building(root):
        changes = journal.list_changes(Folder(root), files, "datapackage.json", ())
        journal.stage(root, changes, files)
        journal.commit(root, changes)


@contextmanager
def mounted(target: Path, *mounts: tuple[str, ...]) -> Iterator[None]:
    """Mount at a folder as `mount` does, for a while; skip where that is refused."""
    mount, umount = (shutil.which(name) for name in ("mount", "umount"))
    if mount is None or umount is None:
        pytest.skip("this system has no mount command")
    done = 0
    try:
        for options in mounts:
            run = subprocess.run(
                [mount, *options, target], capture_output=True, check=False, text=True
            )
            if run.returncode:
                pytest.skip(f"mounting is refused here: {run.stderr.strip()}")
            done = 1
        yield
    finally:
        if done:
            subprocess.run([umount, target], check=True)
