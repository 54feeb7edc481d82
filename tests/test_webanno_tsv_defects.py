"""Defects of WebAnno TSV: each is a finding at its line, and nothing is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimpack.annotations import AnnotationFile, Annotations, Reading
from claimpack.findings import Finding, Location, Severity
from claimpack.readers.webanno_tsv import read_webanno_tsv

HEADER = """\
#FORMAT=WebAnno TSV 3.3
#T_SP=a.Span|value
#T_SP=a.Host|ROLE_a.Host:links_a.Link|a.Span
#T_CH=a.Chain|referenceType|referenceRelation
#T_RL=a.Rel|type|BT_a.Span


"""
BLANK = "_\t_\t_\t_\t_\t_\t_\t"
TEXT = "#Text=Eva said so .\n"
TOKENS = ("1-1\t0-3\tEva\t", "1-2\t4-8\tsaid\t", "1-3\t9-11\tso\t", "1-4\t12-13\t.\t")


def read(content: str | bytes) -> Reading:
    encoded = content if isinstance(content, bytes) else content.encode()
    (reading,) = read_webanno_tsv(AnnotationFile(path="a.tsv", content=encoded))
    return reading


def write(*cells: str) -> str:
    """A file whose tokens have these cells; those that are not given have none."""
    rows = [*cells, *[BLANK] * (len(TOKENS) - len(cells))]
    lines = [token + row for token, row in zip(TOKENS, rows, strict=True)]
    return HEADER + TEXT + "\n".join([*lines, ""])


def count_read(annotations: Annotations) -> int:
    """Spans, elements of chains, nodes and relations."""
    relations = [link for link in annotations.links if link.label.startswith("Rel")]
    return len(annotations.marks) + len(annotations.nodes) + len(relations)


@pytest.mark.parametrize(
    ("cells", "finding", "counts"),
    [
        pytest.param(
            ["x[a]\t_\t_\t_\t_\t_\t_\t"],
            (
                "cell-syntax",
                (9, 13),
                '"x[a]" is not what the columns of Span hold',
                "values like PER or PER[3]; of slots, roles like a;b with 1-2;1-3[4]",
            ),
            (0, 1),
            id="bracket-without-an-id",
        ),
        pytest.param(
            ["x[1]|y[1]\t_\t_\t_\t_\t_\t_\t"],
            (
                "cell-syntax",
                (9, 18),
                '"y[1]" is not what the columns of Span hold',
                "values like PER or PER[3]; of slots, roles like a;b with 1-2;1-3[4]",
            ),
            (1, 1),
            id="one-id-twice-in-a-cell",
        ),
        pytest.param(
            ["x\t_\t_\t_\t_\t_\t_\t", "_\tp;q\t1-1\t_\t_\t_\t_\t"],
            (
                "cell-syntax",
                (10, 16),
                '"p;q\\t1-1" is not what the columns of Host hold',
                "values like PER or PER[3]; of slots, roles like a;b with 1-2;1-3[4]",
            ),
            (1, 2),
            id="more-roles-than-targets",
        ),
        pytest.param(
            ["_\t_\t_\tx[1]\tr->2-1\t_\t_\t"],
            (
                "cell-syntax",
                (9, 24),
                '"x[1]\\tr->2-1" is not what the columns of Chain hold',
                "a value like pr[1], and its place like coref->1-2",
            ),
            (0, 1),
            id="two-chains-for-one-element",
        ),
        pytest.param(
            ["x\t_\t_\t_\t_\tr\t_\t"],
            (
                "cell-syntax",
                (9, 23),
                '"r\\t_" is not what the columns of Rel hold',
                "values, and a source like 1-2 or 1-2[3_4]",
            ),
            (1, 1),
            id="relation-without-a-source",
        ),
        pytest.param(
            ["x\t_\t_\t_\t_\tr|s|t\t1-1|1-1\t"],
            (
                "stack-size",
                (9, 29),
                "the columns of Rel hold different numbers of annotations",
                "as many in each, or one _",
            ),
            (1, 3),
            id="more-values-than-sources",
        ),
        pytest.param(
            [f"{value}[1]\t_\t_\t_\t_\t_\t_\t" for value in "xyz"],
            (
                "attribute-conflict",
                (10, 14),
                'what is said of Span is "y[1]" here, "x[1]" on line 9',
                "the same on every token of an annotation",
            ),
            (0, 1),
            id="two-values-of-one-span",
        ),
        pytest.param(
            ["x\t_\t_\t_\t_\t_\t_\t", "_\tp\t1-3\t_\t_\t_\t_\t"],
            (
                "dangling-id",
                (10, 18),
                '"1-3" stands on no line of the file',
                "an annotation of Span on that token",
            ),
            (2, 1),
            id="slot-without-what-fills-it",
        ),
        pytest.param(
            ["x[1]\t_\t_\t_\t_\t_\t_\t", "y\t_\t_\t_\t_\t_\t1-1[2_0]\t"],
            (
                "dangling-id",
                (10, 26),
                '"1-1[2]" stands on no line of the file',
                "an annotation of Span on that token",
            ),
            (2, 1),
            id="source-with-another-id",
        ),
        pytest.param(
            ["x[1]|y[2]\t_\t_\t_\t_\t_\t_\t", "z\t_\t_\t_\t_\t_\t1-1\t"],
            (
                "ambiguous-target",
                (10, 26),
                '"1-1" may be any of 2 annotations',
                "a disambiguation id, like 1-2[3]",
            ),
            (3, 1),
            id="source-without-an-id",
        ),
        pytest.param(
            ["_\t_\t_\tx[1]\t*->1-1\t_\t_\t", "_\t_\t_\tx[1]\t*->1-3\t_\t_\t"],
            (
                "chain-gap",
                (10, 25),
                '"*->1-3" is the next of its chain after number 1',
                "number 2",
            ),
            (2, 0),
            id="element-missing-in-a-chain",
        ),
    ],
)
def test_a_cell_that_cannot_be_read_is_one_finding(
    cells: list[str],
    finding: tuple[str, tuple[int, int], str, str | None],
    counts: tuple[int, int],
) -> None:
    code, (line, column), message, expected = finding
    content = write(*cells)

    reading = read(content)

    location = Location(
        path="a.tsv",
        line=line,
        column=column,
        excerpt=content.split("\n")[line - 1],
    )
    assert reading.findings == (
        Finding(
            code=code,
            severity=Severity.ERROR,
            location=location,
            message=message,
            expected=expected,
        ),
    )
    assert (count_read(reading.annotations), reading.refused_count) == counts
    assert reading.is_proved


def list_findings(reading: Reading) -> list[tuple[str, int | None]]:
    """Code and line of each finding."""
    return [(finding.code, finding.location.line) for finding in reading.findings]


X = "x\t_\t_\t_\t_\t_\t_\t"


@pytest.mark.parametrize(
    ("content", "findings", "counts"),
    [
        pytest.param(
            write(X).replace("1-2\t", "1-1\t"),
            [("duplicate-id", 10)],
            (1, 1),
            id="same-id",
        ),
        pytest.param(
            write(X, X).replace("4-8", "8-4"), [("span-order", 10)], (1, 1), id="order"
        ),
        pytest.param(
            write(X, X).replace("4-8", "-4-8"),
            [("token-syntax", 10)],
            (1, 1),
            id="sign",
        ),
        pytest.param(
            write(X, X).replace("4-8", "4-8.0"),
            [("token-syntax", 10)],
            (1, 1),
            id="float",
        ),
        pytest.param(
            write(X, X).replace("4-8", "true-8"),
            [("token-syntax", 10)],
            (1, 1),
            id="bool",
        ),
        pytest.param(
            write(X, X).replace("4-8", "4-88888888888"),
            [("token-syntax", 10)],
            (1, 1),
            id="eleven-digits",
        ),
        pytest.param(
            write(X, X).replace("4-8", "4-٨"),
            [("token-syntax", 10)],
            (1, 1),
            id="digits",
        ),
        pytest.param(
            write(X, X[:-4]), [("line-columns", 10)], (1, 1), id="columns-missing"
        ),
        pytest.param(
            write(X, X + "_\t_\t"),
            [("line-columns", 10)],
            (1, 1),
            id="columns-too-many",
        ),
        pytest.param(
            write(X, X).replace("4-8", "4-9"),
            [("covered-text", 10)],
            (1, 1),
            id="moved",
        ),
        pytest.param(
            write(X, X).replace("4-8", "4-4000000000"),
            [("covered-text", 10)],
            (1, 1),
            id="beyond-the-text",
        ),
        pytest.param(
            write(X, X, BLANK, X).replace("12-13", "12-14"),
            [("covered-text", 12)],
            (2, 1),
            id="one-beyond-the-text",
        ),
        pytest.param(
            write(X) + "1-4.1\t14-14\t\t" + X + "\n",
            [("covered-text", 13)],
            (1, 1),
            id="no-width-beyond-the-text",
        ),
        pytest.param(
            write(X, X).replace("0-3", "9000000000-9000000003"),
            [("covered-text", 9)],
            (1, 1),
            id="text-of-gigabytes",
        ),
        pytest.param(
            write(X, X).replace(TEXT, ""), [("covered-text", 8)], (0, 2), id="no-text"
        ),
        pytest.param(
            write(X) + "\n#Sentence.id=s\n#Text=No.\n",
            [("no-tokens", 14)],
            (1, 1),
            id="sentence-without-tokens",
        ),
        pytest.param(
            write(X).replace("#Text", "#Summary=Eva.\n#Text"),
            [("unknown-comment", 8)],
            (1, 0),
            id="line-of-another-tool",
        ),
        pytest.param(
            write(X).replace("#Text=Eva", "#Text=Eve"),
            [("covered-text", 9)],
            (0, 1),
            id="another-text",
        ),
        pytest.param(
            "\ufeff" + write(X), [("byte-order-mark", 1)], (1, 0), id="byte-order-mark"
        ),
        pytest.param(
            write(X).replace("\n", "\r\n"),
            [("carriage-return", 1)],
            (1, 0),
            id="carriage-returns",
        ),
        pytest.param(
            write(X).replace("_a.Link|a.Span", "_a.Link"),
            [("layer-syntax", 3)],
            (0, 1),
            id="slot-without-a-target",
        ),
        pytest.param(
            write(X).replace("|value", "|a.Span|value"),
            [("layer-syntax", 2)],
            (0, 1),
            id="target-without-a-slot",
        ),
        pytest.param(
            write(X).replace("|BT_a.Span", ""),
            [("layer-syntax", 5)],
            (0, 1),
            id="relation-without-a-base",
        ),
        pytest.param(
            write(X).replace("|referenceType", ""),
            [("layer-syntax", 4)],
            (0, 1),
            id="chain-of-one-feature",
        ),
        pytest.param(
            write(X).replace("#T_RL=", "#T_XX="),
            [("layer-syntax", 5)],
            (0, 1),
            id="layer-of-no-kind",
        ),
        pytest.param(
            write(X).replace("TSV 3.3", "TSV 3.4"),
            [("format-version", 1)],
            (0, 4),
            id="later-version",
        ),
        pytest.param("", [("format-version", 1)], (0, 0), id="empty"),
        pytest.param(
            write(X.replace("x", "x\r")), [], (1, 0), id="carriage-return-inside"
        ),
        pytest.param(
            write("_\tp;q[b]\t1-1;1-1\t_\t_\t_\t_\t"),
            [("cell-syntax", 9)],
            (0, 2),
            id="bracket-in-roles",
        ),
        pytest.param(
            write(X).replace("|value", "|"),
            [("cell-syntax", 9)],
            (0, 1),
            id="value-of-no-feature",
        ),
        pytest.param(
            write("x[1]\t_\t_\t_\t_\t_\t_\t")
            .replace("|value", "|value|more")
            .replace("\t_\t_\t_\t_\t_\t_", "\t_\t_\t_\t_\t_\t_\t_")
            .replace("x[1]\t_", "x[1]\ty[2]"),
            [("cell-syntax", 9)],
            (0, 1),
            id="two-ids-of-one-annotation",
        ),
        pytest.param(
            write(X, X.replace("x", "x[1]"), X)
            .replace("1-3\t9-11\tso\tx", "1-2.1\t4-4\t\tx[1]")
            .replace("1-2\t4-8\tsaid", "1-2\t9-11\tso"),
            [("span-order", 10)],
            (1, 1),
            id="second-token-before-the-first",
        ),
        pytest.param(
            write("_\t_\t_\t_\t_\tr\t1-1\t")
            .replace("#T_SP=a.Span|value", "#T_SP=b.Other|value")
            .replace("\tEva", "\tEve"),
            [("covered-text", 9)],
            (1, 0),
            id="token-of-a-relation-that-does-not-fit",
        ),
        pytest.param(
            write(X).encode().replace(b"Eva", b"E\xe9a", 1),
            [("text-encoding", 8)],
            (0, 4),
            id="latin-1",
        ),
        pytest.param(
            write(X).encode("utf-16"), [("text-encoding", 1)], (0, 0), id="utf-16"
        ),
    ],
)
def test_what_is_wrong_with_a_line_or_a_file_is_one_finding(
    content: str | bytes,
    findings: list[tuple[str, int | None]],
    counts: tuple[int, int],
) -> None:
    reading = read(content)

    assert list_findings(reading) == findings
    assert (count_read(reading.annotations), reading.refused_count) == counts


def test_a_token_that_does_not_fit_is_told_with_all_others() -> None:
    content = write(X, X, X).replace("9-11\tso", "9-11\tno").replace("4-8", "4-7")

    reading = read(content)

    (finding,) = reading.findings
    assert finding.message == '1-2 says "said", the text has "sai" at 4-7'
    assert finding.hint == (
        "2 of 4 tokens do not cover their words; most do in UTF-16 code units"
    )
    assert not reading.is_proved


def test_offsets_within_a_character_are_no_place() -> None:
    content = HEADER.replace("3.3", "3.2") + "#Text=😊b 😊\n"
    rows = ["1-1\t0-3\t😊b", "1-2\t4-6\t😊", "1-2.1\t5-6\t😊"]

    reading = read(content + "".join(f"{row}\t{X}\n" for row in rows))

    (finding,) = reading.findings
    assert finding.message == '1-2.1 says "😊", the text has no whole characters at 5-6'
    assert [mark.text for mark in reading.annotations.marks] == ["😊b", "😊"]
    assert reading.refused_count == 1


def test_a_sentence_at_a_wrong_place_leaves_the_others_where_they_are() -> None:
    rows = [(1, 0, "Eva"), (2, 2, "was"), (3, 20, "not"), (4, 24, "so")]
    body = "".join(
        f"\n#Text={words}\n{number}-1\t{begin}-{begin + len(words)}\t{words}\t{X}\n"
        for number, begin, words in rows
    )

    reading = read(HEADER + body)

    assert [finding.code for finding in reading.findings] == ["covered-text"]
    assert reading.annotations.text == f"Eva\nwas\n{' ' * 12}not\nso"
    assert [mark.text for mark in reading.annotations.marks] == ["Eva", "not", "so"]


ENTRIES = st.sampled_from(
    ["x", "*", "y z", "x[a]", "\\*", "\\|", "[", "]", "", "\\[1\\]"]
)
CELLS = st.lists(ENTRIES, min_size=1, max_size=3).map("|".join) | st.just("_")


@given(st.lists(CELLS, min_size=4, max_size=4))
def test_each_annotation_is_read_or_refused(cells: list[str]) -> None:
    header = "#FORMAT=WebAnno TSV 3.3\n#T_SP=a.Span|value\n\n\n" + TEXT
    rows = [f"{token}{cell}\t\n" for token, cell in zip(TOKENS, cells, strict=True)]

    reading = read(header + "".join(rows))

    count = sum(cell.replace("\\|", "").count("|") + 1 for cell in cells if cell != "_")
    bad = sum(part in {"x[a]", "]"} for cell in cells for part in cell.split("|"))
    assert reading.refused_count == bad
    assert len(reading.annotations.marks) + reading.refused_count == count
    assert len(reading.findings) == bad


@given(st.data())
def test_a_changed_file_is_still_read_or_refused(data: st.DataObject) -> None:
    """Each character may go, or another come in its place; ids stay unique."""
    content = list(
        write(X, "_\tp;q\t1-1;1-1\t_\t_\t_\t_\t", "_\t_\t_\tx[1]\tr->1-1\t_\t_\t")
    )
    for place in data.draw(st.lists(st.integers(0, len(content) - 1), max_size=4)):
        content[place] = data.draw(
            st.sampled_from(["", "\t", "\n", "|", "[", "1", "\\", "😊"])
        )

    reading = read("".join(content))

    annotations = reading.annotations
    kinds = (
        annotations.marks,
        annotations.nodes,
        annotations.attributes,
        annotations.links,
    )
    ids = [item[0] for items in kinds for item in items]
    has_errors = any(it.severity is Severity.ERROR for it in reading.findings)
    assert len(ids) == len(set(ids))
    assert set(ids) <= annotations.ids
    assert has_errors or reading.refused_count == 0
    for mark in annotations.marks:
        (fragment,) = mark.fragments
        assert annotations.text[slice(*fragment)] == mark.text


def test_what_refers_to_a_token_that_does_not_fit_is_not_called_dangling() -> None:
    content = write("_\t_\t_\t_\t_\tr\t1-1\t").replace("a.Span|value", "b.Other|value")

    annotations = read(content.replace("\tEva", "\tEve")).annotations

    (link,) = annotations.links
    assert annotations.marks == ()
    assert {link.source_id, link.target_id} <= annotations.ids
