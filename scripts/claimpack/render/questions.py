"""The questions with names, as a list for people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from claimpack.cells import format_cell
from claimpack.questions import Parameter, Question

NO_QUESTIONS = "There are no questions with names."


def render_questions(questions: Iterable[Question]) -> str:
    """Return each question with its title, what it says and its parameters."""
    blocks = ["\n".join(iter_lines(question)) for question in questions]
    return "\n\n".join(blocks) or NO_QUESTIONS


def iter_lines(question: Question) -> Iterator[str]:
    """Yield the lines of one question."""
    yield f"{question.name}: {question.title}"
    if question.description:
        yield f"  {question.description}"
    for parameter in question.parameters:
        yield f"  --param {describe(parameter)}"


def describe(parameter: Parameter) -> str:
    """Return a parameter with its type, and what it is where none is given.

    >>> describe(Parameter(name="first_day", type="date", description="first day",
    ...     is_required=True))
    'first_day=… (date, required): first day'
    """
    default = format_cell(parameter.default) or "none"
    given = "required" if parameter.is_required else f"else {default}"
    return f"{parameter.name}=… ({parameter.type}, {given}): {parameter.description}"
