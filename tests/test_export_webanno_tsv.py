"""Annotations as WebAnno TSV: how a text is divided, and what is on its tokens."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given

from claimpack.annotations import Annotations, Fragment, Link, Mark, Node, Role
from claimpack.exporters.webanno_units import iter_sentences
from exported import NOWHERE, WILD, export, make_annotations, make_text
from inception_files import ALL, BLANKS, IDS, expect, read_back

TSV = r"""#FORMAT=WebAnno TSV 3.3
#T_SP=S|label|id|node|trigger|Denied|Kind|ROLE_S:roles_SRolesLink|S
#T_RL=L|label|id|source_name|target_name|Sure|BT_S
#T_SP=R|id|target|register|key|text
#T_SP=N|label|id|target|text


#Text=Anna:\tthe dam🕯 “burst.”·
1-1>0-4>Anna>Source[1]>T1[1]>*[1]>*[1]>*[1]>*[1]>_[1]>*>6>5>Doubt[6]>#1[6]>R1[6]>really\_?[6]>
1-2>4-5>:>8>6>5>4>
1-3>6-9>the>Claim[2]|Event[3]>T2[2]|*[3]>E1[2]|E2[3]>*[2]|T2[3]>*[2]|true[3]>a\|b[2]|*[3]>By;Of[2]|_[3]>1-1[1];1-4.1[4]|*>Near>R1>From>To>\[no\]>1-1[1_2]>5>4>
1-4>10-15>dam🕯>Claim[2]|Event[3]>T2[2]|*[3]>E1[2]|E2[3]>*[2]|T2[3]>*[2]|true[3]>a\|b[2]|*[3]>By;Of[2]|_[3]>1-1[1];1-4.1[4]|*>6>5>4>
1-4.1>10-13>dam>Thing[4]>T3[4]>*[4]>*[4]>*[4]>*[4]>_[4]>*>6>N1[5]>T3[5]>Entity[5]>dam[5]>the\tdam[5]>4>
1-5>16-17>“>8>6>5>4>
1-6>17-22>burst>8>6>5>4>
1-7>22-23>.>8>6>5>4>
1-8>23-24>”>8>6>5>4>

#Text=He\\she
#Text=
#Text=··
2-1>25-27>He>8>6>5>4>
2-2>27-28>\>8>6>5>4>
2-3>28-31>she>8>6>5>4>

#Text=left.
#Text=
3-1>35-39>left>8>6>5>4>
3-2>39-40>.>8>6>5>4>
"""
"""Layers have short names, `>` is a tab, `·` a blank at the end of a line, and a number
so many cells with `_`."""


def expand(tsv: str) -> str:
    """A file as the constant `TSV` has it."""
    names = {"S": "Span", "L": "Link", "R": "Reference", "N": "Note"}
    lines = []
    for line in tsv.splitlines():
        if line.startswith("#T_"):
            long = re.sub(
                r"(?<=[=|_:])([SLRN])(?=[|:]|RolesLink|$)",
                lambda it: f"webanno.custom.Claimpack{names[it[1]]}",
                line,
            )
        else:
            long = re.sub(r">(\d)(?=>)", lambda it: ">_" * int(it[1]), line)
        lines.append(long.replace(">", "\t").replace("·", " "))
    return "\n".join([*lines, ""])


def test_tokens_and_parts_of_them_have_what_is_on_them() -> None:
    files, lost = export("webanno-tsv", make_text(ALL, "kim"))

    assert files["dam.tsv"].decode() == expand(TSV)
    assert lost == {IDS: 3, "names of annotators": 1}


@given(make_annotations(WILD))
def test_whatever_annotations_say_comes_back_but_blanks(
    annotations: Annotations,
) -> None:
    back, lost = read_back("webanno-tsv", annotations)

    expected = expect(map_words(annotations, spell))
    marks = [strip_blanks(it, expected.text) for it in expected.marks]
    assert [(it.mark_id, it.label, it.text) for it in back.marks] == marks
    assert (back.marks != expected.marks) is (BLANKS in lost)
    assert replace(back, marks=()) == replace(expected, marks=())


def spell(value: str) -> str:
    """A value with spaces for what INCEpTION cannot read."""
    return re.sub(r"\r|\\\Z", " ", value)


def strip_blanks(mark: Mark, text: str) -> tuple[str, str, str]:
    """Id, label and words of a mark without blanks at its ends.

    Those that begin a text are a token. Fragments with blanks at an end become one.
    """
    start, end = mark.fragments[0].char_start, mark.fragments[-1].char_end
    kept = max(len(text) - len(text.lstrip()) - start, 0)
    words = text[start:end]
    stripped = words[:kept] + words[kept:].rstrip() if kept else words.strip()
    found = mark.text if stripped == words else stripped
    return mark.mark_id, mark.label, found


def map_words(annotations: Annotations, change: Callable[[str], str]) -> Annotations:
    """Annotations with changed labels, values, names and texts of their own."""
    return replace(
        annotations,
        marks=tuple(it._replace(label=change(it.label)) for it in annotations.marks),
        nodes=tuple(
            it._replace(
                label=change(it.label),
                roles=tuple(Role(change(n), target) for n, target in it.roles),
            )
            for it in annotations.nodes
        ),
        attributes=tuple(
            it._replace(value=it.value and change(it.value))
            for it in annotations.attributes
        ),
        references=tuple(
            it._replace(
                register=change(it.register), key=change(it.key), text=change(it.text)
            )
            for it in annotations.references
        ),
        notes=tuple(
            it._replace(label=change(it.label), text=change(it.text))
            for it in annotations.notes
        ),
        links=tuple(
            it._replace(
                label=change(it.label),
                names=(change(it.names[0]), change(it.names[1])),
            )
            for it in annotations.links
        ),
    )


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("", [[""]]),
        (" \n", [[" \n"]]),
        ("\r\n Ah.", [["\r\n ", "Ah", "."]]),
        ("Anna's 1,100 🕯x", [["Anna", "'", "s", "1", ",", "100", "🕯x"]]),
        ("It is so. So.", [["It", "is", "so", "."], ["So", "."]]),
        ("“Who?” she said", [["“", "Who", "?", "”", "she", "said"]]),
        ("a!) B\u2028c", [["a", "!", ")"], ["B", "c"]]),
        ("a\n\n b\r\nc", [["a"], ["b"], ["c"]]),
        ("a.B", [["a", ".", "B"]]),
        ("a . B", [["a", "."], ["B"]]),
        ("cafe\u0301", [["cafe\u0301"]]),
    ],
)
def test_a_text_is_divided_by_a_plain_rule(text: str, tokens: list[list[str]]) -> None:
    found = [
        [text[slice(*token.place)] for token in sentence]
        for sentence in iter_sentences(text)
    ]

    assert found == tokens


def test_what_inception_cannot_read_in_a_value_is_a_space() -> None:
    text = "a"
    mark = Mark("T1", "x\r\ny\\", (Fragment(0, 1),), "a", NOWHERE)
    node = Node("E1", mark.label, "T1", (Role("r\\", "E1"), Role("", "E1")), NOWHERE)
    annotations = Annotations(path="", text=text, marks=(mark,), nodes=(node,))

    files, lost = export("webanno-tsv", make_text(annotations))

    row = "1-1\t0-1\ta\tx \\ny [1]\tT1[1]\tE1[1]\tr ;roles[1]\t1-1[1];1-1[1]\t\n"
    assert files["dam.tsv"].decode().endswith(f"#Text=a\n{row}")
    assert lost == {
        "roles without a name, which are now called roles": 1,
        "values with a carriage return, or a backslash at their end, "
        "which are now spaces": 2,
    }


def test_a_blank_mark_follows_its_token_and_keeps_what_is_said_of_it() -> None:
    mark = Mark("T1", "Gap", (Fragment(1, 3),), "  ", NOWHERE)
    link = Link("R1", "Of", "T1", "T1", NOWHERE)
    annotations = Annotations(path="", text="a   b", marks=(mark,), links=(link,))

    back, lost = read_back("webanno-tsv", annotations)

    assert back.marks == (mark._replace(fragments=(Fragment(1, 1),), text=""),)
    assert back.links == (link,)
    assert lost == {BLANKS: 1}
