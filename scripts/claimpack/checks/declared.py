"""What a package declares, for those who show what was found in it."""

from __future__ import annotations

from collections.abc import Generator
from typing import TypeVar

from claimpack.checks.dereference import dereference
from claimpack.checks.descriptor import read_package
from claimpack.files import PackageFiles, parse_json
from claimpack.findings import Finding
from claimpack.sources import Package

Result = TypeVar("Result")


def read_declared(folder: PackageFiles, descriptor_path: str) -> Package:
    """Return what a descriptor declares, as far as nothing is wrong with it.

    Raises:
        SourceError: the descriptor cannot be read.

    """
    content = parse_json(folder.read_bytes(descriptor_path), descriptor_path)
    whole = without_findings(dereference(folder, descriptor_path, content))
    return without_findings(read_package(descriptor_path, whole))


def without_findings(check: Generator[Finding, None, Result]) -> Result:
    """Return what a check returns; what it yields is told elsewhere."""
    while True:
        try:
            next(check)
        except StopIteration as end:
            result: Result = end.value
            return result
