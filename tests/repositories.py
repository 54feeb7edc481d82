"""Repositories of git, whatever its user has configured."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

GIT = ["git", "-c", "user.name=A", "-c", "user.email=a@example.org"]


def git(folder: Path, *arguments: str) -> str:
    """What git prints in a folder, whatever the user has configured."""
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    alone = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    return subprocess.run(
        [*GIT, *arguments],
        check=True,
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, **alone},
    ).stdout
