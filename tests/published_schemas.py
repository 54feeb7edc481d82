"""JSON Schemas that others published, from a package that ships them: no network."""

from __future__ import annotations

import json
import pickle  # how the package stores them
import sqlite3
from contextlib import closing
from importlib.metadata import distribution
from typing import Any

from jsonschema.validators import validator_for
from referencing import Registry

ACTION = "https://json.schemastore.org/github-action.json"
GITLAB = (
    "https://gitlab.com/gitlab-org/gitlab/-/raw/master/app/assets/javascripts/editor/"
    "schema/ci.json"
)
PRE_COMMIT = "https://json.schemastore.org/pre-commit-config.json"
SARIF = "https://json.schemastore.org/sarif-2.1.0.json"
WORKFLOW = "https://json.schemastore.org/github-workflow.json"

# Not imported: it asks for a newer referencing than the lowest that we support.
STORE = distribution("schemastore").locate_file("schemastore/cache.sqlite")


def load_schema(url: str) -> Any:  # noqa: ANN401  # JSON
    """The schema that was published at an address."""
    with closing(sqlite3.connect(f"file:{STORE}?mode=ro", uri=True)) as store:
        for (response,) in store.execute("SELECT value FROM responses"):
            stored = pickle.loads(response)  # noqa: S301  # a file of a locked package
            if stored["url"] == url:
                return json.loads(stored["_content"])
    raise LookupError(url)


def find_faults(content: Any, url: str) -> list[str]:  # noqa: ANN401  # JSON
    """What a published schema says against a value."""
    schema = load_schema(url)
    registry: Registry[Any] = Registry()
    validator = validator_for(schema)(schema, registry=registry)
    return [
        f"{error.json_path}: {error.message}"
        for error in validator.iter_errors(content)
    ]
