"""Run the steps of docs/how-many.md, and write what they give.

`python tests/how_many_page.py`, after a change of the data or of a step, writes the
outputs of the page and its picture anew. Whether the words around them still hold is
for the reader of the diff to judge.
"""

from __future__ import annotations

import re
from pathlib import Path

from command_line import REPOSITORY, run_python

PAGE = Path("docs", "how-many.md")
PICTURE = Path("docs", "figures", "how-many.svg")

STEP = re.compile(r"(?s)```python\n(.*?)```\n(?:\n```text\n.*?```\n)?")
NEXT_STEP = '\nprint("\\f", end="")\n'


def read_page() -> str:
    """The page as it stands in the repository."""
    return (REPOSITORY / PAGE).read_text(encoding="utf-8")


def run_steps(page: str, folder: Path) -> list[str]:
    """What each step prints, all run in one process with a package as its folder."""
    code = NEXT_STEP.join(STEP.findall(page))
    run = run_python("-W", "error", "-c", code, cwd=folder, env={"MPLBACKEND": "agg"})
    assert run.returncode == 0, run.stderr
    return run.stdout.split("\f")


def show_outputs(page: str, outputs: list[str]) -> str:
    """The page with an output below each of its steps, and nothing for an empty one."""
    rest = iter(outputs)

    def show_output(step: re.Match[str]) -> str:
        output = next(rest)
        shown = f"\n```text\n{output}```\n" if output else ""
        return f"```python\n{step[1]}```\n{shown}"

    return STEP.sub(show_output, page)


def write_all() -> None:
    """Write what the page shows below its steps, and its picture, anew."""
    page = read_page()
    shown = show_outputs(page, run_steps(page, REPOSITORY))
    (REPOSITORY / PAGE).write_text(shown, encoding="utf-8")


if __name__ == "__main__":
    write_all()
