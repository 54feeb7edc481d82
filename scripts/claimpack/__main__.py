"""The entry point of the command line."""

from __future__ import annotations

import errno
import os
import sys

import click

from claimpack.commands import claimpack
from claimpack.errors import ClaimpackError

INTERRUPTED = 130
"""What a shell reports of a process that Ctrl-C ended."""


def main() -> None:
    """Run the command line and end the process with its exit code."""
    try:
        code = claimpack(standalone_mode=False)
    except click.exceptions.Exit as stop:
        code = stop.exit_code
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
        code = end_after_system_error(error)
    sys.exit(code)


def end_after_system_error(error: OSError) -> int:
    """Say what the system refused, and return the exit code."""
    if error.errno == errno.EPIPE:
        # The reader of our output has left; nothing more can be said to it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return ClaimpackError.exit_code
    where = f"{error.filename}: " if error.filename else ""
    click.echo(f"claimpack: {where}{error.strerror}", err=True)
    return ClaimpackError.exit_code


if __name__ == "__main__":
    main()
