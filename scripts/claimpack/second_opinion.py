"""What frictionless says of a package, beside our own findings."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from textwrap import shorten
from typing import TYPE_CHECKING

from claimpack.findings import Finding, Location, Rule, Severity, make_finding

if TYPE_CHECKING:
    import frictionless

SECOND_OPINION = Rule(
    code="second-opinion",
    severity=Severity.ERROR,
    template="frictionless says {kind}: {message}",
    explanation=(
        "frictionless is the reference implementation of the standard; whoever uses "
        "it on the package should see no error either."
    ),
)
RULES = (SECOND_OPINION,)


def iter_frictionless_findings(descriptor: Path) -> Iterator[Finding]:
    """Yield each error that `frictionless validate` reports of the package.

    Where frictionless departs from the standard we follow the standard, so that
    this is asked for and never part of the plain check. It has no network: a
    descriptor may name a profile or a schema by its URL, and that is fetched.
    """
    with warnings.catch_warnings(), without_network():
        # frictionless warns of its own use of what its dependencies deprecate.
        warnings.simplefilter("ignore")
        import frictionless

        report = frictionless.validate(str(descriptor), type="package")
    for error in report.errors:
        yield find_error(Location(path=descriptor.name), error)
    for task in report.tasks:
        for error in task.errors:
            yield find_error(Location(path=task.place, resource=task.name), error)


def find_error(location: Location, error: frictionless.Error) -> Finding:
    """Return the finding that stands for an error of frictionless."""
    words = shorten(error.message, 300, placeholder=" …")
    return make_finding(SECOND_OPINION, location, kind=error.type, message=words)


@contextmanager
def without_network() -> Iterator[None]:
    """Refuse every socket that this process asks for in the meantime.

    An audit hook cannot be removed, but it can do nothing.
    """
    is_refusing = True

    def refuse(event: str, _: object) -> None:  # pragma: no cover  # is not traced
        if is_refusing and event.startswith("socket."):
            raise PermissionError("claimpack never opens a network connection")

    sys.addaudithook(refuse)
    try:
        yield
    finally:
        is_refusing = False
