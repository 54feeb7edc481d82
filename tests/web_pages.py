"""The inverse of the export of Web Annotations: a page of ours as annotations."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import Any
from urllib.parse import unquote

from claimpack.annotations import (
    Annotations,
    Attribute,
    Fragment,
    Link,
    Mark,
    Node,
    Note,
    Reference,
    Role,
)
from exported import NOWHERE

Json = dict[str, Any]


def read_page(content: bytes, text: str) -> Annotations:
    """The annotations of a page, by what docs/readers.md says of it."""
    items: dict[str, list[Json]] = defaultdict(list)
    page = json.loads(content)
    for item in page["items"]:
        items[item.get("claimpack:kind", "mark")].append(item)
    return Annotations(
        path="",
        text=text,
        marks=tuple(read_mark(item) for item in items["mark"]),
        nodes=tuple(read_node(item) for item in items["node"]),
        attributes=tuple(read_attribute(item) for item in items["attribute"]),
        references=tuple(read_reference(item) for item in items["reference"]),
        notes=tuple(read_note(item) for item in items["note"]),
        links=tuple(read_link(item) for item in items["link"]),
        ids=frozenset(read_id(item["id"]) for item in page["items"]),
    )


def read_id(address: str) -> str:
    """The id of an annotation by its address in the page."""
    return unquote(address.removeprefix("#"))


def find_body(item: Json, purpose: str, key: str = "value") -> Any:  # noqa: ANN401  # JSON
    """What the body of a purpose says; None where there is none."""
    bodies = [body[key] for body in item["body"] if body["purpose"] == purpose]
    return bodies[0] if bodies else None


def read_mark(item: Json) -> Mark:
    """A tag on the text."""
    selectors = [target["selector"] for target in item["target"]]
    fragments = tuple(Fragment(it["start"], it["end"]) for it, _ in selectors)
    words = " ".join(quote["exact"] for _, quote in selectors)
    label = find_body(item, "tagging")
    return Mark(read_id(item["id"]), label, fragments, words, NOWHERE)


def read_node(item: Json) -> Node:
    """A tag on a mark, with roles."""
    roles = tuple(
        Role(role["claimpack:name"], read_id(role["claimpack:filler"]["id"]))
        for role in item["claimpack:roles"]
    )
    label = find_body(item, "tagging")
    return Node(read_id(item["id"]), label, read_id(item["target"]), roles, NOWHERE)


def read_attribute(item: Json) -> Attribute:
    """A classification."""
    label, value = find_body(item, "tagging"), find_body(item, "classifying")
    return Attribute(
        read_id(item["id"]), label, read_id(item["target"]), value, NOWHERE
    )


def read_reference(item: Json) -> Reference:
    """An identification."""
    register, key = item["claimpack:register"], item["claimpack:key"]
    assert find_body(item, "identifying") == f"{register}:{key}"
    text, target_id = item["claimpack:text"], read_id(item["target"])
    return Reference(read_id(item["id"]), target_id, register, key, text, NOWHERE)


def read_note(item: Json) -> Note:
    """A comment."""
    label, text = find_body(item, "tagging"), find_body(item, "commenting")
    return Note(read_id(item["id"]), label, read_id(item["target"]), text, NOWHERE)


def read_link(item: Json) -> Link:
    """A link from one annotation to another."""
    first, second = item["claimpack:ends"]
    return Link(
        read_id(item["id"]),
        find_body(item, "tagging"),
        read_id(item["target"]),
        read_id(find_body(item, "linking", "source")),
        NOWHERE,
        (first, second),
    )
