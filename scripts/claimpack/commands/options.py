"""Options that several commands have."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import click

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
