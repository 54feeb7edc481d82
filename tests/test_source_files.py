"""Files that others have annotated: which are read, by whom, and under which ids."""

from __future__ import annotations

from pathlib import Path

import pytest

from claimpack.annotations import Annotations, Fragment, Reading
from claimpack.errors import UsageError
from claimpack.files import Folder
from claimpack.findings import Finding
from claimpack.source_files import (
    AUTO,
    SourceFiles,
    SourceText,
    count_kinds,
    iter_paths,
    make_id,
    name_documents,
    read_files,
)
from packages import write_files

ANN = b"T1\tDam 4 7\tdam\n"
TEXT = b"The dam burst.\n"
LITBANK = Path(__file__).parents[2] / "shared/corpora/litbank/entities/brat"


def read(
    root: Path, format_name: str = AUTO, annotator: str | None = None
) -> SourceFiles:
    """The texts of all files of a folder."""
    folder = Folder(root)
    return read_files(folder, iter_paths(folder), format_name, annotator)


def list_findings(found: SourceFiles) -> list[Finding]:
    """What is wrong with the files, and then with each text."""
    of_texts = (finding for text in found.texts for finding in text.reading.findings)
    return [*found.findings, *of_texts]


def list_codes(found: SourceFiles) -> list[tuple[str | None, str]]:
    """File and code of each finding."""
    return [(finding.location.path, finding.code) for finding in list_findings(found)]


def make_text(name: str) -> SourceText:
    """A text of some name in a file `a.tsv`."""
    reading = Reading(annotations=Annotations(path="a.tsv", text=""), name=name)
    return SourceText(format="webanno-tsv", reading=reading)


def test_files_of_all_folders_are_read_by_what_they_hold(tmp_path: Path) -> None:
    files = {
        "a.txt": TEXT,
        "a.ann": ANN,
        "sub/b.txt": TEXT,
        "sub/b.ann": b"",
        "README.md": b"# About\n",
        "annotation.conf": b"[entities]\n",
    }
    write_files(tmp_path, files)

    found = read(tmp_path)

    assert list_codes(found) == [("README.md", "format-unknown")]
    told = [(it.format, str(it.path), it.reading.is_proved) for it in found.texts]
    assert told == [("brat", "a.ann", True), ("brat", "sub/b.ann", False)]
    assert count_kinds(found.texts[0].reading) == {
        "marks": 1,
        "nodes": 0,
        "attributes": 0,
        "references": 0,
        "notes": 0,
        "links": 0,
    }


XMI = """<xmi:XMI xmlns:xmi="http://www.omg.org/XMI" xmlns:cas="http:///uima/cas.ecore"
 xmlns:ner="http:///de/tudarmstadt/ukp/dkpro/core/api/ner/type.ecore" xmi:version="2.0">
 <ner:NamedEntity xmi:id="2" sofa="1" begin="4" end="7" value="DAM"/>
 <cas:Sofa xmi:id="1" sofaNum="1" sofaID="_InitialView" sofaString="The dam burst."/>
 <cas:View sofa="1" members="2"/>
</xmi:XMI>
"""
TYPES = """<typeSystemDescription xmlns="http://uima.apache.org/resourceSpecifier">
 <types/>
</typeSystemDescription>
"""


def test_one_type_system_serves_the_folders_below_it(tmp_path: Path) -> None:
    files = {"types.xml": TYPES, "TypeSystem.xml": TYPES, "sub/deep/a.xmi": XMI}
    write_files(tmp_path, {path: text.encode() for path, text in files.items()})

    found = read(tmp_path)

    told = [(it.code, it.message) for it in list_findings(found)]
    assert told == [("format-unknown", "it is a type system, and is not read")]
    (text,) = found.texts
    assert [it.label for it in text.reading.annotations.marks] == ["NamedEntity"]


def test_a_format_that_is_asked_for_leaves_the_files_of_others(tmp_path: Path) -> None:
    files = {"a.xmi": XMI, "TypeSystem.xml": TYPES, "types.xml": TYPES}
    files |= {"a.txt": "The dam burst.", "a.ann": "T1\tDam 4 7\tdam\n"}
    files |= {"odd.tsv": "1-1\t0-3\tThe\n"}
    write_files(tmp_path, {path: text.encode() for path, text in files.items()})

    found = read(tmp_path, "webanno-tsv")

    assert sorted(list_codes(found)) == [
        ("a.ann", "format-unknown"),
        ("a.xmi", "format-unknown"),
        ("odd.tsv", "format-version"),
        ("types.xml", "format-unknown"),
    ]


def test_folders_of_single_annotators_are_left_out(tmp_path: Path) -> None:
    write_files(tmp_path, {"a.txt": TEXT, "a.ann": ANN, "annotators/kim/a.ann": ANN})

    found = read(tmp_path)

    assert [str(text.path) for text in found.texts] == ["a.ann"]
    assert list_findings(found) == []


@pytest.mark.parametrize(
    ("name", "document_id"),
    [
        ("Bleak House, 2", "bleak-house-2"),
        ("_draft", "draft"),
        ("Ärger", "rger"),
        ("新闻", ""),
        ("a" * 200, "a" * 80),
    ],
)
def test_an_id_has_what_it_may_have_of_a_name(name: str, document_id: str) -> None:
    assert make_id(name) == document_id


@pytest.mark.parametrize(
    ("names", "ids"),
    [
        pytest.param(["Dam 1", "dam-1"], ["dam-1", "dam-1.2"], id="one name twice"),
        pytest.param(["a", "a.2", "a"], ["a", "a.2", "a.3"], id="a number in a name"),
        pytest.param(["新闻"], ["text-1"], id="no letter that an id may have"),
        pytest.param([""], ["a"], id="no name: that of the file"),
    ],
)
def test_each_text_has_an_id_of_its_own(names: list[str], ids: list[str]) -> None:
    assert name_documents([make_text(name) for name in names]) == ids


def test_two_annotators_of_a_text_are_not_counted_twice(tmp_path: Path) -> None:
    files = {"a.txt": TEXT, "a_kim.ann": ANN, "a_lee.ann": b"T1\tDam 0 7\tThe dam\n"}
    write_files(tmp_path, files)

    both, one = read(tmp_path), read(tmp_path, annotator="lee")

    (finding,) = both.findings
    assert finding.message == '"a" is annotated by kim, lee'
    assert finding.hint == "choose one, as in --annotator lee"
    assert one.findings == ()
    (text,) = one.texts
    assert [mark.text for mark in text.reading.annotations.marks] == ["The dam"]


def test_a_file_without_the_name_of_an_annotator_is_one_of_several(
    tmp_path: Path,
) -> None:
    write_files(tmp_path, {"a.txt": TEXT, "a.ann": ANN, "a_kim.ann": ANN})

    both, one = read(tmp_path), read(tmp_path, annotator="kim")

    (finding,) = both.findings
    assert finding.message == '"a" is annotated by nobody by name, kim'
    assert [str(text.path) for text in one.texts] == ["a_kim.ann"]


def test_defects_of_another_annotator_do_not_matter(tmp_path: Path) -> None:
    files = {"a.txt": TEXT, "a_kim.ann": ANN, "a_lee.ann": b"T1\tDam 0 3\tdam\n"}
    write_files(tmp_path, files)

    assert list_findings(read(tmp_path, annotator="kim")) == []
    assert list_codes(read(tmp_path, annotator="lee")) == [
        ("a_lee.ann", "covered-text")
    ]


def test_an_annotator_who_annotated_nothing_is_told(tmp_path: Path) -> None:
    write_files(tmp_path, {"a.txt": TEXT, "a_kim.ann": ANN})

    with pytest.raises(UsageError) as caught:
        read(tmp_path, annotator="kin")

    assert str(caught.value) == "nobody is called \"kin\"; did you mean 'kim'?"


def test_other_units_are_accepted_where_all_spans_prove_them(tmp_path: Path) -> None:
    text = "🕯 The dam 🕯 burst.\n"
    ann = "T1\tDam 7 10\tdam\nT2\tBurst 14 19\tburst\n"  # an emoji counts twice
    write_files(tmp_path, {"a.txt": text.encode(), "a.ann": ann.encode()})

    found = read(tmp_path)

    (finding,) = list_findings(found)
    assert (finding.code, finding.severity) == ("other-unit", "note")
    assert finding.message == (
        "offsets do not count code points: all spans fit in UTF-16 code units"
    )
    reading = found.texts[0].reading
    assert (reading.unit, reading.is_proved) == ("in UTF-16 code units", True)
    first, second = reading.annotations.marks
    assert (first.fragments, second.fragments) == (
        (Fragment(6, 9),),
        (Fragment(12, 17),),
    )


def test_a_note_on_nothing_leaves_the_offsets_proved(tmp_path: Path) -> None:
    ann = ANN + b"#1\tAnnotatorNotes T9\tgone\n"
    write_files(tmp_path, {"a.txt": TEXT, "a.ann": ann})

    found = read(tmp_path)

    assert list_codes(found) == [("a.ann", "dangling-note")]
    assert found.texts[0].reading.is_proved


WRONG: dict[str, tuple[dict[str, bytes], list[tuple[str, str]]]] = {
    "nothing at all": ({"a.txt": TEXT}, [(".", "no-article")]),
    "no text": ({"a.ann": ANN}, [("a.ann", "text-missing")]),
    "a text in another encoding": (
        {"a.ann": ANN, "a.txt": b"\xff"},
        [("a.txt", "text-unreadable")],
    ),
    "words that are not there": (
        {"a.ann": ANN, "a.txt": b"No such thing."},
        [("a.ann", "covered-text")],
    ),
}


@pytest.mark.parametrize(("files", "expected"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_with_files_is_told(
    tmp_path: Path, files: dict[str, bytes], expected: list[tuple[str, str]]
) -> None:
    write_files(tmp_path, files)

    assert list_codes(read(tmp_path)) == expected


@pytest.mark.skipif(
    not LITBANK.exists(), reason="the corpora are not part of the project"
)
def test_the_entities_of_a_hundred_novels_are_all_read() -> None:
    lines = [
        line
        for path in LITBANK.glob("*.ann")
        for line in path.read_bytes().split(b"\n")
        if line
    ]

    found = read(LITBANK)

    assert list_findings(found) == []
    readings = [text.reading for text in found.texts]
    assert sum(len(it.annotations.marks) for it in readings) == len(lines)
    assert all(it.is_proved for it in readings)
