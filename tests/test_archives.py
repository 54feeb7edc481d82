"""A package in a zip archive is read as the folder that was packed."""

import io
import os
import shutil
import struct
import subprocess
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from claimpack.archives import Archive, read_archive
from claimpack.errors import SourceError
from claimpack.files import Folder, PackageFiles
from zip_files import (
    DESCRIPTOR,
    STREAMED,
    Entry,
    deflate,
    make_zip,
    package_entry,
    wide_field,
)

CSV = b"id\n" + b"a\n" * 1000
FILES = {
    "datapackage.json": DESCRIPTOR,
    "data/b.csv": b"",
    "data/a.csv": CSV,
    "data/a-b.csv": b"x",
    "data/deep/er/c.csv": b"y",
    "data/._a.csv": b"",
    "data.csv": b"z",
    "data0.csv": b"",
    "é.txt": "é".encode(),
}


def open_zip(folder: Path, content: bytes) -> Archive:
    """The package in an archive with these bytes."""
    (folder / "p.zip").write_bytes(content)
    return read_archive(folder / "p.zip", "datapackage.json")


def message_of(call: Any, *arguments: Any) -> str:  # noqa: ANN401  # any function
    """The sentence with which the call is refused."""
    with pytest.raises(SourceError) as caught:
        call(*arguments)
    return str(caught.value)


def make_folder(root: Path) -> Folder:
    """The files in a folder."""
    for path, content in FILES.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(content)
    return Folder(root)


def sums(content: bytes) -> tuple[int, int, int]:
    """Checksum, packed size and size of a content that is deflated."""
    return zlib.crc32(content), len(deflate(content)), len(content)


def streamed(form: str, mark: bytes = b"") -> Entry:
    """An entry whose sums stand behind its content, in some form."""
    return Entry(
        path="data/a.csv",
        content=CSV,
        numbers={"flags": STREAMED},
        local={"crc": 0, "packed": 0, "size": 0},
        after=mark + struct.pack(form, *sums(CSV)),
    )


FULL = 0xFFFFFFFF
FULL_SIZES = {"size": FULL, "packed": FULL}
SIZES = wide_field(len(CSV), len(deflate(CSV)))
SOUND: dict[str, Entry] = {
    "deflated": Entry(path="data/a.csv", content=CSV),
    "stored": Entry(path="data/a.csv", content=CSV, method=0),
    "with a descriptor": streamed("<3L"),
    "with a marked descriptor": streamed("<3L", b"PK\7\10"),
    "with a wide descriptor": streamed("<L2Q"),
    "with a wide marked descriptor": streamed("<L2Q", b"PK\7\10"),
    "of a Unix file": Entry(path="data/a.csv", content=CSV, mode=0o100644),
    "with a comment": Entry(path="data/a.csv", content=CSV, listed={"comment": b"c"}),
    "with other extra fields": Entry(
        path="data/a.csv", content=CSV, local={"extra": b"UT\5\0\1\0\0\0\0ux\0\0"}
    ),
    "with wide sizes before it": Entry(
        path="data/a.csv", content=CSV, local={**FULL_SIZES, "extra": SIZES}
    ),
    "with wide sizes everywhere": Entry(
        path="data/a.csv", content=CSV, numbers={**FULL_SIZES, "extra": SIZES}
    ),
    "with a wide offset": Entry(
        path="data/a.csv",
        content=CSV,
        listed={"offset": FULL, "extra": wide_field(0)},
    ),
}


@pytest.mark.parametrize("form", SOUND)
def test_every_usual_form_of_an_entry_is_read(tmp_path: Path, form: str) -> None:
    archive = open_zip(tmp_path, make_zip(SOUND[form], package_entry()))

    assert archive.read_bytes("data/a.csv") == CSV
    assert archive.read_bytes("datapackage.json") == DESCRIPTOR


ENDS: dict[str, dict[str, Any]] = {
    "plain": {},
    "with a comment": {"comment": b"631c2aef" * 5},
    "with the longest comment": {"comment": b"c" * 0xFFFF},
    "wide": {"wide": {}},
    "wide, with full numbers": {
        "wide": {},
        "disks": (0xFFFF, 0xFFFF),
        "counts": (0xFFFF, 0xFFFF),
        "size": FULL,
        "offset": FULL,
        "comment": b"c",
    },
}


@pytest.mark.parametrize("end", ENDS)
def test_every_usual_end_of_an_archive_is_read(tmp_path: Path, end: str) -> None:
    archive = open_zip(tmp_path, make_zip(package_entry(), **ENDS[end]))

    assert archive.read_bytes("datapackage.json") == DESCRIPTOR


@pytest.mark.parametrize(
    ("raw_path", "numbers"),
    [
        ("é.txt", {"flags": 1 << 11}),
        ("é.txt", {"flags": 0, "system": 3}),
        ("é.txt", {"flags": 0, "system": 19}),
    ],
    ids=["marked", "by Unix", "by macOS"],
)
def test_a_path_in_utf8_is_read_where_it_must_be_that(
    tmp_path: Path, raw_path: str, numbers: dict[str, int]
) -> None:
    entry = Entry(path=raw_path, content=b"x", numbers=numbers)

    archive = open_zip(tmp_path, make_zip(entry, package_entry()))

    assert archive.read_bytes("é.txt") == b"x"


def zip_files(folder: str = "") -> bytes:
    """The files in an archive, by Python."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.mkdir(f"{folder}data")
        for path, content in FILES.items():
            archive.writestr(folder + path, content)
    return buffer.getvalue()


CALLS: dict[str, Callable[[PackageFiles], object]] = {
    "a file": lambda files: files.read_bytes("data/a.csv"),
    "an empty file": lambda files: files.read_bytes("data/b.csv"),
    "a path with dots": lambda files: files.read_bytes("./data//a.csv"),
    "a name beyond ASCII": lambda files: files.read_bytes("é.txt"),
    "no file": lambda files: files.read_bytes("data/none.csv"),
    "no folder": lambda files: files.read_bytes("none/a.csv"),
    "a file for a folder": lambda files: files.read_bytes("data/a.csv/b.csv"),
    "a folder": lambda files: files.read_bytes("data"),
    "the package": lambda files: files.read_bytes("."),
    "an unsafe path": lambda files: files.read_bytes("../p.zip"),
    "too many bytes": lambda files: files.read_bytes("data/a.csv", 2002),
    "just enough bytes": lambda files: files.read_bytes("data/a.csv", 2003),
    "whether a file exists": lambda files: files.exists("data/a.csv"),
    "whether a folder exists": lambda files: files.exists("./data/deep/"),
    "whether the package exists": lambda files: files.exists("."),
    "whether nothing exists": lambda files: files.exists("dat"),
    "whether a file in a file exists": lambda files: files.exists("data.csv/x"),
    "whether something unsafe exists": lambda files: files.exists("/etc/passwd"),
    "a list": lambda files: list(files.iter_files("data", "")),
    "a list by suffix": lambda files: list(files.iter_files("./data/", "b.csv")),
    "a list of the package": lambda files: list(files.iter_files(".", "")),
    "a list of a deep folder": lambda files: list(files.iter_files("data/deep", "")),
    "a list of nothing": lambda files: list(files.iter_files("none", "")),
    "a list of a file": lambda files: list(files.iter_files("data/a.csv", "")),
    "an unsafe list": lambda files: list(files.iter_files("data/..", "")),
}


def outcome(call: Callable[[PackageFiles], object], files: PackageFiles) -> object:
    """What a call gives, or the sentence with which it is refused."""
    try:
        return call(files)
    except SourceError as error:
        return str(error)


@pytest.mark.parametrize("folder", ["", "p-1.0.0/"], ids=["at the top", "in a folder"])
@pytest.mark.parametrize("name", CALLS)
def test_an_archive_answers_as_its_folder_does(
    tmp_path: Path, name: str, folder: str
) -> None:
    plain = make_folder(tmp_path / "p")
    archive = open_zip(tmp_path, zip_files(folder))

    assert outcome(CALLS[name], archive) == outcome(CALLS[name], plain)


def test_a_member_is_read_in_pieces_and_its_size_is_known(tmp_path: Path) -> None:
    content = os.urandom(100_000) + bytes(200_000)
    entry = Entry(path="a.bin", content=content)
    archive = open_zip(tmp_path, make_zip(package_entry(), entry))

    with archive.open_file("a.bin") as file:
        pieces = list(iter(lambda: file.read(70_000), b""))

    assert file.size_bytes == 300_000
    assert [len(piece) for piece in pieces] == [70_000] * 4 + [20_000]
    assert b"".join(pieces) == content
    assert file.closed


def test_a_streamed_member_of_more_than_4_gib_is_found(tmp_path: Path) -> None:
    packed = bytes(22_000_000)
    sizes = {"size": FULL, "packed": FULL, "extra": wide_field(2**32, len(packed))}
    entry = Entry(
        path="a.csv",
        packed=packed,
        numbers={"flags": STREAMED, "crc": 1, **sizes},
        after=struct.pack("<L2Q", 1, len(packed), 2**32),
    )

    archive = open_zip(tmp_path, make_zip(package_entry(), entry))

    with archive.open_file("a.csv") as file:
        assert file.size_bytes == 2**32


def test_two_members_are_read_in_turn(tmp_path: Path) -> None:
    entries = [Entry(path=name, content=name.encode() * 99_999) for name in "ab"]
    archive = open_zip(tmp_path, make_zip(package_entry(), *entries))

    with archive.open_file("a") as first, archive.open_file("b") as second:
        read = [first.read(2), second.read(2), first.read(2), second.read(2)]

    assert read == [b"aa", b"bb", b"aa", b"bb"]


def test_the_package_may_lie_in_the_one_folder_at_the_top(tmp_path: Path) -> None:
    entries = [
        Entry(path="p-1.0.0/"),
        package_entry("p-1.0.0/"),
        Entry(path="p-1.0.0/t.csv", content=b"id\n"),
        package_entry("p-1.0.0/tests/"),
        Entry(path="__MACOSX/._p-1.0.0", content=b"x"),
    ]

    archive = open_zip(tmp_path, make_zip(*entries))

    assert archive.root == tmp_path / "p.zip" / "p-1.0.0"
    assert sorted(archive.members) == [
        "datapackage.json",
        "t.csv",
        "tests/datapackage.json",
    ]
    assert not archive.exists("__MACOSX")


def test_a_package_at_the_top_may_hold_others(tmp_path: Path) -> None:
    entries = [package_entry("a/"), package_entry(), package_entry("b/")]

    archive = open_zip(tmp_path, make_zip(*entries))

    assert archive.root == tmp_path / "p.zip"
    assert archive.exists("a/datapackage.json")


def test_an_archive_is_found_behind_a_link(tmp_path: Path) -> None:
    open_zip(tmp_path, make_zip(package_entry()))
    (tmp_path / "latest.zip").symlink_to("p.zip")

    archive = read_archive(tmp_path / "latest.zip", "datapackage.json")

    assert archive.read_bytes("datapackage.json") == DESCRIPTOR


def test_an_archive_that_is_replaced_meanwhile_is_refused(tmp_path: Path) -> None:
    content = make_zip(package_entry())
    archive = open_zip(tmp_path, content)
    (tmp_path / "p.zip").unlink()
    (tmp_path / "other").write_bytes(b"")  # it may take the number of the first
    (tmp_path / "p.zip").write_bytes(content)

    assert message_of(archive.read_bytes, "datapackage.json") == (
        "p.zip: found that it changed while it was read; expected one archive; wait for"
        " its writer, try again."
    )


def test_an_archive_that_shrinks_under_its_reader_is_refused(tmp_path: Path) -> None:
    entry = Entry(path="a.bin", content=os.urandom(200_000))
    archive = open_zip(tmp_path, make_zip(package_entry(), entry))
    size_bytes = (tmp_path / "p.zip").stat().st_size

    with archive.open_file("a.bin") as file:
        file.read(10)
        os.truncate(tmp_path / "p.zip", 150_000)

        assert message_of(file.read) == (
            "p.zip: found that it changed while it was read; expected the"
            f" {size_bytes:,} bytes it had at first; wait for its writer, try again."
        )


def test_no_descriptor_of_an_archive_is_left_open(tmp_path: Path) -> None:
    before = os.dup(0)
    os.close(before)

    archive = open_zip(tmp_path, make_zip(package_entry()))
    archive.read_bytes("datapackage.json")
    message_of(archive.read_bytes, "none")
    message_of(open_zip, tmp_path, b"")
    message_of(archive.read_bytes, "datapackage.json")

    after = os.dup(0)
    os.close(after)
    assert after == before


GIT = ["git", "-c", "user.name=a", "-c", "user.email=a@example.org"]
PACKERS = {
    "zip": [["zip", "-qr", "../p.zip", "."]],
    "zip to a pipe": [["zip", "-qr", "-", "."]],
    "jar": [["jar", "cf", "../p.zip", "."]],
    "git": [
        [*GIT, "init", "-q"],
        [*GIT, "add", "."],
        [*GIT, "commit", "-qm", "Add all"],
        [*GIT, "archive", "--prefix=p-1.0.0/", "--output=../p.zip", "HEAD"],
    ],
}


@pytest.mark.parametrize("packer", PACKERS)
def test_what_a_common_packer_writes_is_read(tmp_path: Path, packer: str) -> None:
    folder = make_folder(tmp_path / "p")

    for name, *arguments in PACKERS[packer]:
        program = shutil.which(name)
        if program is None:
            pytest.skip(f"there is no {name} here")
        run = subprocess.run(
            [program, *arguments], cwd=folder.root, check=True, capture_output=True
        )
        if run.stdout:
            (tmp_path / "p.zip").write_bytes(run.stdout)

    archive = read_archive(tmp_path / "p.zip", "datapackage.json")
    assert {path: archive.read_bytes(path) for path in FILES} == FILES
