"""`claimpack validate` says of a zip archive what it says of the folder in it."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from claimpack.archives import read_archive
from claimpack.checks.package import check_package
from claimpack.findings import Finding
from command_line import copy_package, outcome, run_claimpack
from packages import (
    SCHEMA,
    change_rows,
    check,
    edit_descriptor,
    edit_file,
    in_turn,
    replace_file,
    write_files,
    write_foreign,
    write_package,
)
from zip_files import Entry, deflate, make_zip

Make = Callable[[Path], object]


def zip_folder(folder: Path, base: str | None = None) -> Path:
    """The folder packed by Python, at the top of the archive or in a folder there."""
    parent = folder if base is None else folder.parent
    return Path(shutil.make_archive(str(folder), "zip", root_dir=parent, base_dir=base))


def check_zip(path: Path) -> list[Finding]:
    """All findings about the package in an archive."""
    archive = read_archive(path, "datapackage.json")
    return list(check_package(archive, SCHEMA))  # type: ignore[arg-type]  # the checks ask for no more than that


def flip_a_bit(root: Path) -> None:
    """Damage a Parquet file; the descriptor knows the damaged bytes."""
    write_package(root, twins=True)
    content = bytearray((root / "data/claims.parquet").read_bytes())
    content[len(content) // 8] ^= 1
    replace_file(root, "data/claims.parquet", bytes(content))


CASES: dict[str, Make] = {
    "a sound package": lambda root: write_package(root, twins=True),
    "an unfinished build": in_turn(
        write_package,
        lambda root: write_files(root, {".build/journal.json": b"{}"}),
    ),
    "a text that is not here": change_rows(lambda _: None, is_text_here=False),
    "a text with other words": in_turn(
        write_package,
        lambda root: write_files(root, {"seeds/d1.txt": b"Dam bursts, killing 41."}),
    ),
    "a span that is shifted": change_rows(
        lambda rows: rows["spans"][0].update(char_start=1, char_end=11)
    ),
    "an unsafe path of a text": change_rows(
        lambda rows: rows["documents"][0].update(text_path="../d1.txt")
    ),
    "a file that no resource names": in_turn(
        write_package,
        lambda root: write_files(root, {"data/old/claims.csv": b"a\n"}),
    ),
    "a file that is missing": in_turn(
        write_package, lambda root: (root / "data/claims.csv").unlink()
    ),
    "a folder in place of a file": in_turn(
        write_package,
        lambda root: (root / "data/claims.csv").unlink(),
        lambda root: (root / "data/claims.csv").mkdir(),
    ),
    "other bytes than the descriptor says": in_turn(
        write_package,
        lambda root: write_files(root, {"data/codes.csv": b"list,code\n"}),
    ),
    "a code that is unknown": in_turn(
        write_package,
        lambda root: edit_file(root, "data/claims.csv", ",certain,", ",sure,"),
    ),
    "a damaged Parquet file": flip_a_bit,
    "a descriptor without resources": in_turn(
        write_package,
        lambda root: edit_descriptor(root, lambda content: content.clear()),
    ),
}


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("base", [None, "p"], ids=["at the top", "in a folder"])
def test_an_archive_has_the_findings_of_its_folder(
    tmp_path: Path, case: str, base: str | None
) -> None:
    root = tmp_path / "p"
    CASES[case](root)

    assert check_zip(zip_folder(root, base)) == check(root)


@pytest.mark.slow
@pytest.mark.parametrize("base", [None, "p"], ids=["at the top", "in a folder"])
def test_the_package_of_this_repository_is_valid_in_an_archive(
    tmp_path: Path, base: str | None
) -> None:
    archive = zip_folder(copy_package(tmp_path / "p"), base)

    run = run_claimpack("validate", "--rows", archive)

    assert outcome(run) == (0, "Valid.\n", "")


@pytest.mark.slow
def test_the_package_of_this_repository_is_valid_as_zip_packs_it(
    tmp_path: Path,
) -> None:
    program = shutil.which("zip")
    if program is None:
        pytest.skip("there is no zip here")
    root = copy_package(tmp_path / "claimpack-0.1.0")
    subprocess.run([program, "-qr", "p.zip", root.name], cwd=tmp_path, check=True)

    run = run_claimpack("validate", "--rows", "p.zip", cwd=tmp_path)

    assert outcome(run) == (0, "Valid.\n", "")


def write_figures(root: Path) -> Path:
    """A package with one error in its one table."""
    killed = {"name": "killed", "type": "integer"}
    return write_foreign(root, "killed\nabout 40\n", [killed])


@pytest.mark.parametrize("form", ["text", "json"])
def test_the_report_on_an_archive_is_that_on_its_folder(
    tmp_path: Path, form: str
) -> None:
    zip_folder(write_figures(tmp_path / "p"), "p")

    of_folder, of_archive = (
        run_claimpack("validate", "--format", form, path, cwd=tmp_path)
        for path in ("p", "p.zip")
    )

    assert outcome(of_archive) == outcome(of_folder)
    assert of_archive.returncode == 1


def test_github_is_told_in_which_archive_a_file_is(tmp_path: Path) -> None:
    zip_folder(write_figures(tmp_path / "p"), "p")

    run = run_claimpack("validate", "--format", "github", "p.zip", cwd=tmp_path)

    assert run.stdout.startswith("::error file=p.zip/p/t.csv,line=2,title=type-error::")


@pytest.mark.slow
def test_rows_of_an_archive_are_checked_against_their_json_schemas(
    tmp_path: Path,
) -> None:
    root = write_package(tmp_path / "p")
    edit_file(root, "data/claims.csv", ",certain,", ",sure,")

    run = run_claimpack("validate", "--rows", zip_folder(root))

    assert run.returncode == 1
    assert "[row-schema]" in run.stdout


def test_a_second_opinion_needs_a_folder(tmp_path: Path) -> None:
    zip_folder(write_foreign(tmp_path / "p", "id\na\n", ["id"]))

    run = run_claimpack("validate", "--second-opinion", "p.zip", cwd=tmp_path)

    message = (
        "claimpack: p.zip: found an archive; expected a folder for --second-opinion,"
        " because frictionless would unpack it; unpack it yourself if you trust it\n"
    )
    assert outcome(run) == (2, "", message)


def test_an_archive_that_is_not_safe_ends_with_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "p.ZIP").write_bytes(make_zip(Entry(path="../datapackage.json")))

    run = run_claimpack("validate", "p.ZIP", cwd=tmp_path)

    message = (
        'claimpack: p.ZIP, entry "../datapackage.json": found a ".." that leads out of'
        " its folder; expected a path with forward slashes that stays in the archive;"
        " rename the file and pack it again.\n"
    )
    assert outcome(run) == (3, "", message)


def zip_damaged(path: str) -> bytes:
    """A package in an archive, the content of one file not what it says."""
    schema = {"fields": [{"name": "id"}]}
    descriptor = {"resources": [{"name": "t", "path": "t.csv", "schema": schema}]}
    files = {"datapackage.json": json.dumps(descriptor).encode(), "t.csv": b"id\na\n"}
    return make_zip(
        *(
            Entry(
                path=name,
                content=content,
                packed=deflate(content.upper() if name == path else content),
            )
            for name, content in files.items()
        )
    )


def test_a_damaged_table_in_an_archive_is_a_finding(tmp_path: Path) -> None:
    (tmp_path / "p.zip").write_bytes(zip_damaged("t.csv"))

    run = run_claimpack("validate", "p.zip", cwd=tmp_path)

    assert (run.returncode, run.stderr) == (1, "")
    assert run.stdout.startswith(
        "t.csv: error[scheme-error]: t: the file cannot be read: t.csv: found the"
        " checksum "
    )


def test_a_damaged_descriptor_in_an_archive_is_refused(tmp_path: Path) -> None:
    (tmp_path / "p.zip").write_bytes(zip_damaged("datapackage.json"))

    run = run_claimpack("validate", "p.zip", cwd=tmp_path)

    assert (run.returncode, run.stdout) == (3, "")
    assert run.stderr.startswith("claimpack: datapackage.json: found the checksum ")
