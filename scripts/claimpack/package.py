"""The descriptor of a package, `datapackage.json` (Data Package 2.0).

People edit all of it but `resources` and `claimpack.model`, which follow from the
files and the schema. Nothing here reads the tables themselves.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from claimpack.errors import SourceError
from claimpack.files import Folder, PackageFiles, refusal, sha256_hex
from claimpack.findings import quote
from claimpack.schema import MODEL_VERSION
from claimpack.strict_json import parse_json

DESCRIPTOR_PATH = "datapackage.json"

Json = dict[str, Any]

ROWS_ALONE = (
    "For the annotations, which are the rows of this table; the words that they quote "
    "from articles remain their publishers'"
)
"""What a licence of the package covers of a table."""


def csv_path(table_name: str) -> str:
    """Return where the CSV file of a table is, relative to the package."""
    return f"data/{table_name}.csv"


def parquet_path(table_name: str) -> str:
    """Return where the Parquet file of a table is, relative to the package."""
    return f"data/{table_name}.parquet"


def twin_name(table_name: str) -> str:
    """Return the name of the resource that is the Parquet file of a table."""
    return f"{table_name}-parquet"


def name_of(resource: Json) -> str:
    """Return the name of a resource, in words where it is none."""
    return str(resource.get("name"))


def require_descriptor(folder: Folder) -> None:
    """Raise `SourceError` unless there is a descriptor.

    Whoever begins a package meets this first, so it says how to begin.
    """
    if not folder.exists(DESCRIPTOR_PATH):
        found = f"found no {DESCRIPTOR_PATH}"
        advice = 'make one that holds {"name": "my-package"}; the build adds the rest'
        expected = "expected the folder of a package"
        raise refusal(str(folder.root), found, expected, advice)


def read_descriptor(folder: PackageFiles, path: str = DESCRIPTOR_PATH) -> Json:
    """Return the descriptor of a package.

    Raises:
        SourceError: it is missing, is not JSON, or is not an object whose
            `resources` is a list of objects and whose `claimpack` is an object.

    """
    content = parse_json(folder.read_bytes(path), path)
    if not isinstance(content, dict):
        raise wrong_shape(path, content, "an object")
    resources = content.get("resources", [])
    if not isinstance(resources, list):
        raise wrong_shape(f"{path}, resources", resources, "a list of objects")
    for number, resource in enumerate(resources, start=1):
        if not isinstance(resource, dict):
            raise wrong_shape(f"{path}, resource {number}", resource, "an object")
    own = content.get("claimpack", {})
    if not isinstance(own, dict):
        raise wrong_shape(f"{path}, claimpack", own, "an object")
    return content


def list_places(folder: PackageFiles, descriptor_path: str) -> list[tuple[str, str]]:
    """Return name and path of each file of each resource with a name, in order."""
    return [
        (resource["name"], path)
        for resource in iter_resources(folder, descriptor_path)
        if isinstance(resource.get("name"), str)
        for path in list_paths(resource)
    ]


def list_paths(resource: Json) -> list[str]:
    """Return the paths of the files of a resource; none for what is no path."""
    path = resource.get("path")
    return [
        each
        for each in (path if isinstance(path, list) else [path])
        if isinstance(each, str)
    ]


def iter_resources(folder: PackageFiles, descriptor_path: str) -> Iterator[Json]:
    """Yield each resource of a descriptor that is an object, whatever else it is."""
    descriptor = parse_json(folder.read_bytes(descriptor_path), descriptor_path)
    for content in only_objects([descriptor]):
        yield from only_objects(content.get("resources"))


def only_objects(value: Any) -> Iterator[Json]:  # noqa: ANN401  # JSON enters here
    """Yield the objects in a list; none where it is no list."""
    entries = value if isinstance(value, list) else ()
    yield from (entry for entry in entries if isinstance(entry, dict))


def wrong_shape(where: str, value: object, expected: str) -> SourceError:
    """Return the error for a part of the descriptor that has the wrong JSON type."""
    words = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    found = f"found {quote(words)}"
    advice = "correct it; `claimpack validate` tells all that is wrong"
    return refusal(where, found, f"expected {expected}", advice)


def license_rows(resources: Iterable[Json], descriptor: Json) -> list[Json]:
    """Return generated resources under the licences of the package, if it has some.

    They cover the rows that were made, and no words that are quoted in them.
    """
    licences = [
        {**licence, "title": ROWS_ALONE}
        for licence in only_objects(descriptor.get("licenses"))
    ]
    added = {"licenses": licences} if licences else {}
    return [{**resource, **added} for resource in resources]


def hash_value(content: bytes) -> str:
    """Return the SHA-256 of a file as the standard writes it."""
    return f"sha256:{sha256_hex(content)}"


def merge_descriptor(
    descriptor: Json, resources: list[Json], model_version: str = MODEL_VERSION
) -> Json:
    """Return the descriptor with new resources and model version.

    All that people edit is kept, and so is the order of the keys.
    """
    own = {**descriptor.get("claimpack", {}), "model": model_version}
    return {**descriptor, "claimpack": own, "resources": resources}
