"""Labels that the native scheme does not have: each is told once, not line by line.

Annotations by another scheme have a few labels on all of their lines. What helps then
is the list of these labels, and which ones there are instead.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from claimpack.annotations import Origin
from claimpack.findings import (
    Finding,
    Location,
    Rule,
    Severity,
    make_finding,
    quote,
)
from claimpack.mapping.scheme import (
    Codes,
    Scheme,
    list_near_first,
    make_scheme,
    suggest_name,
)

UNKNOWN_LABEL = Rule(
    code="unknown-label",
    severity=Severity.ERROR,
    template="{found} is no label of {kind} (lines: {lines:,}, files: {files:,})",
    explanation="What has an unknown label would be missing in the tables.",
)
RULES = (UNKNOWN_LABEL,)

GUIDE = "docs/codebook.md, section 2"

LabelLines = Mapping[str, Sequence[Origin]]
"""The lines of one file by their label."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelTally:
    """How often something stands in some files, where it gives no row."""

    place: Location
    """Where it first stands."""
    lines: int
    files: int

    def __add__(self, other: LabelTally) -> LabelTally:
        """Return the tally of these files and the others, which come after them."""
        lines, files = self.lines + other.lines, self.files + other.files
        return LabelTally(place=self.place, lines=lines, files=files)


LabelTallies = dict[str, LabelTally]
"""By label, in the order in which they first stand."""


def add_lines(tallies: LabelTallies, lines: LabelLines) -> None:
    """Add the lines of a further file."""
    for label, origins in lines.items():
        place = origins[0].locate(label)
        add_tally(tallies, label, LabelTally(place=place, lines=len(origins), files=1))


def add_tally(tallies: LabelTallies, label: str, tally: LabelTally) -> None:
    """Add what further files have of a label."""
    before = tallies.get(label)
    tallies[label] = tally if before is None else before + tally


def report_labels(tallies: LabelTallies, codes: Codes) -> list[Finding]:
    """Return one finding for each label that is unknown, where it first stands."""
    scheme = make_scheme(codes)
    return [report_label(label, tally, scheme) for label, tally in tallies.items()]


def report_label(label: str, tally: LabelTally, scheme: Scheme) -> Finding:
    """Return the finding of one label.

    One that marks may have is unknown only as that of a node.
    """
    is_of_marks = label in scheme.mark_labels
    names = list_near_first(label, scheme.roles if is_of_marks else scheme.mark_labels)
    return make_finding(
        UNKNOWN_LABEL,
        tally.place,
        found=quote(label),
        kind="an E line" if is_of_marks else "the scheme",
        lines=tally.lines,
        files=tally.files,
        expected=f"one of {', '.join(names)} ({GUIDE})",
        hint=suggest_name(label, names),
    )
