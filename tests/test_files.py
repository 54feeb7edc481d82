"""Input is read strictly: what is unsafe or torn is refused with a sentence."""

import errno
import os
import socket
from pathlib import Path
from typing import Any, NoReturn

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimpack.errors import SourceError
from claimpack.files import Folder, decode_text, sha256_hex


def message_of(call: Any, *arguments: Any) -> str:  # noqa: ANN401  # any function
    """The sentence with which the call is refused."""
    with pytest.raises(SourceError) as caught:
        call(*arguments)
    return str(caught.value)


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("", "no path at all"),
        ("/etc/passwd", "an absolute path"),
        ("//host/share", "an absolute path"),
        ("http://example.org/a.csv", "a URL"),
        ("s3://bucket/a.csv", "a URL"),
        ("file:a.csv", "a URL"),
        ("C:/a.csv", "a drive letter"),
        ("c:a.csv", "a drive letter"),
        ("..", 'a ".." that leads out of its folder'),
        ("../a.csv", 'a ".." that leads out of its folder'),
        ("data/../../a.csv", 'a ".." that leads out of its folder'),
        ("data/..", 'a ".." that leads out of its folder'),
        ("data\\a.csv", "a backslash"),
        ("a\0.csv", "a NUL character"),
        ("\udcff.csv", "a name that is not Unicode"),
        ("\ud800", "a name that is not Unicode"),
    ],
    ids=ascii,
)
def test_an_unsafe_path_is_refused(tmp_path: Path, path: str, found: str) -> None:
    folder = Folder(tmp_path)

    messages = {
        message_of(folder.resolve, path),
        message_of(folder.exists, path),
        message_of(folder.open_file, path),
        message_of(folder.read_bytes, path),
        message_of(list, folder.iter_files(path, "")),
    }

    shown = path.encode("unicode_escape", "backslashreplace").decode()
    shown = shown.replace("\\\\", "\\")
    (message,) = messages
    assert message == (
        f'"{shown}": found {found}; expected a path with forward slashes that stays in'
        " the package; move the file into the package and name it from there."
    )


@pytest.mark.parametrize("path", ["data/a.csv", "./data/a.csv", "data//a.csv"])
def test_dots_and_doubled_slashes_do_not_change_a_path(
    tmp_path: Path, path: str
) -> None:
    assert Folder(tmp_path).resolve(path) == tmp_path / "data" / "a.csv"


@pytest.mark.parametrize("name", ["~", "a b.csv", "2024-12-23T10:00.txt", "..a", "한"])
def test_a_name_that_only_looks_unusual_is_read(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"x")

    assert Folder(tmp_path).read_bytes(name) == b"x"


@given(st.text(max_size=30))
def test_no_path_leads_out_of_the_folder(path: str) -> None:
    root = Path("/no/such/folder")

    try:
        resolved = Folder(root).resolve(path)
    except SourceError:
        return

    assert Path(os.path.normpath(resolved)).is_relative_to(root)


def test_a_link_to_a_file_is_refused_even_within_the_package(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"x")
    (tmp_path / "b.csv").symlink_to("a.csv")

    assert message_of(Folder(tmp_path).read_bytes, "b.csv") == (
        "b.csv: found a symbolic link; expected a regular file; put a copy of the file"
        " itself in its place."
    )


@pytest.mark.parametrize("path", ["link", "link/a.csv", "link/none"])
def test_a_linked_folder_is_refused(tmp_path: Path, path: str) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "a.csv").write_bytes(b"x")
    (tmp_path / "link").symlink_to("data")

    assert "found a symbolic link" in message_of(Folder(tmp_path).resolve, path)


def test_a_link_to_nothing_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.csv").symlink_to("none")

    assert "found a symbolic link" in message_of(Folder(tmp_path).exists, "a.csv")


def test_a_link_above_the_root_and_the_root_itself_are_fine(tmp_path: Path) -> None:
    (tmp_path / "real" / "package").mkdir(parents=True)
    (tmp_path / "real" / "package" / "a.csv").write_bytes(b"x")
    (tmp_path / "link").symlink_to("real")
    (tmp_path / "root").symlink_to("link/package")

    assert Folder(tmp_path / "link" / "package").read_bytes("a.csv") == b"x"
    assert Folder(tmp_path / "root").read_bytes("a.csv") == b"x"


def test_a_link_that_appears_after_the_check_is_not_followed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.csv").write_bytes(b"x")
    (tmp_path / "b.csv").symlink_to("a.csv")
    monkeypatch.setattr(os, "lstat", os.stat)

    assert message_of(Folder(tmp_path).read_bytes, "b.csv") == (
        "b.csv: found a symbolic link; expected something that can be read; put a copy"
        " of the file itself in its place."
    )


def test_a_fifo_is_refused_without_waiting_for_its_writer(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.csv")

    assert message_of(Folder(tmp_path).read_bytes, "a.csv") == (
        "a.csv: found a FIFO; expected a regular file; put a copy of the file itself in"
        " its place."
    )


def test_a_fifo_that_appears_after_the_check_is_refused_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "regular").write_bytes(b"")
    os.mkfifo(tmp_path / "a.csv")
    regular = (tmp_path / "regular").stat()
    monkeypatch.setattr(os, "lstat", lambda _: regular)

    assert "found a FIFO" in message_of(Folder(tmp_path).read_bytes, "a.csv")


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "a.csv").mkdir()

    assert message_of(Folder(tmp_path).read_bytes, "a.csv") == (
        "a.csv: found a folder; expected a regular file; put a copy of the file itself"
        " in its place."
    )


def test_a_socket_is_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # the path of a socket must be short
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("a.csv")

        assert "found a socket" in message_of(Folder(tmp_path).read_bytes, "a.csv")


@pytest.mark.parametrize("device", ["null", "zero", "full", "random"])
def test_a_device_is_no_file(device: str) -> None:
    assert message_of(Folder(Path("/dev")).read_bytes, device) == (
        f"{device}: found a device; expected a regular file; put a copy of the file"
        " itself in its place."
    )


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    assert message_of(Folder(tmp_path).read_bytes, "data/a.csv") == (
        "data/a.csv: found nothing of that name; expected something that can be read;"
        " check the spelling or restore it."
    )


def test_a_file_in_the_place_of_a_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "data").write_bytes(b"")

    assert message_of(Folder(tmp_path).read_bytes, "data/a.csv") == (
        "data/a.csv: found a file where a folder should be; expected something that can"
        " be read; check the path."
    )
    assert not Folder(tmp_path).exists("data/a.csv")


def test_a_name_that_is_too_long_is_refused(tmp_path: Path) -> None:
    assert "found a name that is too long" in message_of(
        Folder(tmp_path).exists, "a" * 300
    )


def test_a_control_character_in_a_name_is_shown_escaped(tmp_path: Path) -> None:
    message = message_of(Folder(tmp_path).read_bytes, "a\x1b[2J\n.csv")

    assert message.startswith("a\\x1b[2J\\n.csv: found nothing of that name")


def test_a_file_that_may_not_be_read_is_an_unreadable_input(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def deny(*_arguments: object) -> NoReturn:
        raise PermissionError(errno.EACCES, "Permission denied")

    (tmp_path / "a.csv").write_bytes(b"x")
    monkeypatch.setattr(os, "open", deny)

    with pytest.raises(SourceError) as caught:
        Folder(tmp_path).read_bytes("a.csv")

    assert caught.value.exit_code == 3
    assert str(caught.value) == (
        "a.csv: found no permission to read it; expected something that can be read;"
        " change its permissions."
    )


def test_an_error_of_the_system_is_quoted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments: object) -> NoReturn:
        raise OSError(errno.EIO, "Input/output error")

    (tmp_path / "a.csv").write_bytes(b"x")
    monkeypatch.setattr(os, "open", fail)

    assert message_of(Folder(tmp_path).read_bytes, "a.csv") == (
        'a.csv: found the error "Input/output error"; expected something that can'
        " be read; check the disk."
    )


def test_a_file_may_be_as_large_as_the_limit_and_no_larger(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"x" * 1235)
    folder = Folder(tmp_path)

    assert len(folder.read_bytes("a.csv", 1235)) == 1235
    assert message_of(folder.read_bytes, "a.csv", 1234) == (
        "a.csv: found 1,235 bytes; expected at most 1,234; split it or raise the limit."
    )


def test_a_file_that_changes_while_it_is_read_is_refused() -> None:
    # Files of /proc have a size of 0, whatever is read from them.
    if not Path("/proc/self/status").exists():
        pytest.skip("this system has no /proc")

    assert message_of(Folder(Path("/proc/self")).read_bytes, "status") == (
        "status: found that it changed while it was read; expected the 0 bytes it had"
        " at first; wait for its writer, try again."
    )


def test_a_file_is_read_in_pieces_and_its_size_is_known(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(bytes(range(256)) * 1000)

    with Folder(tmp_path).open_file("a.csv") as file:
        pieces = list(iter(lambda: file.read(100_000), b""))

    assert file.size_bytes == 256_000
    assert [len(piece) for piece in pieces] == [100_000, 100_000, 56_000]
    assert b"".join(pieces) == bytes(range(256)) * 1000


def test_a_file_of_a_folder_is_read_from_any_place(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"0123456789")

    with Folder(tmp_path).open_file("a.csv") as file:
        file.seek(-2, os.SEEK_END)
        end = file.read()
        file.seek(3)
        middle = file.read(2)

    assert (end, middle) == (b"89", b"34")


@pytest.mark.parametrize("change", [-1, 1], ids=["shorter", "longer"])
def test_a_file_that_changes_its_size_between_two_pieces_is_refused(
    tmp_path: Path, change: int
) -> None:
    (tmp_path / "a.csv").write_bytes(b"x" * 200_000)

    with Folder(tmp_path).open_file("a.csv") as file:
        file.read(100_000)
        os.truncate(tmp_path / "a.csv", 200_000 + change)

        assert message_of(file.read) == (
            "a.csv: found that it changed while it was read; expected the 200,000 bytes"
            " it had at first; wait for its writer, try again."
        )


def test_what_exists_may_be_a_folder(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    folder = Folder(tmp_path)

    assert [folder.exists(path) for path in ("data", ".", "none")] == [
        True,
        True,
        False,
    ]


def test_no_descriptor_is_left_open(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "fifo")
    (tmp_path / "a.csv").write_bytes(b"xx")
    before = os.dup(0)
    os.close(before)

    message_of(Folder(tmp_path).read_bytes, "fifo")
    message_of(Folder(tmp_path).read_bytes, "a.csv", 1)
    Folder(tmp_path).read_bytes("a.csv")

    after = os.dup(0)
    os.close(after)
    assert after == before


def test_files_come_by_code_point_without_dot_files(tmp_path: Path) -> None:
    (tmp_path / "seeds").mkdir()
    for name in ("b.ann", "B.ann", "é.ann", "a.txt", "._b.ann", ".x.ann", "a.ann"):
        (tmp_path / "seeds" / name).write_bytes(b"")

    assert list(Folder(tmp_path).iter_files("seeds", ".ann")) == [
        "seeds/B.ann",
        "seeds/a.ann",
        "seeds/b.ann",
        "seeds/é.ann",
    ]


def test_the_root_is_listed_as_a_dot(tmp_path: Path) -> None:
    (tmp_path / "a.ann").write_bytes(b"")

    assert list(Folder(tmp_path).iter_files(".", ".ann")) == ["a.ann"]


def test_a_folder_that_is_missing_has_no_list(tmp_path: Path) -> None:
    assert message_of(list, Folder(tmp_path).iter_files("seeds", ".ann")) == (
        "seeds: found nothing of that name; expected something that can be read; check"
        " the spelling or restore it."
    )


def test_a_name_that_is_not_unicode_is_refused_when_listed(tmp_path: Path) -> None:
    try:
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.ann")).write_bytes(b"")
    except OSError:
        pytest.skip("this file system has Unicode names only")

    assert '"\\udcff.ann": found a name that is not Unicode' in message_of(
        list, Folder(tmp_path).iter_files(".", ".ann")
    )


def test_sha256_is_hexadecimal_in_lower_case() -> None:
    assert sha256_hex(b"abc") == (
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    )


@given(st.text())
def test_text_is_kept_character_by_character(text: str) -> None:
    assert decode_text(text.encode(), "a.txt") == text


def test_a_byte_order_mark_and_odd_line_ends_stay_in_the_text() -> None:
    text = "\ufeffa\r\n\x0b\u2028\x85\r\0"

    assert decode_text(text.encode(), "a.txt") == text


@pytest.mark.parametrize(
    ("content", "place"),
    [
        (b"ab\nc\xe9d", "line 2: found the byte 0xE9 at byte offset 4"),
        (b"\xff\xfea\0", "line 1: found the byte 0xFF at byte offset 0"),
        (b"a\r\xc3", "line 1: found the byte 0xC3 at byte offset 2"),
        (b"\xed\xa0\x80", "line 1: found the byte 0xED at byte offset 0"),
        (b"\xc0\x80", "line 1: found the byte 0xC0 at byte offset 0"),
        (b"\n\n\xf5", "line 3: found the byte 0xF5 at byte offset 2"),
    ],
    ids=["Latin-1", "UTF-16", "cut short", "surrogate", "overlong", "beyond Unicode"],
)
def test_bytes_that_are_not_utf8_are_placed(content: bytes, place: str) -> None:
    assert message_of(decode_text, content, "seeds/a.txt") == (
        f"seeds/a.txt {place}; expected UTF-8; save the file as UTF-8."
    )
