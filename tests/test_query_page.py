"""What docs/queries.md shows is what happens."""

from __future__ import annotations

import re
import shlex

import pytest

import claimpack
from claimpack.questions import TYPES, bind, read_question
from command_line import REPOSITORY, run_claimpack, run_python

PAGE = (REPOSITORY / "docs" / "queries.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"(?m)^claimpack (query .+)$", PAGE)
(QUESTION,) = re.findall(r"(?s)```sql\n(.*?)```", PAGE)
(CODE,) = re.findall(r"(?s)```python\n(.*?)```", PAGE)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_that_is_shown_works(command: str) -> None:
    run = run_claimpack(*shlex.split(command), cwd=REPOSITORY)

    assert (run.returncode, run.stderr) == (0, "")


def test_the_question_that_is_shown_can_be_asked() -> None:
    question = read_question("large-figures", QUESTION)
    package = claimpack.open(REPOSITORY, unchecked=True)

    rows = package.sql(question.sql, **bind(question))
    later = package.sql(question.sql, **bind(question, {"since": "2100-01-01"}))

    assert rows.column("quantity").to_pylist() == [12000, 1100, 1000]
    assert later.num_rows == 0


def test_every_type_of_a_parameter_is_named() -> None:
    assert f"type (`{'`, `'.join(TYPES)}`)" in PAGE


def test_the_lines_of_python_run() -> None:
    run = run_python("-W", "error", "-c", CODE, cwd=REPOSITORY)

    assert (run.returncode, run.stderr) == (0, "")
