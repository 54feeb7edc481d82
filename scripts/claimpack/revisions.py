"""A revision of the git repository that the command runs in, as a zip archive.

git itself packs it; the archive is then read as any other that somebody gives us.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from uuid import uuid4

from claimpack.errors import ClaimpackError, UsageError
from claimpack.files import explain
from claimpack.findings import quote

PREFIX = "git:"
DESCRIPTOR = "datapackage.json"
HERE = Path()
NEW_LINE = "\n"
OFFLINE = {"GIT_NO_LAZY_FETCH": "1", "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}
"""A partial clone would fetch what it lacks; nothing here goes to the network."""


def is_revision(word: str) -> bool:
    """Return whether a word names a revision: `git:v0.1.0`, `git:HEAD:data`."""
    return word.startswith(PREFIX)


def pack_revision(word: str, folder: Path, start: Path = HERE) -> Path:
    """Return the archive of a revision, or of one folder in it, written to a folder.

    `git:REV` is all of the revision, `git:REV:PATH` the folder PATH of it, from the
    root of the repository that `start` is in. No file is compressed: its size is then
    known to be its own.

    Raises:
        UsageError: there is no git, no repository, no such revision, or no package.
        ClaimpackError: git cannot pack it.

    """
    revision, _, path = word.removeprefix(PREFIX).partition(":")
    repository = find_repository(word, start)
    commit = find_commit(word, repository, revision)
    tree = f"{commit}:{path.strip('/')}"
    landmark = f"{tree}/{DESCRIPTOR}" if path.strip("/") else f"{tree}{DESCRIPTOR}"
    if ask_git(word, "-C", repository, "cat-file", "-e", landmark) is None:
        found = f"found no {DESCRIPTOR} in that folder of the revision"
        expected = "expected a package"
        advice = "name its folder, from the root of the repository: git:REV:PATH"
        raise UsageError(explain(word, found, expected, advice))
    archive = folder / f"{uuid4().hex}.zip"
    options = ("--format=zip", "-0", f"--output={archive}")
    if ask_git(word, "-C", repository, "archive", *options, tree) is None:
        found = "found that git cannot pack it"
        expected = "expected a revision with all of its files here"
        advice = "try `git archive` yourself, which says why"
        raise ClaimpackError(explain(word, found, expected, advice))
    return archive


def find_repository(word: str, start: Path = HERE) -> str:
    """Return the root of the repository that a folder is in.

    Raises:
        UsageError: it is in none.

    """
    found = ask_git(word, "-C", str(start), "rev-parse", "--show-toplevel")
    if found is None:
        where = "found no git repository here"
        expected = "expected the current folder to be in one"
        raise UsageError(explain(word, where, expected, "go to it, or name a folder"))
    return found.removesuffix("\n")


def find_commit(word: str, repository: str, revision: str) -> str:
    """Return the commit that a revision names.

    Raises:
        UsageError: there is none of that name.

    """
    options = ("--verify", "--quiet", "--end-of-options")
    commit = ask_git(
        word, "-C", repository, "rev-parse", *options, f"{revision}^{{commit}}"
    )
    if not revision or commit is None:
        found = f"found no revision {quote(revision)}"
        expected = "expected a tag, a branch or a commit of this repository"
        advice = "`git tag` and `git log` list them; fetch it if it is elsewhere"
        raise UsageError(explain(word, found, expected, advice))
    return commit.strip()


def is_in_repository(folder: Path) -> bool:
    """Return whether a folder is in a repository, as far as there is a git to ask.

    Raises:
        UsageError: git refuses to say.

    """
    if shutil.which("git") is None:
        return False
    run = run_git("-C", str(folder), "rev-parse", "--is-inside-work-tree")
    if run.returncode and "not a git repository" not in run.stderr:
        found = (
            f"found that git refuses it: {run.stderr.strip().partition(NEW_LINE)[0]}"
        )
        expected, advice = "expected a repository that git reads", "try `git status`"
        raise UsageError(explain(str(folder), found, expected, advice))
    return run.returncode == 0


def list_tags(folder: Path) -> list[str]:
    """Return the tags of the repository that a folder is in."""
    form = "--format=%(refname:strip=2)"
    tags = ask_git("", "-C", str(folder), "for-each-ref", form, "refs/tags")
    return (tags or "").splitlines()


def read_tagged(folder: Path, tag: str, path: str) -> str | None:
    """Return a file of a folder as a tag has it; None where it has none."""
    return ask_git("", "-C", str(folder), "show", f"refs/tags/{tag}:./{path}")


def name_folder(folder: Path, revision: str) -> str:
    """Return the word for a folder of a revision of the repository that it is in."""
    prefix = ask_git("", "-C", str(folder), "rev-parse", "--show-prefix") or ""
    path = prefix.strip(NEW_LINE).strip("/")
    return f"{PREFIX}{revision}:{path}" if path else f"{PREFIX}{revision}"


def list_uncommitted(folder: Path, besides: Sequence[str]) -> list[str]:
    """Return the files of a folder that differ from the last commit.

    They are named from the top of the repository. Those of the folder that are in
    `besides`, files or folders, are left out.
    """
    options = ("status", "--porcelain", "-z", "--no-renames", "--untracked-files=all")
    paths = [".", *(f":(exclude,literal){each}" for each in besides)]
    status = ask_git("", "-C", str(folder), *options, "--", *paths)
    return [entry[3:] for entry in (status or "").split("\0") if entry]


def list_tracked(folder: Path) -> set[str]:
    """Return the files of a folder that git has, by their paths in it."""
    listed = ask_git("", "-C", str(folder), "ls-files", "-z", "--", ".")
    return set(filter(None, (listed or "").split("\0")))


def ask_git(word: str, *arguments: str) -> str | None:
    """Return what git answers, None where it refuses.

    Raises:
        UsageError: there is no git.

    """
    if shutil.which("git") is None:
        found, expected = "found no program git", "expected one to read a revision with"
        raise UsageError(explain(word, found, expected, "install it, or name a folder"))
    run = run_git(*arguments)
    return run.stdout if run.returncode == 0 else None


def run_git(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run git, which must be there."""
    return subprocess.run(  # noqa: S603  # git, with words that it takes for no options
        [shutil.which("git") or "git", *arguments],
        capture_output=True,
        check=False,
        env={**os.environ, **OFFLINE},
        encoding="utf-8",
        errors="surrogateescape",
        stdin=subprocess.DEVNULL,
    )
