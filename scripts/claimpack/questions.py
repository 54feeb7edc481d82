"""Questions with names: SQL files of the tool, with what they ask for.

A question is a file `queries/NAME.sql`. It begins with comments that say what it is:

    -- title: Figures by source
    -- description: Each figure once.
    --   Restatements are left out.
    -- param: country (text) = prk: code of the state
    -- param: first_day (date): first day of the period

A line that begins with three spaces goes on with the one above. What stands after `=`
is taken where no value is given, and null where nothing stands there; without `=` a
value must be given.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from importlib.resources.abc import Traversable
from pathlib import Path
from types import MappingProxyType

from claimpack.cells import FORMS, PARSERS, Value, format_cell
from claimpack.errors import SchemaError, UsageError
from claimpack.files import Folder, decode_text
from claimpack.findings import quote
from claimpack.schema_entries import suggest
from claimpack.schema_files import files_of, find_shipped, refusing

TYPES = {
    "text": "string",
    "integer": "integer",
    "number": "number",
    "date": "date",
    "boolean": "boolean",
    "file": "string",
}
"""What reads the words of each type of a parameter, as `cells.PARSERS` has it."""
FILE = "file"
"""The type of a parameter whose value is the text of the file that is named."""
LARGEST_FILE_BYTES = 100_000
SUFFIX = ".sql"
NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
ENTRY = re.compile(r"-- (title|description|param): (.+)")
CONTINUED = "--   "
PARAMETER = re.compile(
    r"(?P<name>[a-z][a-z0-9_]*) \((?P<type>[a-z]+)\)"
    r"(?P<default> =(?: (?P<word>.*?))?)?: (?P<description>.+)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """What a question is asked about, `$name` in its SQL."""

    name: str
    type: str
    """One of `TYPES`."""
    description: str
    is_required: bool
    default: Value = None
    """The value where none is given; None stands for null."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question with a name."""

    name: str
    title: str
    description: str
    """Empty where there is none."""
    parameters: tuple[Parameter, ...]
    sql: str
    """The whole file, so that lines are those of the file."""


def load_shipped_questions() -> dict[str, Question]:
    """Return the questions that the tool ships, by name."""
    return load_questions(find_shipped("queries"))


def load_questions(folder: Traversable) -> dict[str, Question]:
    """Return the questions of a folder, by name and in that order.

    Raises:
        SchemaError: a file cannot be read, or its head is not as it should be.

    """
    if not folder.is_dir():
        return {}
    questions = {}
    files = files_of(folder)
    with refusing("queries"):
        for path in files.iter_files(".", SUFFIX):
            name = path.removeprefix("./").removesuffix(SUFFIX)
            text = decode_text(files.read_bytes(path), path)
            where = f"queries/{name}.sql"
            if not NAME.fullmatch(name):
                expected = "expected a name in small letters, as by-source"
                raise SchemaError(f"{where}: {expected}")
            questions[name] = replace(read_question(where, text), name=name)
    return questions


def read_question_file(path: Path) -> Question:
    """Return the question of somebody's own file, under the path of the file."""
    return read_question(str(path), read_own_file(path))


def read_own_file(path: Path) -> str:
    """Return the text of somebody's own file."""
    content = Folder(path.parent).read_bytes(path.name, LARGEST_FILE_BYTES)
    return decode_text(content, str(path))


def read_question_bytes(content: bytes, where: str) -> Question:
    """Return the question in some bytes, which `where` is the name of."""
    return read_question(where, decode_text(content, where))


def read_question(name: str, text: str) -> Question:
    """Return the question that a text is; raise `SchemaError` for a wrong head.

    Without a title it has its name as one.
    """
    entries = list(iter_entries(text))
    titles = [words for kind, words in entries if kind == "title"]
    if len(titles) > 1:
        raise SchemaError(f"{name}: found {len(titles)} lines `-- title:`; expected 1")
    parameters = [
        read_parameter(name, words) for kind, words in entries if kind == "param"
    ]
    return Question(
        name=name,
        title=titles[0] if titles else name,
        description=" ".join(w for kind, w in entries if kind == "description"),
        parameters=tuple(parameters),
        sql=text,
    )


def iter_entries(text: str) -> Iterator[tuple[str, str]]:
    """Yield kind and words of each entry of the comments that a text begins with."""
    kind, words = "", ""
    for line in text.split("\n"):
        if not line.startswith("--"):
            break
        if found := ENTRY.fullmatch(line):
            if kind:
                yield kind, words
            kind, words = found[1], found[2].strip()
        elif line.startswith(CONTINUED):
            words = f"{words} {line.removeprefix(CONTINUED).strip()}"
    if kind:
        yield kind, words


def read_parameter(where: str, words: str) -> Parameter:
    """Return a parameter as the head of a file has it."""
    found = PARAMETER.fullmatch(words)
    if found is None or found["type"] not in TYPES:
        raise SchemaError(
            f"{where}: found {quote(words)}; expected `name (type) = default: words`, "
            f"with one of the types {', '.join(TYPES)}"
        )
    parameter = Parameter(
        name=found["name"],
        type=found["type"],
        description=found["description"],
        is_required=found["default"] is None,
    )
    try:
        return replace(parameter, default=read_value(parameter, found["word"] or None))
    except UsageError as error:
        raise SchemaError(f"{where}: {error}") from error


def read_value(parameter: Parameter, value: Value) -> Value:
    """Return a value, or what a word says, in the type of a parameter.

    Raises:
        UsageError: it is not of that type.
        SourceError: it names a file that cannot be read as text.

    """
    if value is None:
        return None
    kind = TYPES[parameter.type]
    word = format_cell(value)
    if parameter.type == FILE:
        return read_own_file(Path(word))
    try:
        return PARSERS[kind](word)
    except ValueError as error:
        raise UsageError(
            f"{parameter.name}: found {quote(word)}; expected {FORMS[kind]}"
        ) from error


def load_question(name: str) -> Question:
    """Return the question of that name, or the one in the file where it ends so: .sql.

    Raises:
        UsageError: there is none.
        SourceError: the file cannot be read as text.
        SchemaError: its head is not as it should be.

    """
    if name.endswith(SUFFIX):
        return read_question_file(Path(name))
    return find_question(load_shipped_questions(), name)


def find_question(questions: Mapping[str, Question], name: str) -> Question:
    """Return the question of that name; raise `UsageError` where there is none."""
    if name not in questions:
        hint = suggest(name, questions) if questions else "there are none"
        raise UsageError(f"no question has the name {quote(name)}; {hint}")
    return questions[name]


def bind(
    question: Question, given: Mapping[str, Value] = MappingProxyType({})
) -> dict[str, Value]:
    """Return the value of each parameter of a question; words become values.

    Raises:
        UsageError: one is unknown, missing or of another type.

    """
    names = [parameter.name for parameter in question.parameters]
    for name in given:
        if name not in names:
            hint = suggest(name, names) if names else "it has none"
            what = f"{question.name} has no parameter {quote(name)}"
            raise UsageError(f"{what}; {hint}")
    values = {}
    for parameter in question.parameters:
        name = parameter.name
        if name not in given and parameter.is_required:
            raise UsageError(
                f"{question.name} needs the parameter {name} ({parameter.type}), "
                f"{parameter.description}; give it with --param {name}=…"
            )
        value = given.get(name, parameter.default)
        values[name] = read_value(parameter, value)
    return values
