"""claimpack packs its own code, for machines that have it not."""

from __future__ import annotations

from pathlib import Path
from zipfile import ZipFile

import pytest

from claimpack.shipped_code import iter_files, write_code
from command_line import REPOSITORY, outcome, run_python

FOLDERS = {
    "claimpack": REPOSITORY / "scripts" / "claimpack",
    "claimpack/_mappings": REPOSITORY / "mappings",
    "claimpack/_queries": REPOSITORY / "queries",
    "claimpack/_schemas": REPOSITORY / "schemas",
}


def test_the_code_is_packed_with_all_that_a_wheel_has(tmp_path: Path) -> None:
    write_code(tmp_path / "code.zip")

    with ZipFile(tmp_path / "code.zip") as archive:
        packed = {name: archive.read(name) for name in archive.namelist()}
    expected = {
        f"{name}/{path.relative_to(folder).as_posix()}": path.read_bytes()
        for name, folder in FOLDERS.items()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert packed == expected


def test_compiled_modules_are_not_packed(tmp_path: Path) -> None:
    for name in ("__pycache__/a.pyc", "_schemas/a.json", "b/c.py", "__init__.py"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()

    names = [name for name, _ in iter_files("claimpack", tmp_path)]

    assert names == ["claimpack/__init__.py", "claimpack/b/c.py"]


PACK_AGAIN = """
import sys
from pathlib import Path
import claimpack.shipped_code
assert sys.argv[1] in claimpack.__file__
claimpack.shipped_code.write_code(Path(sys.argv[2]))
"""


@pytest.mark.slow
def test_code_that_runs_from_a_zip_file_packs_the_same(tmp_path: Path) -> None:
    first, second = tmp_path / "first.zip", tmp_path / "second.zip"
    write_code(first)
    env = {"PYTHONPATH": str(first)}

    run = run_python("-P", "-c", PACK_AGAIN, first, second, env=env)

    assert outcome(run) == (0, "", "")
    assert second.read_bytes() == first.read_bytes()
