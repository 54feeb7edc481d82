"""CSV files that are packed or in another encoding."""

from __future__ import annotations

import gc
import gzip
import hashlib
import io
import zlib
from pathlib import Path
from typing import Any

import frictionless
import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimpack.archives.entries import HIGHEST_RATIO, LARGEST_HARMLESS_BYTES
from claimpack.content import (
    CodingError,
    Recoded,
    Unpacked,
    Wrapping,
    find_encoding,
)
from claimpack.errors import SourceError
from claimpack.gate import ByteStream
from packages import check, edit_descriptor, write_descriptor, write_files

FIELDS = [{"name": "id", "type": "integer"}, {"name": "city", "type": "string"}]
RIGHT = "id,city\n1,Malmö\n2,Łódź\n"
WRONG = "id,city\n1,Malmö\nx,Łódź\n"


def write(root: Path, path: str, content: bytes, **more: Any) -> Path:  # noqa: ANN401  # JSON
    """Write a package with one table in a file."""
    write_files(root, {path: content})
    resource = {"name": "t", "path": path, "schema": {"fields": FIELDS}, **more}
    write_descriptor(root, {"resources": [resource]})
    return root


PACKED = {
    "by its name": ("t.csv.gz", {}),
    "by its name and format": ("t.csv.gz", {"format": "csv"}),
    "as declared": ("t.csv", {"compression": "gz"}),
    "by its other name": ("t.csv", {"compression": "gzip"}),
}


@pytest.mark.parametrize("name", PACKED)
def test_a_file_packed_with_gzip_is_read(tmp_path: Path, name: str) -> None:
    path, more = PACKED[name]
    assert check(write(tmp_path, path, gzip.compress(RIGHT.encode()), **more)) == []

    write(tmp_path, path, gzip.compress(WRONG.encode()), **more)

    (finding,) = check(tmp_path)
    place = finding.location
    assert (finding.code, place.path, place.line) == ("type-error", path, 3)


@pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")
def test_the_verdict_on_a_packed_file_is_that_of_frictionless(tmp_path: Path) -> None:
    root = write(tmp_path, "t.csv.gz", gzip.compress(WRONG.encode()))

    report = frictionless.validate(root / "datapackage.json")
    gc.collect()  # frictionless leaves the file open

    codes = [error.type for task in report.tasks for error in task.errors]
    assert codes == [finding.code for finding in check(root)]


def test_each_of_several_files_says_whether_it_is_packed(tmp_path: Path) -> None:
    root = write(tmp_path, "t.csv", b"id,city\n3,Lund\n")
    write_files(root, {"u.csv.gz": gzip.compress(WRONG.encode())})
    paths = {"path": ["t.csv", "u.csv.gz"]}
    edit_descriptor(root, lambda content: content["resources"][0].update(paths))

    (finding,) = check(root)

    assert (finding.code, finding.location.path) == ("type-error", "u.csv.gz")


def test_several_members_are_one_file(tmp_path: Path) -> None:
    head, tail = RIGHT[:11].encode(), RIGHT[11:].encode()
    root = write(tmp_path, "t.csv.gz", gzip.compress(head) + gzip.compress(tail))

    assert check(root) == []


def test_size_and_hash_are_those_of_the_packed_file(tmp_path: Path) -> None:
    packed = gzip.compress(RIGHT.encode())
    digest = f"sha256:{hashlib.sha256(packed).hexdigest()}"

    root = write(tmp_path, "t.csv.gz", packed, bytes=len(packed), hash=digest)

    assert check(root) == []


def test_packed_and_in_another_encoding(tmp_path: Path) -> None:
    packed = gzip.compress(WRONG.encode("utf-16"))

    root = write(tmp_path, "t.csv.gz", packed, encoding="UTF-16")

    assert [finding.code for finding in check(root)] == ["type-error"]


WHOLE = gzip.compress(RIGHT.encode())
DAMAGED = {
    "nothing": b"",
    "no gzip": RIGHT.encode(),
    "an end that is cut off": WHOLE[:-1],
    "a wrong checksum": WHOLE[:-8] + b"\0\0\0\0" + WHOLE[-4:],
    "more after the end": WHOLE + b"x",
}


@pytest.mark.parametrize("name", DAMAGED)
def test_a_damaged_file_is_told(tmp_path: Path, name: str) -> None:
    root = write(tmp_path, "t.csv.gz", DAMAGED[name])

    (finding,) = check(root)

    assert finding.code == "scheme-error"
    assert "pack it again" in finding.message


def test_a_file_that_grows_without_measure_is_refused(tmp_path: Path) -> None:
    most = (LARGEST_HARMLESS_BYTES, HIGHEST_RATIO)
    bomb = gzip.compress(b"id,city\n" + b"1,a\n" * LARGEST_HARMLESS_BYTES, 9)
    assert len(bomb) * most[1] < 4 * most[0]

    (finding,) = check(write(tmp_path, "t.csv.gz", bomb))

    assert finding.code == "scheme-error"
    assert "times as many" in finding.message


ENCODINGS = ["latin-1", "cp1252", "utf-16", "UTF-16LE", "utf-8-sig", "gb18030"]


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_declared_encoding_is_read(tmp_path: Path, encoding: str) -> None:
    text = RIGHT.replace("Łódź", "Århus")
    root = write(tmp_path, "t.csv", text.encode(encoding), encoding=encoding)
    assert check(root) == []

    wrong = text.replace("2,", "x,")
    write(tmp_path, "t.csv", wrong.encode(encoding), encoding=encoding)

    (finding,) = check(tmp_path)
    assert (finding.code, finding.location.line) == ("type-error", 3)
    assert finding.message == 'found "x"'


def test_the_value_is_that_of_the_encoding(tmp_path: Path) -> None:
    fields = [{"name": "city", "constraints": {"enum": ["Malmö"]}}]
    write(tmp_path, "t.csv", "city\nMalmö\n".encode("latin-1"), encoding="latin-1")
    write_descriptor(
        tmp_path,
        {
            "resources": [
                {
                    "name": "t",
                    "path": "t.csv",
                    "encoding": "latin-1",
                    "schema": {"fields": fields},
                }
            ]
        },
    )

    assert check(tmp_path) == []


def test_a_byte_that_is_not_in_the_encoding_is_placed(tmp_path: Path) -> None:
    content = b"id,city\n1,Paris\n2,Malm\xf6\n"
    root = write(tmp_path, "t.csv", content, encoding="us-ascii")

    (finding,) = check(root)

    assert (finding.code, finding.location.line) == ("encoding-error", 3)
    assert finding.message == "the byte 0xf6 at offset 22"
    assert finding.expected == "ascii"


@pytest.mark.parametrize("more", [b"", b"\x00\xdc"], ids=["whole", "half a pair"])
def test_utf_16_says_which_it_is(tmp_path: Path, more: bytes) -> None:
    content = RIGHT.encode("utf-16-le") + more
    root = write(tmp_path, "t.csv", content, encoding="utf-16")

    (finding,) = check(root)

    assert finding.code == "encoding-error"
    assert "UTF-16 stream does not start with BOM" in finding.message


@pytest.mark.parametrize("name", ["rot13", "idna", "unicode_escape", "nope", "a\0b"])
def test_what_is_no_encoding_of_a_file_is_not_read(tmp_path: Path, name: str) -> None:
    assert find_encoding(name) is None

    found = check(write(tmp_path, "t.csv", RIGHT.encode(), encoding=name))

    assert [finding.code for finding in found] == [
        "resource-not-checked",
        "nothing-checked",
    ]


@pytest.mark.parametrize("compression", ["zip", "bz2", "xz"])
def test_other_packings_are_told(tmp_path: Path, compression: str) -> None:
    found = check(write(tmp_path, "t.csv", b"", compression=compression))

    assert [finding.code for finding in found] == [
        "resource-not-checked",
        "nothing-checked",
    ]


@given(st.binary(max_size=2000), st.integers(1, 300), st.integers(0, 9))
def test_what_is_unpacked_is_what_was_packed(
    content: bytes, size: int, level: int
) -> None:
    stream = Unpacked(io.BytesIO(gzip.compress(content, level)), "t.csv.gz")

    chunks = list(iter(lambda: stream.read(size), b""))

    assert b"".join(chunks) == content
    assert all(len(chunk) <= size for chunk in chunks)


@given(st.binary(max_size=300))
def test_unpacking_ends_with_bytes_or_a_refusal(content: bytes) -> None:
    stream = Unpacked(io.BytesIO(content), "t.csv.gz")
    try:
        read = stream.read()
    except SourceError:
        return

    assert read == zlib.decompress(content, wbits=31)


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=200)


@given(TEXT, st.sampled_from(["utf-16", "utf-32", "gb18030", "utf-7"]))
def test_recoding_keeps_the_text(text: str, encoding: str) -> None:
    stream = Recoded(io.BytesIO(text.encode(encoding)), encoding)

    chunks = list(iter(lambda: stream.read(7), b""))

    assert b"".join(chunks).decode() == text


@given(st.binary(max_size=200), st.sampled_from(["utf-16-le", "shift_jis", "ascii"]))
def test_recoding_gives_all_that_stands_before_a_fault(
    content: bytes, encoding: str
) -> None:
    stream = Wrapping(encoding=encoding).unwrap(io.BytesIO(content), "t.csv")
    try:
        expected, found = content.decode(encoding), ""
    except UnicodeDecodeError as error:
        expected = content[: error.start].decode(encoding)
        found = f"the byte 0x{content[error.start]:02x} at offset {error.start}"

    read, fault = read_all(stream)

    assert (read.decode(), fault) == (expected, found)


def read_all(stream: ByteStream) -> tuple[bytes, str]:
    """All that a stream gives, and what it says of its fault if it has one."""
    read = b""
    try:
        while chunk := stream.read(5):
            read += chunk
    except CodingError as error:
        return read, error.found
    return read, ""
