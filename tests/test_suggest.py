"""`claimpack suggest links`: what it lists, and what it writes of what is accepted."""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from pyarrow import parquet

from claimpack import journal
from claimpack.accepted_links import AcceptedLink, append_links
from claimpack.errors import BuildError
from claimpack.files import Folder
from command_line import mounted, outcome, read_files, run_claimpack, stop_build
from invented_package import FIRST, FOLLOW_UP, build_invented, copy_invented
from zip_files import Entry, make_zip

HEADER = "claim_id,relation,target_id,note\n"
HIGHER = "the same source, later, with a higher number"
DENIES, SAYS_AGAIN, RISES = (
    f'{FOLLOW_UP}.e17,contradicts,{FIRST}.e60,"the same number, one denied"\n',
    f'{FOLLOW_UP}.e14,restates,{FIRST}.e32,"the same source, largely the same words"\n',
    f'{FOLLOW_UP}.e5,updates,{FIRST}.e11,"{HIGHER}"\n',
)
LISTED = SAYS_AGAIN + RISES + DENIES
TEXT = f"""\
restates: the same source, largely the same words (Attack on the ferry Sheli)
  {FOLLOW_UP}.e14 · Defence ministry of Sarrovia · 2031-05-14
    A Velmoran gunboat shelled the ferry Sheli.
  {FIRST}.e32 · Defence ministry of Sarrovia · 2031-05-07
    A Velmoran gunboat fired on the ferry Sheli.

updates: the same source, later, with a higher number (Attack on the ferry Sheli)
  {FOLLOW_UP}.e5 · Health ministry of Velmora · 2031-05-14 · At least 71
    The attack on the ferry Sheli has killed at least 71 people.
  {FIRST}.e11 · Health ministry of Velmora · 2031-05-07 · 60
    The attack on the ferry Sheli has killed 60 people in all.

contradicts: the same number, one denied (Detention of gunners in Odrezh)
  {FOLLOW_UP}.e17 · Defence ministry of Sarrovia · 2031-05-14 · two · denied
    Two gunners have not been detained.
  {FIRST}.e60 · unnamed · ../2031-05-07 · Two
    Two gunners have been detained in Odrezh.

3 links are suggested: 1 contradicts, 1 restates, 1 updates.
"""
ADVICE = "`claimpack build` makes them rows.\n"


@pytest.fixture(scope="module")
def unlinked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package of the two invented articles, without links between them."""
    root = copy_invented(tmp_path_factory.mktemp("unlinked"))
    (root / "seeds/links.csv").unlink()
    assert run_claimpack("build", root).returncode == 0
    return root


@pytest.fixture
def package(unlinked: Path, tmp_path: Path) -> Path:
    """A copy of that package to write to."""
    return shutil.copytree(unlinked, tmp_path / "p")


def accept(package: Path, *arguments: str) -> tuple[int, str, str]:
    """Accept what is suggested, without a validation, as CSV."""
    words = ("links", "--unchecked", "--format", "csv", "--accept", *arguments)
    return outcome(run_claimpack("suggest", *words, package))


def read_links(package: Path) -> str:
    """What stands in `links.csv`, its line ends as they are."""
    return (package / "seeds/links.csv").read_bytes().decode()


def test_each_pair_is_told_with_both_sentences_and_a_reason(unlinked: Path) -> None:
    run = run_claimpack("suggest", "links", cwd=unlinked)

    assert outcome(run) == (0, TEXT, "")


def test_csv_begins_with_the_columns_of_links(unlinked: Path) -> None:
    run = run_claimpack("suggest", "links", "--format", "csv", unlinked)

    rows = [row[:4] for row in csv.reader(run.stdout.splitlines())]
    assert rows == list(csv.reader((HEADER + LISTED).splitlines()))


def test_json_has_the_answer_to_the_question(unlinked: Path) -> None:
    asked = run_claimpack("query", "--format", "json", "suggested-links", unlinked)

    run = run_claimpack("suggest", "links", "--format", "json", unlinked)

    assert (run.returncode, run.stdout) == (0, asked.stdout)
    assert [row["relation"] for row in json.loads(run.stdout)] == [
        "restates",
        "updates",
        "contradicts",
    ]


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        pytest.param(["--relation", "updates"], RISES, id="a relation"),
        pytest.param(
            ["--relation", "updates", "--relation", "restates"],
            SAYS_AGAIN + RISES,
            id="two relations",
        ),
        pytest.param(["--claim", f"{FOLLOW_UP}.e17"], DENIES, id="a claim"),
        pytest.param(["--claim", f"{FIRST}.e32"], SAYS_AGAIN, id="a target"),
        pytest.param(
            ["--claim", f"{FIRST}.e32", "--claim", f"{FIRST}.e60"],
            SAYS_AGAIN + DENIES,
            id="two claims",
        ),
        pytest.param(
            ["--claim", f"{FIRST}.e32", "--relation", "updates"], "", id="both"
        ),
    ],
)
def test_what_is_listed_and_no_more_is_appended(
    package: Path, options: list[str], expected: str
) -> None:
    before = read_files(package)

    code, _, errors = accept(package, *options)

    count = expected.count("\n")
    words = f"{count} link{'' if count == 1 else 's'} appended to seeds/links.csv"
    after = {"seeds/links.csv": f"{HEADER}{expected}".encode()} if expected else {}
    assert (code, errors) == (0, f"{words}; {ADVICE}" if expected else "")
    assert read_files(package) == {**before, **after}


def test_what_was_accepted_is_built_and_not_suggested_again(package: Path) -> None:
    accept(package)

    again = accept(package)
    built = run_claimpack("build", package)
    valid = run_claimpack("validate", package)
    run = run_claimpack("suggest", "links", "--accept", package)

    stood = f"0 links appended to seeds/links.csv, 3 stood there; {ADVICE}"
    assert again[::2] == (0, stood)
    assert (built.returncode, built.stderr) == (0, "")
    assert outcome(valid) == (0, "Valid.\n", "")
    assert outcome(run) == (0, "No links are suggested.\n", "")
    assert read_links(package) == HEADER + LISTED
    links = parquet.read_table(package / "data/claim_links.parquet").to_pylist()
    made = [tuple(row.values()) for row in links if row["basis"] == "curator"]
    assert sorted(made) == [
        (f"{FOLLOW_UP}.e14", "restates", f"{FIRST}.e32", "curator"),
        (f"{FOLLOW_UP}.e17", "contradicts", f"{FIRST}.e60", "curator"),
        (f"{FOLLOW_UP}.e5", "updates", f"{FIRST}.e11", "curator"),
    ]


@pytest.mark.parametrize("form", ["csv", "json"])
def test_a_program_reads_an_empty_list(tmp_path: Path, form: str) -> None:
    build_invented(tmp_path)

    run = run_claimpack("suggest", "links", "--format", form, tmp_path)

    first = f"{HEADER.strip()},event_label," if form == "csv" else "[]\n"
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout.startswith(first)
    assert run.stdout.count("\n") == 1


def test_a_line_that_joins_two_claims_keeps_its_relation(package: Path) -> None:
    """The curator has called it a correction, and not built yet."""
    own = f"{FIRST}.e11,corrects,{FOLLOW_UP}.e5,\n"
    (package / "seeds/links.csv").write_text(HEADER + own)

    code, _, errors = accept(package)

    words = "2 links appended to seeds/links.csv, 1 stood there"
    assert (code, errors) == (0, f"{words}; {ADVICE}")
    assert read_links(package) == HEADER + own + SAYS_AGAIN + DENIES


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        pytest.param("", HEADER + RISES, id="an empty file"),
        pytest.param(HEADER.strip(), HEADER + RISES, id="no end of line"),
        pytest.param(
            HEADER.replace("\n", "\r\n"),
            (HEADER + RISES).replace("\n", "\r\n"),
            id="line ends of Windows",
        ),
        pytest.param(
            HEADER.replace("\n", "\r\n") + "a,supports,b,",
            HEADER.replace("\n", "\r\n") + "a,supports,b,\r\n" + RISES[:-1] + "\r\n",
            id="the last of them missing",
        ),
    ],
)
def test_a_file_keeps_its_line_ends(package: Path, content: str, expected: str) -> None:
    (package / "seeds/links.csv").write_bytes(content.encode())

    code, *_ = accept(package, "--relation", "updates")

    assert code == 0
    assert read_links(package) == expected


UNFIT = {
    "another header": (
        "claim,relation,target\n",
        "found that seeds/links.csv:1:1: the register cannot be read: its header is",
    ),
    "a row that is too short": (
        f"{HEADER}a.e1,restates\n",
        "found that seeds/links.csv:2:1: the row has 2 cells;",
    ),
    "a row without a target": (
        f"{HEADER}a.e1,restates,,\n",
        "found that seeds/links.csv:2:15: target_id is",
    ),
}


@pytest.mark.parametrize("case", UNFIT)
def test_a_file_that_is_not_as_it_should_be_is_left_alone(
    package: Path, case: str
) -> None:
    content, message = UNFIT[case]
    (package / "seeds/links.csv").write_text(content)
    before = read_files(package)

    code, _, errors = accept(package)

    assert code == 3
    assert errors.startswith(f"claimpack: seeds/links.csv: {message}")
    assert "nothing was written" in errors
    assert read_files(package) == before


def test_an_unknown_claim_is_a_wrong_call(unlinked: Path) -> None:
    words = ("links", "--unchecked", "--claim", f"{FIRST}.e444")

    run = run_claimpack("suggest", *words, unlinked)

    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr.startswith(
        f'claimpack: no claim is called "{FIRST}.e444"; did you'
    )


def test_a_package_with_errors_is_refused_before_anything_is_written(
    package: Path,
) -> None:
    (package / "data/claims.csv").write_text("claim_id\n")
    before = read_files(package)

    run = run_claimpack("suggest", "links", "--accept", package)

    assert (run.returncode, run.stdout) == (3, "")
    assert "expected a valid package" in run.stderr
    assert read_files(package) == before


def test_links_of_an_archive_are_listed_and_not_accepted(
    package: Path, tmp_path: Path
) -> None:
    files = read_files(package).items()
    entries = [Entry(path=name, content=content) for name, content in files]
    archive = tmp_path / "p.zip"
    archive.write_bytes(make_zip(*entries))

    listed = run_claimpack("suggest", "links", "--unchecked", archive)
    code, output, errors = accept(archive)

    found = "found an archive; expected a folder to accept links into"
    assert outcome(listed) == (0, TEXT, "")
    assert (code, output) == (2, "")
    assert (
        errors == f"claimpack: {archive}: {found}; unpack it, or leave out --accept\n"
    )


def test_a_package_without_seeds_is_no_place_for_links(package: Path) -> None:
    shutil.rmtree(package / "seeds")

    code, _, errors = accept(package)

    advice = "accept links where the package is built"
    found = f"{package}: there is no folder seeds; {advice}"
    assert (code, errors) == (2, f"claimpack: {found}\n")


def test_a_read_only_package_is_left_alone(package: Path) -> None:
    before = read_files(package)
    target = str(package)

    mounts = (["--bind", target], ["-o", "remount,ro,bind"])
    with mounted(package, *map(tuple, mounts)):
        code, _, errors = accept(package)

    assert code == 4
    assert "found a read-only file system" in errors
    assert read_files(package) == before


LINK = AcceptedLink("b.e1", "restates", "a.e1", "the same source and number")


def test_a_build_at_work_keeps_links_out(package: Path) -> None:
    before = read_files(package)

    with journal.building(package), pytest.raises(BuildError, match="another build"):
        append_links(package, [LINK])

    assert read_files(package) == before


def test_an_unfinished_build_is_completed_first(package: Path) -> None:
    stop_build(package, {"seeds/links.csv": HEADER.encode(), "data/x.csv": b"x\n"})

    code, _, errors = accept(package, "--relation", "updates")

    done = "An unfinished build of 2 files was completed.\n"
    words = "1 link appended to seeds/links.csv"
    assert (code, errors) == (0, f"{done}{words}; {ADVICE}")
    assert read_links(package) == HEADER + RISES
    assert not journal.unfinished(package)


def test_links_are_old_when_the_disk_is_full(tmp_path: Path) -> None:
    package = tmp_path / "p"
    package.mkdir()
    with mounted(package, ("-t", "tmpfs", "-o", "size=64k", "claimpack-test")):
        (package / "seeds").mkdir()
        (package / "seeds/links.csv").write_text(HEADER)
        note = "a reason" * 8_000
        before = read_files(package)

        with pytest.raises(BuildError, match="found the disk full"):
            append_links(package, [LINK._replace(note=note)])

        assert read_files(package) == before


INTERRUPTED = """
import signal, sys
from pathlib import Path
from claimpack import journal
from claimpack.accepted_links import AcceptedLink, append_links
def stop(*arguments):
    signal.raise_signal(signal.SIGKILL)
setattr(journal, sys.argv[2], stop)
append_links(Path(sys.argv[1]), [AcceptedLink("b.e1", "restates", "a.e1", "note")])
"""
"""Accepts a link, and is killed at a step of its publication."""


@pytest.mark.parametrize(
    ("step", "expected"),
    [("commit", HEADER), ("complete", f"{HEADER}b.e1,restates,a.e1,note\n")],
)
def test_links_are_old_or_new_after_a_kill(
    package: Path, step: str, expected: str
) -> None:
    (package / "seeds/links.csv").write_text(HEADER)

    run = subprocess.run(
        [sys.executable, "-c", INTERRUPTED, package, step], check=False
    )
    killed = read_links(package)
    with journal.building(package):
        pass

    assert run.returncode == -9
    assert killed == HEADER
    assert read_links(package) == expected
    assert Folder(package).exists("datapackage.json")
