"""`claimpack convert`: which files are written, and what keeps them from it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from claimpack.commands.convert import TARGETS
from claimpack.conversion import convert_source, write_files
from claimpack.errors import BuildError, SourceError, UsageError
from claimpack.exporters.targets import EXPORTERS
from claimpack.findings import Severity
from claimpack.schema_files import load_shipped_schema
from command_line import outcome, read_files, run_claimpack
from exported import SEED
from packages import write_files as write_source

SCHEMA = load_shipped_schema()
TEXT = b"The dam\r\nburst.\n"
ANN = b"T1\tObject 4 7\tdam\r\nE1\tObject:T1\r\n"
ARTICLE = {"Dam 1.txt": TEXT, "Dam 1.ann": ANN}
DOCCANO = (
    b'{"text": "The dam\\r\\nburst.\\n", "label": [[4, 7, "Object"]],'
    b' "document_id": "dam-1"}\n'
)
RETURNS = """\
Dam 1.ann:1:18: warning[carriage-return]: the line ends with a carriage \
return, as 2 of 2 lines do
  | T1\\tObject 4 7\\tdam\\r
  |                    ^
  expected: lines that end with LF alone
  hint: convert the line ends of the .ann file; the CR are left out here

carriage-return       1
Valid: 1 warning.
"""
LOST = """\
Not carried over:
  nodes: 1, first Dam 1.ann:2: "E1\\tObject:T1"
  ids, which are now others or none: 1, first Dam 1.ann:1: "T1\\tObject 4 7\\tdam"
"""


def test_the_command_knows_every_exporter() -> None:
    assert sorted(EXPORTERS) == sorted(TARGETS)


@pytest.mark.parametrize("target", EXPORTERS)
def test_the_seed_is_converted_without_a_finding(target: str) -> None:
    conversion = convert_source(SEED, target, SCHEMA)

    assert conversion.findings == ()
    assert all(conversion.files.values())
    assert bool(conversion.losses) is (target not in {"brat", "web-annotation"})


def test_brat_is_copied_with_its_line_ends_by_the_ids_of_a_build(
    tmp_path: Path,
) -> None:
    write_source(tmp_path / "in/2023", ARTICLE)
    write_source(tmp_path / "in/2024", ARTICLE)

    conversion = convert_source(tmp_path / "in", "brat", SCHEMA)

    assert conversion.files == {
        "dam-1.txt": TEXT,
        "dam-1.ann": ANN,
        "dam-1.2.txt": TEXT,
        "dam-1.2.ann": ANN,
    }
    assert conversion.losses == ()


def test_one_annotator_is_chosen_and_named(tmp_path: Path) -> None:
    files = {"a.txt": TEXT, "a_kim.ann": ANN, "a_lee.ann": ANN}
    write_source(tmp_path, files)

    both = convert_source(tmp_path, "brat", SCHEMA)
    one = convert_source(tmp_path, "brat", SCHEMA, annotator="lee")

    errors = [it.code for it in both.findings if it.severity is Severity.ERROR]
    assert (errors, both.files) == (["several-annotators"], {})
    assert list(one.files) == ["a.txt", "a_lee.ann"]


def test_a_document_has_what_lies_beside_the_text(tmp_path: Path) -> None:
    meta = {"a.txt": b"It.", "a.ann": b"", "a.meta.json": b'{"title": "It"}'}
    write_source(tmp_path, meta)

    conversion = convert_source(tmp_path / "a.ann", "document", SCHEMA)

    article = json.loads(conversion.files["a.json"])["article"]
    assert (article["document_id"], article["title"]) == ("a", "It")


def test_a_defect_of_the_scheme_is_an_error_of_a_document_only(tmp_path: Path) -> None:
    ann = b"T1\tClaim 0 3\tThe\nE1\tClaim:T1\nA1\tKind E1 Miracle\n"
    write_source(tmp_path, {"a.txt": TEXT, "a.ann": ann})

    document = convert_source(tmp_path, "document", SCHEMA)
    brat = convert_source(tmp_path, "brat", SCHEMA)

    codes = [finding.code for finding in document.findings]
    assert (codes, document.files) == (["no-claim-text", "attribute-value"], {})
    assert (brat.findings, brat.files["a.ann"]) == ((), ann)


def test_files_and_what_was_lost_are_told_apart(tmp_path: Path) -> None:
    write_source(tmp_path / "in", ARTICLE)

    run = run_claimpack("convert", "--to", "doccano", "in", "a/b", cwd=tmp_path)

    assert outcome(run) == (0, "1 file written.\n", RETURNS + LOST)
    assert read_files(tmp_path / "a/b") == {"doccano.jsonl": DOCCANO}


def test_one_file_goes_to_stdout(tmp_path: Path) -> None:
    write_source(tmp_path, ARTICLE)

    arguments = ("convert", "--to", "doccano", "Dam 1.ann", "-")
    run = run_claimpack(*arguments, cwd=tmp_path)

    assert outcome(run) == (0, DOCCANO.decode(), RETURNS + LOST)
    assert read_files(tmp_path) == ARTICLE


def test_several_files_do_not_go_to_stdout(tmp_path: Path) -> None:
    write_source(tmp_path, ARTICLE)

    run = run_claimpack("convert", "--to", "brat", ".", "-", cwd=tmp_path)

    assert (run.returncode, run.stdout) == (2, "")
    message = "Error: brat gives several files here; give a folder instead of -\n"
    assert run.stderr.endswith(message)


def test_a_strict_conversion_writes_nothing_if_something_would_be_lost(
    tmp_path: Path,
) -> None:
    write_source(tmp_path / "in", ARTICLE)

    arguments = ("convert", "--strict", "--to", "doccano", "in", "out")
    run = run_claimpack(*arguments, cwd=tmp_path)

    expected = f"{RETURNS}{LOST}Nothing was written.\n"
    assert outcome(run) == (1, "", expected)
    assert not (tmp_path / "out").exists()


def test_a_strict_conversion_that_loses_nothing_writes_all(tmp_path: Path) -> None:
    write_source(tmp_path / "in", {"a.txt": TEXT, "a.ann": ANN.replace(b"\r", b"")})

    arguments = ("convert", "--strict", "--to", "web-annotation", "in/a.ann", "out")
    run = run_claimpack(*arguments, cwd=tmp_path)

    assert outcome(run) == (0, "2 files written.\n", "")


WRONG = {
    "a defect": {"a.txt": b"It.", "a.ann": b"T1\tPerson 0 9\tIt\n"},
    "no annotation": {"a.txt": b"It."},
    "metadata that cannot be read": {
        "a.txt": b"It.",
        "a.ann": b"",
        "a.meta.json": b"[",
    },
}


@pytest.mark.parametrize("case", WRONG)
def test_an_error_in_the_source_keeps_everything_as_it_was(
    tmp_path: Path, case: str
) -> None:
    write_source(tmp_path / "in", {"b.txt": b"It.", **WRONG[case]})

    run = run_claimpack("convert", "--to", "brat", "in", "out", cwd=tmp_path)

    assert (run.returncode, run.stdout) == (1, "")
    assert run.stderr.endswith("\nNothing was written.\n")
    assert not (tmp_path / "out").exists()


def test_what_is_there_already_is_not_written_again(tmp_path: Path) -> None:
    write_source(tmp_path / "in", ARTICLE)
    call = ("convert", "--to", "doccano", "in", "out")
    run_claimpack(*call, cwd=tmp_path)
    before = (tmp_path / "out/doccano.jsonl").stat()

    run = run_claimpack(*call, cwd=tmp_path)

    assert run.stdout == "All files were already as they should be.\n"
    assert (tmp_path / "out/doccano.jsonl").stat().st_ino == before.st_ino


def test_another_file_is_replaced_only_if_asked(tmp_path: Path) -> None:
    write_source(tmp_path / "in", ARTICLE)
    write_source(tmp_path / "out", {"dam-1.ann": b"mine\n", "other": b"mine\n"})
    call = ("convert", "--to", "brat")

    refused = run_claimpack(*call, "in", "out", cwd=tmp_path)
    kept = read_files(tmp_path / "out")
    run = run_claimpack(*call, "--replace", "in", "out", cwd=tmp_path)

    assert (refused.returncode, refused.stdout) == (2, "")
    message = (
        "claimpack: out/dam-1.ann: found another file of that name; expected none;"
        " choose another folder, or give --replace.\n"
    )
    assert refused.stderr == RETURNS + message
    assert kept == {"dam-1.ann": b"mine\n", "other": b"mine\n"}
    assert run.stdout == "2 files written.\n"
    files = {"dam-1.ann": ANN, "dam-1.txt": TEXT, "other": b"mine\n"}
    assert read_files(tmp_path / "out") == files


@pytest.mark.parametrize("output", [".", "out"])
def test_nothing_is_written_among_what_is_read(tmp_path: Path, output: str) -> None:
    with pytest.raises(UsageError, match="it lies in"):
        write_files(tmp_path, tmp_path / output, {"a": b""}, is_replacing=False)


def test_no_link_is_followed(tmp_path: Path) -> None:
    write_source(tmp_path, {"in/a.txt": b"", "mine": b"mine\n"})
    (tmp_path / "out").mkdir()
    (tmp_path / "out/a").symlink_to(tmp_path / "mine")

    with pytest.raises(SourceError, match="symbolic link"):
        write_files(tmp_path / "in", tmp_path / "out", {"a": b""}, is_replacing=True)


def test_a_file_in_the_place_of_the_folder_is_a_wrong_call(tmp_path: Path) -> None:
    write_source(tmp_path, {"in/a.txt": b"", "out": b""})

    run = run_claimpack("convert", "--to", "brat", "in", "out", cwd=tmp_path)

    assert (run.returncode, run.stdout) == (2, "")
    message = "Error: Invalid value for 'OUT': Directory 'out' is a file.\n"
    assert run.stderr.endswith(message)


def test_a_folder_that_cannot_be_made_is_an_error_of_the_output(tmp_path: Path) -> None:
    write_source(tmp_path, {"in/a.txt": b"", "a": b""})

    with pytest.raises(BuildError, match="found a file in the place of a folder"):
        write_files(tmp_path / "in", tmp_path / "a/b", {}, is_replacing=False)


def test_a_format_to_read_that_does_not_exist_is_a_wrong_call(tmp_path: Path) -> None:
    write_source(tmp_path, ARTICLE)

    with pytest.raises(UsageError, match='no format has the name "bart"'):
        convert_source(tmp_path, "brat", SCHEMA, format_name="bart")
