"""The entry point of the command line."""

from __future__ import annotations

import gc
import os
import sys

import click

from claimpack.commands import claimpack
from claimpack.errors import ClaimpackError
from claimpack.isolation import ENDINGS, Note, end_likewise, start_child, wait_for
from claimpack.scratch import remove_scratch

OBJECTS_BETWEEN_COLLECTIONS = 200_000
INTERRUPTED = 130
"""What a shell reports of a process that Ctrl-C ended."""


def main() -> None:
    """Run the command line and end the process with its exit code."""
    # The allocator that gives back what is free: a third less at the peak.
    os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
    # pyarrow loads numpy, whose threads spin for a while, and nobody uses them here.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    # Hardly anything that we make has cycles. To look for them after each 700 objects
    # took a fifth of building a thousand articles, and freed nothing.
    gc.set_threshold(OBJECTS_BETWEEN_COLLECTIONS)
    arguments = sys.argv[1:]
    if arguments[:1] == ["validate"] and hasattr(os, "fork"):
        sys.exit(run_apart(arguments))
    sys.exit(run(arguments))


def run_apart(arguments: list[str]) -> int:
    """Return the exit code of a command that runs in a child process."""
    note = Note()
    child = start_child()
    if not child:
        return run(arguments, note)
    code = wait_for(child)
    if code >= 0:
        return code
    remove_scratch(child)
    if -code in ENDINGS:
        end_likewise(-code)
    note.ended_by = -code
    return run(arguments, note)


def run(arguments: list[str], note: Note | None = None) -> int:
    """Return the exit code of the command line.

    In a child process, `note` is what it leaves to its parent; in the parent, what a
    child has left that was ended by a signal.
    """
    try:
        code: int = claimpack(
            arguments, prog_name="claimpack", standalone_mode=False, obj=note
        )
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except click.Abort:
        return INTERRUPTED
    except ClaimpackError as error:
        click.echo(f"claimpack: {error}", err=True)
        return error.exit_code
    except MemoryError:
        message = "claimpack: out of memory; give it more (--memory, or the machine)"
        click.echo(message, err=True)
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        click.echo(f"claimpack: {where}{error.strerror}", err=True)
    except SystemExit as stop:
        # So click ends when the reader of our output has left (`| head`), with 1,
        # which is for findings. (So it ends with 0 when a shell asked for words.)
        if not stop.code:
            return 0
    else:
        return code
    return ClaimpackError.exit_code


if __name__ == "__main__":
    main()
