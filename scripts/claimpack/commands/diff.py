"""`claimpack diff`."""

from __future__ import annotations

import click

from claimpack.commands.options import MEMORY_BYTES, format_option, limit_option

EXAMPLE = "claimpack diff . ."


@click.command(epilog=f"Example: {EXAMPLE}")
@format_option(
    ["text", "markdown", "json", "csv"],
    "Form of the output; JSON and CSV have all differences, whatever the limit.",
)
@limit_option("Entries to show of each list")
@click.option(
    "--exit-code",
    "has_exit_code",
    is_flag=True,
    help="Exit with 1 where there are differences.",
)
@click.argument("old")
@click.argument("new")
def diff(
    old: str, new: str, *, output_format: str, limit: int, has_exit_code: bool
) -> None:
    """Tell what changed from one package to another, and the version it asks for.

    OLD and NEW are folders with a datapackage.json, descriptors, zip archives, or
    git:REV and git:REV:PATH for a revision of the repository of the current folder.
    Rows are told apart by primary keys. docs/versions.md has the rule for versions and
    the columns of the CSV.
    """
    # Reading tables takes longer to import than help may take.
    from claimpack.diff.packages import compare_packages
    from claimpack.diff.sides import open_side
    from claimpack.key_store import Budget
    from claimpack.render.diff import render_diff_text
    from claimpack.render.diff_forms import render_diff_csv, render_diff_json
    from claimpack.render.diff_markdown import render_diff_markdown
    from claimpack.scratch import open_scratch

    with open_scratch() as folder:
        budget = Budget(size_bytes=MEMORY_BYTES, folder=folder)
        sides = open_side(old, folder), open_side(new, folder)
        found = compare_packages(*sides, budget)
        lines = {
            "text": lambda: render_diff_text(found, limit),
            "markdown": lambda: render_diff_markdown(found, limit),
            "json": lambda: render_diff_json(found),
            "csv": lambda: render_diff_csv(found),
        }[output_format]()
        for line in lines:
            click.echo(line)
    if has_exit_code and not found.is_empty:
        raise click.exceptions.Exit(1)
