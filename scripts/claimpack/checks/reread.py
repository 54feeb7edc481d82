"""A descriptor read once more, for reports: what is wrong with it is told elsewhere."""

from __future__ import annotations

from collections.abc import Generator
from typing import TypeVar

from claimpack.checks.dereference import dereference
from claimpack.checks.descriptor import read_package
from claimpack.files import PackageFiles
from claimpack.findings import Finding, Rest
from claimpack.sources import Package
from claimpack.strict_json import parse_json

Result = TypeVar("Result")


def reread_package(folder: PackageFiles, descriptor_path: str) -> Package:
    """Return what a descriptor says that nothing is wrong with.

    Raises:
        SourceError: the descriptor cannot be read.

    """
    content = parse_json(folder.read_bytes(descriptor_path), descriptor_path)
    content = without_findings(dereference(folder, descriptor_path, content))
    return without_findings(read_package(descriptor_path, content))


def without_findings(check: Generator[Finding | Rest, None, Result]) -> Result:
    """Return what a check returns, without what it yields."""
    while True:
        try:
            next(check)
        except StopIteration as end:
            result: Result = end.value
            return result
