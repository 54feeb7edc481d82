"""Mapping files: what they may have, and what is wrong with others."""

from __future__ import annotations

from pathlib import Path

import pytest

from claimpack.errors import SourceError, UsageError
from claimpack.mapping.scheme_files import (
    AttributeMapping,
    SchemeMapping,
    read_mapping,
)
from claimpack.mapping.shipped import NATIVE, list_mappings, load_mapping
from claimpack.schema_files import load_shipped_schema

CODES = load_shipped_schema().codes
WHOLE = """\
title = "All that a mapping may have"
ignore = ["Sentence"]
asserts_events = true

[entities]
PER = "person"
"*" = "object"

[words]
TIMEX3 = "time"

[events]
Attack = "ASSAULT"
"*" = ""

[roles]
Agent = "actor"

[attributions.Attribution]
source = "Source"
content = ["Content", "Quote"]

[claims.Statement]
about = "Event"
counted = "Victims"

[attributes.Modality]
as = "Certainty"
values = { may = "possible" }

[attributes.Negation]
as = "Negated"

[links]
Coref = "same_as"
Again = "restates"
"""


def test_a_file_says_what_labels_are_in_ours() -> None:
    assert read_mapping(WHOLE.encode(), "m.toml", CODES) == SchemeMapping(
        title="All that a mapping may have",
        ignored=frozenset({"Sentence"}),
        asserts_events=True,
        entities={"PER": "person", "*": "object"},
        words={"TIMEX3": "time"},
        events={"Attack": "ASSAULT", "*": ""},
        roles={"Agent": "actor"},
        attributions={
            "Attribution": {
                "Source": "source",
                "Content": "content",
                "Quote": "content",
            }
        },
        claims={"Statement": {"Event": "about", "Victims": "counted"}},
        attributes={
            "Modality": AttributeMapping(name="Certainty", values={"may": "possible"}),
            "Negation": AttributeMapping(name="Negated"),
        },
        links={"Coref": "same_as", "Again": "restates"},
    )


def test_an_empty_file_maps_nothing() -> None:
    assert read_mapping(b"", "m.toml", CODES) == SchemeMapping()


WRONG = {
    "no TOML": ("a = ", 'm.toml: found "Invalid value'),
    "no UTF-8": ("title = '\udcff'", "m.toml line 1: found the byte"),
    "an unknown table": (
        "[entity]\nPER = 'person'",
        'm.toml: found "entity"; did you mean entities?',
    ),
    "an unknown type": (
        "[entities]\nPER = 'persn'",
        'm.toml: entities.PER: found "persn"; did you mean person?',
    ),
    "an unknown role": (
        "[attributions.A]\nspeaker = 'S'",
        'm.toml: attributions.A: found "speaker"; expected one of addressee, content, ',
    ),
    "a label that is no text": (
        "[events]\nAttack = 1",
        'm.toml: events.Attack: found "1"; expected a text',
    ),
    "roles that are no texts": (
        "[claims.C]\nabout = 1",
        'm.toml: claims.C.about: found "1"; expected a list of texts',
    ),
    "a table that is none": (
        "events = 'Attack'",
        'm.toml: events: found "Attack"; expected a dict',
    ),
    "a flag that is none": (
        "asserts_events = 'yes'",
        'm.toml: asserts_events: found "yes"; expected a bool',
    ),
    "an attribute with more": (
        "[attributes.A]\nname = 'Certainty'",
        'm.toml: attributes.A: found "name"; expected one of as, values',
    ),
}


@pytest.mark.parametrize(("text", "said"), WRONG.values(), ids=WRONG)
def test_what_a_mapping_does_not_have_is_refused(text: str, said: str) -> None:
    with pytest.raises(SourceError) as caught:
        read_mapping(text.encode("utf-8", "surrogateescape"), "m.toml", CODES)

    assert str(caught.value).startswith(said)


def test_every_mapping_that_is_shipped_can_be_read() -> None:
    names = list_mappings()

    mappings = {name: load_mapping(name, CODES) for name in names}

    assert names == [NATIVE, "entities-only", "events", "parc"]
    assert [name for name, mapping in mappings.items() if mapping is None] == [NATIVE]


def test_a_mapping_of_ones_own_is_a_file(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text("[entities]\nPER = 'person'\n")

    assert load_mapping(str(path), CODES) == SchemeMapping(entities={"PER": "person"})


def test_an_unknown_mapping_is_told_with_near_names() -> None:
    with pytest.raises(UsageError) as caught:
        load_mapping("event", CODES)

    said = "no mapping has the name \"event\"; did you mean 'events'?"
    assert str(caught.value) == said
