"""Where the answer of a command goes: to a file of its own, or the standard output."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from claimpack.opening import Opened

STDOUT = "-"


def require_output(output: str, package: Path, opened: Opened) -> None:
    """Raise `UsageError` where a file would take the place of something else."""
    from claimpack.checked import Checked
    from claimpack.report_file import require_report_path

    if output != STDOUT:
        files, descriptor = opened.files, opened.descriptor_path
        checked = Checked(path=package, files=files, descriptor=descriptor)
        require_report_path(Path(output), checked)


def write(answer: bytes, output: str) -> None:
    """Write an answer to a file, wholly or not at all, or to the standard output."""
    from claimpack.durable import replace_durably

    if output == STDOUT:
        click.echo(answer, nl=False)
    else:
        replace_durably(Path(output), answer)
