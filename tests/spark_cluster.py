"""Spark for tests: where it is, how a program finds it, and a cluster on loopback.

pyspark is in `.venv-interop`. It has no dependency but py4j, which it brings along:
with both on its path, a Python of another environment uses it.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path

import pytest

from sleeping_programs import wait_until

TESTS = Path(__file__).parent
LOOPBACK = "127.0.0.1"
MEMORY = "512m"
"""Less than 471 MB Spark does not take for an executor."""
QUICK_START = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
"""Java compiles what runs for seconds only with less care, which takes a third."""
MASTER = re.compile(r"Starting Spark master at (spark://\S+)")
REGISTERED = "Registering worker"


def find_spark() -> Path | None:
    """The folder of pyspark, of this environment or of the one of foreign tools."""
    spec = find_spec("pyspark")
    if spec is not None and spec.origin is not None:
        return Path(spec.origin).parent
    places = TESTS.parent.glob(".venv-interop/lib/*/site-packages/pyspark")
    return next(places, None)


SPARK = find_spark()
REASON = ""
if SPARK is None:
    REASON = "there is no pyspark: run make .venv-interop/.ready"
elif shutil.which("java") is None:
    REASON = "there is no java: install openjdk-17-jre-headless"
needs_spark = pytest.mark.skipif(bool(REASON), reason=REASON)
SUBMIT = str(SPARK and SPARK / "bin" / "spark-submit")


def spark_environment(**changes: str) -> dict[str, str]:
    """The environment of a program that uses Spark, and finds the modules of tests."""
    assert SPARK is not None
    places = [
        *filter(None, sys.path),
        *map(str, sorted((SPARK / "python" / "lib").glob("*.zip"))),
    ]
    return {
        **os.environ,
        "JDK_JAVA_OPTIONS": QUICK_START,
        "PYSPARK_PYTHON": sys.executable,
        "PYTHONPATH": os.pathsep.join(places),
        "SPARK_HOME": str(SPARK),
        "SPARK_LOCAL_IP": LOOPBACK,
        **changes,
    }


def local_environment() -> dict[str, str]:
    """The environment of a program that uses two cores by way of Spark."""
    return spark_environment(MASTER="local[2]")


def cluster_environment(master: str) -> dict[str, str]:
    """The environment of a program that uses a cluster."""
    arguments = f"--master {master} --executor-memory {MEMORY} pyspark-shell"
    return spark_environment(PYSPARK_SUBMIT_ARGS=arguments)


@contextmanager
def running_cluster(folder: Path) -> Iterator[str]:
    """Give the address of a master with two workers of one core each.

    They are processes of this machine that other machines cannot reach, and have ended
    afterwards. What they log is in the folder.
    """
    env = {**spark_environment(), "SPARK_DAEMON_MEMORY": "256m"}
    # So that it is seen that the code of claimpack comes from the driver.
    env["PYTHONPATH"] = str(TESTS)
    address = ("--host", LOOPBACK, "--port", "0", "--webui-port", "0")
    log = folder / "master.log"
    with running("master.Master", *address, log=log, env=env):
        assert wait_until(lambda: MASTER.search(log.read_text()) is not None)
        found = MASTER.search(log.read_text())
        assert found is not None
        room = ("--cores", "1", "--memory", MEMORY, "--work-dir", str(folder))
        arguments = ("worker.Worker", *address, *room, found[1])
        with (
            running(*arguments, log=folder / "worker1.log", env=env),
            running(*arguments, log=folder / "worker2.log", env=env),
        ):
            assert wait_until(lambda: log.read_text().count(REGISTERED) == 2)
            yield found[1]


@contextmanager
def running(
    name: str, *arguments: str, log: Path, env: Mapping[str, str]
) -> Iterator[None]:
    """Run a part of a cluster; it, and all that it started, have ended afterwards."""
    assert SPARK is not None
    program = SPARK / "bin" / "spark-class"
    command = [str(program), f"org.apache.spark.deploy.{name}", *arguments]
    with (
        log.open("wb") as output,
        subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=env,
            start_new_session=True,
        ) as process,
    ):
        try:
            yield
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGTERM)
            with suppress(subprocess.TimeoutExpired):
                process.wait(5)
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
