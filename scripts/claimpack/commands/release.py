"""`claimpack release`."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from claimpack.commands.options import MEMORY_BYTES

if TYPE_CHECKING:
    from claimpack.release import Release

AUTO = "auto"
BUMPS = (AUTO, "none", "patch", "minor", "major")
EPOCH = "SOURCE_DATE_EPOCH"


@click.command(epilog="Example: claimpack release --first --output dist .")
@click.option(
    "--output",
    metavar="DIR",
    default="dist",
    show_default=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder for the archive.",
)
@click.option(
    "--previous",
    metavar="OLD",
    help="Release before this one, as `claimpack diff` takes it; without it, the last "
    "archive in DIR or the last tag v1.4.2.",
)
@click.option("--first", "is_first", is_flag=True, help="There is no release before.")
@click.option(
    "--bump",
    type=click.Choice(BUMPS),
    default=AUTO,
    show_default=True,
    help="How far the version goes up; auto: as far as the changes ask for.",
)
@click.option("--reason", metavar="TEXT", help="Why ids are withdrawn.")
@click.option(
    "--date",
    "day",
    metavar="DAY",
    type=click.DateTime(["%Y-%m-%d"]),
    help=f"Day of the release, as 2031-05-09; else that of {EPOCH}, or today.",
)
@click.argument(
    "folder",
    default=".",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
)
def release(  # noqa: PLR0913  # one for each option
    folder: Path,
    *,
    output: Path,
    previous: str | None,
    is_first: bool,
    bump: str,
    reason: str | None,
    day: datetime | None,
) -> None:
    """Release a package: version, changelog, change file, and one archive.

    FOLDER has a datapackage.json, and all of it is committed if it is in git. What
    changed since the release before says how far the version must go up; withdrawn ids
    get tombstones. Everything is written, or nothing is (docs/releases.md).
    """
    from claimpack.diff.versions import Bump
    from claimpack.key_store import Budget
    from claimpack.release import release_package
    from claimpack.release.drafts import Choices
    from claimpack.scratch import open_scratch

    if is_first and previous:
        raise click.UsageError("--first and --previous exclude each other.")
    choices = Choices(
        day=day.date() if day else find_day(),
        bump=None if bump == AUTO else Bump[bump.upper()],
        reason=reason,
        previous=previous,
        is_first=is_first,
    )
    with open_scratch() as scratch:
        budget = Budget(size_bytes=MEMORY_BYTES, folder=scratch)
        made = release_package(folder, output, choices, budget)
        report(made)


def find_day() -> date:
    """Return the day that the environment names, or today, in UTC.

    Raises:
        UsageError: what it names is no number of seconds.

    """
    seconds = os.environ.get(EPOCH)
    if not seconds:
        return datetime.now(UTC).date()
    try:
        return datetime.fromtimestamp(int(seconds), UTC).date()
    except (ValueError, OverflowError, OSError) as error:
        message = f"{EPOCH}: found {seconds!r}; expected seconds since 1970; unset it."
        raise click.UsageError(message) from error


def report(made: Release) -> None:
    """Tell what was released, and what is left to do."""
    from claimpack.render.release import render_release

    for line in render_release(made):
        click.echo(line)
