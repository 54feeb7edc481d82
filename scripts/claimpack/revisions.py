"""A revision of the git repository that the command runs in, as a zip archive.

git itself packs it; the archive is then read as any other that somebody gives us.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from uuid import uuid4

from claimpack.errors import ClaimpackError, UsageError
from claimpack.files import explain
from claimpack.findings import quote

PREFIX = "git:"
DESCRIPTOR = "datapackage.json"
HERE = Path()
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


def list_tags(folder: Path) -> list[str]:
    """Return the tags of the repository that a folder is in; none where it is in none.

    Each is a word for `pack_revision`, about that folder of the revision.
    """
    if shutil.which("git") is None:
        return []
    tags = ask_git("", "-C", str(folder), "tag", "--list")
    prefix = ask_git("", "-C", str(folder), "rev-parse", "--show-prefix")
    path = (prefix or "").strip("\n")
    place = f":{path}" if path else ""
    return [f"{PREFIX}{tag}{place}" for tag in (tags or "").splitlines()]


def list_uncommitted(folder: Path, besides: str = "") -> list[str]:
    """Return the files of a folder that differ from the last commit, as git names them.

    Those in the folder `besides` of it are left out. None where there is no repository.
    """
    if shutil.which("git") is None:
        return []
    paths = [".", *([f":(exclude,literal){besides}"] if besides else [])]
    status = ask_git("", "-C", str(folder), "status", "--porcelain", "--", *paths)
    return [line[3:] for line in (status or "").splitlines()]


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
