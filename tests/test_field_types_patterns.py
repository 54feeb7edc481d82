"""Patterns of strangers: translated to RE2, or refused with the reason."""

import pytest

from claimpack.field_types import DeclarationError, read_constraints, read_field_type
from claimpack.field_types.patterns import anchor, is_found, translate

KEPT: list[tuple[str, list[str], list[str]]] = [
    ("a|b", ["a", "b"], ["ab", "ax", "xb", ""]),
    ("^a|b$", ["a", "b"], ["ab"]),
    ("", [""], ["a"]),
    ("[a-z]+", ["abc"], ["abc\n", "ABC"]),
    ("(?i)abc", ["ABC"], ["ABCD"]),
    (r"\d+", ["12", "٤٠"], ["1.2", ""]),
    (r"\D+", ["ab"], ["a1", "٤"]),
    (r"\w+", ["ab_1", "é", "日本"], ["a b", "a-b", ""]),
    (r"\W", ["-", " "], ["_", "é"]),
    (r"[\w-]+", ["é-_"], ["a b"]),
    (r"[\w-.]+", ["é-."], ["a,"]),
    (r"[^\d]", ["a"], ["1", "٤"]),
    (r"\i\c*", ["_a-b.c", "é:1"], ["1a", "-a"]),
    (r"\I\C", ["1 "], ["a "]),
    (r"[\]\[]+", ["[]"], ["a"]),
    (r"[]a]+", ["]a"], ["b"]),
    (r"[^]a]+", ["b"], ["]"]),
    (r"\[-[a]", ["[-a"], ["[a"]),
    (r"\p{Lu}\p{L}*", ["Éa"], ["éa"]),
    (r"a{2,3}\\", ["aa\\"], ["a\\"]),
    (".", ["é"], ["\n", "ab"]),
]


@pytest.mark.parametrize(("pattern", "kept", "broken"), KEPT)
def test_a_pattern_means_the_whole_text_in_all_scripts(
    pattern: str, kept: list[str], broken: list[str]
) -> None:
    declaration = {"type": "string", "constraints": {"pattern": pattern}}
    (constraint,) = read_constraints(declaration, read_field_type(declaration))

    assert [text for text in kept if not constraint.keeps(text, text)] == []
    assert [text for text in broken if constraint.keeps(text, text)] == []


@pytest.mark.parametrize(
    ("pattern", "reason"),
    [
        ("(?=a)b", "invalid perl operator: (?="),
        ("(?<!a)b", "invalid perl operator: (?<!"),
        (r"(a)\1", r"invalid escape sequence: \1"),
        ("(a", "missing ): (a"),
        ("a)|(b", "unexpected ): a)|(b"),
        ("[b-a]", "invalid character class range: b-a"),
        ("a{1001}", "invalid repetition size: {1001}"),
        (r"\p{IsBasicLatin}", r"invalid character class range: \p{IsBasicLatin}"),
        ("[a-z-[aeiou]]", "it takes one class from another"),
        (r"[\Wa]", r"it has \W in brackets"),
        ("a\\", "trailing \\"),
        (r"[!-\w]", r"invalid escape sequence: \p"),
    ],
)
def test_a_pattern_that_re2_cannot_take_is_refused(pattern: str, reason: str) -> None:
    declaration = {"type": "string", "constraints": {"pattern": pattern}}

    with pytest.raises(DeclarationError) as caught:
        read_constraints(declaration, read_field_type(declaration))

    assert str(caught.value) == (
        f'the pattern "{pattern}" cannot run in linear time on RE2: {reason}'
    )


def test_half_of_a_surrogate_pair_is_no_pattern() -> None:
    with pytest.raises(DeclarationError):
        translate("\ud800")


def test_what_re2_has_as_well_is_left_as_it_is() -> None:
    pattern = r"^[A-Z]{3}(?:-\p{L}+)?\.\s$"

    assert translate(pattern) == pattern


def test_a_pattern_takes_linear_time() -> None:
    """The run ends at once; an engine that backtracks would need years."""
    assert not is_found("a" * 100_000 + "!", anchor("(a+)+$"))
