"""The findings of one table: some are described, the others counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from claimpack.findings import Finding, Location, Rest, Severity


class Collector:
    """Findings of one table: the first are kept, the others counted."""

    def __init__(self, location: Location, most: int) -> None:
        """Begin with none; at most `most` are kept."""
        self.location = location
        self.most = most
        self.findings: list[Finding] = []
        """Those that are described, in the order in which they came."""
        self.rest: Counter[tuple[str, Severity]] = Counter()
        """How many others there are of each code and severity."""

    @property
    def room(self) -> int:
        """How many findings are still kept."""
        return self.most - len(self.findings)

    def add(self, finding: Finding) -> None:
        """Take one finding."""
        if not self.room:
            self.count(finding.code, 1, finding.severity)
        else:
            self.findings.append(finding)

    def count(self, code: str, count: int, severity: Severity = Severity.ERROR) -> None:
        """Take findings that are not described."""
        self.rest[code, severity] += count

    def __iter__(self) -> Iterator[Finding | Rest]:
        """Yield the findings that were kept, and then the counts of the others."""
        yield from self.findings
        for (code, severity), count in sorted(self.rest.items()):
            yield Rest(
                code=code, severity=severity, location=self.location, count=count
            )
