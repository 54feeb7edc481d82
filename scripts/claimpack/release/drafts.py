"""What a release changes in its package, before any of it is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from claimpack.diff.packages import PackageDiff, compare_packages
from claimpack.diff.sides import Side, make_side
from claimpack.diff.versions import Bump
from claimpack.errors import UsageError
from claimpack.files import PackageFiles, decode_text, explain
from claimpack.key_store import Budget
from claimpack.overlay import Overlay
from claimpack.package import DESCRIPTOR_PATH, read_descriptor
from claimpack.release.changelog import CHANGELOG, add_section, describe_changes
from claimpack.release.gone_words import forget_words
from claimpack.release.tombstones import (
    Stone,
    add_stones,
    list_stones,
    require_unused,
)
from claimpack.release.versions import choose_version, require_version
from claimpack.render.diff_forms import render_diff_csv
from claimpack.strict_json import format_json


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What somebody wants of a release."""

    day: date
    """Of the release."""
    bump: Bump | None = None
    """How far the version goes up at least; None: as far as the changes ask for."""
    reason: str | None = None
    """Why ids were withdrawn."""
    previous: str | None = None
    """The release before as `open_side` takes it; None: it is looked for."""
    is_first: bool = False
    """Whether there is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A version, and the files that it needs."""

    version: str
    diff: PackageDiff | None = None
    """From the release before; None where there is none."""
    files: Mapping[str, bytes] = field(default_factory=dict)
    """New content by path; none for a version that was released already."""


def draft_first(files: PackageFiles, choices: Choices) -> Draft:
    """Return the first release, in the version that the descriptor has.

    Raises:
        SourceError: it has none of three numbers.

    """
    version = require_version(read_descriptor(files))
    changelog = make_changelog(files, version, choices.day)
    return Draft(version=version, files={CHANGELOG: changelog})


def draft_next(
    files: PackageFiles, old: Side, choices: Choices, budget: Budget
) -> Draft:
    """Return the release after another one.

    Raises:
        SourceError: a file cannot be read, or an id is used that was withdrawn.
        UsageError: the version says too little, or ids were withdrawn without a reason.

    """
    diff = compare_packages(old, view_side(files), budget)
    require_unused(diff)
    version = choose_version(diff, choices.bump)
    if version == old.version:
        require_compared(diff)
        return Draft(version=version, diff=diff)
    stones = list_stones(diff, version, choices.reason)
    changed = change_tables(diff.new, version, stones)
    new = view_side(Overlay(base=files, changed=changed))
    final = compare_packages(old, new, budget)
    told = forget_words(final)
    path = f"changes/{old.version}..{version}.csv"
    changed[path] = "".join(f"{line}\n" for line in render_diff_csv(told)).encode()
    changes = describe_changes(told, version, path)
    changed[CHANGELOG] = make_changelog(files, version, choices.day, changes)
    return Draft(version=version, diff=final, files=changed)


def require_compared(diff: PackageDiff) -> None:
    """Raise `UsageError` where a table may be another one that cannot be compared."""
    if diff.unread:
        first = diff.unread[0]
        found = (
            f"found the table {first.table}, which cannot be compared: {first.reason}"
        )
        expected = "expected the same package as that of the last release"
        advice = "say how far the version goes up, with --bump"
        raise UsageError(explain("the version", found, expected, advice))


def view_side(files: PackageFiles) -> Side:
    """Return a package as one of two that are compared."""
    return make_side(str(files.root), files.root, files, DESCRIPTOR_PATH)


def change_tables(
    side: Side, version: str, stones: Sequence[Stone]
) -> dict[str, bytes]:
    """Return the descriptor with another version, and the table of tombstones."""
    descriptor = read_descriptor(side.opened.files)
    described, changed = add_stones(side, {**descriptor, "version": version}, stones)
    return {**changed, DESCRIPTOR_PATH: format_json(described)}


def make_changelog(
    files: PackageFiles, version: str, day: date, changes: str = ""
) -> bytes:
    """Return the changelog of a package with the section of a version."""
    is_there = files.exists(CHANGELOG)
    text = decode_text(files.read_bytes(CHANGELOG), CHANGELOG) if is_there else ""
    return add_section(text, version, day, changes).encode()
