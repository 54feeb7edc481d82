"""What was released, in words."""

from __future__ import annotations

from collections.abc import Iterator

from claimpack.release import Release
from claimpack.render.diff_words import describe_reason


def render_release(made: Release) -> Iterator[str]:
    """Yield the lines: the version and why, what was written, and what comes next."""
    yield describe_version(made)
    for reason in made.diff.reasons if made.diff else ():
        yield f"  {reason.bump.word}: {describe_reason(reason)}"
    for path in made.changed:
        yield f"written: {path}"
    yield f"written: {made.archive} ({made.size_bytes:,} bytes)"
    yield f"         sha256 {made.sha256}"
    for sentence, path in made.left_out.items():
        yield f"left out: {path}: {sentence}"
    if made.changed:
        yield f"Next: commit these files of the package, with the tag v{made.version}."


def describe_version(made: Release) -> str:
    """Return which version follows on which."""
    if made.diff is None:
        return f"Version {made.version}, the first."
    old = made.diff.old.version
    if old == made.version:
        return f"Version {made.version}, as it was released."
    return f"Version {made.version}, after {old} ({made.diff.old.label})."
