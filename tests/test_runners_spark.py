"""Spark does the same tasks with the same results, on one machine and on several."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import pytest

import runner_work
from claimpack.errors import BuildError
from claimpack.runners.processes import run_in_processes
from claimpack.runners.serial import run_serial
from claimpack.runners.spark import run_on_spark
from claimpack.schema_files import load_shipped_schema
from sleeping_programs import is_alive, sleeping_program, wait_until
from spark_cluster import (
    SUBMIT,
    cluster_environment,
    local_environment,
    needs_spark,
    spark_environment,
)

TASKS = range(20)
SQUARES = [number * number for number in TASKS]

BEGIN = """
import json, os, signal, sys, time
from functools import partial
from pathlib import Path
from threading import Thread
import runner_work
from claimpack.runners.spark import run_on_spark
from claimpack.runners.spark_context import open_context
from sleeping_programs import list_descendants, list_workers

TASKS = range(20)
told = {}

def attempt(work, tasks=TASKS):
    results = []
    try:
        for result in run_on_spark(work, tasks):
            results.append(result)
    except Exception as error:
        results += [type(error).__name__, str(error)]
    return results
"""

ON_ONE_MACHINE = """
told["squares"] = attempt(runner_work.square_slowly)
results = run_on_spark(runner_work.square, range(100))
told["stopped"] = [next(results), next(results), results.close()]
told["Ctrl-C"] = signal.getsignal(signal.SIGINT) is signal.default_int_handler
told["places"] = [place for place in sys.path if "claimpack-code" in place]
with open_context() as context:
    told["code"] = attempt(runner_work.tell_code, [1])
    told["refused"] = attempt(runner_work.refuse)
    told["crashed"] = attempt(runner_work.die)
    results = run_on_spark(runner_work.square, range(100))
    told["stopped"] += [next(results), results.close()]
    told["kept"] = context.parallelize([1, 2, 3]).count()
"""

ON_A_CLUSTER = """
with open_context():
    told["squares"] = attempt(runner_work.square_slowly)
    told["code"] = attempt(runner_work.tell_code, [1])
    told["refused"] = attempt(runner_work.refuse)
    told["lost"] = attempt(partial(runner_work.kill_executor_once, Path(sys.argv[1])))
"""

WITHOUT_JAVA = """
folder = Path(sys.argv[1])

def kill_java():
    while not list_workers(folder):
        time.sleep(0.1)
    os.kill(list_descendants(os.getpid())[0], signal.SIGKILL)

Thread(target=kill_java).start()
told["java"] = attempt(partial(runner_work.sleep_long, folder), [1])
"""

END = """
print(json.dumps(told))
"""

Told = dict[str, Any]


def run_program(code: str, folder: Path, env: Mapping[str, str]) -> Told:
    """What a program tells that has nothing else to say."""
    run = subprocess.run(
        [sys.executable, "-c", BEGIN + code + END, folder],
        check=False,
        capture_output=True,
        encoding="utf-8",
        env=env,
    )
    assert (run.returncode, run.stderr) == (0, "")
    told: Told = json.loads(run.stdout)
    return told


CODE = [["claimpack-code.zip", "claimpack", *load_shipped_schema().tables]]
REFUSED = [0, 1, "SourceError", "a2.ann: found nothing; expected a line; write one."]


def test_serial_and_processes_have_these_results() -> None:
    for run in (run_serial, partial(run_in_processes, workers=2)):
        assert list(run(runner_work.square_slowly, TASKS)) == SQUARES


@needs_spark
@pytest.mark.slow
def test_a_cluster_has_the_same_results_even_if_an_executor_is_lost(
    tmp_path: Path, spark_master: str
) -> None:
    """Its workers run the code that was sent to them."""
    told = run_program(ON_A_CLUSTER, tmp_path, cluster_environment(spark_master))

    assert (tmp_path / "died").exists()
    assert told == {
        "squares": SQUARES,
        "code": CODE,
        "refused": REFUSED,
        "lost": list(TASKS),
    }


@needs_spark
@pytest.mark.slow
def test_spark_on_one_machine_has_the_same_results_and_leaves_all_as_it_was(
    tmp_path: Path,
) -> None:
    """A worker that crashes is told in one sentence: here Spark tries tasks once.

    A context that is there is used and kept, even if who takes the results stops early.
    """
    told = run_program(ON_ONE_MACHINE, tmp_path, local_environment())

    sentence = (
        'Spark: found that it gave up, "Python worker exited unexpectedly (crashed). '
        'Consider setti…"; expected it to do all tasks; see its own log, or run the '
        "same with another runner."
    )
    assert told == {
        "squares": SQUARES,
        "stopped": [0, 1, None, 0, None],
        "Ctrl-C": True,
        "places": [],
        "code": CODE,
        "refused": REFUSED,
        "crashed": ["BuildError", sentence],
        "kept": 3,
    }


@needs_spark
@pytest.mark.slow
def test_a_java_that_is_killed_is_told_in_one_sentence(tmp_path: Path) -> None:
    told = run_program(WITHOUT_JAVA, tmp_path, local_environment())

    kind, words = told["java"]
    assert kind == "BuildError"
    assert words.startswith('Spark: found that it gave up, "')


@needs_spark
@pytest.mark.slow
def test_a_program_of_spark_submit_has_its_settings(tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text(
        f"{BEGIN}told = attempt(runner_work.square)\n{END}", encoding="utf-8"
    )
    command = [SUBMIT, "--master", "local[2]", str(program)]

    run = subprocess.run(
        command,
        check=False,
        capture_output=True,
        encoding="utf-8",
        env=spark_environment(),
    )

    assert (run.returncode, json.loads(run.stdout)) == (0, SQUARES)


ENDINGS = {
    "Ctrl-C": (signal.SIGINT, os.killpg, 130),
    "kill -9": (signal.SIGKILL, os.kill, -signal.SIGKILL),
}


@needs_spark
@pytest.mark.slow
@pytest.mark.parametrize(("number", "send", "code"), ENDINGS.values(), ids=ENDINGS)
def test_nothing_of_spark_outlives_the_program(
    tmp_path: Path, number: int, send: Callable[[int, int], None], code: int
) -> None:
    with sleeping_program(tmp_path, "spark", 0, local_environment()) as program:
        process, descendants = program

        send(process.pid, number)

        assert process.communicate(timeout=20) == ("", "")
        assert process.returncode == code
        assert wait_until(lambda: not any(map(is_alive, descendants)))


def test_no_task_needs_no_spark() -> None:
    assert list(run_on_spark(runner_work.square, [])) == []


def test_who_has_no_pyspark_is_told_how_to_install_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "pyspark", None)

    with pytest.raises(BuildError) as caught:
        list(run_on_spark(runner_work.square, [1]))

    assert str(caught.value) == (
        "Spark: found no pyspark; expected it to be installed; "
        "pip install 'claimpack[spark]'."
    )


INSTALL = (
    "expected Java 17 or newer; install a JRE (on Debian and Ubuntu, "
    "openjdk-17-jre-headless), or set JAVA_HOME."
)
SEE = (
    "expected Java 17 or newer, and settings that Spark knows; "
    "see MASTER, PYSPARK_SUBMIT_ARGS and JAVA_HOME."
)
NO_START = {
    "no Java on the path": (
        {"PATH": "/nonexistent"},
        f"found no java in the folders of PATH; {INSTALL}",
    ),
    "no Java where it should be": (
        {"JAVA_HOME": "/nonexistent"},
        f'found no java in "/nonexistent/bin"; {INSTALL}',
    ),
    "no Java that works": (
        {"JAVA_HOME": "{folder}"},
        f'found that it ended at once, "This is no Java."; {SEE}',
    ),
    "no such master": (
        {"MASTER": "locally"},
        (
            "found that it gave up, \"Could not parse Master URL: 'locally'\"; "
            "expected it to do all tasks; see its own log, or run the same with "
            "another runner."
        ),
    ),
}
NOT_JAVA = "#!/bin/sh\necho This is no Java. >&2\nexit 1\n"


@needs_spark
@pytest.mark.slow
@pytest.mark.parametrize(("changes", "words"), NO_START.values(), ids=NO_START)
def test_why_spark_does_not_start_is_told_in_one_sentence(
    tmp_path: Path, changes: Mapping[str, str], words: str
) -> None:
    program = tmp_path / "bin" / "java"
    program.parent.mkdir()
    program.write_text(NOT_JAVA, encoding="utf-8")
    program.chmod(0o755)
    places = {key: it.format(folder=tmp_path) for key, it in changes.items()}
    env = {**local_environment(), "JAVA_HOME": "", **places}

    told = run_program('told["results"] = attempt(runner_work.square)', tmp_path, env)

    assert told["results"] == ["BuildError", f"Spark: {words}"]
