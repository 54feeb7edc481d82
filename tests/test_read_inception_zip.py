"""Exports of INCEpTION: whose annotations of which text their files hold."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimpack.annotations import AnnotationFile, Reading
from claimpack.archives.contents import read_contents
from claimpack.errors import SourceError
from claimpack.findings import Severity
from claimpack.readers.inception_zip import is_inception_zip, read_inception_zip
from uima_files import META, mark, write_json, write_types, write_xmi

TEXT = "Eva 😊 said so ."
SPAN = 'a.Span 2 4 6 value="x"'
XMI = write_xmi(TEXT, SPAN)
TYPES = write_types()
JSON = write_json(TEXT, mark(2, "a.Span", 0, 3))


def pack(files: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP file, as Java and others write them."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for path, content in files.items():
            archive.writestr(path, content)
    return buffer.getvalue()


def read(content: bytes) -> list[Reading]:
    file = AnnotationFile(path="x/export.zip", content=content)
    return list(read_inception_zip(file))


def describe(content: bytes) -> list[tuple[str, str, int]]:
    """Name and annotator of each reading, and how many marks it has."""
    readings = read(content)
    assert [it.findings for it in readings] == [()] * len(readings)
    assert {it.annotations.path for it in readings} == {"x/export.zip"}
    return [(it.name, it.annotator, len(it.annotations.marks)) for it in readings]


ONE = pack({"a.txt.xmi": XMI, "TypeSystem.xml": TYPES})
KIM = pack({"kim.xmi": XMI, "TypeSystem.xml": TYPES})
OWNED = {
    "documentTitle": "a.txt",
    "documentId": "kim",
    "documentUri": "p/a.txt",
    "collectionId": "p",
    "documentBaseUri": "p",
}
METADATA = " ".join(f'{key}="{value}"' for key, value in OWNED.items())
SAID = write_xmi(TEXT, f"{META}.DocumentMetaData 9 0 16 {METADATA}", SPAN)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        pytest.param(ONE, [("a.txt", "", 1)], id="one-document"),
        pytest.param(
            pack({"x.xmi": SAID, "TypeSystem.xml": TYPES}),
            [("a.txt", "kim", 1)],
            id="one-document-that-says-whose-it-is",
        ),
        pytest.param(
            pack({"d/a.xmi": XMI, "d/b.xmi": XMI, "d/typesystem.xml": TYPES}),
            [("a", "", 1), ("b", "", 1)],
            id="several-documents",
        ),
        pytest.param(
            pack(
                {
                    "exportedproject.json": b"{}",
                    "source/a.txt": TEXT.encode(),
                    "annotation/a.txt/INITIAL_CAS.zip": KIM,
                    "annotation/a.txt/kim.zip": KIM,
                    "annotation/a.txt/lee.zip": KIM,
                    "annotation/b.txt/INITIAL_CAS.zip": KIM,
                    "annotation_ser/a.txt/kim.ser": b"java",
                    "curation/a.txt/CURATION_USER.zip": KIM,
                }
            ),
            [
                ("a.txt", "kim", 1),
                ("a.txt", "lee", 1),
                ("b.txt", "INITIAL_CAS", 1),
                ("a.txt", "CURATION_USER", 1),
            ],
            id="project",
        ),
        pytest.param(
            pack({"p/annotation/a.b.txt/webanno399export.zip": KIM}),
            [("a.b.txt", "kim", 1)],
            id="project-of-webanno-in-a-folder",
        ),
        pytest.param(
            pack(
                {"annotation/a.txt/kim.json": write_json(TEXT, mark(2, "a.Span", 0, 3))}
            ),
            [("a.txt", "kim", 1)],
            id="json",
        ),
        pytest.param(
            pack({"a.xmi": XMI, "TypeSystem.xml": TYPES}, zipfile.ZIP_STORED),
            [("a", "", 1)],
            id="stored",
        ),
    ],
)
def test_a_reading_for_each_text_and_annotator(
    content: bytes, expected: list[tuple[str, str, int]]
) -> None:
    assert is_inception_zip(content)
    assert describe(content) == expected


def test_findings_stand_in_the_files_of_the_archive() -> None:
    inner = pack({"kim.xmi": write_xmi(TEXT, "a.Span 2 4 5"), "TypeSystem.xml": TYPES})

    (reading,) = read(pack({"annotation/a.txt/kim.zip": inner}))

    (finding,) = reading.findings
    assert (finding.code, finding.location.path, finding.location.line) == (
        "split-character",
        "x/export.zip/annotation/a.txt/kim.zip/kim.xmi",
        3,
    )
    assert reading.refused_count == 1


def test_each_text_of_a_document_has_a_name() -> None:
    second = 'xmi:id="8" sofaNum="2" sofaID="translation" sofaString="Eve"'
    both = write_xmi(TEXT, SPAN, f"<cas:Sofa {second}/>")
    inner = pack({"kim.xmi": both, "TypeSystem.xml": TYPES})

    found = describe(pack({"annotation/a.txt/kim.zip": inner}))

    assert sorted(found) == [("a.txt", "kim", 0), ("a.txt-2", "kim", 1)]


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        pytest.param(pack({"annotation/a/b.zip": b""}), True, id="annotation"),
        pytest.param(
            pack({"source/a.txt": b"", "exportedproject.json": b""}), True, id="project"
        ),
        pytest.param(pack({"x/typesystem.xml": b""}), True, id="types"),
        pytest.param(pack({"data/claims.csv": b"a.xmi"}), False, id="other-zip"),
        pytest.param(b"PK\3\4", False, id="nothing-but-the-mark"),
        pytest.param(XMI, False, id="xmi"),
        pytest.param(b"", False, id="empty"),
    ],
)
def test_an_export_is_known_by_the_names_in_it(head: bytes, *, expected: bool) -> None:
    assert is_inception_zip(head) is expected


def list_findings(content: bytes) -> list[tuple[str | None, str, str]]:
    """Path, code and message of all findings."""
    return [
        (it.location.path, it.code, it.message)
        for reading in read(content)
        for it in reading.findings
    ]


OUTER = "x/export.zip"
INNER = "x/export.zip/annotation/a/kim.zip"
NO_END = (
    "found no end of a zip archive at the end of the file; expected a whole zip "
    "archive; fetch it or pack it again."
)
NOT_ONE = "files with annotations in XMI or JSON; expected one; export it again."
LEFT_OUT = "of the archive is not read"
LEADS_OUT = (
    'entry "../a.xmi": found a ".." that leads out of its folder; expected a path with '
    "forward slashes that stays in the archive; rename the file and pack it again."
)


def not_read(path: str, message: str) -> tuple[str, str, str]:
    """A finding about an archive."""
    return path, "export-not-read", f"nothing is read of it: {path}{message}"


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param(
            {"annotation/a/kim.ser": b"java", "source/a.txt": b"Eva"},
            [
                (OUTER, "no-cas", "the archive has no annotations in XMI or in JSON"),
                (
                    f"{OUTER}/annotation/a/kim.ser",
                    "member-left-out",
                    f'"annotation/a/kim.ser" {LEFT_OUT} (1 of them)',
                ),
            ],
            id="nothing",
        ),
        pytest.param(
            {
                "annotation/a/kim.zip": KIM,
                "annotation/a/lee.tsv": b"",
                "curation/a/lee.tsv": b"",
            },
            [
                (
                    f"{OUTER}/annotation/a/lee.tsv",
                    "member-left-out",
                    f'"annotation/a/lee.tsv" {LEFT_OUT} (2 of them)',
                ),
            ],
            id="other-formats",
        ),
        pytest.param(
            {
                "TypeSystem.xml": TYPES,
                "a.xmi": XMI,
                "b.json": b"{}",
                "c.tsv": b"",
                "exportedproject1.json": b"{}",
                "source/a.json": b"{}",
                "annotation_ser/a/kim.ser": b"",
            },
            [
                (
                    f"{OUTER}/b.json",
                    "member-left-out",
                    f'"b.json" {LEFT_OUT} (2 of them)',
                )
            ],
            id="beside-a-file-that-is-read",
        ),
        pytest.param(
            {"a.xmi": XMI},
            [
                (
                    f"{OUTER}/a.xmi",
                    "type-system",
                    "nothing is read, because the type system is missing",
                ),
            ],
            id="no-type-system",
        ),
        pytest.param(
            {"annotation/a/kim.json": b"{}"},
            [
                (
                    f"{OUTER}/annotation/a/kim.json",
                    "cas-not-read",
                    "nothing is read of it: no list %FEATURE_STRUCTURES",
                ),
            ],
            id="json-that-is-no-cas",
        ),
        pytest.param(
            {"annotation/a/kim.zip": pack({"a.txt": b""})},
            [not_read(INNER, f": found 0 {NOT_ONE}")],
            id="annotator-without-annotations",
        ),
        pytest.param(
            {"annotation/a/kim.zip": pack({"a.xmi": b"", "b.xmi": b""})},
            [not_read(INNER, f": found 2 {NOT_ONE}")],
            id="annotator-with-two-files",
        ),
        pytest.param(
            {"annotation/a/kim.zip": b"PK"},
            [not_read(INNER, f": {NO_END}")],
            id="archive-that-is-none",
        ),
        pytest.param(
            {"../a.xmi": XMI},
            [not_read(OUTER, f", {LEADS_OUT}")],
            id="path-that-leads-out",
        ),
    ],
)
def test_what_is_not_read_is_told(
    files: dict[str, bytes], expected: list[tuple[str, str, str]]
) -> None:
    assert list_findings(pack(files)) == expected


def test_an_archive_that_is_cut_short_is_not_read() -> None:
    assert list_findings(ONE[:-30]) == [not_read(OUTER, f": {NO_END}")]


def test_archives_that_inflate_without_bounds_are_refused() -> None:
    bomb = pack({"annotation/a/kim.zip": pack({"a.xmi": b" " * 5_000_000})})

    ((path, code, message),) = list_findings(bomb)

    assert (path, code) == (INNER, "export-not-read")
    assert "found 5,000,000 bytes packed in " in message


def test_a_file_has_a_largest_size() -> None:
    contents = read_contents(pack({"a.xmi": b"x" * 100}), "a.zip")

    with pytest.raises(SourceError, match=r"^a.zip/a.xmi: found 100 bytes; "):
        contents.read("a.xmi", 99)


def test_a_file_that_is_damaged_is_refused() -> None:
    content = bytearray(
        pack({"a.xmi": XMI, "TypeSystem.xml": TYPES}, zipfile.ZIP_STORED)
    )
    content[content.index(b"Eva")] ^= 1

    ((path, code, message),) = list_findings(bytes(content))

    assert (path, code) == ("x/export.zip/a.xmi", "export-not-read")
    assert "found the checksum" in message


@given(st.binary(), st.integers(0, 5000))
def test_no_bytes_raise(content: bytes, place: int) -> None:
    """Each archive is read whole, or there is a finding."""
    whole = pack({"annotation/a.txt/kim.zip": KIM})
    damaged = whole[:place] + content + whole[place + len(content) :]

    for it in (content, damaged):
        (reading,) = read(it)
        has_errors = any(it.severity is Severity.ERROR for it in reading.findings)
        assert has_errors is (reading.annotations.marks == ())
