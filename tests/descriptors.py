"""Changes of descriptors: from a valid package to one with a fault."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from packages import edit_descriptor, edit_file, write_foreign, write_package

Make = Callable[[Path], object]
Edit = Callable[[Any], object]


def spoil(edit: Edit) -> Make:
    """A valid package of another model, its descriptor changed."""
    return lambda root: edit_descriptor(
        write_foreign(
            root, "id,name\n1,a\n", [{"name": "id", "type": "integer"}, "name"]
        ),
        edit,
    )


def spoil_model(edit: Edit) -> Make:
    """A valid package of our model, its descriptor changed."""
    return lambda root: edit_descriptor(write_package(root), edit)


def set_resource(**properties: object) -> Edit:
    """A change of properties of the first resource."""
    return lambda content: content["resources"][0].update(properties)


def set_schema(**properties: object) -> Edit:
    """A change of properties of the first schema."""
    return lambda content: content["resources"][0]["schema"].update(properties)


def set_field(**properties: object) -> Edit:
    """A change of properties of the first column."""
    return lambda content: content["resources"][0]["schema"]["fields"][0].update(
        properties
    )


def set_column(resource: str, column: str, **properties: object) -> Edit:
    """A change of properties of one column of a resource."""

    def change(content: Any) -> None:  # noqa: ANN401  # JSON
        (schema,) = (
            entry["schema"]
            for entry in content["resources"]
            if entry["name"] == resource
        )
        (field,) = (entry for entry in schema["fields"] if entry["name"] == column)
        field.update(properties)

    return change


def drop_resource(name: str) -> Edit:
    """A change that takes away one resource."""

    def change(content: Any) -> None:  # noqa: ANN401  # JSON
        content["resources"] = [
            entry for entry in content["resources"] if entry["name"] != name
        ]

    return change


def reference(resource: str, *fields: str) -> Edit:
    """A change that adds a foreign key of the column `name`."""
    target = {"resource": resource, "fields": list(fields)}
    return set_schema(foreignKeys=[{"fields": ["name"], "reference": target}])


def set_words(table: str, old: str, new: str) -> Make:
    """A valid package of our model, some words of a CSV file replaced."""
    return lambda root: edit_file(write_package(root), f"data/{table}.csv", old, new)
