"""`claimpack query`."""

from __future__ import annotations

import re
import sys
from collections.abc import Container, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from claimpack.commands.options import format_option, unchecked_option
from claimpack.commands.outputs import STDOUT, require_output, write
from claimpack.findings import quote
from claimpack.worker_process import running

if TYPE_CHECKING:
    import pyarrow as pa

    from claimpack.questions import Question

COMMENT = re.compile(r"--[^=\s]*\s")
"""How a comment of SQL begins, with words behind it."""
LONG_OPTION = re.compile(r"--[a-z][a-z0-9-]*")
STDIN = "-"
FORMATS = ("table", "csv", "json", "parquet", "markdown")


def read_values(
    _: click.Context, option: click.Parameter, words: tuple[str, ...]
) -> dict[str, str]:
    """Return the values of parameters by their names."""
    values: dict[str, str] = {}
    for word in words:
        name, sign, value = word.partition("=")
        if not sign or name in values:
            found = f"{quote(name)} twice" if sign else quote(word)
            message = f"found {found}; expected NAME=VALUE, each name once"
            raise click.BadParameter(message, param=option)
        values[name] = value
    return values


class QueryCommand(click.Command):
    """A command that takes SQL, and the parameters of the questions as options."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Take what begins as a comment of SQL for no option; none has blanks in it."""
        kept = [f" {word}" if COMMENT.match(word) else word for word in args]
        own = {option for each in self.get_params(ctx) for option in each.opts}
        return super().parse_args(ctx, list(spell_parameters(kept, own)))


def spell_parameters(args: Iterable[str], own: Container[str]) -> Iterator[str]:
    """Yield arguments, those like `--first-day DAY` as `--param first_day=DAY`.

    An option that is not `own` is one where a question of ours has such a parameter.
    """
    words = iter(args)
    for word in words:
        option, sign, value = word.partition("=")
        name = option.removeprefix("--").replace("-", "_")
        if not is_option(option) or option in own or name not in name_parameters():
            yield word
            continue
        given = value if sign else next(words, None)
        if given is None:
            raise click.BadOptionUsage(
                option, f"Option {option!r} requires an argument."
            )
        yield from ("--param", f"{name}={given}")


def is_option(word: str) -> bool:
    """Whether a word is a long option; what has blanks in it is none."""
    return LONG_OPTION.fullmatch(word) is not None


def name_parameters() -> set[str]:
    """Return the names of the parameters of all questions with names."""
    from claimpack.questions import load_shipped_questions

    questions = load_shipped_questions().values()
    return {each.name for question in questions for each in question.parameters}


@click.command(
    cls=QueryCommand,
    epilog='Example: claimpack query "SELECT count(*) AS claims FROM claims"',
)
@format_option(FORMATS, "Form of the answer.")
@click.option(
    "--param",
    "values",
    metavar="NAME=VALUE",
    multiple=True,
    callback=read_values,
    help="Value of $NAME in the SQL; may be repeated.",
)
@click.option(
    "--output", metavar="FILE", default=STDOUT, help="Write the answer to FILE."
)
@unchecked_option("a cell that cannot be read is empty")
@click.option("--list", "is_list", is_flag=True, help="List the questions with names.")
@click.option(
    "--show-sql", "is_shown", is_flag=True, help="Write the SQL of a question instead."
)
@click.argument("question", metavar="SQL|NAME|FILE", required=False)
@click.argument("path", default=".", type=click.Path(exists=True, path_type=Path))
def query(  # noqa: PLR0913  # one per option
    question: str | None,
    path: Path,
    *,
    output_format: str,
    values: dict[str, str],
    output: str,
    unchecked: bool,
    is_list: bool,
    is_shown: bool,
) -> None:
    """Ask the tables of a package a question, in SQL or by its name.

    SQL is one SELECT of DuckDB over the tables of the package at PATH, by their names;
    a word without blanks is the name of a question (--list), or a FILE.sql with one of
    your own; - reads it from the standard input. PATH is a folder with a
    datapackage.json, a descriptor, or a zip archive. Parameters of the questions with
    names are options too: --first-day DAY is --param first_day=DAY.
    """
    if is_list:
        click.echo(list_questions())
        return
    if question is None:
        message = "Missing argument 'SQL|NAME|FILE'; --list lists the names."
        raise click.UsageError(message)
    if is_shown:
        asked = read_argument(question)
        click.echo(asked.sql if asked else question, nl=False)
        return
    if output_format == "parquet" and output == STDOUT and sys.stdout.isatty():
        message = "Parquet is no text: name a file (--output), or redirect the output"
        raise click.UsageError(message)
    with running() as worker:  # it gets ready while we do
        from claimpack.dataset import Dataset
        from claimpack.opening import open_package

        asked = read_argument(question)
        opened = open_package(path, unchecked=unchecked)
        require_output(output, path, opened)
        dataset = Dataset(opened, worker)
        form = partial(render, output_format)
        answer = dataset.tell_rows(asked or question, values, form)
        write(answer, output)  # while the worker ends


def read_argument(words: str) -> Question | None:
    """Return the question that a word names, or the one on standard input; else None.

    More than one word is SQL itself.
    """
    from claimpack import questions

    word = words.strip()
    if word == STDIN:
        return questions.read_question_bytes(read_stdin(), "standard input")
    is_file = word.endswith(questions.SUFFIX) and Path(word).is_file()
    is_name = len(word.split()) == 1 or is_file
    return questions.load_question(word) if is_name else None


def read_stdin() -> bytes:
    """Return what stands on the standard input, which may be as long as a file.

    Raises:
        UsageError: there is none, or there is more.

    """
    from claimpack.errors import UsageError
    from claimpack.guarded_sql import LONGEST_STATEMENT
    from claimpack.questions import LARGEST_FILE_BYTES

    if sys.stdin is None:  # as after `<&-`
        raise UsageError("the standard input is closed; expected SQL there")
    content = sys.stdin.buffer.read(LARGEST_FILE_BYTES + 1)
    if len(content) > LARGEST_FILE_BYTES:
        found = f"found more than {LARGEST_FILE_BYTES:,} bytes"
        expected = f"expected SQL of at most {LONGEST_STATEMENT:,} characters"
        raise UsageError(f"standard input: {found}; {expected}")
    return content


def list_questions() -> str:
    """Return the questions with names, in words."""
    from claimpack.questions import load_shipped_questions
    from claimpack.render.questions import render_questions

    return render_questions(load_shipped_questions().values())


def render(
    output_format: str, schema: pa.Schema, batches: Iterator[pa.RecordBatch]
) -> bytes:
    """Return the rows of an answer in a form, as the bytes that are written."""
    from claimpack.guarded_sql.queries import keep_rows
    from claimpack.render.results import RESULTS, render_parquet

    if output_format == "parquet":
        return render_parquet(schema, batches)
    return f"{RESULTS[output_format](keep_rows(schema, batches))}\n".encode()
