"""What several commands have: options, and the memory that they may take."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import click

MEMORY_BYTES = 256 * 1024**2
"""What DuckDB may take for sorting rows and comparing keys; the rest is on the disk."""
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
