"""Whether a value of JSON has the shape of `schemas/document.json`.

jsonschema takes 31 ms for an article of 100,000 bytes, all else that is done to read it
3 ms. A test keeps the two in agreement, and has every keyword of that schema here.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from claimpack.readers.json_files import Json, describe
from claimpack.schema_files import load_document_schema
from claimpack.strict_json import DECODER, skip_blanks

MOST_FAULTS = 20
"""Faults of one value that are told."""
REFERENCE_START = "#/$defs/"


class Fault(NamedTuple):
    """One place where a value has not its shape."""

    path: tuple[str | int, ...]
    """Keys, and places in arrays from 0 on, from the outside in."""
    found: str
    """What stands there, for a message."""
    expected: str


Check = Callable[[Json], Sequence[Fault]]
"""Gives what is wrong with a value, nothing where it has its shape."""


@functools.cache
def load_check() -> Check:
    """Return the check of one annotated article."""
    schema = load_document_schema()
    return Checks(schema["$defs"]).make(schema)


class Checks:
    """Checks of the schemas in one file, which refer to each other."""

    def __init__(self, definitions: Mapping[str, Json]) -> None:
        """Begin with none made."""
        self.definitions = definitions
        self.made: dict[str, Check] = {}

    def make(self, schema: Json) -> Check:
        """Return the check of a schema."""
        if "$ref" in schema:
            name = schema["$ref"].removeprefix(REFERENCE_START)
            if name not in self.made:
                self.made[name] = self.make(self.definitions[name])
            return self.made[name]
        if "enum" in schema:
            return check_code(schema["enum"])
        if schema["type"] == "object":
            parts = {key: self.make(it) for key, it in schema["properties"].items()}
            return check_object(parts, frozenset(schema.get("required", ())))
        if schema["type"] == "array":
            return check_array(self.make(schema["items"]), schema.get("minItems", 0))
        return SCALARS[schema["type"]](schema)


def check_object(parts: Mapping[str, Check], required: frozenset[str]) -> Check:
    """Return the check of an object that has some keys and no others."""
    find_check = parts.get

    def check(value: Json) -> Sequence[Fault]:
        if type(value) is not dict:
            return [Fault((), describe(value), "an object")]
        faults: list[Fault] = []
        for key, part in value.items():
            check_part = find_check(key)
            if check_part is None:
                expected = f"no other key than {', '.join(parts)}"
                faults.append(Fault((key,), "there", expected))
            elif found := check_part(part):
                faults += put_below(key, found)
            else:
                continue
            if len(faults) > MOST_FAULTS:
                return faults
        if not required <= value.keys():
            missing = sorted(required - value.keys())
            faults += [Fault((key,), describe(None), "a value") for key in missing]
        return faults

    return check


def check_array(check_item: Check, least: int) -> Check:
    """Return the check of an array with at least so many items."""

    def check(value: Json) -> Sequence[Fault]:
        if type(value) is not list:
            return [Fault((), describe(value), "an array")]
        if len(value) < least:
            return [Fault((), "empty", "an item")]
        faults: list[Fault] = []
        for place, item in enumerate(value):
            if found := check_item(item):
                faults += put_below(place, found)
                if len(faults) > MOST_FAULTS:
                    break
        return faults

    return check


def put_below(key: str | int, faults: Sequence[Fault]) -> list[Fault]:
    """Return faults of a part as those of the whole."""
    return [fault._replace(path=(key, *fault.path)) for fault in faults]


def check_code(codes: Sequence[str | int]) -> Check:
    """Return the check of a code of a list."""
    kinds = {code: type(code) for code in codes}

    def check(value: Json) -> Sequence[Fault]:
        # 1.0 and true are equal to 1, and no code.
        if isinstance(value, str | int) and kinds.get(value) is type(value):
            return ()
        expected = f"one of {', '.join(map(str, codes))}"
        return [Fault((), describe(value), expected)]

    return check


def check_string(schema: Json) -> Check:
    """Return the check of a string with a pattern, or of a least length."""
    # `$` would match before a line break too, were it not for fullmatch.
    fits = re.compile(schema.get("pattern", "(?s:.*)")).fullmatch
    least = schema.get("minLength", 0)
    expected = f"what matches {schema['pattern']}" if "pattern" in schema else "words"

    def check(value: Json) -> Sequence[Fault]:
        if type(value) is str and len(value) >= least and fits(value):
            return ()
        return [Fault((), describe(value), expected)]

    return check


def check_integer(schema: Json) -> Check:
    """Return the check of a whole number, which is not written as 1.0."""
    least = schema["minimum"]

    def check(value: Json) -> Sequence[Fault]:
        if type(value) is int and value >= least:
            return ()
        return [Fault((), describe(value), f"a whole number from {least} on")]

    return check


def check_boolean(_: Json) -> Check:
    """Return the check of a value that is true or false."""

    def check(value: Json) -> Sequence[Fault]:
        if type(value) is bool:
            return ()
        return [Fault((), describe(value), "true or false")]

    return check


SCALARS: Mapping[str, Callable[[Json], Check]] = {
    "string": check_string,
    "integer": check_integer,
    "boolean": check_boolean,
}
"""What makes the check of a value without parts, by its type."""


def name_part(path: Sequence[str | int]) -> str:
    """Return the place in a value in words.

    >>> name_part(("claims", 3, "attributions", 0, "level"))
    'level of attribution 1 of claim 4'
    """
    names: list[str] = []
    for part in path:
        if isinstance(part, str):
            names.append(part)
        else:
            names[-1] = f"{names[-1].removesuffix('s')} {part + 1}"
    return " of ".join(reversed(names)) or "the document"


def find_part(text: str, start: int, path: Sequence[str | int]) -> int:
    """Return where a part of a value begins; of a missing one, what it misses in.

    `text` is JSON, in which the value begins at `start`.
    """
    place = skip_blanks(text, start)
    for part in path:
        for name, value_start in iter_members(text, place):
            if name == part:
                place = value_start
                break
        else:
            return place
    return place


def iter_members(text: str, start: int) -> Iterator[tuple[str | int, int]]:
    """Yield keys of an object, or places in an array, and where their values begin.

    `text` is JSON, in which the object or array begins at `start`.
    """
    is_object, number = text[start] == "{", 0
    place = skip_blanks(text, start + 1)
    while text[place] not in "]}":
        name: str | int = number
        if is_object:
            name, place = DECODER.raw_decode(text, place)
            place = skip_blanks(text, skip_blanks(text, place) + len(":"))
        yield name, place
        _, place = DECODER.raw_decode(text, place)
        place = skip_blanks(text, place)
        place = skip_blanks(text, place + len(",")) if text[place] == "," else place
        number += 1
