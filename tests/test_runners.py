"""Who does the tasks is not seen in the results, and nothing of it is left."""

from __future__ import annotations

import gc
import os
import pickle
import signal
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

import runner_work
from claimpack.errors import (
    BuildError,
    ClaimpackError,
    SchemaError,
    SourceError,
    UsageError,
)
from claimpack.runners import choose_runner
from claimpack.runners.outcomes import (
    WorkerTraceback,
    attempt,
    describe_job,
    take_result,
)
from claimpack.runners.processes import run_in_processes
from claimpack.runners.serial import run_serial
from sleeping_programs import (
    Program,
    is_alive,
    list_workers,
    sleeping_program,
    wait_until,
)

TASKS = range(8)


@pytest.mark.slow
@pytest.mark.parametrize("workers", [1, 2, 20])
def test_results_come_in_the_order_of_the_tasks(workers: int) -> None:
    results = run_in_processes(runner_work.square_slowly, TASKS, workers)

    expected = list(run_serial(runner_work.square_slowly, TASKS))
    assert list(results) == expected == [0, 1, 4, 9, 16, 25, 36, 49]


def test_no_task_is_no_work() -> None:
    assert list(run_in_processes(runner_work.square, [], workers=2)) == []


def test_there_are_no_more_workers_than_tasks_or_than_asked_for() -> None:
    pids = [
        set(run_in_processes(runner_work.tell_process, tasks, workers=2))
        for tasks in ([1], range(20))
    ]

    assert [len(each) for each in pids] == [1, 2]
    assert os.getpid() not in pids[0] | pids[1]


def list_begun(folder: Path) -> list[int]:
    """The tasks that have begun."""
    return sorted(int(path.name) for path in folder.iterdir())


def test_one_after_the_other_begins_when_it_is_asked_for(tmp_path: Path) -> None:
    results = run_serial(partial(runner_work.note_begin, tmp_path), TASKS)

    begun = [list_begun(tmp_path)]
    begun += [list_begun(tmp_path) for _ in zip(range(2), results, strict=False)]

    assert begun == [[], [0], [0, 1]]


def test_workers_run_ahead_by_twice_their_number_only(tmp_path: Path) -> None:
    work = partial(runner_work.note_begin, tmp_path)
    results = run_in_processes(work, range(100), workers=2)

    assert list_begun(tmp_path) == []
    assert next(results) == 0
    assert next(results) == 1
    assert wait_until(lambda: 3 in list_begun(tmp_path))
    time.sleep(0.3)

    assert max(list_begun(tmp_path)) <= 4
    results.close()  # type: ignore[attr-defined]  # it is a generator


def test_a_worker_has_settings_of_its_parent_and_one_thread_and_is_silent(
    capfd: pytest.CaptureFixture[str],
) -> None:
    results = run_in_processes(runner_work.tell_surroundings, [1], workers=1)

    assert list(results) == [(gc.get_threshold(), "1", False)]
    assert capfd.readouterr() == ("", "")


def test_the_task_of_a_killed_worker_is_done_by_another(tmp_path: Path) -> None:
    work = partial(runner_work.die_once, tmp_path)

    results = list(run_in_processes(work, TASKS, workers=2))

    assert results == list(TASKS)
    assert (tmp_path / "died").exists()


def test_a_task_that_kills_its_workers_is_given_up() -> None:
    results = run_in_processes(runner_work.die, TASKS, workers=2)

    first = [next(results) for _ in range(3)]
    with pytest.raises(BuildError) as caught:
        next(results)

    assert first == [0, 1, 2]
    assert str(caught.value) == (
        'task "3": found that 3 worker processes were killed by the signal SIGKILL; '
        "expected one of them to do it; a system kills what takes too much memory: "
        "give it more, or use fewer workers."
    )


def test_a_task_that_ends_its_workers_is_given_up() -> None:
    with pytest.raises(BuildError, match="3 worker processes ended with the exit code"):
        list(run_in_processes(runner_work.leave, [1], workers=1))


def test_a_worker_that_dies_without_a_task_is_replaced() -> None:
    results = run_in_processes(runner_work.tell_process, range(9), workers=1)
    pids = {next(results)}
    for _ in range(8):
        os.kill(max(pids), signal.SIGKILL)
        pids = {next(results)}

    assert list(results) == []


def test_what_the_work_raises_is_raised_when_its_task_has_its_turn() -> None:
    """So the same is told of the same tasks, whoever was the first to fail."""
    for run in (run_serial, partial(run_in_processes, workers=4)):
        results = run(runner_work.refuse, TASKS)

        first = [next(results), next(results)]
        with pytest.raises(SourceError) as caught:
            next(results)

        assert first == [0, 1]
        assert str(caught.value) == (
            "a2.ann: found nothing; expected a line; write one."
        )


FAILURES: dict[str, tuple[Callable[[int], Any], type[Exception], str]] = {
    "of Python": (runner_work.fail, KeyError, "'no such key'"),
    "that cannot be pickled": (
        runner_work.fail_stubbornly,
        RuntimeError,
        "StubbornError: two words",
    ),
}


@pytest.mark.parametrize(("work", "kind", "words"), FAILURES.values(), ids=FAILURES)
def test_the_cause_of_an_exception_is_where_it_was_raised(
    work: Callable[[int], Any], kind: type[Exception], words: str
) -> None:
    with pytest.raises(kind) as caught:
        list(run_in_processes(work, [1], workers=1))

    assert str(caught.value) == words
    assert isinstance(caught.value.__cause__, WorkerTraceback)
    assert f"in {work.__name__}\n" in str(caught.value.__cause__)


@pytest.mark.parametrize(("work", "kind", "words"), FAILURES.values(), ids=FAILURES)
def test_a_failure_is_an_outcome(
    work: Callable[[int], Any], kind: type[Exception], words: str
) -> None:
    """As in a worker, of which nothing is traced once it is killed."""
    outcome = attempt(describe_job(work), pickle.dumps(1))

    with pytest.raises(kind) as caught:
        take_result(outcome)

    assert str(caught.value) == words


def test_a_result_that_cannot_be_pickled_is_an_exception() -> None:
    with pytest.raises((AttributeError, pickle.PicklingError), match="lambda"):
        list(run_in_processes(runner_work.make_function, [1], workers=1))


@pytest.mark.parametrize(
    "kind", [ClaimpackError, UsageError, SourceError, SchemaError, BuildError]
)
def test_our_exceptions_pass_between_processes(kind: type[ClaimpackError]) -> None:
    error = pickle.loads(pickle.dumps(kind("a: b; c; d.")))  # noqa: S301  # made here

    assert type(error) is kind
    assert str(error) == "a: b; c; d."


@pytest.fixture
def program(tmp_path: Path) -> Iterator[Program]:
    """A program whose workers sleep."""
    with sleeping_program(tmp_path, "processes", 2) as program:
        yield program


ENDINGS = {
    "Ctrl-C": (signal.SIGINT, os.killpg, 130),
    "SIGTERM": (signal.SIGTERM, os.kill, -signal.SIGTERM),
    "kill -9": (signal.SIGKILL, os.kill, -signal.SIGKILL),
}


@pytest.mark.slow
@pytest.mark.parametrize(("number", "send", "code"), ENDINGS.values(), ids=ENDINGS)
def test_the_end_of_a_program_is_that_of_its_workers(
    program: Program, number: int, send: Callable[[int, int], None], code: int
) -> None:
    process, descendants = program
    assert len(descendants) == 2

    send(process.pid, number)

    assert process.communicate(timeout=10) == ("", "")
    assert process.returncode == code
    assert wait_until(lambda: not any(map(is_alive, descendants)))


def test_who_stops_early_ends_the_workers_at_once(tmp_path: Path) -> None:
    results = run_in_processes(
        partial(runner_work.sleep_long, tmp_path), range(5), workers=2
    )
    assert next(results) == 0
    assert wait_until(lambda: len(list_workers(tmp_path)) == 2)

    results.close()  # type: ignore[attr-defined]  # it is a generator

    assert not any(map(is_alive, list_workers(tmp_path)))


def test_a_runner_is_chosen_by_its_name() -> None:
    for name, workers in (("serial", None), ("processes", 2), ("processes", None)):
        run = choose_runner(name, workers)

        assert list(run(runner_work.square, [1, 2, 3])) == [1, 4, 9]


WRONG_CALLS = {
    "an unknown runner": (
        "threads",
        None,
        "no runner is called 'threads'; known: serial, processes, spark",
    ),
    "no workers": ("processes", 0, "found 0 workers; expected one at least"),
    "workers of one process": (
        "serial",
        2,
        "the runner 'serial' has no workers to count; only processes has",
    ),
}


@pytest.mark.parametrize(
    ("name", "workers", "words"), WRONG_CALLS.values(), ids=WRONG_CALLS
)
def test_a_wrong_choice_is_refused(name: str, workers: int | None, words: str) -> None:
    with pytest.raises(UsageError) as caught:
        choose_runner(name, workers)

    assert str(caught.value) == words
