"""Annotations as brat stand-off: what is read again is what was written."""

from __future__ import annotations

from dataclasses import replace

import pytest
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
from claimpack.exporters.brat import format_brat
from claimpack.exporters.losses import Losses
from claimpack.findings import has_errors
from claimpack.readers.brat import read_brat
from exported import (
    NOWHERE,
    SEED,
    TIDY,
    WILD,
    export,
    forget_places,
    make_annotations,
    make_text,
    read,
    read_seed,
)

TEXT = "Eva Lind said 40 people died.\r\nShe 🕯 left.\n"
EVA = Mark("T1", "Person", (Fragment(0, 8),), "Eva Lind", NOWHERE)
SAID = Mark("T2", "Say", (Fragment(9, 13),), "said", NOWHERE)
SAYING = Node("E1", "Say", "T2", (Role("Speaker", "T1"),), NOWHERE)


def make(**kinds: object) -> Annotations:
    """Annotations of the text: Eva, who speaks, and what else is given."""
    base = Annotations(path="", text=TEXT, marks=(EVA, SAID), nodes=(SAYING,))
    return replace(base, **kinds)  # type: ignore[arg-type]  # kinds of Annotations


def write(annotations: Annotations) -> tuple[list[str], dict[str, int]]:
    """The lines of an .ann file, and what was lost."""
    losses = Losses()
    lines = format_brat(annotations, losses).decode().split("\n")
    return lines[:-1], {it.what: it.count for it in losses.found.values()}


def test_the_lines_of_the_seed_are_made_again_byte_by_byte() -> None:
    losses = Losses()

    assert format_brat(read_seed(), losses) == SEED.read_bytes()
    assert losses.found == {}


@given(make_annotations(TIDY))
def test_all_that_brat_has_is_read_again(annotations: Annotations) -> None:
    losses = Losses()

    ann = format_brat(annotations, losses)

    assert losses.found == {}
    reading = read_brat(ann, annotations.text, "")
    assert not has_errors(reading.findings)
    assert forget_places(reading.annotations) == annotations


@given(make_annotations(WILD))
def test_whatever_is_written_is_read_without_error(annotations: Annotations) -> None:
    losses = Losses()

    ann = format_brat(annotations, losses)

    reading = read_brat(ann, annotations.text, "")
    assert not has_errors(reading.findings)
    assert losses.found or forget_places(reading.annotations) == annotations


def test_lines_have_the_order_of_their_source() -> None:
    lines = ["E1\tSay:T2 Speaker:T1", "T2\tSay 9 13\tsaid", "T1\tPerson 0 8\tEva Lind"]
    annotations = read("".join(f"{it}\n" for it in lines).encode(), TEXT)

    assert write(annotations) == (lines, {})


def test_fillers_of_one_role_are_told_apart_by_numbers() -> None:
    roles = (Role("Of", "T1"), Role("By", "T1"), Role("Of", "T2"), Role("Of", "E1"))

    lines, lost = write(make(nodes=(SAYING._replace(roles=roles),)))

    assert lines[2:] == ["E1\tSay:T2 Of:T1 By:T1 Of2:T2 Of3:E1"]
    assert lost == {}


def test_ids_that_brat_cannot_have_get_the_lowest_free_numbers() -> None:
    marks = (EVA, SAID._replace(mark_id="region 7"))
    node = SAYING._replace(node_id="T3", trigger_id="region 7")
    note = Note("n", "Doubt", "T3", "really?", NOWHERE)
    again = note._replace(note_id="#1", target_id="region 7")

    lines, lost = write(make(marks=marks, nodes=(node,), notes=(note, again)))

    assert lines == [
        "T1\tPerson 0 8\tEva Lind",
        "T2\tSay 9 13\tsaid",
        "E1\tSay:T2 Speaker:T1",
        "#2\tDoubt E1\treally?",
        "#1\tDoubt T2\treally?",
    ]
    assert lost == {"ids, which are now others or none": 3}


def test_an_id_that_two_have_stays_with_the_first() -> None:
    marks = (EVA, EVA._replace(label="Woman"))

    lines, lost = write(make(marks=marks, nodes=()))

    assert lines == ["T1\tPerson 0 8\tEva Lind", "T2\tWoman 0 8\tEva Lind"]
    assert lost == {"ids, which are now others or none": 1}


MARKS = {
    "one line end": (Fragment(14, 34), "14 29;31 34\t40 people died. She"),
    "a line end at its end": (Fragment(14, 31), "14 29\t40 people died."),
    "half of a line end": (Fragment(14, 30), "14 30\t40 people died.\r"),
    "an emoji": (Fragment(35, 41), "35 41\t🕯 left"),
}


@pytest.mark.parametrize("case", MARKS)
def test_a_mark_has_a_fragment_for_each_line(case: str) -> None:
    fragment, expected = MARKS[case]
    mark = Mark("T1", "Claim", (fragment,), TEXT[slice(*fragment)], NOWHERE)
    annotations = make(marks=(mark,), nodes=())

    lines, lost = write(annotations)

    assert lines == [f"T1\tClaim {expected}"]
    split = {"marks with line breaks, which now have fragments": 1}
    assert lost == (split if "\n" in mark.text else {})


def test_what_points_at_a_mark_without_words_is_lost_with_it() -> None:
    gap = Mark("T3", "Gap", (Fragment(29, 31),), "\r\n", NOWHERE)
    orphan = Node("E2", "Gap", "T3", (), NOWHERE)
    hollow = SAYING._replace(roles=(Role("Speaker", "T1"), Role("Of", "E2")))
    annotations = make(
        marks=(EVA, SAID, gap),
        nodes=(hollow, orphan),
        links=(Link("R1", "Near", "T1", "T3", NOWHERE),),
        attributes=(Attribute("A1", "Long", "T3", None, NOWHERE),),
        references=(Reference("N1", "E2", "Wiki", "Q1", "", NOWHERE),),
        notes=(Note("#1", "Doubt", "R1", "near?", NOWHERE),),
    )

    lines, lost = write(annotations)

    assert lines == [
        "T1\tPerson 0 8\tEva Lind",
        "T2\tSay 9 13\tsaid",
        "E1\tSay:T2 Speaker:T1",
    ]
    assert lost == {
        "marks with line breaks, which now have fragments": 1,
        "marks without words": 1,
        "nodes without a trigger": 1,
        "links to what is not there": 1,
        "roles filled by what is not there": 1,
        "attributes, references and notes of what is not there": 3,
    }


def test_names_that_brat_cannot_have_are_spelt_with_low_lines() -> None:
    roles = (Role("by whom", "T1"), Role("Of2", "T1"), Role("", "T1"))
    annotations = make(
        marks=(EVA._replace(label="ns:Per son"), SAID),
        nodes=(SAYING._replace(label="7", roles=roles),),
        references=(Reference("N1", "T1", "a:b", "c d:e", "x\ny\r", NOWHERE),),
        notes=(Note("#1", "my note", "T1", "one\r\ntwo", NOWHERE),),
    )

    lines, lost = write(annotations)

    assert lines == [
        "T1\tns_Per_son 0 8\tEva Lind",
        "T2\tSay 9 13\tsaid",
        "E1\t7_:T2 by_whom:T1 Of2_:T1 _:T1",
        "N1\tReference T1 a_b:c_d_e\tx y ",
        "#1\tmy_note T1\tone\r two",
    ]
    assert lost == {
        "names that the format cannot have, which are now spelt with _": 8,
        "texts with line breaks, which are now spaces": 2,
    }


def test_values_have_single_spaces_and_no_target_has_two() -> None:
    values = {"A1": "very  much", "A2": "very much", "A3": "no", "A4": "", "A5": None}
    attributes = tuple(
        Attribute(key, "Sure" if key < "A4" else "Loud", "E1", value, NOWHERE)
        for key, value in values.items()
    )

    lines, lost = write(make(attributes=attributes))

    assert lines[3:] == [
        "A1\tSure E1 very much",
        "A2\tSure E1 very much",
        "A4\tLoud E1",
        "A5\tLoud E1",
    ]
    assert lost == {
        "values with white space, which is now other or none": 2,
        "attributes of what has another value for them": 1,
    }


ENDS = {
    "names of their own": (("Anaphora", "Antecedent"), "Anaphora:T1 Antecedent:T2"),
    "one name": (("x", "x"), None),
    "none": (("", "y"), None),
    "those of brat in the other order": (("Arg2", "Arg1"), None),
    "a colon": (("x", "y:z"), None),
}


@pytest.mark.parametrize("case", ENDS)
def test_the_ends_of_a_link_have_names_that_tell_them_apart(case: str) -> None:
    names, expected = ENDS[case]

    lines, lost = write(make(links=(Link("R1", "Of", "T1", "T2", NOWHERE, names),)))

    assert lines[3:] == [f"R1\tOf {expected or 'Arg1:T1 Arg2:T2'}"]
    what = "names of the ends of links, which are now Arg1 and Arg2"
    assert lost == ({} if expected else {what: 1})


def test_a_text_and_its_annotations_are_two_files() -> None:
    files, lost = export("brat", make_text(make(nodes=())))

    assert files == {
        "dam.txt": TEXT.encode(),
        "dam.ann": b"T1\tPerson 0 8\tEva Lind\nT2\tSay 9 13\tsaid\n",
    }
    assert lost == {}


def test_what_is_brat_already_is_copied_as_it_is() -> None:
    ann = b"*\tSame T1 T2\r\n\nT1\tA 0 3\tEva\nT2\tB 0 3\tEva"
    text = replace(make_text(make()), brat=ann)

    files, lost = export("brat", text)

    assert (files["dam.ann"], lost) == (ann, {})


@pytest.mark.parametrize(
    ("annotator", "name", "lost"),
    [
        ("kim", "dam_kim.ann", {}),
        ("Kim Lee <k@example.org>", "dam.ann", {"names of annotators": 1}),
    ],
)
def test_the_name_of_the_file_says_who_annotated(
    annotator: str, name: str, lost: dict[str, int]
) -> None:
    files, found = export("brat", make_text(make(), annotator))

    assert (list(files), found) == (["dam.txt", name], lost)
