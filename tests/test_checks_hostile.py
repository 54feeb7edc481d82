"""Descriptors by strangers: any JSON value may stand in any place."""

from __future__ import annotations

from pathlib import Path

import pytest

from claimpack.errors import SourceError
from descriptors import Edit, reference, set_field, set_resource, set_schema, spoil
from packages import check, write_files

HOSTILE: dict[str, tuple[str, Edit]] = {
    "resources are missing": ("package-error", lambda content: content.clear()),
    "resources are an object": (
        "package-error",
        lambda content: content.update(resources={}),
    ),
    "a resource is a word": (
        "package-error",
        lambda content: content["resources"].append("t"),
    ),
    "claimpack is a list": (
        "package-error",
        lambda content: content.update(claimpack=[]),
    ),
    "a name is a number": ("resource-error", set_resource(name=1)),
    "a name is empty": ("resource-error", set_resource(name="")),
    "a path is a number": ("resource-error", set_resource(path=1)),
    "bytes are true": ("resource-error", set_resource(bytes=True)),
    "a path is absolute": ("unsafe-path", set_resource(path="/etc/passwd")),
    "a path is a URL": ("unsafe-path", set_resource(path="https://example.org/t.csv")),
    "a part leads out": ("unsafe-path", set_resource(path=["t.csv", "../t.csv"])),
    "a hash is empty": ("hash-count", set_resource(hash="")),
    "a hash is a list": ("resource-error", set_resource(hash=[])),
    "a twin of nothing": ("reference-error", set_resource(twinOf="u")),
    "a twin of a number": ("resource-error", set_resource(twinOf=1)),
    "fields are an object": ("schema-error", set_schema(fields={})),
    "a field is null": ("schema-error", set_schema(fields=[None])),
    "a field has no name": ("schema-error", set_field(name="")),
    "two fields have one name": ("schema-error", set_field(name="name")),
    "a type is a list": ("field-error", set_field(type=[])),
    "constraints are a list": ("field-error", set_field(constraints=[1])),
    "required is a word": ("field-error", set_field(constraints={"required": "yes"})),
    "an enumeration is empty": ("field-error", set_field(constraints={"enum": []})),
    "an enumeration has a list": ("field-error", set_field(constraints={"enum": [[]]})),
    "a minimum is a word": ("field-error", set_field(constraints={"minimum": "low"})),
    "a pattern is a number": ("field-error", set_field(constraints={"pattern": 1})),
    "a key is a number": ("schema-error", set_schema(primaryKey=[1])),
    "a unique key is unknown": ("schema-error", set_schema(uniqueKeys=[["x"]])),
    "a foreign key is a word": ("schema-error", set_schema(foreignKeys=["x"])),
    "a reference is missing": ("schema-error", set_schema(foreignKeys=[{}])),
    "a foreign key is unknown": (
        "schema-error",
        set_schema(foreignKeys=[{"fields": "x", "reference": {"fields": "id"}}]),
    ),
    "a foreign key is too long": ("schema-error", reference("t", "id", "name")),
    "a target is unknown": ("reference-error", reference("t", "nmae")),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_descriptor_may_hold_any_json(tmp_path: Path, name: str) -> None:
    code, edit = HOSTILE[name]
    spoil(edit)(tmp_path)

    assert code in {finding.code for finding in check(tmp_path)}


@pytest.mark.parametrize("content", ["[]", "null", "1", '"a"'])
def test_a_descriptor_that_is_no_object_is_not_valid(
    tmp_path: Path, content: str
) -> None:
    write_files(tmp_path, {"datapackage.json": content.encode()})

    assert [finding.code for finding in check(tmp_path)] == ["package-error"]


@pytest.mark.parametrize(
    "content",
    [None, b"{", b'{"resources": [], "resources": []}'],
    ids=["missing", "not JSON", "a key twice"],
)
def test_a_descriptor_that_cannot_be_read_is_refused(
    tmp_path: Path, content: bytes | None
) -> None:
    if content is not None:
        write_files(tmp_path, {"datapackage.json": content})

    with pytest.raises(SourceError):
        check(tmp_path)
