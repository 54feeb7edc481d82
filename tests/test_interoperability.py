"""What docs/interoperability.md shows is what the tools of others say.

They live in an environment of their own, which `make test` sets up. Nothing here needs
a network.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from command_line import REPOSITORY, Run, copy_package
from packages import edit_descriptor

PAGE = (REPOSITORY / "docs" / "interoperability.md").read_text(encoding="utf-8")
LOCK = (REPOSITORY / "requirements-interop.lock").read_text(encoding="utf-8")
PROGRAMS = REPOSITORY / ".venv-interop" / "bin"
SECTIONS = re.findall(r"(?ms)^## (.+?)\n(.*?)(?=^## |\Z)", PAGE)
EXAMPLES = {title: text for title, text in SECTIONS if "```console" in text}
BLOCK = re.compile(r"(?s)```(console|python|json)\n(.*?)```(?:\n\n```text\n(.*?)```)?")

with_others = pytest.mark.skipif(
    not (PROGRAMS / "mlcroissant").exists(),
    reason="the tools of others are not set up: run make .venv-interop/.ready",
)


@pytest.fixture
def offline(tmp_path: Path) -> Mapping[str, str]:
    """Variables with which the tools are found, and stay off the network."""
    folder = tmp_path / "programs"
    folder.mkdir()
    program = folder / "claimpack"
    program.write_text(
        f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m claimpack "$@"\n'
    )
    program.chmod(0o755)
    return {
        **os.environ,
        "PATH": os.pathsep.join([str(folder), str(PROGRAMS), os.environ["PATH"]]),
        "HF_HUB_OFFLINE": "1",
        "HF_HOME": str(tmp_path / "cache"),
        "HF_DATASETS_DISABLE_PROGRESS_BARS": "1",
    }


def run_block(kind: str, code: str, cwd: Path, variables: Mapping[str, str]) -> Run:
    """Run the lines after `$`, or the Python of the tools' environment."""
    lines = "\n".join(re.findall(r"(?m)^\$ (.+)$", code))
    python = [PROGRAMS / "python", "-c", code]
    return subprocess.run(
        python if kind == "python" else ["/bin/sh", "-e", "-c", lines],
        capture_output=True,
        check=False,
        cwd=cwd,
        encoding="utf-8",
        env=variables,
    )


@with_others
@pytest.mark.locked
@pytest.mark.slow
@pytest.mark.parametrize("title", EXAMPLES)
def test_the_tools_of_others_say_what_the_page_shows(
    tmp_path: Path, offline: Mapping[str, str], title: str
) -> None:
    package = copy_package(tmp_path / "package")
    shown, said = [], []

    for kind, code, text in BLOCK.findall(EXAMPLES[title]):
        if kind == "json":
            edit_descriptor(package, lambda it, code=code: it.update(json.loads(code)))
            continue
        run = run_block(kind, code, tmp_path, offline)
        is_refused = text.startswith("claimpack: ")
        shown.append((3 if is_refused else 0, text))
        said.append((run.returncode, run.stderr if is_refused else run.stdout))

    assert said == shown


def test_the_page_names_the_versions_of_the_lock() -> None:
    named = re.findall(r"\| ([a-z-]+) ([0-9.]+) \|", PAGE)

    assert len(named) == 5
    assert [f"\n{name}=={version} " in LOCK for name, version in named] == [True] * 5
