"""Two builds never work in one package, and a dead one is in nobody's way."""

import errno
import fcntl
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NoReturn

import pytest

from claimpack.build_lock import lock
from claimpack.errors import BuildError

HOLD = """
import sys
from pathlib import Path
from claimpack.build_lock import lock
with lock(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def holder(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that holds the lock."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def message_of(root: Path) -> str:
    """The sentence with which the lock is refused, for exit code 4."""
    with pytest.raises(BuildError) as caught, lock(root):
        pass
    assert caught.value.exit_code == 4
    return str(caught.value)


def test_the_lock_names_its_holder_and_goes_with_it(tmp_path: Path) -> None:
    with lock(tmp_path):
        name = (tmp_path / ".build.lock").read_text()

    assert name == f"process {os.getpid()} on {os.uname().nodename}"
    assert list(tmp_path.iterdir()) == []


def test_a_second_build_is_refused_at_once_and_told_who_is_at_work(
    tmp_path: Path, holder: subprocess.Popen[str]
) -> None:
    name = f"process {holder.pid} on {os.uname().nodename}"

    assert message_of(tmp_path) == (
        f'{tmp_path}/.build.lock: found another build at work, "{name}"; expected to be'
        " the only one; wait for it to end, then build again; the package is unchanged."
    )
    assert (tmp_path / ".build.lock").read_text() == name


def test_a_second_build_in_the_same_process_is_refused_too(tmp_path: Path) -> None:
    with lock(tmp_path):
        assert f"process {os.getpid()}" in message_of(tmp_path)
    with lock(tmp_path):
        pass


def test_the_lock_of_a_killed_build_is_taken_over(
    tmp_path: Path, holder: subprocess.Popen[str]
) -> None:
    holder.send_signal(signal.SIGKILL)
    holder.wait()
    stale = (tmp_path / ".build.lock").read_text()

    with lock(tmp_path):
        name = (tmp_path / ".build.lock").read_text()

    assert stale == f"process {holder.pid} on {os.uname().nodename}"
    assert name == f"process {os.getpid()} on {os.uname().nodename}"


def test_a_longer_name_of_a_dead_holder_leaves_no_rest(tmp_path: Path) -> None:
    (tmp_path / ".build.lock").write_text("x" * 500)

    with lock(tmp_path):
        name = (tmp_path / ".build.lock").read_text()

    assert name == f"process {os.getpid()} on {os.uname().nodename}"


def test_a_failing_build_lets_go(tmp_path: Path) -> None:
    def fail() -> NoReturn:
        raise KeyError

    with pytest.raises(KeyError), lock(tmp_path):
        fail()

    assert list(tmp_path.iterdir()) == []


def test_a_lock_that_was_let_go_in_the_meantime_is_taken_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / ".build.lock"
    flock = fcntl.flock
    opened: list[int] = []

    def lose_the_first_file(descriptor: int, operation: int) -> None:
        if not opened:
            path.unlink()  # as its holder does just before it lets go
        opened.append(descriptor)
        flock(descriptor, operation)

    monkeypatch.setattr(fcntl, "flock", lose_the_first_file)
    with lock(tmp_path):
        assert path.read_text() == f"process {os.getpid()} on {os.uname().nodename}"

    assert len(opened) == 2


def test_a_lock_file_that_is_no_longer_ours_is_not_removed(tmp_path: Path) -> None:
    path = tmp_path / ".build.lock"

    with lock(tmp_path):
        path.unlink()
        path.write_text("somebody else")

    assert path.read_text() == "somebody else"


IN_THE_WAY: dict[str, Callable[[Path], object]] = {
    "a folder": Path.mkdir,
    "a symbolic link": lambda path: path.symlink_to("precious"),
    "a FIFO": os.mkfifo,
}


@pytest.mark.parametrize("kind", IN_THE_WAY)
def test_what_is_in_the_way_of_the_lock_is_named_and_left_alone(
    tmp_path: Path, kind: str
) -> None:
    (tmp_path / "precious").write_text("keep")
    path = tmp_path / ".build.lock"
    IN_THE_WAY[kind](path)
    before = path.lstat()

    message = message_of(tmp_path)

    assert message == (
        f"{path}: found {kind}; expected the file with which builds keep each other"
        " out, or nothing; move it away and build again; the package is unchanged."
    )
    assert os.path.samestat(path.lstat(), before)
    assert (tmp_path / "precious").read_text() == "keep"


def test_a_package_that_is_not_there_is_named(tmp_path: Path) -> None:
    assert message_of(tmp_path / "none") == (
        f"{tmp_path}/none/.build.lock: found no such folder; expected the folder of a"
        " package; create it and build again; the package is unchanged."
    )


@pytest.mark.parametrize("call", ["open", "ftruncate", "write"])
def test_a_failing_disk_is_reported_and_nothing_stays_locked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    def fail(*_arguments: object) -> NoReturn:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, call, fail)
        message = message_of(tmp_path)

    assert message.endswith(
        ": found the disk full; expected room for the new files; free some space and"
        " build again; the package is unchanged."
    )
    with lock(tmp_path):
        pass
