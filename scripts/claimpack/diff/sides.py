"""The two packages that are compared, as far as they can be read."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from claimpack.checks.dereference import dereference
from claimpack.checks.descriptor import read_package
from claimpack.checks.resource_files import NOT_CHECKED
from claimpack.errors import SourceError, UsageError
from claimpack.files import Folder, PackageFiles, explain, refusal
from claimpack.findings import Finding, Severity, escape_character, quote
from claimpack.opening import Opened, find_package
from claimpack.package import DESCRIPTOR_PATH
from claimpack.revisions import HERE, is_revision, pack_revision
from claimpack.schema import Table
from claimpack.sources import Package
from claimpack.strict_json import parse_json

Json = dict[str, Any]
Result = TypeVar("Result")

NOT_READ = NOT_CHECKED.template.format(reason="")
"""What stands before the reason in a finding of that rule."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of the two packages."""

    label: str
    """What the user calls it: a path or a revision."""
    opened: Opened
    content: Json
    """Its descriptor, with schemas and dialects in the place of their paths."""
    unread: Mapping[str, str]
    """By name: why the rows of a resource, which may be a table, cannot be read."""

    @property
    def tables(self) -> dict[str, Table]:
        """What it declares of its tables, in its order."""
        resources = self.opened.resources.items()
        return {name: it.table for name, it in resources if it.table is not None}

    @property
    def all_tables(self) -> list[str]:
        """The names of its tables in its order, those too that cannot be read."""
        tables = {*self.tables, *self.unread}
        return [name for name in self.entries if name in tables]

    @property
    def entries(self) -> dict[str, Json]:
        """The resources with names as the descriptor has them."""
        named = (each for each in self.content["resources"] if isinstance(each, dict))
        return {str(each.get("name")): each for each in named}

    @property
    def version(self) -> str | None:
        """The version of the data; None where it says none."""
        version = self.content.get("version")
        return version if isinstance(version, str) else None

    def list_paths(self, name: str) -> tuple[str, ...]:
        """Return the files that the rows of a resource are read from."""
        resources = {each.name: each for each in self.opened.package.resources}
        return self.opened.find_source(resources[name]).paths


def open_side(word: str, folder: Path, start: Path = HERE) -> Side:
    """Return the package that a word names: a path, or a revision of git.

    A revision is one of the repository that `start` is in. It is packed into `folder`,
    which has to outlive the package.

    Raises:
        UsageError: there is no package.
        SourceError: it cannot be read; the message begins with the word.
        ClaimpackError: git cannot pack the revision.

    """
    if is_revision(word):
        archive = pack_revision(word, folder, start)
        with naming(word, archive.name):
            return read_side(word, archive)
    path = Path(word)
    if not path.exists():
        found = "found nothing of that name"
        expected = "expected a folder, a descriptor, a zip archive or git:REVISION"
        raise UsageError(explain(word, found, expected, "check the spelling"))
    with naming(word):
        return read_side(word, path)


@contextmanager
def naming(label: str, own_name: str = "") -> Iterator[None]:
    """Begin the message of a `SourceError` with the package that it is about.

    `own_name` is a name that the message has and the user does not know.
    """
    try:
        yield
    except SourceError as error:
        words = str(error)
        if own_name:
            words = words.removeprefix(f"{own_name}: ")
        name = "".join(map(escape_character, label))
        is_named = words.startswith(f"{name}: ")
        raise SourceError(words if is_named else f"{name}: {words}") from error


def read_side(label: str, path: Path) -> Side:
    """Return the package at a path."""
    package = find_package(path)
    if package is None:
        found = f"found no {DESCRIPTOR_PATH}"
        advice = "name a folder that has one"
        raise UsageError(explain(label, found, "expected a package", advice))
    files, descriptor_path = package
    return make_side(label, path, files, descriptor_path)


def make_side(
    label: str, path: Path, files: PackageFiles, descriptor_path: str
) -> Side:
    """Return a package of which the files are known."""
    raw = parse_json(files.read_bytes(descriptor_path), descriptor_path)
    content, _ = without_errors(dereference(files, descriptor_path, raw))
    package, warnings = without_errors(read_package(descriptor_path, content))
    require_names(package)
    opened = Opened(
        path=files.root if isinstance(files, Folder) else path,
        files=files,
        descriptor_path=descriptor_path,
        package=package,
    )
    unread = {
        str(each.location.resource): each.message.removeprefix(NOT_READ)
        for each in warnings
        if each.code == NOT_CHECKED.code
    }
    return Side(label=label, opened=opened, content=content, unread=unread)


def require_names(package: Package) -> None:
    """Raise `SourceError` where two resources have one name: neither is meant."""
    names = [resource.name for resource in package.resources]
    for name in names:
        if names.count(name) > 1:
            found = f"found {names.count(name)} resources called {quote(name)}"
            expected = "expected a name of its own for each"
            raise refusal(package.path, found, expected, "rename the others")


def without_errors(
    check: Generator[Finding, None, Result],
) -> tuple[Result, list[Finding]]:
    """Return what a check of the descriptor returns, and its warnings.

    Raises:
        SourceError: it finds an error; the message tells the first one.

    """
    warnings: list[Finding] = []
    while True:
        try:
            finding = next(check)
        except StopIteration as end:
            result: Result = end.value
            return result, warnings
        if finding.severity is Severity.ERROR:
            raise refuse(finding)
        warnings.append(finding)


def refuse(finding: Finding) -> SourceError:
    """Return the error for a package in which something is wrong."""
    place = finding.location
    where = [place.path or "", "" if place.line is None else f" line {place.line}"]
    names = [f", {each}" for each in (place.resource, place.field) if each]
    found = finding.message.removesuffix(".")  # it may end with another message
    if finding.expected:
        found += f"; expected {finding.expected}"
    advice = finding.hint or "mend it: `claimpack validate` tells all that is wrong"
    shown = "".join(map(escape_character, "".join([*where, *names])))
    return SourceError(f"{shown}: {found}; {advice}.")
