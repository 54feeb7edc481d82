"""The entry point of the command line."""

from __future__ import annotations

import gc
import os
import signal
import sys
from types import FrameType
from typing import Self

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
    if arguments[:1] == ["query"]:  # pyarrow loads it where it is found, in 0.1 seconds
        sys.modules["numpy"] = None  # type: ignore[assignment]  # it is not found so
    is_apart = arguments[:1] == ["validate"] and hasattr(os, "fork")
    code = run_apart(arguments) if is_apart else run(arguments)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # all is done, and has its exit code
    sys.exit(code)


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


class Interrupts:
    """Whether Ctrl-C was pressed, whatever a library makes of it.

    DuckDB has errors of its own for a query that it ends, and for what it asked Python.
    """

    was_pressed = False

    def __enter__(self) -> Self:
        """Listen, unless nobody should: workers and background jobs ignore Ctrl-C."""
        if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
            signal.signal(signal.SIGINT, self.notice)
        return self

    def notice(self, number: int, frame: FrameType | None) -> None:
        """Note it, and do what Python does."""
        self.was_pressed = True
        signal.default_int_handler(number, frame)

    def __exit__(self, *error: object) -> None:
        """Leave it to Python again."""
        if signal.getsignal(signal.SIGINT) == self.notice:
            signal.signal(signal.SIGINT, signal.default_int_handler)


def run(arguments: list[str], note: Note | None = None) -> int:
    """Return the exit code of the command line; Ctrl-C says nothing.

    In a child process, `note` is what it leaves to its parent; in the parent, what a
    child has left that was ended by a signal.
    """
    with Interrupts() as interrupts:
        try:
            code: int = claimpack(
                arguments, prog_name="claimpack", standalone_mode=False, obj=note
            )
        except (Exception, SystemExit) as error:  # noqa: BLE001  # raised again, if unknown
            return INTERRUPTED if interrupts.was_pressed else explain_end(error)
        else:
            return code


def explain_end(error: Exception | SystemExit) -> int:
    """Say why a command has ended early, and return its exit code."""
    match error:
        case click.ClickException():
            error.show()
            return error.exit_code
        case click.Abort():
            return INTERRUPTED
        case ClaimpackError():
            click.echo(f"claimpack: {error}", err=True)
            return error.exit_code
        case MemoryError():
            message = (
                "claimpack: out of memory; give it more (--memory, or the machine)"
            )
            click.echo(message, err=True)
        case OSError():
            where = f"{error.filename}: " if error.filename else ""
            click.echo(f"claimpack: {where}{error.strerror}", err=True)
        case SystemExit():
            # So click ends when the reader of our output has left (`| head`), with 1,
            # which is for findings. (So it ends with 0 when a shell asked for words.)
            return ClaimpackError.exit_code if error.code else 0
        case _:
            raise error
    return ClaimpackError.exit_code


if __name__ == "__main__":
    main()
