"""A revision of the git repository that the command runs in, as a zip archive.

git itself packs it; the archive is then read as any other that somebody gives us.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from claimpack.errors import ClaimpackError, UsageError
from claimpack.files import explain
from claimpack.findings import quote

PREFIX = "git:"
OFFLINE = {"GIT_NO_LAZY_FETCH": "1", "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}
"""A partial clone would fetch what it lacks; nothing here goes to the network."""


def is_revision(word: str) -> bool:
    """Return whether a word names a revision: `git:v0.1.0`, `git:HEAD:data`."""
    return word.startswith(PREFIX)


def pack_revision(word: str, folder: Path) -> Path:
    """Return the archive of a revision, or of one folder in it, written to a folder.

    `git:REV` is all of the revision, `git:REV:PATH` the folder PATH of it, from the
    root of the repository. No file is compressed: its size is then known to be its own.

    Raises:
        UsageError: there is no git, no repository, no such revision or no such folder.
        ClaimpackError: git cannot pack it.

    """
    revision, _, path = word.removeprefix(PREFIX).partition(":")
    found = ask_git(word, "rev-parse", "--show-toplevel")
    if found is None:
        where = "found no git repository here"
        expected = "expected the current folder to be in one"
        raise UsageError(explain(word, where, expected, "go to it, or name a folder"))
    top = found.strip()
    commit = ask_git(
        word, "-C", top, "rev-parse", "--verify", "--quiet", "--end-of-options",
        f"{revision}^{{commit}}",
    )  # fmt: skip
    if not revision or commit is None:
        where = f"found no revision {quote(revision)}"
        expected = "expected a tag, a branch or a commit of this repository"
        advice = "`git tag` and `git log` list them; fetch it if it is elsewhere"
        raise UsageError(explain(word, where, expected, advice))
    tree = f"{commit.strip()}:{path.rstrip('/')}"
    if (ask_git(word, "-C", top, "cat-file", "-t", tree) or "").strip() != "tree":
        where = f"found no folder {quote(path)} in the revision"
        expected = "expected one, named from the root of the repository"
        raise UsageError(explain(word, where, expected, "check the spelling"))
    return write_archive(word, top, tree, folder)


def write_archive(word: str, top: str, tree: str, folder: Path) -> Path:
    """Return the archive of a tree of a repository, written to a folder."""
    archive = folder / "revision.zip"
    options = ("--format=zip", "-0", f"--output={archive}")
    if ask_git(word, "-C", top, "archive", *options, tree) is None:
        found = "found that git cannot pack it"
        expected = "expected a revision with all of its files here"
        advice = "try `git archive` yourself, which says why"
        raise ClaimpackError(explain(word, found, expected, advice))
    return archive


def ask_git(word: str, *arguments: str) -> str | None:
    """Return what git answers, None where it refuses.

    Raises:
        UsageError: there is no git.

    """
    git = shutil.which("git")
    if git is None:
        found, expected = "found no program git", "expected one to read a revision with"
        raise UsageError(explain(word, found, expected, "install it, or name a folder"))
    run = subprocess.run(  # noqa: S603  # git, with words that it takes for no options
        [git, *arguments],
        capture_output=True,
        check=False,
        env={**os.environ, **OFFLINE},
        encoding="utf-8",
        errors="surrogateescape",
        stdin=subprocess.DEVNULL,
    )
    return run.stdout if run.returncode == 0 else None
