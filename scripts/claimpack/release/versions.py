"""The version that a release gets, from what changed and from what was asked for."""

from __future__ import annotations

from claimpack.diff.packages import PackageDiff
from claimpack.diff.versions import Bump, find_next, is_enough, read_version
from claimpack.errors import UsageError
from claimpack.files import explain, refusal
from claimpack.findings import quote
from claimpack.package import DESCRIPTOR_PATH, Json
from claimpack.render.diff_words import describe_reason

THREE_NUMBERS = "expected three numbers, such as 1.4.2"


def require_version(descriptor: Json, where: str = DESCRIPTOR_PATH) -> str:
    """Return the version that a descriptor names.

    Raises:
        SourceError: it names none, or one that is not three numbers.

    """
    version = descriptor.get("version")
    if isinstance(version, str) and read_version(version):
        return version
    found = f"found {quote(version)} as the version" if version else "found no version"
    advice = 'write the one of the last release, or "version": "0.1.0" for the first'
    raise refusal(where, found, THREE_NUMBERS, advice)


def choose_version(diff: PackageDiff, bump: Bump | None) -> str:
    """Return the version of a release.

    None for the bump: as far as the changes ask for, or as the descriptor says already.

    Raises:
        SourceError: one of the packages has no version of three numbers.
        UsageError: the version would not say how much changed, or not go up.

    """
    old = require_version(diff.old.content, diff.old.label)
    named = require_version(diff.new.content)
    if bump is None and not is_enough(old, named):
        version = named
    else:
        least = diff.next_version if bump is None else find_next(old, bump)
        version = least or old
    if named not in {old, version}:
        refuse_named(named, old, version)
    require_enough(diff, version)
    return version


def refuse_named(named: str, old: str, version: str) -> None:
    """Raise `UsageError` for a descriptor with some other version."""
    found = f"found the version {named}"
    expected = f"expected {old}, as the last release has, or {version}, as this one"
    advice = "write one of them, or call with another --bump or --previous"
    raise UsageError(explain(DESCRIPTOR_PATH, found, expected, advice))


def require_enough(diff: PackageDiff, version: str) -> None:
    """Raise `UsageError` where a version says less than what changed."""
    if not is_enough(version, diff.next_version):
        reasons = [each for each in diff.reasons if each.bump is diff.bump]
        words = ", ".join(map(describe_reason, reasons))
        found = f"found {version} for a {diff.bump.word} change ({words})"
        expected = f"expected {diff.next_version} at least"
        advice = "write that one, or leave the old one there and call with --bump auto"
        raise UsageError(explain("the version", found, expected, advice))
