"""Whatever happens to the bytes of an archive, no reader gets other bytes from it."""

from __future__ import annotations

import struct
import tempfile
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimpack.archives import read_archive
from claimpack.checks.package import check_package
from claimpack.errors import SourceError
from claimpack.findings import has_errors
from packages import SCHEMA
from zip_files import STREAMED, Entry, deflate, make_zip, wide_field

DESCRIPTOR = b"""{"resources": [{
    "name": "t", "path": "data/t.csv", "bytes": 12,
    "schema": {"fields": [{"name": "id"}, {"name": "n", "type": "integer"}]}
}]}"""
CSV = b"id,n\na,1\nb,2"
FULL = 0xFFFFFFFF

PLAIN = [
    Entry(path="p/", mode=0o40755),
    Entry(path="p/datapackage.json", content=DESCRIPTOR, mode=0o100644),
    Entry(path="p/data/t.csv", content=CSV, method=0),
]
STREAM = [
    Entry(
        path=path,
        content=content,
        numbers={"flags": STREAMED},
        local={"crc": 0, "packed": 0, "size": 0},
        after=struct.pack(
            "<4s3L",
            b"PK\7\10",
            zlib.crc32(content),
            len(deflate(content)),
            len(content),
        ),
    )
    for path, content in (("datapackage.json", DESCRIPTOR), ("data/t.csv", CSV))
]
WIDE = [
    Entry(
        path=path,
        content=content,
        numbers={
            "size": FULL,
            "packed": FULL,
            "extra": wide_field(len(content), len(deflate(content))),
        },
    )
    for path, content in (("data/t.csv", CSV), ("datapackage.json", DESCRIPTOR))
]
ARCHIVES = {
    "plain": make_zip(*PLAIN),
    "streamed": make_zip(*STREAM, comment=b"a comment"),
    "wide": make_zip(*WIDE, wide={}),
}


def read_files(content: bytes) -> tuple[bytes, bytes] | None:
    """The two files of the package in an archive; None where it is refused."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "p.zip"
        path.write_bytes(content)
        try:
            archive = read_archive(path, "datapackage.json")
            descriptor = archive.read_bytes("datapackage.json")
            return descriptor, archive.read_bytes("data/t.csv")
        except SourceError:
            return None


def is_valid(content: bytes) -> bool:
    """Whether the package in an archive is read, and has no errors."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "p.zip"
        path.write_bytes(content)
        try:
            archive = read_archive(path, "datapackage.json")
            return not has_errors(check_package(archive, SCHEMA))
        except SourceError:
            return False


@pytest.mark.slow
@pytest.mark.parametrize("form", ARCHIVES)
def test_no_flip_of_one_bit_gives_other_bytes(form: str) -> None:
    sound = ARCHIVES[form]

    read = set()
    for place in range(8 * len(sound)):
        flipped = bytearray(sound)
        flipped[place // 8] ^= 1 << place % 8
        read.add(read_files(bytes(flipped)))

    assert read == {None, (DESCRIPTOR, CSV)}


@pytest.mark.parametrize("form", ARCHIVES)
def test_no_archive_that_is_cut_short_is_read(form: str) -> None:
    sound = ARCHIVES[form]

    read = {read_files(sound[:length]) for length in range(len(sound))}

    assert read == {None}


@st.composite
def spoilt_archives(draw: st.DrawFn) -> bytes:
    """An archive of which some bytes were changed, removed, repeated or inserted."""
    content = draw(st.sampled_from(sorted(ARCHIVES.values())))
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(content)))
        end = draw(st.integers(start, min(len(content), start + 64)))
        new = draw(st.binary(max_size=8) | st.just(content[start:end] * 2))
        content = content[:start] + new + content[end:]
    return content


@given(spoilt_archives())
def test_a_spoilt_archive_is_refused_or_has_findings_or_the_same_bytes(
    content: bytes,
) -> None:
    assert not is_valid(content) or read_files(content) == (DESCRIPTOR, CSV)


@pytest.mark.parametrize("form", ARCHIVES)
def test_a_sound_archive_is_valid(form: str) -> None:
    assert is_valid(ARCHIVES[form])
