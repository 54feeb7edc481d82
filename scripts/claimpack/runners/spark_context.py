"""The connection to Spark: the one that is there, or a new one.

Where a new one leads is told in Spark's own ways: by `spark-submit`, by the files of
its configuration, or by the variables MASTER and PYSPARK_SUBMIT_ARGS. Without any of
them it is this machine, with all its cores.
"""

from __future__ import annotations

import os
import re
import signal
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from shutil import which
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, BinaryIO

from claimpack.errors import BuildError
from claimpack.files import explain
from claimpack.findings import quote
from claimpack.shipped_code import write_code

if TYPE_CHECKING:
    from pyspark import SparkContext

CODE = "claimpack-code.zip"
BEFOREHAND = re.compile(r"(NOTE: )?Picked up |WARNING: ")
JAVA_CLASS = re.compile(r'(Exception in thread "main" )?([a-z]\w*\.)+\w+: ')
"""What a message of Java begins with."""


@contextmanager
def open_context() -> Iterator[SparkContext]:
    """Give a connection to Spark whose workers have the code of claimpack.

    Raises:
        BuildError: there is none.

    """
    import_spark()
    from pyspark import SparkContext

    active: SparkContext | None = SparkContext._active_spark_context  # noqa: SLF001  # no public word for it
    if active is not None:
        with refusing():
            ship_code(active)
        yield active
        return
    context = make_context()
    try:
        with refusing():
            ship_code(context)
        yield context
    finally:
        stop(context)


def import_spark() -> None:
    """Import pyspark.

    Raises:
        BuildError: it is not installed.

    """
    try:
        import pyspark  # noqa: F401  # imported for the others here
    except ImportError as error:
        found, expected = "found no pyspark", "expected it to be installed"
        advice = "pip install 'claimpack[spark]'"
        raise BuildError(explain("Spark", found, expected, advice)) from error


def make_context() -> SparkContext:
    """Return a new connection to Spark.

    Ctrl-C stays what it was: Spark would have it cancel all jobs, even of a context
    that was stopped. Spark warns of versions of pandas, which nothing here uses.
    """
    from pyspark import SparkContext

    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    handler = signal.getsignal(signal.SIGINT)
    is_running = SparkContext._gateway is not None  # noqa: SLF001  # as above
    with warnings.catch_warnings(action="ignore"), refusing():
        if is_running or "PYSPARK_GATEWAY_PORT" in os.environ:
            context = SparkContext()
        else:
            context = start_spark()
    with suppress(ValueError):  # not in the main thread, where Spark changes nothing
        signal.signal(signal.SIGINT, handler)
    return context


def start_spark() -> SparkContext:
    """Return a connection to Spark in a Java of its own, which ends with this process.

    What it writes to standard error goes to a file without a name: it has some lines
    even where all is well.

    Raises:
        BuildError: there is no Java, or it ends at once.

    """
    from pyspark import SparkConf, SparkContext
    from pyspark.errors import PySparkRuntimeError
    from pyspark.java_gateway import launch_gateway

    require_java()
    conf = SparkConf().setAppName("claimpack").set("spark.ui.enabled", "false")
    with TemporaryFile() as noise:
        try:
            gateway = launch_gateway(conf, {"stderr": noise})
        except PySparkRuntimeError as error:
            found = f"found that it ended at once, {quote(read_first_line(noise))}"
            advice = "see MASTER, PYSPARK_SUBMIT_ARGS and JAVA_HOME"
            expected = "expected Java 17 or newer, and settings that Spark knows"
            message = explain("Spark", found, expected, advice)
            raise BuildError(message) from error
    return SparkContext(conf=conf, gateway=gateway)


def require_java() -> None:
    """Refuse to go on without Java, of which Spark says nothing that helps."""
    home = os.environ.get("JAVA_HOME")
    if which("java", path=f"{home}/bin" if home else None) is None:
        place = quote(f"{home}/bin") if home else "the folders of PATH"
        found = f"found no java in {place}"
        expected = "expected Java 17 or newer"
        advice = (
            "install a JRE (on Debian and Ubuntu, openjdk-17-jre-headless), or set"
            " JAVA_HOME"
        )
        raise BuildError(explain("Spark", found, expected, advice))


def read_first_line(file: BinaryIO) -> str:
    """Return the first line of what Java and its scripts have written.

    Those after it are about what follows from the first. Java may say beforehand which
    options it was given, and that it has modules which are not finished.
    """
    file.seek(0)
    lines = file.read().decode("utf-8", "replace").split("\n")
    first = next((line for line in lines if not BEFOREHAND.match(line)), "")
    return JAVA_CLASS.sub("", first, count=1)


def ship_code(context: SparkContext) -> None:
    """Send the code of claimpack to the workers, once for each context.

    Workers fetch it when they have their first task, which may be late. So it lies in a
    folder that is there as long as the context. The path of modules stays what it was.
    """
    path = Path(context._temp_dir) / CODE  # noqa: SLF001  # no public word for it
    if not path.exists():
        write_code(path)
        places = sys.path.copy()
        context.addPyFile(str(path))
        sys.path[:] = places


def stop(context: SparkContext) -> None:
    """End a connection, even if its Java is dead.

    Then the first call stops half-way, and the second does the rest.
    """
    with warnings.catch_warnings(action="ignore"), suppress(OSError):
        context.stop()
    context.stop()


@contextmanager
def refusing() -> Iterator[None]:
    """Turn what Spark raises when it gives up into a `BuildError`."""
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    try:
        yield
    except (Py4JError, PySparkException, OSError) as error:
        found = f"found that it gave up, {quote(find_reason(str(error)))}"
        expected = "expected it to do all tasks"
        advice = "see its own log, or run the same with another runner"
        raise BuildError(explain("Spark", found, expected, advice)) from error


def find_reason(words: str) -> str:
    """Return why Spark gave up, without where it did and without Java's traceback.

    >>> find_reason('''An error occurred while calling z:PythonRDD.collectAndServe.
    ... : org.apache.spark.SparkException: Job aborted due to stage failure: Task 0 in \
stage 0.0 failed 1 times, most recent failure: Lost task 0.0 in stage 0.0 (TID 0) \
(10.0.0.1 executor driver): org.apache.spark.SparkException: Python worker exited
    ...     at org.apache.spark.api.python.BasePythonRunner''')
    'Python worker exited'
    """
    _, _, told_by_java = words.partition("\n: ")
    line = (told_by_java or words).partition("\n")[0]
    return JAVA_CLASS.sub("", line.rpartition("): ")[2], count=1)
