"""How far a build is: a bar on a terminal, else a line now and then."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from claimpack.sharding.plans import Nobody, Watcher

if TYPE_CHECKING:
    from rich.progress import Progress

    from claimpack.sharding.summaries import ShardSummary

SECONDS_WITHOUT = 2
"""Nothing is said of work that is done sooner."""
SECONDS_BETWEEN = 10
"""Between two lines, where there is no terminal."""


class Tally:
    """How far a build is."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """Begin the count of the seconds."""
        self.clock = clock
        self.began = clock()
        self.total = self.done = self.findings = 0

    def begin(self, article_count: int) -> None:
        """Learn how many articles there are; of a second round, how many more."""
        self.total += article_count

    def add(self, summary: ShardSummary) -> None:
        """Learn that a shard is built."""
        self.done += summary.article_count
        self.findings += summary.finding_count

    @property
    def seconds(self) -> float:
        """Seconds since the beginning."""
        return self.clock() - self.began

    @property
    def words(self) -> str:
        """How far it is, how fast, and how long it will take, in words."""
        speed = self.done / max(self.seconds, 0.001)
        left = (self.total - self.done) / max(speed, 0.001)
        return (
            f"{self.done:,} of {self.total:,} articles, {speed:,.0f}/s, "
            f"findings: {self.findings:,}, {format_seconds(left)} left"
        )


def format_seconds(seconds: float) -> str:
    """Return a time as minutes and seconds.

    >>> format_seconds(75.4), format_seconds(5)
    ('1:15', '0:05')
    """
    return f"{round(seconds) // 60}:{round(seconds) % 60:02}"


class LineWatcher(Tally):
    """Says how far a build is in a line of its own, now and then."""

    said = float(SECONDS_WITHOUT - SECONDS_BETWEEN)

    def add(self, summary: ShardSummary) -> None:
        """Learn that a shard is built."""
        super().add(summary)
        if self.done < self.total and self.seconds - self.said >= SECONDS_BETWEEN:
            self.said = self.seconds
            click.echo(self.words, err=True)


class BarWatcher(Tally):
    """Shows how far a build is in a bar on the terminal."""

    def __init__(self, bar: Progress) -> None:
        """Show nothing yet."""
        super().__init__()
        self.bar = bar
        self.task = bar.add_task("", total=None, visible=False)

    def add(self, summary: ShardSummary) -> None:
        """Learn that a shard is built."""
        super().add(summary)
        self.bar.update(
            self.task,
            total=self.total,
            completed=self.done,
            description=self.words,
            visible=self.seconds >= SECONDS_WITHOUT,
        )


@contextmanager
def watching(*, quiet: bool) -> Iterator[Watcher]:
    """Give who tells people how far a build is."""
    if quiet:
        yield Nobody()
    elif not sys.stderr.isatty():
        yield LineWatcher()
    else:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn

        columns = BarColumn(), TextColumn("{task.description}")
        console = Console(stderr=True)
        with Progress(*columns, console=console, transient=True) as bar:
            yield BarWatcher(bar)
