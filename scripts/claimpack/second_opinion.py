"""What frictionless says of a package, beside our own findings."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from pathlib import Path

from claimpack.findings import Finding, Location, Rule, Severity, make_finding, quote

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
    this is asked for and never part of the plain check.
    """
    with warnings.catch_warnings():
        # frictionless warns of its own use of what its dependencies deprecate.
        warnings.simplefilter("ignore")
        import frictionless

        report = frictionless.validate(str(descriptor), type="package")
    for error in report.errors:
        yield make_finding(
            SECOND_OPINION,
            Location(path=descriptor.name),
            kind=error.type,
            message=quote(error.message),
        )
    for task in report.tasks:
        for error in task.errors:
            yield make_finding(
                SECOND_OPINION,
                Location(path=task.place, resource=task.name),
                kind=error.type,
                message=quote(error.message),
            )
