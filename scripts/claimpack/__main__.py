"""The entry point of the command line."""

from __future__ import annotations

import sys

import click

from claimpack.commands import claimpack
from claimpack.errors import ClaimpackError

INTERRUPTED = 130
"""What a shell reports of a process that Ctrl-C ended."""


def main() -> None:
    """Run the command line and end the process with its exit code."""
    try:
        code = claimpack(prog_name="claimpack", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except click.Abort:
        code = INTERRUPTED
    except ClaimpackError as error:
        click.echo(f"claimpack: {error}", err=True)
        code = error.exit_code
    except MemoryError:
        click.echo("claimpack: out of memory; give the process more", err=True)
        code = ClaimpackError.exit_code
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        click.echo(f"claimpack: {where}{error.strerror}", err=True)
        code = ClaimpackError.exit_code
    except SystemExit as stop:
        # So click ends when the reader of our output has left (`| head`), with 1,
        # which is for findings. (So it ends with 0 when a shell asked for words.)
        code = ClaimpackError.exit_code if stop.code else 0
    sys.exit(code)


if __name__ == "__main__":
    main()
