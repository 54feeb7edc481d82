"""A document as JSON, in the shape that `schemas/document.json` describes."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import is_dataclass
from datetime import date
from enum import EnumType
from typing import Any, get_args, get_origin, get_type_hints

from claimpack.document import Document


def document_to_json(document: Document) -> dict[str, Any]:
    """Return the article with its annotation as a JSON object.

    Every attribute is a key of the same name; one that is None is left out.
    """
    content: dict[str, Any] = value_to_json(document)
    return content


def value_to_json(value: Any) -> Any:  # noqa: ANN401  # JSON leaves here
    """Return a value of a record as JSON has it: a tuple is a list, a set too."""
    kind: Any = type(value)
    if is_record(kind):
        names = attribute_kinds(kind)
        parts = {name: getattr(value, name) for name in names}
        return {
            name: value_to_json(part)
            for name, part in parts.items()
            if part is not None
        }
    if isinstance(value, Mapping):
        return {key: value_to_json(item) for key, item in value.items()}
    if isinstance(value, AbstractSet):
        return sorted(value)
    if isinstance(value, tuple | list):
        return [value_to_json(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


def document_from_json(content: dict[str, Any]) -> Document:
    """Return the document that a JSON object describes.

    It is the inverse of `document_to_json`, for an object that is valid under
    `schemas/document.json`; validate first what comes from elsewhere.
    """
    document: Document = value_from_json(Document, content)
    return document


def value_from_json(kind: Any, value: Any) -> Any:  # noqa: ANN401  # JSON enters here
    """Return the value of the annotated type `kind` that a JSON value stands for."""
    if is_record(kind):
        record: Any = kind
        kinds = attribute_kinds(record)
        stated = {name: value_from_json(kinds[name], value[name]) for name in value}
        return record(**{**absent_attributes(record), **stated})
    if get_origin(kind) in (tuple, list):
        items = [value_from_json(get_args(kind)[0], item) for item in value]
        return get_origin(kind)(items)
    if get_origin(kind) is dict:
        of_items = get_args(kind)[1]
        return {key: value_from_json(of_items, item) for key, item in value.items()}
    if isinstance(kind, EnumType):
        return kind(value)
    if type(None) in get_args(kind):
        return value_from_json(get_args(kind)[0], value)
    return value


def is_record(kind: Any) -> bool:  # noqa: ANN401  # any type
    """Return whether values of a type have attributes: data classes, named tuples."""
    return is_dataclass(kind) or hasattr(kind, "_fields")


@functools.cache
def attribute_kinds(record: Any) -> dict[str, Any]:  # noqa: ANN401  # any record
    """Return the annotated type of each attribute of a record."""
    return get_type_hints(record)


@functools.cache
def absent_attributes(record: Any) -> dict[str, None]:  # noqa: ANN401  # any record
    """Return None for each attribute that may be None: its key may be absent."""
    kinds = attribute_kinds(record)
    return {name: None for name, kind in kinds.items() if type(None) in get_args(kind)}
