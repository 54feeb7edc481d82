"""What several commands have: options, and the memory that they may take."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import click

MEMORY_BYTES = 256 * 1024**2
"""What DuckDB may take for sorting rows and comparing keys; the rest is on the disk."""
ARTICLES_PER_SHARD = 2000
"""As `claimpack.sharding.plans` has it, which takes long to load."""
Decorator = Callable[[Any], Any]


def format_option(forms: Sequence[str], words: str) -> Decorator:
    """Return the option for the form of the output, the first where none is given."""
    return click.option(
        "--format",
        "output_format",
        type=click.Choice(forms),
        default=forms[0],
        show_default=True,
        help=words,
    )


def limit_option(what: str, default: int = 20) -> Decorator:
    """Return the option for how much of a list is shown; `what` begins its help."""
    return click.option(
        "--limit",
        type=click.IntRange(min=0),
        default=default,
        show_default=True,
        help=f"{what}; the totals count all of them.",
    )


def unchecked_option(outcome: str) -> Decorator:
    """Return the option not to validate first; `outcome` says what may come of it."""
    return click.option(
        "--unchecked",
        is_flag=True,
        help=f"Do not validate the package first; {outcome}.",
    )


def source_format_option(words: str) -> Decorator:
    """Return the option for the format of annotations; `words` say what of."""
    return click.option(
        "--format",
        "format_name",
        metavar="NAME",
        default="auto",
        show_default=True,
        help=words,
    )


def annotator_option(verb: str) -> Decorator:
    """Return the option for whose annotations are read; `verb` begins its help."""
    return click.option(
        "--annotator", metavar="NAME", help=f"{verb} only what NAME annotated."
    )


def text_access_option() -> Decorator:
    """Return the option for what may be shipped of a text."""
    return click.option(
        "--text-access",
        type=click.Choice(["full", "quotes", "none"]),
        default="none",
        show_default=True,
        help="What may be shipped of texts whose metadata do not say it.",
    )


def skip_invalid_option(outcome: str) -> Decorator:
    """Return the option to go on without what has errors; `outcome` comes else."""
    return click.option(
        "--skip-invalid",
        "skips_invalid",
        is_flag=True,
        help=f"Leave out articles that have an error, instead of {outcome}.",
    )


def shard_size_option(words: str) -> Decorator:
    """Return the option for how many articles a shard has."""
    return click.option(
        "--shard-size",
        metavar="N",
        type=click.IntRange(min=1),
        default=ARTICLES_PER_SHARD,
        show_default=True,
        help=words,
    )
