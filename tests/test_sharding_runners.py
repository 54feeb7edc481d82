"""The same 2,000 articles, built by every runner there is: the same bytes."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import pytest

from claimpack.files import sha256_hex
from claimpack.sharding.store import STORE
from made_corpus import write_corpus
from sleeping_programs import wait_until
from spark_cluster import (
    cluster_environment,
    local_environment,
    needs_spark,
)

ARTICLES, ARTICLES_PER_SHARD = 2_000, 250
EXECUTOR = "CoarseGrainedExecutorBackend"


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A package that is not built yet."""
    root = tmp_path_factory.mktemp("corpus")
    write_corpus(root, ARTICLES, ARTICLES_PER_SHARD)
    return root


@pytest.fixture(scope="module")
def serial(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The files that one process makes of it."""
    return build(corpus, tmp_path_factory.mktemp("serial"), "serial")


def start(
    corpus: Path, root: Path, runner: str, env: Mapping[str, str] = os.environ
) -> subprocess.Popen[str]:
    """Begin to build a copy of the corpus."""
    shutil.copytree(corpus, root, dirs_exist_ok=True)
    command = [sys.executable, "-m", "claimpack", "build", "--quiet"]
    return subprocess.Popen(
        [*command, "--runner", runner, str(root)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        env=env,
    )


def finish(process: subprocess.Popen[str], root: Path) -> dict[str, str]:
    """The sums of all files of the package, when the build has ended well."""
    output, errors = process.communicate()
    assert (process.returncode, errors) == (0, ""), errors
    assert output.startswith(f"documents    {ARTICLES:>9,}\n")
    paths = [root / "datapackage.json", *(root / "data").rglob("*.*")]
    return {
        str(path.relative_to(root)): sha256_hex(path.read_bytes()) for path in paths
    }


def build(
    corpus: Path, root: Path, runner: str, env: Mapping[str, str] = os.environ
) -> dict[str, str]:
    """The sums of all files that a runner makes of the corpus."""
    return finish(start(corpus, root, runner, env), root)


def has_stored(root: Path) -> bool:
    """Whether a build has its first shard."""
    return any((root / STORE).glob("*/summary.json"))


def kill_executor(folder: Path) -> bool:
    """Whether an executor of a cluster that works in a folder was killed."""
    for path in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            is_executor = EXECUTOR in (path / "cmdline").read_text()
            if is_executor and (path / "cwd").readlink().is_relative_to(folder):
                os.kill(int(path.name), signal.SIGKILL)
                return True
    return False


@pytest.mark.slow
def test_processes_make_the_same_files(
    corpus: Path, serial: dict[str, str], tmp_path: Path
) -> None:
    assert len([path for path in serial if "spans/part-" in path]) == 8
    assert build(corpus, tmp_path, "processes") == serial


@needs_spark
@pytest.mark.slow
def test_spark_on_one_machine_makes_the_same_files(
    corpus: Path, serial: dict[str, str], tmp_path: Path
) -> None:
    assert build(corpus, tmp_path, "spark", local_environment()) == serial


@needs_spark
@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")
def test_a_cluster_makes_the_same_files_though_an_executor_is_killed(
    corpus: Path, serial: dict[str, str], tmp_path: Path, spark_master: str
) -> None:
    env = cluster_environment(spark_master)
    process = start(corpus, tmp_path, "spark", env)

    assert wait_until(lambda: has_stored(tmp_path))
    assert kill_executor(tmp_path.parent)

    assert finish(process, tmp_path) == serial
