"""A document survives the way to JSON and back, and its schema describes it."""

import json
from inspect import Parameter, signature
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from claimpack.document import (
    Article,
    Attribution,
    Claim,
    ClaimLink,
    Document,
    Event,
    Mention,
    Participant,
    Passage,
    QuantityExpression,
    Span,
    TimeExpression,
)
from claimpack.document_json import document_from_json, document_to_json
from claimpack.schema import MODEL_VERSION
from claimpack.schema_files import load_document_schema, load_shipped_schema
from claimpack.strict_json import format_json, parse_json

SCHEMA = load_document_schema()
VOCABULARIES = load_shipped_schema().vocabularies
OBJECTS = {"document": SCHEMA, **SCHEMA["$defs"]}
PROPERTIES = [
    (owner, name, entry)
    for owner, definition in OBJECTS.items()
    for name, entry in definition["properties"].items()
]
PROPERTY_IDS = [f"{owner}.{name}" for owner, name, _ in PROPERTIES]
RECORDS = {
    "document": Document,
    "article": Article,
    "span": Span,
    "passage": Passage,
    "mention": Mention,
    "time_expression": TimeExpression,
    "quantity_expression": QuantityExpression,
    "participant": Participant,
    "event": Event,
    "attribution": Attribution,
    "claim": Claim,
    "claim_link": ClaimLink,
}
VALIDATOR = Draft202012Validator(
    SCHEMA, format_checker=Draft202012Validator.FORMAT_CHECKER
)

TEXT = "Experts say up to 40 died in Arvika in May."


def passage(mark_id: str, *words: str) -> Passage:
    """The mark of those words, one span each, where they first stand in TEXT."""
    starts = [(TEXT.index(part), part) for part in words]
    return Passage(
        mark_id=mark_id,
        spans=tuple(
            Span(char_start=start, char_end=start + len(part), text=part)
            for start, part in starts
        ),
    )


BARE = Document(
    article=Article(
        document_id="bare", text="", text_sha256="0" * 64, text_path="seeds/bare.txt"
    )
)
FULL = Document(
    article=Article(
        document_id="norland-1",
        text=TEXT,
        text_sha256="a" * 64,
        text_path="seeds/norland-1.txt",
        title=TEXT,
        title_start=0,
        title_end=len(TEXT),
        publisher="Example Daily",
        author="A. Writer",
        url="https://example.org/1",
        archive_url="https://example.org/archive/1",
        retrieved="2031-05-07",
        updated="2031-05-08",
        published_edtf="2031-05-06",
        language="en",
        rights="The publisher's.",
        text_access="quotes",
        guideline_version="1",
        annotator="One",
        is_reviewed=True,
    ),
    mentions=(
        Mention(
            passage=passage("t1", "Arvika"),
            entity_id="arvika",
            entity_type="place",
            is_metonymic=True,
        ),
    ),
    events=(
        Event(
            node_id="e1",
            event_id="ev-flood",
            event_type="ASSAULT",
            event_mode="troops",
            trigger=passage("t2", "died"),
            participants=(Participant(role="recipient", mark_id="t1"),),
            times=(TimeExpression(passage=passage("t3", "May"), edtf="2031-05"),),
            place_mark_id="t1",
        ),
    ),
    claims=(
        Claim(
            node_id="e2",
            content=passage("t4", "up to 40", "in May"),
            claim_text="Up to 40 people died in Arvika in May.",
            claim_type="event",
            certainty="possible",
            polarity="positive",
            time_relation="before",
            quotation="indirect",
            measure="killed",
            quantity=QuantityExpression(
                passage=passage("t5", "up to 40"), number="40", modifier="at_most"
            ),
            quantity_scope="total",
            counted_mark_id="t1",
            event_node_id="e1",
            times=(TimeExpression(passage=passage("t3", "May")),),
            event_date_edtf="2031-05",
            place_mark_id="t1",
            place_precision=1,
            hedges=(passage("t6", "up to"),),
            is_presupposed=True,
            attributions=(
                Attribution(
                    node_id="e3",
                    level=1,
                    cue=passage("t7", "say"),
                    source_mark_ids=("t8",),
                    source_words=(passage("t9", "Experts"),),
                    act="belief",
                    times=(TimeExpression(passage=passage("t3", "May")),),
                    said_edtf="../2031-05-06",
                    medium=passage("t7", "say"),
                    addressee_mark_id="t1",
                ),
            ),
        ),
        Claim(node_id="e4", content=passage("t2", "died"), claim_text=None),
    ),
    links=(ClaimLink(claim_node_id="e4", relation="restates", target_node_id="e2"),),
)


def through_json(document: Document) -> Document:
    """The document after it was written as JSON and read again."""
    content = format_json(document_to_json(document))
    return document_from_json(parse_json(content, "document.json"))


def test_a_document_as_json_leaves_out_what_is_not_known() -> None:
    assert document_to_json(BARE) == {
        "article": {
            "document_id": "bare",
            "text": "",
            "text_sha256": "0" * 64,
            "text_path": "seeds/bare.txt",
            "language": "und",
            "text_access": "none",
            "is_reviewed": False,
        },
        "mentions": [],
        "events": [],
        "claims": [],
        "links": [],
    }


def test_records_become_objects_and_tuples_lists() -> None:
    content = document_to_json(FULL)

    assert content["mentions"] == [
        {
            "passage": {
                "mark_id": "t1",
                "spans": [{"char_start": 29, "char_end": 35, "text": "Arvika"}],
            },
            "entity_id": "arvika",
            "entity_type": "place",
            "is_metonymic": True,
        }
    ]


@pytest.mark.parametrize("document", [BARE, FULL], ids=["bare", "full"])
def test_a_document_comes_back_from_json_as_it_was(document: Document) -> None:
    assert through_json(document) == document


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(st.from_type(Document))
def test_any_document_comes_back_from_json_as_it_was(document: Document) -> None:
    content = document_to_json(document)

    assert document_from_json(json.loads(json.dumps(content))) == document


@pytest.mark.parametrize("document", [BARE, FULL], ids=["bare", "full"])
def test_a_document_is_valid_under_its_schema(document: Document) -> None:
    assert list(VALIDATOR.iter_errors(document_to_json(document))) == []


WRONG = {
    "no text": ("article", {"text": None}),
    "unknown key": ("article", {"publishr": "Example Daily"}),
    "value outside its list": ("article", {"text_access": "some"}),
    "no such day": ("article", {"retrieved": "2031-02-30"}),
    "empty string": ("article", {"title": ""}),
}


@pytest.mark.parametrize(("part", "change"), WRONG.values(), ids=WRONG.keys())
def test_what_is_wrong_is_not_valid(part: str, change: dict[str, Any]) -> None:
    content = document_to_json(FULL)
    content[part] |= change

    assert not VALIDATOR.is_valid(content)


def test_the_schema_is_valid_and_names_the_version_of_the_model() -> None:
    Draft202012Validator.check_schema(SCHEMA)

    assert SCHEMA["$id"] == f"urn:claimpack:model:{MODEL_VERSION}:document"


@pytest.mark.parametrize(("owner", "name", "entry"), PROPERTIES, ids=PROPERTY_IDS)
def test_each_property_says_what_it_means(
    owner: str, name: str, entry: dict[str, Any]
) -> None:
    assert entry["description"].endswith("."), f"{owner}.{name}"


@pytest.mark.parametrize(("owner", "name", "entry"), PROPERTIES, ids=PROPERTY_IDS)
def test_each_list_of_values_is_that_of_its_vocabulary(
    owner: str, name: str, entry: dict[str, Any]
) -> None:
    vocabulary = VOCABULARIES.get(entry.get("vocabulary", ""))
    codes = [code.code for code in vocabulary.codes] if vocabulary else []

    values = [str(value) for value in entry.get("enum", [])]
    assert values == codes, f"{owner}.{name}"


@pytest.mark.parametrize("name", OBJECTS)
def test_the_schema_has_the_attributes_of_each_record(name: str) -> None:
    definition = OBJECTS[name]
    attributes = list(signature(RECORDS[name]).parameters)

    assert list(definition["properties"]) == attributes
    assert definition["additionalProperties"] is False


@pytest.mark.parametrize("name", OBJECTS)
def test_required_are_the_attributes_without_a_default(name: str) -> None:
    stated = [
        attribute.name
        for attribute in signature(RECORDS[name]).parameters.values()
        if attribute.default is Parameter.empty
        and "None" not in str(attribute.annotation)
    ]

    assert OBJECTS[name]["required"] == stated
