"""An archive of a package is the same at any time, and can be checked."""

import hashlib
import os
import shutil
import subprocess
from pathlib import Path
from zipfile import ZipFile

import pytest

from claimpack.archives import read_archive
from claimpack.errors import SourceError
from claimpack.files import Folder
from claimpack.packing import pack
from packages import write_files

FILES = {"b.csv": b"x" * 100_000, "a b.txt": "ä".encode(), "é\n.txt": b"", "d/e": b"e"}


def make(root: Path, umask: int) -> bytes:
    """The archive of some files that were written with a umask."""
    before = os.umask(umask)
    try:
        write_files(root, FILES)
    finally:
        os.umask(before)
    pack(root.parent / "made.zip", Folder(root), reversed(FILES))
    return (root.parent / "made.zip").read_bytes()


def test_an_archive_depends_on_names_and_bytes_alone(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()

    first = make(tmp_path / "a/files", 0o077)
    second = make(tmp_path / "b/others", 0o022)

    assert first == second


def test_an_archive_has_all_files_in_order_and_compressed(tmp_path: Path) -> None:
    content = make(tmp_path / "files", 0o022)
    with ZipFile(tmp_path / "made.zip") as archive:
        names = archive.namelist()
        read = {name: archive.read(name) for name in names}

    assert names == [*sorted(FILES), "SHA256SUMS"]
    assert len(content) < 2_000
    assert {name: read[name] for name in FILES} == FILES


def test_the_sums_are_those_that_sha256sum_checks(tmp_path: Path) -> None:
    sha256sum = shutil.which("sha256sum")
    if sha256sum is None:
        pytest.skip("there is no sha256sum")
    make(tmp_path / "files", 0o022)
    with ZipFile(tmp_path / "made.zip") as archive:
        archive.extractall(tmp_path / "out")
    check = [sha256sum, "--check", "--strict", "SHA256SUMS"]

    whole = subprocess.run(check, cwd=tmp_path / "out", check=False)
    (tmp_path / "out/b.csv").write_bytes(b"y")
    other = subprocess.run(check, cwd=tmp_path / "out", check=False)

    assert (whole.returncode, other.returncode) == (0, 1)
    sums = (tmp_path / "out/SHA256SUMS").read_text(encoding="utf-8").splitlines()
    assert len(sums) == len(FILES)
    assert f"{hashlib.sha256(FILES['d/e']).hexdigest()}  d/e" in sums


def test_our_own_reader_takes_the_archive(tmp_path: Path) -> None:
    write_files(tmp_path / "p", {"datapackage.json": b"{}", "t.csv": b"a" * 70_000})
    pack(tmp_path / "p.zip", Folder(tmp_path / "p"), ["t.csv", "datapackage.json"])

    archive = read_archive(tmp_path / "p.zip", "datapackage.json")

    assert archive.read_bytes("t.csv") == b"a" * 70_000


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="none: found nothing of that name"):
        pack(tmp_path / "p.zip", Folder(tmp_path), ["none"])
