"""What changed in the words of a descriptor: title, licences, sources, and so on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from claimpack.diff.json_values import is_same, list_keys, write_json
from claimpack.diff.schemas import FORMS
from claimpack.diff.sides import Json, Side

APART = frozenset({"resources"})
"""What is compared elsewhere."""
OPENED = ("claimpack",)
"""Objects of which each property is told by itself."""
OF_FILES = frozenset(FORMS) | {
    *(
        "name",
        "schema",
        "data",
        "bytes",
        "hash",
        "contentHash",
        "parts",
        "writer",
        "type",
        "profile",
    ),
    "twinOf",
}
"""Properties of a resource that follow from its files, or are compared elsewhere."""
VERSION = "version"


@dataclass(frozen=True, slots=True, kw_only=True)
class MetadataChange:
    """One property of the descriptor that changed."""

    place: str
    """The property; of a resource behind its name: `claims.title`."""
    old: str | None
    """As text, or as JSON; None where there is none."""
    new: str | None


def compare_metadata(old: Side, new: Side) -> list[MetadataChange]:
    """Return the properties of the descriptor that changed, in its order."""
    before, after = flatten(old.content), flatten(new.content)
    found = list(iter_changes("", before, after, APART))
    for name, entry in old.entries.items():
        if name in new.entries:
            is_compared = name in old.tables and name in new.tables
            apart = OF_FILES if is_compared else OF_FILES - set(FORMS)
            found += iter_changes(f"{name}.", entry, new.entries[name], apart)
    return [*found, *iter_other_files(old, new)]


def flatten(content: Json) -> Json:
    """Return a descriptor with the properties of some objects in the place of those."""
    flat: Json = {}
    for key, value in content.items():
        if key in OPENED and isinstance(value, dict):
            flat |= {f"{key}.{inner}": each for inner, each in value.items()}
        else:
            flat[key] = value
    return flat


def iter_changes(
    place: str, old: Mapping[str, Any], new: Mapping[str, Any], apart: frozenset[str]
) -> Iterator[MetadataChange]:
    """Yield the properties of an object that changed."""
    for key in list_keys(old, new):
        if key not in apart and not is_same(old.get(key), new.get(key)):
            yield MetadataChange(
                place=f"{place}{key}",
                old=write_json(old.get(key)),
                new=write_json(new.get(key)),
            )


def iter_other_files(old: Side, new: Side) -> Iterator[MetadataChange]:
    """Yield the resources that are no tables and only one package has."""
    for name in list_keys(old.entries, new.entries):
        sides = [side for side in (old, new) if name in side.entries]
        if len(sides) == 1 and name not in sides[0].all_tables:
            paths = [side.entries.get(name, {}).get("path") for side in (old, new)]
            yield MetadataChange(
                place=f"{name}.path", old=write_json(paths[0]), new=write_json(paths[1])
            )
