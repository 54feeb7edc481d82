"""Booleans: which words are true, and which are false."""

from typing import Any

import pyarrow as pa
import pytest

from claimpack.field_types import DeclarationError, read_field_type
from field_words import Words, accepted_cases, refused_cases

OWN = {"type": "boolean", "trueValues": ["yes", "a|b"], "falseValues": ["no", ""]}
TABLES = [
    Words(
        declaration={"type": "boolean"},
        accepted={
            **dict.fromkeys(("true", "True", "TRUE", "1"), True),
            **dict.fromkeys(("false", "False", "FALSE", "0"), False),
        },
        refused=["", "yes", "no", "t", "f", "tRUE", "2", "01", " true", "true\n", "on"],
    ),
    Words(
        declaration=OWN,
        accepted={"yes": True, "a|b": True, "no": False, "": False},
        refused=["true", "0", "a", "b", "Yes"],
    ),
    Words(
        declaration={"type": "boolean", "trueValues": ["x"]},
        accepted={"x": True, "false": False},
        refused=["true", "1"],
    ),
    Words(
        declaration={"type": "boolean", "trueValues": [], "falseValues": []},
        accepted={},
        refused=["", "true"],
    ),
]


@pytest.mark.parametrize(("declaration", "word", "value"), accepted_cases(TABLES))
def test_a_word_of_the_type_has_its_value(
    declaration: dict[str, Any], word: str, value: object
) -> None:
    parsed = read_field_type(declaration).parse(word)

    assert (type(parsed), parsed) == (type(value), value)


@pytest.mark.parametrize(("declaration", "word"), refused_cases(TABLES))
def test_another_word_is_refused(declaration: dict[str, Any], word: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  # the word is all there is to say
        read_field_type(declaration).parse(word)


def test_only_booleans_hold_booleans() -> None:
    reader = read_field_type(OWN)

    assert reader.holds(pa.bool_())
    assert not reader.holds(pa.string())
    assert not reader.holds(pa.int8())


def test_a_stored_boolean_keeps_its_value() -> None:
    reader = read_field_type(OWN)

    assert reader.from_stored(True) is True  # noqa: FBT003  # the value
    assert reader.from_stored("no") is False
    with pytest.raises(ValueError):  # noqa: PT011  # as above
        reader.from_stored(1)


def test_equal_booleans_have_one_text_whatever_their_words() -> None:
    readers = [read_field_type(OWN), read_field_type({"type": "boolean"})]

    words = zip(readers, ["yes", "1"], strict=True)
    texts = {reader.write(reader.parse(word)) for reader, word in words}

    assert texts == {"true"}
    assert readers[0].write(readers[0].parse("no")) == "false"


def test_messages_name_the_first_words() -> None:
    assert read_field_type({"type": "boolean"}).expected == "true or false"
    assert read_field_type(OWN).expected == "yes or no"


def test_long_lists_of_words_have_no_pattern() -> None:
    many = [f"word {number}" for number in range(200)]
    reader = read_field_type({"type": "boolean", "trueValues": many})

    assert reader.lexical is None
    assert reader.parse("word 199") is True


@pytest.mark.parametrize(
    ("declaration", "sentence"),
    [
        ({"format": "x"}, 'the format is "x"; expected default'),
        ({"trueValues": "yes"}, 'trueValues is "yes"; expected a list of texts'),
        ({"falseValues": [0]}, 'falseValues is "[0]"; expected a list of texts'),
        (
            {"trueValues": ["x", "0"]},
            (
                '"0" is in trueValues and in falseValues; '
                "expected a word to stand for one of both"
            ),
        ),
    ],
)
def test_a_wrong_declaration_is_refused(
    declaration: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(DeclarationError) as caught:
        read_field_type({"type": "boolean", **declaration})

    assert str(caught.value) == sentence
