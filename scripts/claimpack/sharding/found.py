"""Findings of a large corpus: the first described, all of them counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from claimpack.findings import Finding, Location, Rest, Severity, has_errors

MOST_DESCRIBED = 1000
"""Findings of one kind of a shard, or of all shards, that are described."""


@dataclass(slots=True, kw_only=True)
class Found:
    """What was found so far, in its order."""

    described: list[Finding] = field(default_factory=list)
    counted: dict[str, int] = field(default_factory=dict)
    """How many are not described, by severity and code, with a space between."""

    def add(self, findings: Iterable[Finding]) -> None:
        """Add further findings."""
        for finding in findings:
            if len(self.described) < MOST_DESCRIBED:
                self.described.append(finding)
            else:
                self.count(finding.severity, finding.code, 1)

    def count(self, severity: Severity, code: str, number: int) -> None:
        """Count further findings of a severity and code."""
        kind = f"{severity} {code}"
        self.counted[kind] = self.counted.get(kind, 0) + number

    def join(self, other: Found) -> None:
        """Add what was found elsewhere."""
        self.add(other.described)
        for rest in other.iter_rest():
            self.count(rest.severity, rest.code, rest.count)

    def cut(self, most: int) -> Found:
        """Return the same, of which so many are described at most."""
        shorter = Found(described=self.described[:most], counted=dict(self.counted))
        for finding in self.described[most:]:
            shorter.count(finding.severity, finding.code, 1)
        return shorter

    def count_errors(self) -> dict[str, int]:
        """Return how many errors there are, by their codes."""
        errors = Counter(
            it.code for it in self.described if it.severity is Severity.ERROR
        )
        for rest in self.iter_rest():
            if rest.severity is Severity.ERROR:
                errors[rest.code] += rest.count
        return errors

    @property
    def has_errors(self) -> bool:
        """Whether any of it is an error."""
        return has_errors(self)

    def __len__(self) -> int:
        """Return how many findings there are, described or not."""
        return len(self.described) + sum(self.counted.values())

    def __iter__(self) -> Iterator[Finding | Rest]:
        """Yield what is described, and then how much more there is."""
        yield from self.described
        yield from self.iter_rest()

    def iter_rest(self) -> Iterator[Rest]:
        """Yield how much more there is than what is described."""
        for kind, count in self.counted.items():
            severity, code = kind.split(" ")
            yield Rest(
                code=code,
                severity=Severity(severity),
                location=Location(),
                count=count,
            )
