"""The part of brat stand-off that INCEpTION reads: marks, links, attributes, notes."""

from __future__ import annotations

import re

from hypothesis import given

from claimpack.annotations import (
    Annotations,
    Attribute,
    Fragment,
    Link,
    Mark,
    Node,
    Note,
    Reference,
    Role,
)
from claimpack.readers.brat import read_brat
from exported import (
    NOWHERE,
    WILD,
    export,
    make_annotations,
    make_text,
    read,
    read_seed,
)

REST = "[^\n\r\x85\u2028\u2029]*"
FORMS = {
    "T": rf"T\d+\t\w[\w-]* \d+ \d+\t{REST}",
    "R": r"R\d+\t\w[\w-]+ [A-Za-z][A-Za-z0-9]+:T\d+ [A-Za-z][A-Za-z0-9]+:T\d+",
    "A": r"A\d+\t[A-Za-z_][\w:-]+ [TR]\d+( [^\s]+)?",
    "#": rf"#\d+\t[A-Za-z_][\w-]+ [TR]\d+\t{REST}",
}
"""What INCEpTION's importer takes of each kind of line that we write."""
TEXT = "Anna said:\n“The dam burst”.\n"
SAID = Mark("T1", "Say", (Fragment(5, 9),), "said", NOWHERE)
CLAIM = Mark("T2", "Claim", (Fragment(0, 9), Fragment(12, 25)), "?", NOWHERE)
BOTH = Annotations(path="", text=TEXT, marks=(SAID, CLAIM))


def write(annotations: Annotations) -> tuple[list[str], dict[str, int]]:
    """The lines of an .ann file, and what was lost."""
    files, lost = export("brat-portable", make_text(annotations))
    assert files["dam.txt"] == annotations.text.encode()
    return files["dam.ann"].decode().split("\n")[:-1], lost


def is_read(line: str) -> bool:
    """Whether INCEpTION's importer takes a line."""
    return re.fullmatch(FORMS.get(line[0], "$."), line, re.ASCII) is not None


@given(make_annotations(WILD))
def test_every_line_has_a_form_that_is_read(annotations: Annotations) -> None:
    lines, _ = write(annotations)

    ids = {line.partition("\t")[0] for line in lines}
    targets = {it for line in lines for it in re.findall(r"[: ]([TR]\d+)\b", line)}
    assert [line for line in lines if not is_read(line)] == []
    assert len(ids) == len(lines)
    assert targets & {f"T{n}" for n in range(100)} <= ids


def test_the_seed_becomes_marks_links_attributes_and_notes() -> None:
    seed = read_seed()

    lines, lost = write(seed)

    assert [line for line in lines if not is_read(line)] == []
    flat = read("".join(f"{it}\n" for it in lines).encode(), seed.text)
    roles = sum(len(node.roles) for node in seed.nodes)
    assert len(flat.marks) == len(seed.marks) + lost.pop(
        "ids, which are now others or none"
    )
    assert len(flat.links) == len(seed.links) + roles
    assert len(flat.attributes) == len(seed.attributes)
    assert len(flat.notes) == len(seed.notes)
    assert lost == {
        "marks in fragments, which now cover what lies between": 13,
        "nodes, which are now marks with links for their roles": len(seed.nodes),
        "references": len(seed.references),
    }


def test_a_node_is_the_mark_that_triggers_it_and_its_roles_are_links() -> None:
    annotations = Annotations(
        path="",
        text=TEXT,
        marks=(SAID, Mark("T2", "Person", (Fragment(0, 4),), "Anna", NOWHERE)),
        nodes=(
            Node("E1", "Attribution", "T1", (Role("Source", "T2"),), NOWHERE),
            Node("E2", "Event", "T1", (Role("By", "E1"),), NOWHERE),
        ),
        links=(Link("R1", "Same", "E1", "E2", NOWHERE),),
        attributes=(Attribute("A1", "Act", "E1", "Belief", NOWHERE),),
        notes=(Note("#1", "Doubt", "E2", "really?", NOWHERE),),
    )

    lines, lost = write(annotations)

    assert lines == [
        "T1\tAttribution 5 9\tsaid",
        "T3\tEvent 5 9\tsaid",
        "T2\tPerson 0 4\tAnna",
        "R1\tSame Arg1:T1 Arg2:T3",
        "R2\tSource Arg1:T1 Arg2:T2",
        "R3\tBy Arg1:T3 Arg2:T1",
        "A1\tAct T1 Belief",
        "#1\tDoubt T3\treally?",
    ]
    assert lost == {
        "nodes, which are now marks with links for their roles": 2,
        "labels of triggers, which are now those of nodes": 1,
        "ids, which are now others or none": 1,
    }


def test_a_mark_in_fragments_covers_what_lies_between() -> None:
    lines, lost = write(BOTH)

    assert lines == ["T1\tSay 5 9\tsaid", "T2\tClaim 0 25\tAnna said: “The dam burst"]
    assert lost == {
        "marks in fragments, which now cover what lies between": 1,
        "texts with line breaks, which are now spaces": 1,
    }


def test_links_of_equivalence_are_links_with_numbers() -> None:
    ann = b"T1\tA 0 4\tAnna\nT2\tB 5 9\tsaid\n*\tSame T1 T2\nN1\tReference T1 W:1\n"

    lines, lost = write(read(ann, TEXT))

    assert lines[2:] == ["R1\tSame Arg1:T1 Arg2:T2"]
    assert lost == {"references": 1, "ids, which are now others or none": 1}


def test_words_have_the_characters_that_java_reads() -> None:
    annotations = Annotations(
        path="",
        text=TEXT,
        marks=(SAID._replace(label="Ä:b"),),
        attributes=(Attribute("A1", "2x", "T1", "very  much", NOWHERE),),
        references=(Reference("N1", "T1", "W", "1", "", NOWHERE),),
        notes=(Note("#1", "N", "T1", "a\u2028b\x85c\rd", NOWHERE),),
    )

    lines, lost = write(annotations)

    assert lines == [
        "T1\t__b 5 9\tsaid",
        "A1\t_2x_ T1 very_much",
        "#1\tN_ T1\ta b c d",
    ]
    assert lost == {
        "references": 1,
        "names that the format cannot have, which are now spelt with _": 3,
        "values with white space, which is now other or none": 1,
        "texts with line breaks, which are now spaces": 1,
    }


def test_marks_that_inception_would_take_elsewhere_are_told() -> None:
    marks = (
        Mark("T1", "A", (Fragment(0, 1),), "a", NOWHERE),
        Mark("T2", "B", (Fragment(1, 2),), "🕯", NOWHERE),
        Mark("T3", "C", (Fragment(2, 3),), "c", NOWHERE),
    )
    annotations = Annotations(path="", text="a🕯c", marks=marks)

    lines, lost = write(annotations)

    assert lines[1:] == ["T2\tB 1 2\t🕯", "T3\tC 2 3\tc"]
    assert lost == {
        "marks after a character beyond U+FFFF, which INCEpTION counts as two": 2
    }


def test_what_reads_brat_reads_it_where_no_mark_has_a_line_break() -> None:
    lines, _ = write(Annotations(path="", text=TEXT, marks=(SAID,)))

    reading = read_brat(f"{lines[0]}\n".encode(), TEXT, "")

    assert reading.findings == ()
