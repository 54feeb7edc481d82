"""A build that takes its time tells how far it is."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from claimpack.commands.progress import (
    BarWatcher,
    LineWatcher,
    Tally,
    format_seconds,
    watching,
)
from claimpack.findings import Finding, Location, Severity
from claimpack.sharding.found import Found
from claimpack.sharding.plans import Nobody
from claimpack.sharding.summaries import ShardSummary
from command_line import run_claimpack
from shard_builds import article, write_corpus

FAULT = Finding(
    code="x", severity=Severity.NOTE, location=Location(), message="something"
)
SLOW_BUILD = """
import sys, time
from claimpack.sharding import corpora
build_shard = corpora.build_shard
def build_slowly(*arguments):
    time.sleep(0.6)
    return build_shard(*arguments)
corpora.build_shard = build_slowly
from claimpack.__main__ import main
main()
"""
"""Code of a build that takes its time for each shard."""


def make_shard(articles: int, faults: int = 0) -> ShardSummary:
    """What is known of a shard with so many articles and findings."""
    found = Found(described=[FAULT] * faults)
    return ShardSummary(documents=("a",) * articles, reading=found)


class Clock:
    """A clock that stands still until it is set."""

    def __init__(self) -> None:
        """Begin at any time."""
        self.now = 1000.0

    def __call__(self) -> float:
        """Return the time."""
        return self.now


def test_nothing_is_said_of_work_that_is_done_soon(
    capsys: pytest.CaptureFixture[str],
) -> None:
    clock = Clock()
    watcher = LineWatcher(clock)
    watcher.begin(200)

    watcher.add(make_shard(100))
    clock.now += 1.9
    watcher.add(make_shard(50))
    clock.now += 100
    watcher.add(make_shard(50))

    assert capsys.readouterr() == ("", "")


def test_a_line_is_said_after_two_seconds_and_then_every_ten(
    capsys: pytest.CaptureFixture[str],
) -> None:
    clock = Clock()
    watcher = LineWatcher(clock)
    watcher.begin(10_000)

    for _ in range(6):
        clock.now += 4
        watcher.add(make_shard(1000, faults=2))

    shown = capsys.readouterr()
    assert (shown.out, shown.err.splitlines()) == (
        "",
        [
            "1,000 of 10,000 articles, 250/s, findings: 2, 0:36 left",
            "4,000 of 10,000 articles, 250/s, findings: 8, 0:24 left",
        ],
    )


def test_a_second_round_adds_to_the_total() -> None:
    clock = Clock()
    tally = Tally(clock)
    tally.begin(1000)
    clock.now += 10
    tally.add(make_shard(1000))

    tally.begin(500)

    assert tally.words == "1,000 of 1,500 articles, 100/s, findings: 0, 0:05 left"


def test_nothing_is_divided_by_no_time() -> None:
    tally = Tally(Clock())
    tally.begin(5)

    assert tally.words == "0 of 5 articles, 0/s, findings: 0, 83:20 left"


TIMES = {0: "0:00", 59.6: "1:00", 75.4: "1:15", 3600: "60:00", 36_000: "600:00"}


@pytest.mark.parametrize("seconds", TIMES, ids=str)
def test_a_time_has_minutes_and_seconds(seconds: float) -> None:
    assert format_seconds(seconds) == TIMES[seconds]


def test_who_is_quiet_watches_nothing() -> None:
    with watching(quiet=True) as watcher:
        watcher.begin(5)
        watcher.add(make_shard(5))

    assert type(watcher) is Nobody


def test_without_a_terminal_there_are_lines(capsys: pytest.CaptureFixture[str]) -> None:
    with watching(quiet=False) as watcher:
        pass

    assert type(watcher) is LineWatcher
    assert capsys.readouterr() == ("", "")


def test_on_a_terminal_there_is_a_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    ours, its = pty.openpty()
    with os.fdopen(its, "w", encoding="utf-8") as terminal, os.fdopen(ours, "rb"):
        monkeypatch.setattr(sys, "stderr", terminal)

        with watching(quiet=False) as watcher:
            assert isinstance(watcher, BarWatcher)
            ticks = count(watcher.began, 1.5)
            watcher.clock = lambda: next(ticks)
            watcher.begin(4)
            watcher.add(make_shard(1))
            (task,) = watcher.bar.tasks
            is_seen_at_once = task.visible
            watcher.add(make_shard(2))

            assert (task.total, task.completed) == (4, 3)
            assert (is_seen_at_once, task.visible) == (False, True)
            assert task.description.startswith("3 of 4 articles, ")


def iter_output(descriptor: int) -> Iterator[bytes]:
    """Yield what a terminal shows, until nobody writes to it any more."""
    while True:
        try:
            content = os.read(descriptor, 4096)
        except OSError:  # so Linux tells the end
            return
        if not content:
            return
        yield content


def run_on_terminal(*arguments: str | Path) -> tuple[int, str]:
    """The exit code of a slow build, and what a terminal shows of its errors."""
    ours, its = pty.openpty()
    command = [sys.executable, "-c", SLOW_BUILD, "build", *arguments]
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": "120"}
    with subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=its, env=environment
    ) as process:
        os.close(its)
        shown = b"".join(iter_output(ours))
    os.close(ours)
    return process.returncode, shown.decode()


@pytest.mark.slow
def test_a_slow_build_shows_a_bar_on_a_terminal_and_takes_it_away(
    tmp_path: Path,
) -> None:
    root = write_corpus(tmp_path, *(article(name) for name in "abcdefg"))

    code, shown = run_on_terminal("--shard-size", "1", root)

    assert code == 0
    assert re.search(r"━.*[3-7] of 7 articles, \d+/s, findings: 0, \d:\d\d left", shown)
    assert shown.endswith("\x1b[2K")


@pytest.mark.slow
def test_a_quiet_build_shows_nothing_on_a_terminal(tmp_path: Path) -> None:
    root = write_corpus(tmp_path, *(article(name) for name in "abcde"))

    assert run_on_terminal("--quiet", "--shard-size", "1", root) == (0, "")


def test_a_quick_build_says_nothing(tmp_path: Path) -> None:
    root = write_corpus(tmp_path, article("a"), article("b"))

    run = run_claimpack("build", root)

    assert (run.returncode, run.stderr) == (0, "")
