"""What becomes of one task, as bytes that pass from one process to another."""

from __future__ import annotations

import gc
import pickle
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeVar

Task = TypeVar("Task")
Result = TypeVar("Result")
Work = Callable[[Task], Result]
"""What is done with each task: a function of a module, or a `partial` of one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What is done with each task, in a form that passes to another process."""

    work: bytes
    """The work, pickled apart: where it cannot be loaded, a task fails, no worker."""
    thresholds: tuple[int, int, int]
    """How many objects are made between two searches for cycles (`gc`): as many as in
    the process that the work comes from."""


class WorkerTraceback(Exception):  # noqa: N818  # a cause; nobody catches it
    """Where in another process an exception was raised, as a traceback tells it."""

    def __str__(self) -> str:
        """Return the traceback, apart from the line that introduces it."""
        return f"\n\n{self.args[0]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """A task with a result."""

    result: Any
    """What the work returned; anything that can be pickled."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """A task without a result."""

    error: Exception
    """What the work raised."""
    words: str
    """The traceback; empty where there is none."""


def describe_job(work: Work[Task, Result]) -> Job:
    """Return the work as it is given to workers."""
    return Job(work=pickle.dumps(work), thresholds=gc.get_threshold())


def attempt(job: Job, task: bytes) -> bytes:
    """Return what became of a pickled task: its result or its exception, pickled."""
    gc.set_threshold(*job.thresholds)
    try:
        result = load_work(job.work)(pickle.loads(task))  # noqa: S301  # our parent's
        return pickle.dumps(Done(result=result))
    except Exception as error:  # noqa: BLE001  # raised again by who takes the result
        return describe_failure(error)


@lru_cache(maxsize=1)
def load_work(content: bytes) -> Work[object, object]:
    """Return the work of all tasks of a job."""
    work: Work[object, object] = pickle.loads(content)  # noqa: S301  # our parent's
    return work


def describe_failure(error: Exception) -> bytes:
    """Return what became of a task that an exception ended.

    An exception that cannot be pickled becomes one with its words.
    """
    words = "".join(traceback.format_exception(error))
    try:
        content = pickle.dumps(Failed(error=error, words=words))
        pickle.loads(content)  # noqa: S301  # made on the line above
    except Exception:  # noqa: BLE001  # a class of others may raise whatever it wants
        plain = RuntimeError(f"{type(error).__name__}: {error}")
        return pickle.dumps(Failed(error=plain, words=words))
    return content


def take_result(content: bytes) -> Any:  # noqa: ANN401  # whatever the work returns
    """Return the result of a task, or raise what the work raised.

    The cause of the exception is where it was raised.
    """
    outcome: Done | Failed = pickle.loads(content)  # noqa: S301  # by our own process
    if isinstance(outcome, Done):
        return outcome.result
    raise outcome.error from (WorkerTraceback(outcome.words) if outcome.words else None)
