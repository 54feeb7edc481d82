"""What `claimpack validate` reports, where to, and when it fails."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

from claimpack.choice import OBSTACLES, choose_findings, require_choice
from claimpack.errors import UsageError
from claimpack.findings import Finding, Location, Severity
from claimpack.rule_book import list_entries
from command_line import copy_package, edit, outcome, run_claimpack
from packages import SCHEMA, Row, edit_descriptor, write_foreign
from published_schemas import SARIF, find_faults
from test_render import CELL, NOTE, WARNING

FIELDS: list[Row | str] = ["id", {"name": "killed", "type": "integer"}]
TOTALS = """\
primary-key       1
type-error        1
Not valid: 2 errors.
"""


def write_figures(root: Path) -> Path:
    """A package with an error of a type and one of a key."""
    return write_foreign(root, "id,killed\na,x\na,1\n", FIELDS, primaryKey=["id"])


def write_hint(root: Path) -> Path:
    """A package with a warning and no error."""
    write_foreign(root, "id\na\n", ["id"])
    edit_descriptor(
        root,
        lambda content: content["resources"].append({"name": "u", "path": "u.xlsx"}),
    )
    edit_descriptor(root, lambda content: content["resources"][1].update(type="table"))
    (root / "u.xlsx").touch()
    return root


def name_codes(*arguments: str | Path) -> dict[str, int]:
    """How often each code is in the JSON report of a call."""
    run = run_claimpack("validate", "--format", "json", *arguments)
    codes: dict[str, int] = json.loads(run.stdout)["stats"]["codes"]
    return codes


def test_a_selection_leaves_only_its_codes(tmp_path: Path) -> None:
    write_figures(tmp_path)

    one = name_codes("--select", "type-error", tmp_path)
    two = name_codes("--select", "type-error", "--select", "primary-key", tmp_path)
    none = run_claimpack("validate", "--select", "foreign-key", tmp_path)

    assert one == {"type-error": 1}
    assert two == {"type-error": 1, "primary-key": 1}
    assert outcome(none) == (0, "Valid.\n", "")


def test_what_is_ignored_is_not_reported(tmp_path: Path) -> None:
    write_figures(tmp_path)
    both = ["--ignore", "type-error", "--ignore", "primary-key"]

    one = name_codes("--ignore", "type-error", tmp_path)
    none = run_claimpack("validate", *both, tmp_path)

    assert one == {"primary-key": 1}
    assert outcome(none) == (0, "Valid.\n", "")


def test_what_is_selected_and_ignored_is_ignored(tmp_path: Path) -> None:
    write_figures(tmp_path)

    codes = name_codes("--select", "type-error", "--ignore", "type-error", tmp_path)

    assert codes == {}


@pytest.mark.parametrize("option", ["--select", "--ignore"])
def test_an_unknown_code_is_refused_with_a_near_one(
    tmp_path: Path, option: str
) -> None:
    write_figures(tmp_path)

    run = run_claimpack("validate", option, "typ-error", tmp_path)

    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr.startswith(
        'claimpack: found "typ-error", which is the code of no rule; did you mean type-'
    )


@pytest.mark.parametrize("code", sorted(OBSTACLES))
def test_what_keeps_something_from_being_checked_cannot_be_ignored(code: str) -> None:
    known = {entry.code for entry in list_entries(SCHEMA)}

    with pytest.raises(UsageError, match=f"--ignore {code}: found a code of what"):
        require_choice([], [code], known)


def test_what_keeps_something_from_being_checked_is_always_selected() -> None:
    findings = [
        Finding(code=code, severity=Severity.ERROR, location=Location(), message="x")
        for code in sorted(OBSTACLES)
    ]

    kept = list(choose_findings([*findings, CELL, NOTE], [WARNING.code], []))

    assert kept == findings


def test_a_package_of_which_nothing_was_checked_is_never_valid(tmp_path: Path) -> None:
    write_foreign(tmp_path, "id\na\n", ["id"])
    (tmp_path / "t.csv").unlink()

    selected = run_claimpack("validate", "--select", "type-error", tmp_path)
    ignored = run_claimpack("validate", "--ignore", "scheme-error", tmp_path)

    assert selected.returncode == 1
    assert selected.stdout.startswith("t.csv: error[scheme-error]: ")
    assert outcome(ignored) == (
        2,
        "",
        (
            "claimpack: --ignore scheme-error: found a code of what is then not checked"
            " at all; expected one of what was checked and is wrong; mend it instead\n"
        ),
    )


def test_annotations_can_be_chosen_too(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Dam bursts")
    (tmp_path / "a.ann").write_text("T1\tPlcae 0 3\tDam\n\n")

    codes = name_codes("--ignore", "empty-line", tmp_path)

    assert codes == {"unknown-label": 1}


@pytest.mark.parametrize(
    ("fail_on", "codes"),
    [
        ("error", {"errors": 1, "warning": 0, "note": 0}),
        ("warning", {"errors": 1, "warning": 1, "note": 0}),
        ("note", {"errors": 1, "warning": 1, "note": 1}),
    ],
)
def test_the_exit_code_follows_the_least_severity_that_fails(
    tmp_path: Path, fail_on: str, codes: dict[str, int]
) -> None:
    packages = {
        "errors": write_figures(tmp_path / "errors"),
        "warning": write_hint(tmp_path / "warning"),
        "note": copy_package(tmp_path / "note"),
    }
    (tmp_path / "note/seeds/000_8b7fbf13361c99b6.txt").unlink()

    runs = {
        name: run_claimpack("validate", "--fail-on", fail_on, root)
        for name, root in packages.items()
    }

    assert {name: run.returncode for name, run in runs.items()} == codes
    assert runs["warning"].stdout.endswith("\nValid: 1 warning.\n")
    assert runs["note"].stdout.endswith("\nValid: 1 note.\n")


def test_a_failed_warning_is_a_failure_in_junit_too(tmp_path: Path) -> None:
    write_hint(tmp_path)
    arguments = ["validate", "--format", "junit", str(tmp_path)]

    plain = run_claimpack(*arguments)
    strict = run_claimpack(*arguments, "--fail-on", "warning")

    assert (plain.returncode, strict.returncode) == (0, 1)
    assert ' failures="0"' in plain.stdout
    assert ' failures="1"' in strict.stdout


@pytest.mark.parametrize("form", ["text", "json", "github", "sarif", "junit"])
def test_a_report_goes_to_its_file_and_the_totals_to_the_terminal(
    tmp_path: Path, form: str
) -> None:
    write_figures(tmp_path / "p")
    arguments = ["validate", "--format", form, "p"]

    plain = run_claimpack(*arguments, cwd=tmp_path)
    filed = run_claimpack(*arguments, "--output", "out", cwd=tmp_path)
    dash = run_claimpack(*arguments, "--output", "-", cwd=tmp_path)

    assert outcome(filed) == (1, TOTALS, "")
    assert (tmp_path / "out").read_text(encoding="utf-8") == plain.stdout
    assert outcome(dash) == outcome(plain)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "p"]


def test_a_report_replaces_an_older_one(tmp_path: Path) -> None:
    write_figures(tmp_path)
    report = tmp_path / "report.txt"
    report.write_text("old")

    run_claimpack("validate", "--output", "report.txt", ".", cwd=tmp_path)

    assert report.read_text(encoding="utf-8").endswith(TOTALS)
    assert report.stat().st_mode & 0o777 == 0o644


def test_the_report_of_sarif_is_valid_and_names_files_from_where_it_ran(
    tmp_path: Path,
) -> None:
    write_figures(tmp_path / "p")

    run = run_claimpack("validate", "--format", "sarif", "p", cwd=tmp_path)

    log = json.loads(run.stdout)
    location = log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
    assert find_faults(log, SARIF) == []
    assert location["artifactLocation"]["uri"] == "p/t.csv"
    assert log["runs"][0]["tool"]["driver"]["rules"][0]["shortDescription"] == {
        "text": "A word of another type is lost when it is read."
    }


REFUSED = {
    "its descriptor": ("p/datapackage.json", "a file of what is checked"),
    "its table": ("p/t.csv", "a file of what is checked"),
    "its table by another way": ("p/../p/t.csv", "a file of what is checked"),
    "a folder of tables": ("p/data/report.json", "a folder of what is checked"),
    "a folder below": ("p/data/more/report.json", "a folder of what is checked"),
    "the articles": ("p/seeds/report.json", "a folder of what is checked"),
    "a link": ("link", "something that is no regular file"),
    "a FIFO": ("fifo", "something that is no regular file"),
    "a folder": ("p", "something that is no regular file"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_report_takes_the_place_of_nothing_else(tmp_path: Path, case: str) -> None:
    path, found = REFUSED[case]
    package = write_figures(tmp_path / "p")
    (package / "data").mkdir()
    (package / "data/u.csv").write_text("id\na\n")
    edit_descriptor(
        package,
        lambda content: content["resources"].append(
            {**content["resources"][0], "name": "u", "path": "data/u.csv"}
        ),
    )
    (tmp_path / "link").symlink_to("p/t.csv")
    os.mkfifo(tmp_path / "fifo")

    run = run_claimpack("validate", "--output", path, "p", cwd=tmp_path)

    assert outcome(run) == (
        2,
        "",
        (
            f"claimpack: {path}: found {found}; expected a new file or an old report;"
            " name another one.\n"
        ),
    )


def test_a_report_on_annotations_is_not_put_among_them(tmp_path: Path) -> None:
    copy_package(tmp_path, ("seeds",))

    inside = run_claimpack("validate", "--output", "seeds/r", "seeds", cwd=tmp_path)
    beside = run_claimpack("validate", "--output", "r", "seeds", cwd=tmp_path)

    assert inside.returncode == 2
    assert outcome(beside) == (0, "Valid.\n", "")


def test_a_report_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    write_figures(tmp_path)

    run = run_claimpack("validate", "--output", "none/r.txt", ".", cwd=tmp_path)

    assert (run.returncode, run.stdout) == (4, "")
    assert run.stderr == (
        "claimpack: none/r.txt: found no such folder; expected the folder of a package;"
        " create it and try again; the file is as it was.\n"
    )


def test_json_says_what_stands_in_the_cells_of_a_finding(tmp_path: Path) -> None:
    copy_package(tmp_path, ("datapackage.json", "data"))
    edit(tmp_path / "data/claims.csv", ",probable,", ",likely,")

    run = run_claimpack("validate", "--format", "json", tmp_path)

    tasks = {task["name"]: task for task in json.loads(run.stdout)["tasks"]}
    errors = {error["type"]: error for error in tasks["claims"]["errors"]}
    error = errors["constraint-error"]
    assert error["cell"] == "likely"
    assert error["cells"][error["fieldNumber"] - 1] == "likely"
    assert tasks["claims"]["labels"][error["fieldNumber"] - 1] == "certainty"
    assert tasks["claims-parquet"]["labels"] == tasks["claims"]["labels"]


def test_an_archive_is_reported_on_like_its_folder(tmp_path: Path) -> None:
    package = write_figures(tmp_path / "p")
    shutil.make_archive(str(tmp_path / "q"), "zip", package)

    by_form = {
        form: (
            run_claimpack("validate", "--format", form, "p", cwd=tmp_path).stdout,
            run_claimpack("validate", "--format", form, "q.zip", cwd=tmp_path).stdout,
        )
        for form in ("json", "junit", "sarif")
    }

    folder, archive = by_form["sarif"]
    assert archive == folder.replace('"p/t.csv"', '"q.zip/t.csv"')
    assert by_form["json"][0] == by_form["json"][1]
    assert by_form["junit"][0] == by_form["junit"][1]


def test_a_report_does_not_replace_the_archive(tmp_path: Path) -> None:
    package = write_figures(tmp_path / "p")
    shutil.make_archive(str(tmp_path / "q"), "zip", package)
    before = (tmp_path / "q.zip").read_bytes()

    run = run_claimpack("validate", "--output", "q.zip", "q.zip", cwd=tmp_path)

    assert (run.returncode, run.stdout) == (2, "")
    assert (tmp_path / "q.zip").read_bytes() == before
