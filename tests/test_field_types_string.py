"""Strings: any text, and the four formats that ask for more."""

from typing import Any

import pyarrow as pa
import pytest

from claimpack.field_types import DeclarationError, read_field_type
from field_words import Words, accepted_cases, refused_cases


def same(*words: str) -> dict[str, str]:
    """Words that are their own values."""
    return {word: word for word in words}


LONGEST_NAME = "a" * 63
DOMAIN_OF_253 = ".".join([LONGEST_NAME] * 3 + ["b" * 61])
TABLES = [
    Words(
        declaration={"type": "string"},
        accepted=same("", " 12", "NaN", "two\r\nlines", "\x00", "…"),
    ),
    Words(
        declaration={"type": "string", "format": "email"},
        accepted=same(
            *("name@example.org", "a.b+c@example.org", "A@EXAMPLE.ORG", "a@123.org"),
            *(
                "a@b.c",
                "a@b.1c",
                "ä@example.org",
                "用户@例子.广告",
                "a@xn--e1afmkfd.xn--p1ai",
            ),
            *('"a b"@example.org', '"a@b"@example.org', r'"a\"b"@example.org'),
            *("a" * 64 + "@example.org", "a@" + DOMAIN_OF_253),
        ),
        refused=[
            *("", "@", "a@", "@example.org", "a", "a@localhost", "a@example.org."),
            *("a@1.2.3.4", "a@[1.2.3.4]", "a..b@example.org", ".a@example.org"),
            *("a b@example.org", "a@b@example.org", "a@ex_ample.org", "a@-b.org"),
            *("a@b-.org", "mailto:a@example.org", "a@example.org\n", " a@example.org"),
            *("a" * 65 + "@example.org", "ä" * 33 + "@example.org"),
            *("a@" + LONGEST_NAME + "a.org", "a@a." + DOMAIN_OF_253, '"a@b.org'),
        ],
    ),
    Words(
        declaration={"type": "string", "format": "uri"},
        accepted=same(
            *("https://example.org", "http://example.org:80/a/b?c=d&e#f", "a:"),
            *("urn:isbn:0451450523", "mailto:a@example.org", "file:///a", "a:b:c"),
            *("http://user:pw@example.org", "http://[::1]:80/", "http://1.2.3.4/"),
            *("http://example.org/%C3%A9", "http://", "http://a/?/?#/?", "a:/b//c"),
            "http://[2001:db8::192.0.2.1]",
        ),
        refused=[
            *("", "example.org", "//example.org", "/a", "1a:b", ":a", "a b:c"),
            *("http://example.org/a b", "http://example.org/é", "http://a/#b#c"),
            *("http://example.org/%zz", "http://example.org/%4", "http://a/<b>"),
            *("http://[::g]", "http://[1.2.3.4]", "http://[:::]", "http://[::1"),
            *("http://a:b:c/", "http://example.org:x", "http://a/[1]", "a:b\n"),
            *("http://a^b", "http://a@b@c/", "a:é", "a:|"),
        ],
    ),
    Words(
        declaration={"type": "string", "format": "binary"},
        accepted=same("", "Ynl0ZXM=", "YQ==", "YWJj", "+/+/"),
        refused=[
            *("YQ", "YQ=", "Y", "YWJ", "YWJj=", "YQ==YQ==", "-_-_", "YQ =="),
            *("YWJj\nYWJj", "YWJj\n", "é===", "===="),
        ],
    ),
    Words(
        declaration={"type": "string", "format": "uuid"},
        accepted=same(
            "123e4567-e89b-12d3-a456-426614174000",
            "123E4567-E89B-12D3-A456-426614174000",
            "00000000-0000-0000-0000-000000000000",
        ),
        refused=[
            *("", "123e4567e89b12d3a456426614174000", "123e4567-e89b-12d3-a456"),
            "{123e4567-e89b-12d3-a456-426614174000}",
            "urn:uuid:123e4567-e89b-12d3-a456-426614174000",
            "123e4567-e89b-12d3-a456-42661417400g",
            "123e4567-e89b-12d3-a456-4266141740000",
            "123e4567-e89b-12d3-a456-426614174000\n",
        ],
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


@pytest.mark.parametrize(
    "stored",
    [
        pa.string(),
        pa.large_string(),
        pa.string_view(),
        pa.dictionary(pa.int32(), pa.string()),
        pa.run_end_encoded(pa.int32(), pa.large_string()),
        pa.null(),
    ],
    ids=str,
)
def test_text_holds_strings(stored: pa.DataType) -> None:
    assert read_field_type({"type": "string"}).holds(stored)


@pytest.mark.parametrize(
    "stored",
    [
        pa.binary(),
        pa.int64(),
        pa.dictionary(pa.int32(), pa.int64()),
        pa.list_(pa.string()),
    ],
    ids=str,
)
def test_other_types_do_not_hold_strings(stored: pa.DataType) -> None:
    assert not read_field_type({"type": "string"}).holds(stored)


def test_stored_text_has_the_format_as_well() -> None:
    reader = read_field_type({"type": "string", "format": "uuid"})

    with pytest.raises(ValueError):  # noqa: PT011  # as above
        reader.from_stored("a")
    with pytest.raises(ValueError):  # noqa: PT011  # as above
        reader.from_stored(1)


def test_only_the_default_format_accepts_every_text() -> None:
    formats = ["default", "email", "uri", "binary", "uuid"]
    readers = [read_field_type({"type": "string", "format": name}) for name in formats]

    assert [reader.accepts_all for reader in readers] == [True, *[False] * 4]
    assert [reader.expected for reader in readers] == [
        "text",
        "an email address, as name@example.org",
        "a URI with its scheme, as https://example.org",
        "bytes in Base64, as Ynl0ZXM=",
        "a UUID, as 123e4567-e89b-12d3-a456-426614174000",
    ]


@pytest.mark.parametrize("word", ["a" * 1_000_000, "aaaa" * 4_000_000], ids=len)
@pytest.mark.parametrize("name", ["email", "uri", "binary", "uuid"])
def test_a_long_cell_takes_linear_time(name: str, word: str) -> None:
    """With a character at its end that fits nowhere, so that all is tried."""
    reader = read_field_type({"type": "string", "format": name})

    for text in (f"a:{word}\0", f"{word}\0", f"a:/{word}@{word[:9]}\0"):
        with pytest.raises(ValueError):  # noqa: PT011  # as above
            reader.parse(text)


def test_an_unknown_format_is_refused_with_a_suggestion() -> None:
    with pytest.raises(DeclarationError) as caught:
        read_field_type({"type": "string", "format": "e-mail"})

    assert str(caught.value) == (
        'the format is "e-mail"; expected one of default, email, uri, binary, uuid; '
        'did you mean "email"?'
    )
