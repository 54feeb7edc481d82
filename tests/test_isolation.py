"""A validation runs in a child process, whose end by a signal is told."""

from __future__ import annotations

import json
import os
import pty
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from command_line import run_claimpack, run_python
from packages import write_foreign

AT_OPENING = """
import os, signal, sys, time
path, action = sys.argv[1:3]
parent = os.getpid()
call = os.open
def act(name, *arguments, **options):
    if str(name).endswith(path) and os.getpid() != parent:
        exec(action)
    return call(name, *arguments, **options)
os.open = act
sys.argv[:3] = ["claimpack"]
from claimpack.__main__ import main
main()
"""
"""Code of a command whose child does something when it opens a file."""


def die(number: int) -> str:
    """Code by which a process ends itself."""
    return f"os.kill(os.getpid(), {int(number)})"


def write(root: Path) -> Path:
    """A small valid package."""
    return write_foreign(root / "package", "id\na\n", ["id"])


def test_a_crash_is_a_finding_about_the_file_that_was_read(tmp_path: Path) -> None:
    root = write(tmp_path)

    run = run_python("-c", AT_OPENING, "t.csv", die(signal.SIGSEGV), "validate", root)

    assert run.returncode == 1
    assert run.stdout.startswith("t.csv: error[check-crashed]: ")
    assert "the check was ended by the signal SIGSEGV" in run.stdout
    assert run.stderr == ""


def test_of_a_killed_check_the_memory_is_suspected(tmp_path: Path) -> None:
    root = write(tmp_path)

    run = run_python("-c", AT_OPENING, "t.csv", die(signal.SIGKILL), "validate", root)

    assert run.returncode == 1
    assert "try --memory 256MB" in run.stdout


@pytest.mark.parametrize("options", [[], ["--select", "type-error"]])
def test_a_crash_stands_in_every_report(tmp_path: Path, options: list[str]) -> None:
    root, report = write(tmp_path), tmp_path / "report.json"
    options = [*options, "--format", "json", "--output", str(report)]
    command = [AT_OPENING, "t.csv", die(signal.SIGABRT), "validate", *options]

    run = run_python("-c", *command, root)

    content = json.loads(report.read_text(encoding="utf-8"))
    assert run.returncode == 1
    assert content["valid"] is False
    (entry,) = content["errors"]
    assert (entry["type"], entry["path"]) == ("check-crashed", "t.csv")


WAIT = "print('ready', os.getpid(), flush=True); time.sleep(60)"


def start(root: Path) -> tuple[subprocess.Popen[str], int]:
    """A validation that waits for ever, and the process id of its child."""
    command = [sys.executable, "-c", AT_OPENING, "t.csv", WAIT, "validate", str(root)]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8"
    )
    assert process.stdout is not None
    word, child = process.stdout.readline().split()
    assert word == "ready"
    return process, int(child)


def is_gone(child: int) -> bool:
    """Whether a process has ended, perhaps after a moment."""
    for _ in range(100):
        try:
            os.kill(child, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.05)
    return False


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT])
def test_who_ends_the_command_ends_its_child(
    tmp_path: Path, ending: signal.Signals
) -> None:
    process, child = start(write(tmp_path))

    process.send_signal(ending)

    assert process.communicate() == ("", "")
    assert process.returncode == -ending
    assert is_gone(child)


IN_TERMINAL = """
import fcntl, sys, termios
fcntl.ioctl(1, termios.TIOCSCTTY, 0)
modes = termios.tcgetattr(1)
modes[3] |= termios.TOSTOP
termios.tcsetattr(1, termios.TCSANOW, modes)
sys.argv[0] = "claimpack"
from claimpack.__main__ import main
main()
"""
"""Code of a command in a terminal that stops who writes from the background."""


def test_a_terminal_that_stops_writers_gets_the_report(tmp_path: Path) -> None:
    root = write(tmp_path)

    terminal, end = pty.openpty()
    command = [sys.executable, "-c", IN_TERMINAL, "validate", str(root)]
    process = subprocess.Popen(
        command, stdin=end, stdout=end, stderr=end, start_new_session=True
    )
    is_told = bool(select.select([terminal], [], [], 20)[0])
    words = os.read(terminal, 100) if is_told else b""
    os.close(end)
    os.close(terminal)  # which ends all that is still there

    assert words == b"Valid.\r\n"
    assert process.wait() in (0, -signal.SIGHUP)


def test_ctrl_c_ends_both_without_a_word(tmp_path: Path) -> None:
    process, child = start(write(tmp_path))

    process.send_signal(signal.SIGINT)

    _, words = process.communicate()
    assert (process.returncode, words.strip()) == (130, "")
    assert is_gone(child)


def test_a_reader_that_leaves_ends_it_without_a_word(tmp_path: Path) -> None:
    year = {"name": "id", "type": "year"}
    root = write_foreign(tmp_path, "id\n" + f"{'x' * 300}\n" * 5000, [year])
    command = [sys.executable, "-m", "claimpack", "validate", "--limit", "5000", root]
    with subprocess.Popen(
        list(map(str, command)), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None

        first = process.stdout.readline()
        process.stdout.close()

        assert first.startswith(b"t.csv:2: error[type-error]")
        assert process.stderr.read() == b""


def test_the_end_of_the_child_is_the_end_of_the_command(tmp_path: Path) -> None:
    root = write(tmp_path)

    codes = [
        run_claimpack("validate", *arguments).returncode
        for arguments in ([root], ["--nope"], [root / "t.csv"], [tmp_path / "none"])
    ]

    assert codes == [0, 2, 2, 2]


FILL = """
import tempfile
tempfile.mkdtemp(prefix=f'claimpack-{os.getpid()}-')
"""


def test_of_what_was_ended_nothing_is_left(tmp_path: Path) -> None:
    """The folder is that of keys on disk; a child that is ended cannot remove it."""
    root, scratch = write(tmp_path), tmp_path / "scratch"
    scratch.mkdir()
    action = f"{FILL}{die(signal.SIGKILL)}"

    run = run_python(
        *("-c", AT_OPENING, "t.csv", action, "validate", root),
        env={"TMPDIR": str(scratch)},
    )

    assert run.returncode == 1
    assert list(scratch.iterdir()) == []
