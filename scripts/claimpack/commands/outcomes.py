"""What a command that writes files says of what it found; `build` and `pack` alike."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from claimpack.findings import Finding, Rest


def tell_findings(
    work: str, completed: Collection[str], findings: Collection[Finding | Rest]
) -> None:
    """Say what was found; exit 1 where there are errors, so that nothing was written.

    `work` is what is done, in one word, and `completed` has the paths that an earlier
    one had not put into place.
    """
    from claimpack.findings import has_errors
    from claimpack.render import render_text
    from claimpack.render.summary import count_words

    if completed:
        files = count_words(len(completed), "file")
        click.echo(f"An unfinished {work} of {files} was completed.", err=True)
    if findings:
        click.echo(render_text(findings), err=True)
    if has_errors(findings):
        rest = "Nothing else" if completed else "Nothing"
        click.echo(f"{rest} was written.", err=True)
        raise click.exceptions.Exit(1)


def tell_left_out(count: int, more: str = "") -> None:
    """Say how many articles are left out, and exit 1; say nothing of none."""
    from claimpack.render.summary import count_words

    if count:
        articles = count_words(count, "article")
        click.echo(f"{articles} left out{more}.", err=True)
        raise click.exceptions.Exit(1)
