"""All checks of a folder of annotated articles, before anything is built of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match
from referencing import Registry

from claimpack.checks.built import check_built
from claimpack.corpus import build_tables
from claimpack.document import Document
from claimpack.document_json import document_to_json
from claimpack.files import Folder
from claimpack.findings import (
    Finding,
    Location,
    Rule,
    Severity,
    has_errors,
    make_finding,
    quote,
)
from claimpack.schema import Schema
from claimpack.schema_files import load_document_schema
from claimpack.seeds import read_seeds
from claimpack.writers import build_arrow

DOCUMENT_SCHEMA = Rule(
    code="document-schema",
    severity=Severity.ERROR,
    template="read as JSON, {where} is wrong: {message}",
    explanation=(
        "An article with its annotation, read as JSON, is what schemas/document.json "
        "describes, so that other tools can read it."
    ),
)
RULES = (DOCUMENT_SCHEMA,)


def check_annotations(folder: Folder, schema: Schema, where: str) -> Iterator[Finding]:
    """Yield all that is wrong with the annotated articles below `where`.

    Raises:
        SourceError: the folder or one of its files cannot be opened.

    """
    seeds = read_seeds(folder, schema, where)
    yield from seeds.findings
    yield from check_documents(it.document for it in seeds.corpus.members)
    rows, findings = build_tables(seeds.corpus, schema)
    yield from findings
    if not has_errors([*seeds.findings, *findings]):
        tables = {
            name: build_arrow(table, rows[name])
            for name, table in schema.tables.items()
        }
        yield from check_built(tables, seeds.corpus, schema)


def check_documents(documents: Iterable[Document]) -> Iterator[Finding]:
    """Yield the worst that schemas/document.json says against each article."""
    registry: Registry[Any] = Registry()
    validator = Draft202012Validator(load_document_schema(), registry=registry)
    for document in documents:
        content = document_to_json(document)
        error = best_match(validator.iter_errors(content))
        if error is not None:
            yield make_finding(
                DOCUMENT_SCHEMA,
                Location(path=document.article.text_path),
                where=error.json_path,
                message=quote(error.message),
            )
