"""Every command keeps its word: its help, its exit codes, what it prints and where."""

import json
import os
import pty
import re
import shlex
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import click
import pytest

from claimpack import __main__ as entry
from claimpack import __version__
from claimpack.commands import COMMANDS, build, options
from claimpack.findings import Location
from claimpack.runners import RUNNERS
from claimpack.second_opinion import iter_frictionless_findings
from claimpack.sharding.plans import ARTICLES_PER_SHARD
from command_line import (
    ARTICLE,
    WAITING_BUILD,
    copy_package,
    edit,
    outcome,
    read_files,
    run_claimpack,
)
from packages import edit_descriptor, write_foreign, write_package

EXAMPLE = re.compile(r"(?m)^ +Example: claimpack (.+)$")
Make = Callable[[Path], object]
Call = Callable[..., tuple[int | str | None, str, str]]
NOT_OF_PACKAGES = {"agree", "convert", "diff", "pack", "rules"}
OF_PACKAGES = [it for it in COMMANDS if it not in NOT_OF_PACKAGES]
CLAIMPACK = [sys.executable, "-m", "claimpack"]


def call_on(command: str, package: Path) -> list[str | Path]:
    """The arguments that run a command on a package."""
    words: dict[str, list[str | Path]] = {
        "export": ["jsonld"],
        "show": ["dam"],
        "site": ["--output", package / "site"],
        "query": ["SELECT 1 AS x"],
        "sqlite": ["--output", package / "p.sqlite"],
        "suggest": ["links"],
    }
    return [command, *words.get(command, []), package]


def write_figures(root: Path) -> Path:
    """A package with two errors in its one table."""
    csv = "id,killed\na,100\nb,about 40\na,12\n"
    killed = {"name": "killed", "type": "integer"}
    return write_foreign(root, csv, ["id", killed], primaryKey=["id"])


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str]) -> Call:
    """Runs the command line in this process; gives exit code, stdout and stderr."""

    def run(*arguments: str | Path) -> tuple[int | str | None, str, str]:
        code = entry.run(list(map(str, arguments)))
        return code, *capsys.readouterr()

    return run


TEXT = """\
t.csv:3: error[type-error]: t row 2, killed: found "about 40"
  expected: an integer in ASCII digits, as 1200
t.csv:4: error[primary-key]: t row 3, id: the key "a" stands in row 1 too
  expected: a key of its own for each row

primary-key       1
type-error        1
Not valid: 2 errors.
"""
GITHUB = """\
::error file=p/t.csv,line=3,title=type-error::t row 2, killed: found "about 40"\
%0Aexpected: an integer in ASCII digits, as 1200
::error file=p/t.csv,line=4,title=primary-key::t row 3, id: the key "a" stands in row 1\
 too%0Aexpected: a key of its own for each row
Not valid: 2 errors.
"""
JSON = """\
{
  "valid": false,
  "stats": {
    "tasks": 1,
    "errors": 2,
    "warnings": 0,
    "notes": 0,
    "codes": {
      "primary-key": 1,
      "type-error": 1
    },
    "notShown": 0
  },
  "errors": [],
  "warnings": [],
  "notes": [],
  "tasks": [
    {
      "name": "t",
      "type": "table",
      "valid": false,
      "place": "t.csv",
      "labels": [
        "id",
        "killed"
      ],
      "stats": {
        "errors": 2,
        "warnings": 0,
        "notes": 0
      },
      "errors": [
        {
          "type": "type-error",
          "title": "Type Error",
          "description": "A word of another type is lost when it is read.",
          "message": "t row 2, killed: found \\"about 40\\"",
          "note": "found \\"about 40\\"",
          "tags": [
            "#table",
            "#row",
            "#cell"
          ],
          "cells": [
            "b",
            "about 40"
          ],
          "rowNumber": 3,
          "cell": "about 40",
          "fieldName": "killed",
          "fieldNumber": 2,
          "severity": "error",
          "path": "t.csv",
          "row": 2,
          "line": 3,
          "expected": "an integer in ASCII digits, as 1200"
        },
        {
          "type": "primary-key",
          "title": "Primary Key",
          "description": "The primary key tells a row from every other: no two rows \
share it, and no part of it is empty.",
          "message": "t row 3, id: the key \\"a\\" stands in row 1 too",
          "note": "the key \\"a\\" stands in row 1 too",
          "tags": [
            "#table",
            "#row"
          ],
          "cells": [
            "a",
            "12"
          ],
          "rowNumber": 4,
          "fieldName": "id",
          "fieldNumber": 1,
          "severity": "error",
          "path": "t.csv",
          "row": 3,
          "line": 4,
          "expected": "a key of its own for each row"
        }
      ],
      "warnings": [],
      "notes": []
    }
  ]
}
"""


@pytest.mark.parametrize(
    ("form", "report"), [("text", TEXT), ("json", JSON), ("github", GITHUB)]
)
def test_a_report_is_all_that_stands_on_stdout(
    tmp_path: Path, form: str, report: str
) -> None:
    write_figures(tmp_path / "p")

    run = run_claimpack("validate", "--format", form, "p", cwd=tmp_path)

    assert outcome(run) == (1, report, "")


def test_the_totals_count_what_the_limit_hides(tmp_path: Path) -> None:
    write_figures(tmp_path)

    text = run_claimpack("validate", "--limit", "1", tmp_path).stdout
    github = run_claimpack("validate", "--format", "github", "--limit", "1", tmp_path)
    report = run_claimpack("validate", "--format", "json", "--limit", "0", tmp_path)

    first, _, rest = TEXT.partition("t.csv:4")
    counts = rest.partition("\n\n")[2]
    assert text == f"{first}… and 1 finding more\n\n{counts}"
    assert github.stdout.endswith("\n1 finding not shown\nNot valid: 2 errors.\n")
    stats = json.loads(report.stdout)["stats"]
    assert (stats["errors"], stats["notShown"], report.returncode) == (2, 2, 1)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_shows_its_help_in_one_sentence_and_an_example(command: str) -> None:
    run = run_claimpack(command, "--help")

    usage, _, sentence, *_ = run.stdout.splitlines()
    assert (run.returncode, run.stderr) == (0, "")
    assert usage.startswith(f"Usage: claimpack {command} [OPTIONS]")
    assert re.fullmatch(r"  [A-Z].+\.", sentence)
    assert EXAMPLE.findall(run.stdout)


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_the_example_of_the_help_works(tmp_path: Path, command: str) -> None:
    copy_package(tmp_path)
    run_claimpack("schema", tmp_path)  # other versions of pyarrow write other bytes
    (example,) = EXAMPLE.findall(run_claimpack(*command.split(), "-h").stdout)

    run = run_claimpack(*shlex.split(example), cwd=tmp_path)

    assert example.startswith(command or "validate")
    assert (run.returncode, run.stderr) == (0, "")


def test_what_the_help_repeats_is_as_it_is_elsewhere() -> None:
    assert set(build.RUNNERS) == set(RUNNERS)
    assert options.ARTICLES_PER_SHARD == ARTICLES_PER_SHARD


def test_the_help_names_every_command_and_every_exit_code() -> None:
    run = run_claimpack("--help")

    assert all(f"\n  {name} " in run.stdout for name in COMMANDS)
    assert all(f"{code} " in run.stdout for code in range(5))


def test_a_call_without_arguments_shows_the_help_and_is_wrong() -> None:
    run = run_claimpack()

    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr == run_claimpack("--help").stdout


def test_the_version_is_shown() -> None:
    run = run_claimpack("--version")

    assert outcome(run) == (0, f"claimpack, version {__version__}\n", "")


def test_a_shell_that_completes_an_unknown_command_is_offered_the_known() -> None:
    asked = {
        "_CLAIMPACK_COMPLETE": "bash_complete",
        "COMP_WORDS": "claimpack nope ",
        "COMP_CWORD": "2",
    }

    offered = "".join(f"plain,{name}\n" for name in COMMANDS)
    assert outcome(run_claimpack(env=asked)) == (0, offered, "")


WRONG_CALLS = {
    "unknown command": (["nope"], "No such command 'nope'."),
    "misspelt command": (
        ["valdate"],
        "No such command 'valdate'. Did you mean 'validate'?",
    ),
    "unknown option": (["build", "--swift"], "No such option '--swift'."),
    "misspelt option": (
        ["validate", "--row"],
        "No such option '--row'. Did you mean '--rows'?",
    ),
    "option before the command": (["--rows", "validate"], "No such option '--rows'."),
    "no such path": (
        ["validate", "none"],
        "Invalid value for '[PATH]': Path 'none' does not exist.",
    ),
    "no such package": (
        ["build", "none"],
        "Invalid value for '[PACKAGE]': Directory 'none' does not exist.",
    ),
    "an empty path": (
        ["validate", ""],
        "Invalid value for '[PATH]': Path '' does not exist.",
    ),
    "no such format": (
        ["validate", "--format", "xml"],
        (
            "Invalid value for '--format': 'xml' is not one of 'text', 'json',"
            " 'github', 'sarif', 'junit'."
        ),
    ),
    "a limit below zero": (
        ["validate", "--limit", "-1"],
        "Invalid value for '--limit': -1 is not in the range x>=0.",
    ),
    "two packages": (["build", ".", "."], "Got unexpected extra argument (.)"),
}


@pytest.mark.locked
@pytest.mark.parametrize("case", WRONG_CALLS)
def test_a_wrong_call_is_told_what_is_wrong(call: Call, case: str) -> None:
    arguments, message = WRONG_CALLS[case]

    code, stdout, stderr = call(*arguments)

    usage, *_, last = stderr.splitlines()
    assert (code, stdout) == (2, "")
    assert usage.startswith("Usage: claimpack ")
    assert last == f"Error: {message}"


def test_options_about_tables_need_a_package(tmp_path: Path) -> None:
    run = run_claimpack("validate", "--rows", ".", cwd=tmp_path)

    message = (
        "claimpack: .: there is no datapackage.json; --rows and --second-opinion look"
        " at the tables of a package\n"
    )
    assert outcome(run) == (2, "", message)


@pytest.mark.parametrize("name", ["article.ann", "data.csv", "image.png"])
def test_a_file_that_is_no_descriptor_is_a_wrong_call(
    tmp_path: Path, name: str
) -> None:
    (tmp_path / name).write_bytes(b"\x89PNG\x00")

    run = run_claimpack("validate", name, cwd=tmp_path)

    message = (
        f"claimpack: {name}: found a file that is no descriptor (.json) and no archive"
        " (.zip); expected a package or a folder of annotations; name the folder that"
        " it is in\n"
    )
    assert outcome(run) == (2, "", message)


def test_a_folder_with_nothing_to_check_is_refused(tmp_path: Path) -> None:
    run = run_claimpack("validate", tmp_path)

    message = (
        f"claimpack: {tmp_path}: found neither datapackage.json nor a file that ends in"
        " .ann; expected a package or a folder of annotations; name the folder that has"
        " one.\n"
    )
    assert outcome(run) == (3, "", message)


A_REGULAR_FILE = "expected a regular file; put a copy of the file itself in its place."
DESCRIPTORS: dict[str, tuple[Make, str]] = {
    "a FIFO": (os.mkfifo, f": found a FIFO; {A_REGULAR_FILE}"),
    "a folder": (Path.mkdir, f": found a folder; {A_REGULAR_FILE}"),
    "a link": (
        lambda path: path.symlink_to("/dev/zero"),
        f": found a symbolic link; {A_REGULAR_FILE}",
    ),
    "a link to nowhere": (
        lambda path: path.symlink_to("nowhere"),
        f": found a symbolic link; {A_REGULAR_FILE}",
    ),
    "binary": (
        lambda path: path.write_bytes(b"\x7fELF\x00\xff"),
        (
            " line 1: found the byte 0xFF at byte offset 5; expected UTF-8; save"
            " the file as UTF-8."
        ),
    ),
    "empty": (
        Path.touch,
        (
            " line 1, column 1: found the end (Expecting value); expected JSON; correct"
            " that place."
        ),
    ),
    "a key twice": (
        lambda path: path.write_text('{"name": "a",\n "name": "b"}'),
        (
            ' line 2, column 2: found the key "name" a second time in one object;'
            " expected each key once; remove or rename one of the two."
        ),
    ),
    "too deep": (
        lambda path: path.write_text("[" * 100_000),
        (
            " line 1, column 65: found deeper nesting; expected 64 levels at most; nest"
            " it less."
        ),
    ),
    "not a number": (
        lambda path: path.write_text('{"x": NaN}'),
        (
            ' line 1, column 7: found "NaN"; expected 18 digits at most, or a finite'
            " decimal; correct it or write it as a string."
        ),
    ),
}


@pytest.mark.parametrize("command", OF_PACKAGES)
@pytest.mark.parametrize("case", DESCRIPTORS)
def test_a_descriptor_that_is_unreadable_or_unsafe_is_refused(
    tmp_path: Path, call: Call, case: str, command: str
) -> None:
    make, message = DESCRIPTORS[case]
    make(tmp_path / "datapackage.json")
    (tmp_path / "seeds").mkdir()

    outcome = call(*call_on(command, tmp_path))

    assert outcome == (3, "", f"claimpack: datapackage.json{message}\n")


ODD_DESCRIPTORS = ["[]", "1", "null", '"a"', '{"resources": 1}', '{"resources": [1]}']


@pytest.mark.parametrize("content", ODD_DESCRIPTORS)
@pytest.mark.parametrize("command", OF_PACKAGES)
def test_a_descriptor_of_the_wrong_shape_never_gives_a_traceback(
    tmp_path: Path, call: Call, content: str, command: str
) -> None:
    (tmp_path / "datapackage.json").write_text(content)
    (tmp_path / "seeds").mkdir()

    code, stdout, stderr = call(*call_on(command, tmp_path))

    is_validation = command == "validate"
    told, silent = (stdout, stderr) if is_validation else (stderr, stdout)
    assert code == (1 if is_validation else 3)
    assert told.removeprefix("claimpack: ").startswith("datapackage.json")
    assert silent == ""


UNSAFE_PATHS = ["../t.csv", "/etc/passwd", "http://127.0.0.1:9/t.csv", "file:t.csv"]


@pytest.mark.parametrize("path", UNSAFE_PATHS)
def test_a_path_that_leads_out_of_the_package_is_a_finding(
    tmp_path: Path, call: Call, path: str
) -> None:
    package = write_figures(tmp_path / "p")
    (package / "t.csv").rename(tmp_path / "t.csv")
    edit_descriptor(package, lambda root: root["resources"][0].update(path=path))

    code, stdout, stderr = call("validate", package)

    assert (code, stderr) == (1, "")
    assert f'error[unsafe-path]: t: the path cannot be used: "{path}"' in stdout
    assert "killed" not in stdout


def test_a_data_file_that_is_a_link_is_a_finding(tmp_path: Path) -> None:
    package = write_figures(tmp_path / "p")
    (package / "t.csv").rename(tmp_path / "t.csv")
    (package / "t.csv").symlink_to("../t.csv")

    run = run_claimpack("validate", package)

    assert (run.returncode, run.stderr) == (1, "")
    assert "error[scheme-error]" in run.stdout
    assert "found a symbolic link" in run.stdout


@pytest.mark.parametrize("make", [os.mkfifo, Path.mkdir], ids=["FIFO", "folder"])
def test_an_annotation_that_is_no_file_is_refused(tmp_path: Path, make: Make) -> None:
    make(tmp_path / "a.ann")
    (tmp_path / "a.txt").write_text("Dam bursts")

    run = run_claimpack("validate", tmp_path)

    assert (run.returncode, run.stdout) == (3, "")
    assert re.fullmatch(r"claimpack: .*/a\.ann: found a .+\n", run.stderr)


def test_the_terminal_gets_no_escape_sequence(tmp_path: Path) -> None:
    write_foreign(
        tmp_path, "id\n\x1b[31mred\x1b[0m\n", [{"name": "id", "type": "date"}]
    )
    terminal, end = pty.openpty()

    with subprocess.Popen(
        [*CLAIMPACK, "validate", tmp_path], stdin=end, stdout=end, stderr=end
    ) as process:
        process.wait()
    os.close(end)
    written = os.read(terminal, 100_000).decode()
    os.close(terminal)

    assert r'found "\x1b[31mred\x1b[0m"' in written
    assert "\x1b" not in written


@pytest.mark.slow
def test_a_package_is_found_by_its_folder_its_descriptor_and_from_elsewhere(
    tmp_path: Path,
) -> None:
    package = copy_package(tmp_path / "p")
    (tmp_path / "elsewhere").mkdir()

    runs = [
        run_claimpack("validate", cwd=package),
        run_claimpack("validate", "p", cwd=tmp_path),
        run_claimpack("validate", "p/datapackage.json", cwd=tmp_path),
        run_claimpack("validate", "../p", cwd=tmp_path / "elsewhere"),
        run_claimpack("validate", package),
    ]

    assert {outcome(run) for run in runs} == {(0, "Valid.\n", "")}


@pytest.mark.slow
def test_a_folder_of_annotations_is_checked_from_everywhere(tmp_path: Path) -> None:
    seeds = copy_package(tmp_path, ("seeds",)) / "seeds"
    edit(seeds / f"{ARTICLE}.ann", "A4\tCertainty E4 Probable", "A4\tCertainty E4 Prob")

    runs = [
        run_claimpack("validate", cwd=seeds),
        run_claimpack("validate", "seeds", cwd=tmp_path),
        run_claimpack("validate", seeds),
    ]

    (written,) = {outcome(run) for run in runs}
    assert written[0] == 1
    assert written[1].startswith(
        f"seeds/{ARTICLE}.ann:24:17: error[attribute-value]: Certainty of E4 has the"
        ' value "Prob"\n'
    )


def test_github_is_told_where_the_annotations_are_in_the_repository(
    tmp_path: Path,
) -> None:
    copy_package(tmp_path / "a" / "b", ("seeds",))
    edit(tmp_path / "a/b/seeds" / f"{ARTICLE}.ann", "A4\tCertainty E4", "A4\tCert E4")

    run = run_claimpack("validate", "--format", "github", "a/b/seeds", cwd=tmp_path)

    assert run.stdout.startswith(f"::error file=a/b/seeds/{ARTICLE}.ann,line=24,col=")


@pytest.mark.slow
def test_rows_are_checked_against_their_json_schemas_when_asked_for(
    tmp_path: Path,
) -> None:
    copy_package(tmp_path / "valid")
    write_package(tmp_path / "wrong")
    edit(tmp_path / "wrong/data/claims.csv", ",certain,", ",sure,")

    valid = run_claimpack("validate", "--rows", tmp_path / "valid")
    plain = run_claimpack("validate", tmp_path / "wrong")
    asked = run_claimpack("validate", "--rows", tmp_path / "wrong")

    assert (valid.returncode, plain.returncode, asked.returncode) == (0, 1, 1)
    assert "[row-schema]" not in plain.stdout
    assert "[row-schema]" in asked.stdout


@pytest.mark.slow
def test_frictionless_is_asked_when_asked_for(tmp_path: Path) -> None:
    write_foreign(tmp_path, "id\na\n", ["id"])
    edit_descriptor(tmp_path, lambda root: root.update(profile="none.json"))

    plain = run_claimpack("validate", tmp_path)
    asked = run_claimpack("validate", "--second-opinion", tmp_path)

    assert outcome(plain) == (0, "Valid.\n", "")
    assert (asked.returncode, asked.stderr) == (1, "")
    assert asked.stdout.startswith(
        "datapackage.json: error[second-opinion]: frictionless says "
    )


def test_each_error_of_frictionless_is_placed(tmp_path: Path) -> None:
    write_foreign(tmp_path, "id\nx\n", [{"name": "id", "type": "integer"}])

    (finding,) = iter_frictionless_findings(tmp_path / "datapackage.json")

    assert finding.location == Location(path="t.csv", resource="t")
    assert finding.message == (
        'frictionless says type-error: Type error in the cell "x" in row "2" and field'
        ' "id" at position "1": type is "integer/default"'
    )


def test_frictionless_is_not_let_loose_on_what_we_refuse(tmp_path: Path) -> None:
    write_foreign(tmp_path, "id\na\n", ["id"])
    (tmp_path / "t.csv").unlink()
    os.mkfifo(tmp_path / "t.csv")  # which frictionless would wait for

    run = run_claimpack("validate", "--second-opinion", tmp_path)

    assert run.returncode == 1
    assert run.stderr == "frictionless was not asked: mend the errors first.\n"


@pytest.mark.parametrize("arguments", [["--help"], ["validate", "."]], ids=" ".join)
def test_a_reader_that_leaves_ends_the_command_without_a_word(
    tmp_path: Path, arguments: list[str]
) -> None:
    write_figures(tmp_path)

    with subprocess.Popen(
        [*CLAIMPACK, *arguments],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        words = process.stderr.read()

    assert (process.returncode, words) == (4, "")


def test_output_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    write_figures(tmp_path)

    with Path("/dev/full").open("wb") as full:
        run = subprocess.run(
            [*CLAIMPACK, "validate", tmp_path],
            check=False,
            stdout=full,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )

    assert run.returncode == 4
    assert run.stderr == "claimpack: No space left on device\n"


@pytest.mark.slow
def test_an_interrupted_build_leaves_the_package_and_no_traceback(
    tmp_path: Path,
) -> None:
    copy_package(tmp_path)
    before = read_files(tmp_path)

    with subprocess.Popen(
        [sys.executable, "-c", WAITING_BUILD, "build", str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        process.send_signal(signal.SIGINT)
        written = process.communicate()

    assert (process.returncode, written) == (130, ("", "\n"))
    assert read_files(tmp_path) == before


INTERRUPTED_QUERY = """
import signal, sys
from claimpack import __main__ as entry

def ask(*arguments, **options):
    try:
        signal.raise_signal(signal.SIGINT)
    except KeyboardInterrupt:
        raise RuntimeError("Query interrupted") from None

entry.claimpack = ask
sys.argv[1:] = ["build"]
entry.main()
"""
"""A command whose library has an error of its own for Ctrl-C, as DuckDB has."""


def test_what_a_library_makes_of_ctrl_c_is_not_told() -> None:
    run = subprocess.run(
        [sys.executable, "-c", INTERRUPTED_QUERY],
        check=False,
        capture_output=True,
        encoding="utf-8",
    )

    assert (run.returncode, run.stdout, run.stderr) == (130, "", "")


SYSTEM_ERRORS = {
    "memory": (
        MemoryError(),
        "claimpack: out of memory; give it more (--memory, or the machine)\n",
    ),
    "a file": (
        PermissionError(13, "Permission denied", "a.csv"),
        "claimpack: a.csv: Permission denied\n",
    ),
}


@pytest.mark.parametrize("case", SYSTEM_ERRORS)
def test_what_the_environment_refuses_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, call: Call, case: str
) -> None:
    error, message = SYSTEM_ERRORS[case]

    @click.command()
    def fail() -> None:
        raise error

    monkeypatch.setattr(entry, "claimpack", fail)

    assert call() == (4, "", message)


def test_a_shell_that_completes_words_gets_them() -> None:
    words = {"_CLAIMPACK_COMPLETE": "bash_complete", "COMP_CWORD": "1"}

    run = run_claimpack(env={**words, "COMP_WORDS": "claimpack va"})

    assert outcome(run) == (0, "plain,validate\n", "")
