"""Annotated articles are checked as JSON, against schemas/document.json."""

from __future__ import annotations

from dataclasses import replace

from articles import make_document
from claimpack.checks.annotations import check_documents
from claimpack.document import Document
from claimpack.findings import Finding, Location, Severity

DAM = make_document(
    "The dam burst.\n",
    "T1|Claim|The dam burst",
    "E1|Claim:T1\n#1|AnnotatorNotes E1|The dam burst.",
)


def check(document: Document) -> list[Finding]:
    """What is wrong with an article, read as JSON."""
    return list(check_documents([document]))


def test_an_article_that_the_schema_describes_has_no_finding() -> None:
    assert check(DAM) == []


def test_a_value_outside_its_list_is_placed_in_the_json_of_the_article() -> None:
    (claim,) = DAM.claims
    document = replace(DAM, claims=(claim._replace(certainty="sure"),))

    (finding,) = check(document)

    assert (finding.code, finding.severity) == ("document-schema", Severity.ERROR)
    assert finding.location == Location(path="seeds/dam.txt")
    assert finding.message.startswith(
        "read as JSON, $.claims[0].certainty is wrong: \"'sure' is not one of ["
    )
