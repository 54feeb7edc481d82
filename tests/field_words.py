"""Tables of words: what a declared field reads as which value, and what it refuses."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from itertools import count
from typing import Any

import pytest


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Words under one declaration of a field."""

    declaration: Mapping[str, Any]
    accepted: Mapping[str, Any]
    """Each word with its value."""
    refused: Sequence[str] = ()


def name_cases(words: Sequence[str]) -> list[str]:
    """Names of test cases, all different: the words, cut and in ASCII."""
    numbers = count(1)
    return [f"{next(numbers)}-{ascii(word[:20])[1:-1]}" for word in words]


def accepted_cases(tables: Sequence[Words]) -> list[Any]:
    """The declaration, the word and the value of each accepted word, for pytest."""
    cases = [
        (table.declaration, word, value)
        for table in tables
        for word, value in table.accepted.items()
    ]
    names = name_cases([word for _, word, _ in cases])
    return [
        pytest.param(*case, id=name) for case, name in zip(cases, names, strict=True)
    ]


def refused_cases(tables: Sequence[Words]) -> list[Any]:
    """The declaration and the word of each refused word, for pytest."""
    cases = [(table.declaration, word) for table in tables for word in table.refused]
    names = name_cases([word for _, word in cases])
    return [
        pytest.param(*case, id=name) for case, name in zip(cases, names, strict=True)
    ]


def list_tables() -> list[Words]:
    """The tables of all types, in the order of the modules' names."""
    names = (
        *("any", "boolean", "date", "datetime", "duration", "geojson", "geopoint"),
        *("integer", "json", "list", "number", "string", "time", "year", "yearmonth"),
    )
    return [
        table
        for name in names
        for table in import_module(f"test_field_types_{name}").TABLES
    ]
