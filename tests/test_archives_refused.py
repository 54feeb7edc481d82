"""A zip archive that is damaged, ambiguous or unsafe is refused with a sentence."""

import os
import stat
import struct
from collections.abc import Callable
from pathlib import Path

import pytest

from claimpack.archives import read_archive
from claimpack.errors import SourceError
from zip_files import STREAMED, Entry, deflate, make_zip, package_entry, wide_field

FULL = 0xFFFFFFFF
SOUND = make_zip(package_entry())
AGAIN = "fetch it or pack it again."
TRUSTED = "unpack it if you trust it, and validate the folder."
RATIO = f"expected 200 times as many at most; {TRUSTED}"
RENAME = "rename the file and pack it again."


def pack(**changes: object) -> bytes:
    """A package with one odd entry beside its descriptor."""
    return make_zip(package_entry(), Entry(**{"path": "t.csv", **changes}))  # type: ignore[arg-type]  # each case has its own


def read(folder: Path, content: bytes, member: str) -> bytes:
    """What an archive with these bytes has under a path."""
    (folder / "p.zip").write_bytes(content)
    return read_archive(folder / "p.zip", "datapackage.json").read_bytes(member)


def message_of(folder: Path, content: bytes, member: str = "datapackage.json") -> str:
    """The sentence with which an archive is refused, or one member of it."""
    with pytest.raises(SourceError) as caught:
        read(folder, content, member)
    assert caught.value.exit_code == 3
    return str(caught.value)


UNSAFE_PATHS = {
    "../t.csv": 'a ".." that leads out of its folder',
    "a/../../t.csv": 'a ".." that leads out of its folder',
    "a/..": 'a ".." that leads out of its folder',
    "/etc/passwd": "an absolute path",
    "C:/t.csv": "a drive letter",
    "c:t.csv": "a drive letter",
    "a\\t.csv": "a backslash",
    "..\\t.csv": "a backslash",
    "t.csv\0.txt": "a NUL character",
    "a//t.csv": "a part without a name",
    "./t.csv": "a part without a name",
    "a/./t.csv": "a part without a name",
    "a//": "a part without a name",
    "": "no path at all",
    "/": "no path at all",
    "http://x/t.csv": "a URL",
}


@pytest.mark.parametrize("path", UNSAFE_PATHS, ids=ascii)
def test_an_unsafe_path_of_an_entry_is_refused(tmp_path: Path, path: str) -> None:
    shown = path.replace("\0", "\\x00")

    assert message_of(tmp_path, pack(path=path)) == (
        f'p.zip, entry "{shown}": found {UNSAFE_PATHS[path]}; expected a path with'
        f" forward slashes that stays in the archive; {RENAME}"
    )


def test_a_path_that_is_too_long_is_refused(tmp_path: Path) -> None:
    longest, longer = "a" * 1024, "a" * 1025

    assert read(tmp_path, pack(path=longest), longest) == b""
    assert message_of(tmp_path, pack(path=longer)) == (
        f'p.zip, entry "{"a" * 59}…": found a path of 1,025 bytes; expected 1,024 at'
        f" most; {RENAME}"
    )


KINDS = {
    "a symbolic link": stat.S_IFLNK | 0o777,
    "a FIFO": stat.S_IFIFO | 0o644,
    "a socket": stat.S_IFSOCK | 0o644,
    "a device": stat.S_IFCHR | 0o666,
    "a folder": stat.S_IFDIR | 0o755,
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("system", [0, 3], ids=["by DOS", "by Unix"])
def test_an_entry_that_is_no_regular_file_is_refused(
    tmp_path: Path, kind: str, system: int
) -> None:
    content = pack(content=b"/etc/passwd", mode=KINDS[kind], numbers={"system": system})

    assert message_of(tmp_path, content) == (
        f'p.zip, entry "t.csv": found {kind}; expected a regular file; pack it again'
        " with a copy of the file itself."
    )


ONCE = "each path once"
MORE = "paths that differ in more than their case or accents"
FOLDER = "a folder to hold that"
TWINS = {
    "one path": ("t.csv", "t.csv", ONCE),
    "one folder": ("a/", "a/", ONCE),
    "two cases": ("T.csv", "t.csv", MORE),
    "two cases of a folder": ("A/", "a/", MORE),
    "two cases of the folder of one file": ("A/t.csv", "a/T.csv", MORE),
    "two cases of the folder of two files": ("A/t.csv", "a/u/v.csv", MORE),
    "two cases beyond ASCII": ("STRASSE", "straße", MORE),
    "two compositions": ("e\u0301.csv", "é.csv", MORE),
    "a file and a folder": ("a", "a/", FOLDER),
    "a file and what it holds": ("a", "a/t.csv", FOLDER),
    "a file and what it holds deep down": ("a", "a/b/c/t.csv", FOLDER),
    "a file and what it holds in another case": ("A", "a/t.csv", MORE),
}


@pytest.mark.parametrize("names", TWINS)
def test_entries_that_meet_in_some_file_system_are_refused(
    tmp_path: Path, names: str
) -> None:
    first, second, expected = TWINS[names]
    others = [Entry(path="a-b"), Entry(path="a.b")]

    content = make_zip(Entry(path=second), package_entry(), *others, Entry(path=first))

    assert message_of(tmp_path, content) == (
        f'p.zip: found "{first}" beside "{second}"; expected {expected}; rename or'
        " remove one and pack it again."
    )


LOCKED = (
    "found an encrypted entry; expected one that anybody can read; pack it again"
    " without a password."
)
PLAINLY = "pack it again with a plain packer."
METHOD = "expected 0 (stored) or 8 (deflated); pack it again with deflate."
OVERLAP = (
    "found that it reaches into what comes after it; expected entries side by side;"
    f" {AGAIN}"
)
EXTRA = (
    "found extra fields that are cut short or repeated; expected each field once;"
    f" {AGAIN}"
)


def differs(name: str) -> str:
    """The sentence for an entry of which the directory says something else."""
    found = f"found another {name} before its content than in the directory"
    return f"{found}; expected the same; {AGAIN}"


def stands_apart(end: int, following: int, expected: str) -> str:
    """The sentence for an entry that is not followed by the next one."""
    found = f"found its end at byte {end} and what comes next at {following:,}"
    return f"{found}; expected {expected}; {AGAIN}"


SIDE_BY_SIDE = "entries side by side"
DESCRIPTOR = "a data descriptor between them that agrees"
ENTRIES: dict[str, tuple[bytes, str]] = {
    "encrypted": (pack(numbers={"flags": 1}), LOCKED),
    "strongly encrypted": (pack(numbers={"flags": 1 << 6}), LOCKED),
    "with unknown flags": (
        pack(numbers={"flags": 1 << 5 | 1 << 11}),
        f"found the unknown flags 0x0020; expected none; {PLAINLY}",
    ),
    "packed with an unknown method": (
        pack(numbers={"method": 12}),
        f"found the compression method 12; {METHOD}",
    ),
    "encrypted by a method": (
        pack(numbers={"method": 99}),
        f"found the compression method 99; {METHOD}",
    ),
    "a folder with content": (
        pack(path="t.csv/", content=b"id\n"),
        f"found a folder of 3 bytes; expected none; {AGAIN}",
    ),
    "stored in more than it is": (
        pack(content=b"id\n", packed=b"id\na\n", method=0),
        f"found 3 bytes packed in 5; expected as many, as they are stored; {AGAIN}",
    ),
    "a bomb": (
        pack(content=b"", numbers={"size": 2**20 + 1}),
        f"found 1,048,577 bytes packed in 2; {RATIO}",
    ),
    "a bomb behind a small packed size": (
        pack(content=bytes(2**21), numbers={"packed": 10_000}),
        f"found 2,097,152 bytes packed in 10,000; {RATIO}",
    ),
    "with another path before it": (pack(local={"path": b"u.csv"}), differs("path")),
    "with a longer path before it": (
        pack(local={"path": b"t.csv.txt"}),
        differs("path"),
    ),
    "with another method before it": (pack(local={"method": 0}), differs("method")),
    "encrypted before it": (pack(local={"flags": 1}), differs("set of flags")),
    "with another size before it": (
        pack(local={"size": 1}),
        differs("checksum or size"),
    ),
    "with another packed size before it": (
        pack(local={"packed": 0}),
        differs("checksum or size"),
    ),
    "with another checksum before it": (
        pack(local={"crc": 1}),
        differs("checksum or size"),
    ),
    "with another wide size before it": (
        pack(local={"size": FULL, "packed": FULL, "extra": wide_field(1, 2)}),
        differs("checksum or size"),
    ),
    "without a mark": (pack(local={"mark": b"PK\5\6"}), differs("mark")),
    "apart from the next": (pack(after=b"\0"), stands_apart(102, 103, SIDE_BY_SIDE)),
    "far from the next": (
        pack(after=bytes(1000)),
        stands_apart(102, 1102, SIDE_BY_SIDE),
    ),
    "streamed, without a descriptor": (
        pack(numbers={"flags": STREAMED}),
        stands_apart(102, 102, DESCRIPTOR),
    ),
    "streamed, with another descriptor": (
        pack(numbers={"flags": STREAMED}, after=struct.pack("<3L", 0, 2, 1)),
        stands_apart(102, 114, DESCRIPTOR),
    ),
    "streamed, with more than a descriptor": (
        pack(numbers={"flags": STREAMED}, after=struct.pack("<3Lx", 0, 2, 0)),
        stands_apart(102, 115, DESCRIPTOR),
    ),
    "reaching into the directory": (pack(numbers={"packed": 3}), OVERLAP),
    "reaching there with its extra fields": (
        pack(local={"extra_bytes": 0xFFFF}),
        OVERLAP,
    ),
    "with torn extra fields before it": (pack(local={"extra": b"UT\5"}), EXTRA),
}


@pytest.mark.parametrize("entry", ENTRIES)
def test_an_entry_is_refused_that_is(tmp_path: Path, entry: str) -> None:
    content, sentence = ENTRIES[entry]

    message = message_of(tmp_path, content)

    folder = "/" * (entry == "a folder with content")
    assert message == f'p.zip, entry "t.csv{folder}": {sentence}'


LOCAL = {"local": {"path": b"datapackage.json"}}
OVERLAPS = {
    "one content under two paths": (
        make_zip(package_entry(), Entry(path="t.csv", listed={"offset": 0})),
        OVERLAP,
    ),
    "an entry within another": (
        make_zip(
            Entry(path="datapackage.json", method=0, numbers={"packed": 9, "size": 9}),
            Entry(path="t.csv"),
        ),
        OVERLAP,
    ),
    "an entry that begins in the directory": (
        make_zip(package_entry(), Entry(path="t.csv", listed={"offset": 160})),
        stands_apart(65, 160, SIDE_BY_SIDE),
    ),
    "an entry that begins beyond the file": (
        make_zip(package_entry(), Entry(path="t.csv", listed={"offset": FULL})),
        stands_apart(65, FULL, SIDE_BY_SIDE),
    ),
}


@pytest.mark.parametrize("archive", OVERLAPS)
def test_entries_that_do_not_stand_side_by_side_are_refused(
    tmp_path: Path, archive: str
) -> None:
    content, sentence = OVERLAPS[archive]

    message = message_of(tmp_path, content)

    assert message == f'p.zip, entry "datapackage.json": {sentence}'


def test_a_bomb_of_many_entries_with_one_content_is_refused_at_once(
    tmp_path: Path,
) -> None:
    packed = deflate(bytes(2**20))
    numbers = {"size": 2**20}
    entries = [
        Entry(path=f"{at}.csv", packed=packed, numbers=numbers, listed={"offset": 0})
        for at in range(1000)
    ]

    message = message_of(tmp_path, make_zip(*entries))

    assert message == f'p.zip, entry "0.csv": {OVERLAP}'


def test_an_archive_of_too_many_bytes_is_refused_before_they_are_inflated(
    tmp_path: Path,
) -> None:
    entries = [
        Entry(path=f"{at}.csv", packed=b"", method=8, numbers={"size": 2**20})
        for at in range(2**14 + 1)
    ]

    assert message_of(tmp_path, make_zip(*entries)) == (
        "p.zip: found 17,180,917,760 bytes when it is unpacked; expected 17,179,869,184"
        f" at most; {TRUSTED}"
    )


BEGINNING = f"expected the beginning of the file; {AGAIN}"
NO_END = (
    "found no end of a zip archive at the end of the file; expected a whole zip"
    f" archive; {AGAIN}"
)
TWO_ENDS = (
    "found two ends of a zip archive; expected one; pack it again without a comment."
)
PARTS = (
    "found one part of several; expected a whole archive; pack it again in one part."
)
UNFIT = (
    "found two end records (zip64) that do not fit together; expected one meaning;"
    f" {AGAIN}"
)
FIRST = f"found 2 as the place of the first entry; {BEGINNING}"


def ends_early(size: int, edge: int) -> str:
    """The sentence for a directory that does not end where its end begins."""
    found = f"found its directory at byte 65, {size:,} long"
    expected = f"expected it to end at byte {edge}, where the end record begins"
    return f"{found}; {expected}; {AGAIN}"


SURPLUS = (
    f"found the end of entry 1 at byte 62 of the directory; expected it at 113; {AGAIN}"
)
MOST_BYTES = "expected 33,554,432 at most"
ENDS: dict[str, tuple[bytes, str]] = {
    "is empty": (b"", NO_END),
    "is no archive": (b"id\na\n", NO_END),
    "is cut short": (SOUND[:-1], NO_END),
    "has lost its end": (SOUND[:-22], NO_END),
    "has something after it": (SOUND + b"\0", NO_END),
    "has a comment that is cut short": (make_zip(comment=b"c")[:-1], NO_END),
    "has a second end in its comment": (
        make_zip(package_entry(), comment=make_zip()),
        TWO_ENDS,
    ),
    "has half an end in its comment": (
        make_zip(package_entry(), comment=b"PK\5\6"),
        TWO_ENDS,
    ),
    "has a second archive after it": (SOUND * 2, ends_early(62, 276)),
    "has something before it": (b"#!" + SOUND, ends_early(62, 129)),
    "has something before it that its directory knows": (
        make_zip(package_entry(), before=b"#!"),
        FIRST,
    ),
    "has nothing but something before it": (make_zip(before=b"#!"), FIRST),
    "has something after its directory": (
        make_zip(package_entry(), after_directory=b"\0"),
        ends_early(62, 128),
    ),
    "has a larger directory than it says": (
        make_zip(package_entry(), size=61),
        ends_early(61, 127),
    ),
    "has a smaller directory than it says": (
        make_zip(package_entry(), wide={"size": 2**40}, size=FULL),
        ends_early(2**40, 127),
    ),
    "is the last part of several": (make_zip(package_entry(), disks=(1, 1)), PARTS),
    "has its directory elsewhere": (make_zip(package_entry(), disks=(0, 1)), PARTS),
    "has entries elsewhere": (make_zip(package_entry(), counts=(1, 2)), PARTS),
    "has more entries than it says": (
        make_zip(package_entry(), Entry(path="t.csv"), counts=(1, 1)),
        SURPLUS,
    ),
    "has a wide end of another length": (
        make_zip(package_entry(), wide={"length": 45}),
        UNFIT,
    ),
    "has a wide end without a mark": (
        make_zip(package_entry(), wide={"mark": b"PK\5\6"}),
        UNFIT,
    ),
    "has a wide end elsewhere": (make_zip(package_entry(), wide={"start": 0}), UNFIT),
    "has a wide end of several parts": (
        make_zip(package_entry(), wide={"parts": 2}),
        UNFIT,
    ),
    "has a wide end that says something else": (
        make_zip(package_entry(), wide={"counts": (2, 2)}),
        UNFIT,
    ),
    "has too many entries": (
        make_zip(package_entry(), wide={"counts": (10**9,) * 2}, counts=(0xFFFF,) * 2),
        f"found 1,000,000,000 entries; expected 100,000 at most; {TRUSTED}",
    ),
    "has a directory of too many bytes": (
        make_zip(after_directory=bytes(2**25 + 1), size=2**25 + 1),
        f"found a directory of 33,554,433 bytes; {MOST_BYTES}; {TRUSTED}",
    ),
}


@pytest.mark.parametrize("archive", ENDS)
def test_an_archive_is_refused_that(tmp_path: Path, archive: str) -> None:
    content, sentence = ENDS[archive]

    assert message_of(tmp_path, content) == f"p.zip: {sentence}"


FORMLESS = (
    "found bytes that do not form an entry; expected an entry in the directory;"
    f" {AGAIN}"
)


def wide_numbers(found: int, expected: int) -> str:
    """The sentence for numbers of 64 bits, too many or too few of them."""
    numbers = f"found {found} bytes of numbers with 64 bits (zip64)"
    return f"{numbers}; expected {expected}; {AGAIN}"


def unknown_encoding(path: str) -> str:
    """The sentence for a path that nobody can read with certainty."""
    found = f'found the path "{path}" in an unknown encoding'
    return f"{found}; expected UTF-8; pack it again with paths in UTF-8."


BY_UNIX = {"flags": 0, "system": 3}
WIDE = {"size": FULL, "packed": FULL}
LISTINGS: dict[str, tuple[bytes, str]] = {
    "there is nothing": (make_zip(package_entry(), counts=(2, 2)), FORMLESS),
    "the mark is another": (pack(listed={"mark": b"PK\3\4"}), FORMLESS),
    "the path is too long": (pack(listed={"path_bytes": 6}), FORMLESS),
    "the extra fields are too long": (pack(listed={"extra_bytes": 1}), FORMLESS),
    "the content lies in another part": (pack(listed={"disk": 1}), FORMLESS),
    "the extra fields are cut short": (pack(listed={"extra": b"UT\5\0ab"}), EXTRA),
    "the extra fields have no length": (pack(listed={"extra": b"UT"}), EXTRA),
    "the extra fields are repeated": (pack(listed={"extra": b"UT\0\0" * 2}), EXTRA),
    "the wide numbers are too many": (
        pack(listed={"extra": wide_field(0)}),
        wide_numbers(8, 0),
    ),
    "the wide numbers are too few": (
        pack(listed={**WIDE, "extra": wide_field(0)}),
        wide_numbers(8, 16),
    ),
    "the path could be in any encoding": (
        pack(path="é.csv", numbers={"flags": 0}),
        unknown_encoding("\\xc3\\xa9.csv"),
    ),
    "the path is not in UTF-8 as is said": (
        pack(path=b"\xe9.csv"),
        unknown_encoding("\\xe9.csv"),
    ),
    "the path is not in UTF-8 as on Unix": (
        pack(path=b"\xe9.csv", numbers=BY_UNIX),
        unknown_encoding("\\xe9.csv"),
    ),
}


@pytest.mark.parametrize("listing", LISTINGS)
def test_an_archive_is_refused_where_of_its_second_entry(
    tmp_path: Path, listing: str
) -> None:
    content, sentence = LISTINGS[listing]

    assert message_of(tmp_path, content) == f"p.zip, entry 2: {sentence}"


def lie(**changes: object) -> Entry:
    """An entry that says of itself that it is `id` and a line end, and is not."""
    return Entry(**{"path": "t", "content": b"id\n", **changes})  # type: ignore[arg-type]  # each case has its own


ID = "expected 3 bytes with the checksum 59036e00"
LIES: dict[str, tuple[Entry, str]] = {
    "is longer": (lie(packed=deflate(b"id\na")), f"found more bytes in it; {ID}"),
    "is shorter": (lie(packed=deflate(b"id")), f"found its end 1 bytes early; {ID}"),
    "has nothing": (lie(packed=b""), f"found its end 3 bytes early; {ID}"),
    "is cut short": (
        lie(packed=deflate(b"id\n")[:-1]),
        f"found its packed bytes cut short; {ID}",
    ),
    "has a byte behind it": (
        lie(packed=deflate(b"id\n") + b"\0"),
        f"found something else packed behind it; {ID}",
    ),
    "has many bytes behind it": (
        lie(packed=deflate(b"id\n") + bytes(2**17)),
        f"found something else packed behind it; {ID}",
    ),
    "cannot be inflated": (
        lie(packed=b"\xff"),
        f"found bytes that cannot be inflated; {ID}",
    ),
    "has another checksum": (
        lie(numbers={"crc": 1}),
        "found the checksum 59036e00; expected 3 bytes with the checksum 00000001",
    ),
    "has another checksum and is stored": (
        lie(numbers={"crc": 1}, method=0),
        "found the checksum 59036e00; expected 3 bytes with the checksum 00000001",
    ),
    "is empty and has a checksum": (
        lie(content=b"", numbers={"crc": 1}),
        "found the checksum 00000000; expected 0 bytes with the checksum 00000001",
    ),
    "is not as empty as it says": (
        lie(content=b"", packed=deflate(b"x")),
        "found more bytes in it; expected 0 bytes with the checksum 00000000",
    ),
}


@pytest.mark.parametrize("case", LIES)
def test_a_member_is_refused_that(tmp_path: Path, case: str) -> None:
    entry, sentence = LIES[case]

    message = message_of(tmp_path, make_zip(package_entry(), entry), "t")

    assert message == f"t: {sentence}; {AGAIN}"


PLACES = {
    "nowhere": (["t.csv"], "nowhere"),
    "too deep": (["a/b/datapackage.json"], "nowhere"),
    "as a folder": (["datapackage.json/"], "nowhere"),
    "under another name": (["Datapackage.json"], "nowhere"),
    "in two folders": (
        ["b/datapackage.json", "a/datapackage.json"],
        'in "a/" and in "b/"',
    ),
    "in three folders": (
        [f"{name}/datapackage.json" for name in "abc"],
        'in "a/" and in "b/"',
    ),
}


@pytest.mark.parametrize("place", PLACES)
def test_an_archive_without_one_package_is_refused_whose_descriptor_is(
    tmp_path: Path, place: str
) -> None:
    paths, found = PLACES[place]

    message = message_of(tmp_path, make_zip(*(Entry(path=path) for path in paths)))

    assert message == (
        f"p.zip: found datapackage.json {found}; expected it at the top or in one"
        " folder at the top; pack one package."
    )


@pytest.mark.parametrize(
    ("make", "found"),
    [(os.mkfifo, "a FIFO"), (Path.mkdir, "a folder")],
    ids=["FIFO", "folder"],
)
def test_an_archive_that_is_no_regular_file_is_refused_without_waiting(
    tmp_path: Path, make: Callable[[Path], object], found: str
) -> None:
    make(tmp_path / "p.zip")

    with pytest.raises(SourceError) as caught:
        read_archive(tmp_path / "p.zip", "datapackage.json")

    assert str(caught.value) == (
        f"p.zip: found {found}; expected a regular file; put a copy of the file itself"
        " in its place."
    )
