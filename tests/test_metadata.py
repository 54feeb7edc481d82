"""Metadata of an article: what is known, and what is wrong with it."""

from __future__ import annotations

import json
from typing import Any

from claimpack.document import Article
from claimpack.findings import Finding, Location
from claimpack.metadata import publication_of, read_article
from claimpack.schema_files import load_shipped_schema

DOCUMENTS = load_shipped_schema().tables["documents"]
TEXT = "🕯 Dam bursts\nAt least 40 people were killed."


def read(metadata: dict[str, Any]) -> tuple[Article, list[Finding]]:
    return read_article(
        document_id="dam",
        text=TEXT,
        text_path="seeds/dam.txt",
        text_sha256="0" * 64,
        metadata=metadata,
        metadata_path="seeds/dam.meta.json",
        metadata_text=json.dumps(metadata, indent=2),
        table=DOCUMENTS,
    )


def test_the_title_is_located_in_code_points() -> None:
    article, findings = read({"title": "Dam bursts", "text_access": "full"})

    assert findings == []
    assert (article.title_start, article.title_end) == (2, 12)
    assert article.text_access == "full"


def test_without_metadata_nothing_is_assumed() -> None:
    article, findings = read({})

    assert findings == []
    assert (article.title, article.language, article.text_access) == (
        None,
        "und",
        "none",
    )
    assert publication_of(article) is None


def test_a_misspelt_key_is_placed_and_its_likely_name_told() -> None:
    _, findings = read({"language": "en", "publised_edtf": "2031"})

    assert [(f.code, f.message, f.hint, f.location) for f in findings] == [
        (
            "metadata-key",
            'the key "publised_edtf" is not known',
            'did you mean "published_edtf"?',
            Location(
                path="seeds/dam.meta.json",
                line=3,
                column=3,
                excerpt='  "publised_edtf": "2031"',
            ),
        )
    ]


def test_a_key_unlike_any_other_gets_no_hint() -> None:
    _, findings = read({"zzz": 1})

    assert [(f.code, f.hint) for f in findings] == [("metadata-key", None)]


def test_null_means_not_known() -> None:
    article, findings = read({"author": None})

    assert (article.author, findings) == (None, [])


def test_values_of_a_wrong_type_are_left_out() -> None:
    article, findings = read({"is_reviewed": "yes", "author": 7, "url": ["x"]})

    assert (article.is_reviewed, article.author) == (False, None)
    assert [(f.message, f.expected) for f in findings] == [
        ('is_reviewed is "yes"', "true or false"),
        ('author is "7"', "text in quotes"),
        ("url is \"['x']\"", "text in quotes"),
    ]


def test_a_code_outside_its_list_is_a_finding() -> None:
    _, findings = read({"text_access": "some"})

    assert [(f.message, f.expected) for f in findings] == [
        ('text_access is "some"', "one of full, quotes, none")
    ]


def test_a_day_that_no_calendar_has_is_a_finding() -> None:
    _, findings = read({"retrieved": "2031-02-30", "published_edtf": "2031-02-30"})

    assert [f.message for f in findings] == [
        'retrieved is "2031-02-30"',
        'published_edtf is "2031-02-30"',
    ]


def test_a_title_that_the_text_does_not_have_is_a_finding() -> None:
    article, findings = read({"title": "Dam burst"})
    wrong, wrong_findings = read({"title": "Dam broken"})

    assert (article.title_start, findings) == (2, [])
    assert wrong.title is None
    assert [f.code for f in wrong_findings] == ["metadata-title"]
