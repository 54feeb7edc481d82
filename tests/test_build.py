"""A build turns seeds into a valid package, all of it or nothing, the same everywhere.

Each test works on a copy of the package of this repository.
"""

import contextlib
import json
import os
import re
import shutil
import signal
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from claimpack.build import BuildReport, build_package
from claimpack.commands import claimpack
from claimpack.files import Folder
from claimpack.findings import Finding, Location, Severity, has_errors
from claimpack.package import read_descriptor
from claimpack.refresh import refresh_package
from claimpack.schema_files import load_shipped_schema
from claimpack.strict_json import format_json
from command_line import (
    ARTICLE,
    INPUTS,
    REPOSITORY,
    WAITING_BUILD,
    copy_package,
    edit,
    mounted,
    outcome,
    read_built,
    read_files,
    run_claimpack,
    stop_build,
)
from packages import check

SCHEMA = load_shipped_schema()


def build(root: Path) -> BuildReport:
    """Build the package in this process."""
    return build_package(root, SCHEMA)


def copy_inputs(root: Path) -> Path:
    """Copy what a build reads, with a descriptor that has no resources yet."""
    copy_package(root, INPUTS)
    edit_descriptor(root, resources=[])
    return root


def edit_descriptor(root: Path, **values: object) -> None:
    """Set values of the descriptor; a key that is there keeps its place."""
    descriptor = json.loads((root / "datapackage.json").read_bytes())
    (root / "datapackage.json").write_bytes(format_json({**descriptor, **values}))


def list_states(root: Path) -> dict[Path, tuple[int, int]]:
    """Inode and time of the last change of each file below a folder."""
    states = {path: path.stat() for path in root.rglob("*") if path.is_file()}
    return {path: (state.st_ino, state.st_ctime_ns) for path, state in states.items()}


def list_errors(report: BuildReport) -> list[Finding]:
    """The findings that keep a package from being built."""
    errors = [found for found in report.findings if has_errors([found])]
    return [found for found in errors if isinstance(found, Finding)]


def list_heads(report: str) -> list[str]:
    """The place, severity and code of each finding of a report."""
    return re.findall(r"(?m)^(\S+: (?:error|warning|note)\[[a-z-]+\])", report)


def test_a_build_writes_every_table_and_the_package_is_valid(tmp_path: Path) -> None:
    copy_inputs(tmp_path)

    report = build(tmp_path)

    tables = {f"data/{name}" for name in SCHEMA.tables}
    assert not has_errors(report.findings)
    assert list(report.row_counts) == list(SCHEMA.tables)
    assert set(report.changed) == {
        *(f"{table}.csv" for table in tables),
        *(f"{table}.parquet" for table in tables),
        "datapackage.json",
    }
    assert not has_errors(check(tmp_path))


@pytest.mark.locked
def test_the_published_package_is_what_its_seeds_give(tmp_path: Path) -> None:
    copy_inputs(tmp_path)

    build(tmp_path)

    assert read_built(tmp_path) == read_built(REPOSITORY)


@pytest.mark.slow
def test_a_second_build_touches_nothing_and_says_so(tmp_path: Path) -> None:
    copy_inputs(tmp_path)
    first = run_claimpack("build", tmp_path)
    before = list_states(tmp_path)

    second = run_claimpack("build", tmp_path)

    *rows, last = first.stdout.splitlines()
    assert (first.returncode, last) == (0, "21 files written.")
    assert (second.returncode, second.stdout.splitlines()) == (
        0,
        [*rows, "All files were already as they should be."],
    )
    assert list_states(tmp_path) == before


def test_what_people_edit_in_the_descriptor_survives_in_its_order(
    tmp_path: Path,
) -> None:
    copy_inputs(tmp_path)
    (tmp_path / "datapackage.json").write_bytes(
        format_json(
            {
                "zeal": {"b": 1, "a": ["é", None, 1.5]},
                "resources": [],
                "version": "9.9.9",
                "name": "mine",
                "claimpack": {"note": "kept", "model": "0.0.1"},
                "title": "A title",
            }
        )
    )

    build(tmp_path)
    descriptor = json.loads((tmp_path / "datapackage.json").read_bytes())

    assert list(descriptor) == [
        "zeal",
        "resources",
        "version",
        "name",
        "claimpack",
        "title",
    ]
    assert list(descriptor["zeal"].items()) == [("b", 1), ("a", ["é", None, 1.5])]
    assert descriptor["claimpack"] == {"note": "kept", "model": "1.0.0"}
    assert (descriptor["version"], descriptor["title"]) == ("9.9.9", "A title")


def test_resources_of_people_are_no_longer_deleted_by_a_build(tmp_path: Path) -> None:
    copy_package(tmp_path)
    build(tmp_path)  # other versions of pyarrow write other bytes
    own = [
        {"name": "map", "path": "map.png"},
        {"name": "figures", "path": "data/figures.csv", "schema": {"fields": []}},
    ]
    built = read_descriptor(Folder(tmp_path))["resources"]
    edit_descriptor(tmp_path, resources=[own[0], *built, own[1]])

    build(tmp_path)
    after_build = read_descriptor(Folder(tmp_path))["resources"]
    changed = refresh_package(tmp_path, SCHEMA)

    assert after_build == [*built, *own]
    assert changed == []


def test_a_name_alone_is_enough_of_a_descriptor(tmp_path: Path) -> None:
    copy_package(tmp_path, ("seeds",))
    (tmp_path / "datapackage.json").write_text('{"name": "my-package"}')

    build(tmp_path)

    assert not has_errors(check(tmp_path))


DEFECTS = {
    "a shifted offset": (
        (".ann", "T12\tQuantity 138 153\t", "T12\tQuantity 139 154\t"),
        [f"seeds/{ARTICLE}.ann:33:14: error[covered-text]"],
    ),
    "an id that is not there": (
        (".ann", "About:E1 Hedge", "About:E999 Hedge"),
        [f"seeds/{ARTICLE}.ann:22:19: error[dangling-id]"],
    ),
    "an id that is there twice": (
        (".ann", "T8\tAssault", "T7\tAssault"),
        [
            f"seeds/{ARTICLE}.ann:18:1: error[duplicate-id]",
            f"seeds/{ARTICLE}.ann:19:12: error[dangling-id]",
        ],
    ),
    "a value outside its list": (
        (".ann", "Certainty E4 Probable", "Certainty E4 Probabel"),
        [f"seeds/{ARTICLE}.ann:24:17: error[attribute-value]"],
    ),
    "a role that does not exist": (
        (".ann", "Source:T17 Said:T21", "Sauce:T17 Said:T21"),
        [f"seeds/{ARTICLE}.ann:61:27: error[unknown-role]"],
    ),
    "sources that name each other": (
        (".ann", "Attribution:T10 Of:E4", "Attribution:T10 Of:E6"),
        [f"seeds/{ARTICLE}.ann:29:20: error[attribution-cycle]"],
    ),
    "a key of no register": (
        (".ann", "Entity:jcs-kor", "Entity:jcs-kro"),
        [f"seeds/{ARTICLE}.ann:42:26: error[register-unknown]"],
    ),
    "a key of the metadata": (
        (".meta.json", '"language"', '"langauge"'),
        [f"seeds/{ARTICLE}.meta.json:4:3: error[metadata-key]"],
    ),
}


@pytest.mark.parametrize("case", DEFECTS)
def test_a_defect_is_reported_with_its_place_and_nothing_is_written(
    tmp_path: Path, case: str
) -> None:
    (ending, old, new), heads = DEFECTS[case]
    copy_package(tmp_path)
    edit(tmp_path / f"seeds/{ARTICLE}{ending}", old, new)
    before = read_files(tmp_path)

    run = CliRunner().invoke(claimpack, ["build", str(tmp_path)])

    assert (run.exit_code, run.stdout) == (1, "")
    assert list_heads(run.stderr) == heads
    assert run.stderr.endswith("\nNothing was written.\n")
    assert read_files(tmp_path) == before


def test_the_defects_of_all_files_are_reported_at_once(tmp_path: Path) -> None:
    copy_package(tmp_path)
    edit(tmp_path / f"seeds/{ARTICLE}.ann", "Entity:jcs-kor", "Entity:jcs-kro")
    edit(tmp_path / f"seeds/{ARTICLE}.ann", "About:E1 Hedge", "About:E999 Hedge")
    edit(tmp_path / f"seeds/{ARTICLE}.meta.json", '"language"', '"langauge"')
    edit(tmp_path / "seeds/entities.csv", ",object,", ",thing,")

    report = build(tmp_path)

    assert {finding.code for finding in report.findings} >= {
        "dangling-id",
        "metadata-key",
        "register-cell",
    }
    assert (report.row_counts, report.changed) == ({}, ())


def test_a_rule_that_only_the_tables_show_stops_the_build(tmp_path: Path) -> None:
    copy_package(tmp_path)
    edit(tmp_path / f"seeds/{ARTICLE}.ann", "A13\tMeasure E9 killed_or_wounded\n", "")
    before = read_files(tmp_path)

    report = build(tmp_path)

    assert "quantity-measure" in {finding.code for finding in report.findings}
    assert report.changed == ()
    assert read_files(tmp_path) == before


MISSING = {
    "Kind": "claim_type",
    "Certainty": "certainty",
    "TimeRelation": "time_relation",
    "Quotation": "quotation",
}


@pytest.mark.parametrize("attribute", MISSING)
def test_a_claim_that_is_not_fully_annotated_is_not_published(
    tmp_path: Path, attribute: str
) -> None:
    copy_package(tmp_path)
    annotation = tmp_path / f"seeds/{ARTICLE}.ann"
    content = annotation.read_bytes()
    annotation.write_bytes(
        re.sub(rb"A\d+\t%b E9 \w+\n" % attribute.encode(), b"", content)
    )
    before = read_files(tmp_path)

    report = build(tmp_path)

    (error,) = list_errors(report)
    line = "E9\tClaim:T20 About:E7 Quantity:T12 QuantityOf:T13"
    assert error == Finding(
        code="expectation",
        severity=Severity.ERROR,
        location=Location(
            path=f"seeds/{ARTICLE}.ann",
            line=annotation.read_text(encoding="utf-8").split("\n").index(line) + 1,
            column=1,
            excerpt=line,
            resource="claims",
            field=MISSING[attribute],
        ),
        message=f'empty cells: 1 of 34, the first in "{ARTICLE}.e9"',
        expected="at least 100% of the cells filled",
    )
    assert read_files(tmp_path) == before


def test_too_few_claims_are_not_published(tmp_path: Path) -> None:
    copy_package(tmp_path)
    edit(tmp_path / "datapackage.json", '"rows_min": 20', '"rows_min": 35')

    report = build(tmp_path)

    (error,) = list_errors(report)
    assert (error.location, error.message, error.expected) == (
        Location(path="data/claims.csv", resource="claims"),
        "the number of rows is 34",
        "at least 35",
    )
    assert report.changed == ()


EXPECTED_OF_FIGURES = {"figures": {"rows_min": 3}, "figures.id": {"filled": 1}}


def test_what_is_expected_of_the_tables_of_people_is_left_to_validate(
    tmp_path: Path,
) -> None:
    copy_package(tmp_path)
    resources = [{"name": "figures", "path": "figures.csv"}]
    own = {"expect": EXPECTED_OF_FIGURES}
    edit_descriptor(tmp_path, resources=resources, claimpack=own)

    report = build(tmp_path)

    assert list_errors(report) == []
    assert "datapackage.json" in report.changed


@pytest.mark.parametrize("expectations", [[], {"claim": {"rows_min": 1}}], ids=repr)
def test_expectations_that_cannot_be_understood_are_not_published(
    tmp_path: Path, expectations: object
) -> None:
    copy_inputs(tmp_path)
    edit_descriptor(tmp_path, claimpack={"expect": expectations})

    report = build(tmp_path)

    assert [error.code for error in list_errors(report)] == ["expectation-form"]
    assert report.changed == ()


def test_a_file_that_validate_would_call_a_stray_stops_the_build(
    tmp_path: Path,
) -> None:
    copy_package(tmp_path)
    (tmp_path / "data/claims.bak").touch()

    report = build(tmp_path)

    assert [(error.code, error.location) for error in list_errors(report)] == [
        ("stray-file", Location(path="data/claims.bak"))
    ]
    assert report.changed == ()


def test_links_between_articles_are_checked_after_the_articles(tmp_path: Path) -> None:
    copy_package(tmp_path)
    row = "000_8b7fbf13361c99b6.e4,updates,none.e1,\n"
    edit(tmp_path / "seeds/links.csv", "note\n", f"note\n{row}")

    report = build(tmp_path)

    places = [(found.location.path, found.location.line) for found in report.findings]
    assert places == [("seeds/links.csv", 2)]
    assert report.changed == ()


SURROUNDINGS: dict[str, dict[str, str]] = {
    "another time zone": {"TZ": "Pacific/Kiritimati"},
    "another locale": {"LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8"},
    "ASCII": {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    "another order of hashes": {"PYTHONHASHSEED": "4711"},
    "another date": {"SOURCE_DATE_EPOCH": "1"},
    "one processor": {"OMP_NUM_THREADS": "1", "ARROW_NUM_THREADS": "1"},
}


@pytest.mark.slow
@pytest.mark.parametrize("case", SURROUNDINGS)
def test_the_same_bytes_come_out_in_other_surroundings(
    tmp_path: Path, case: str
) -> None:
    here = copy_inputs(tmp_path / "here")
    build(here)
    there = copy_inputs(tmp_path / "a path — with spaces" / "ünï" / "x")

    run = run_claimpack("build", ".", cwd=there, env=SURROUNDINGS[case], umask=0o077)

    assert (run.returncode, run.stderr) == (0, "")
    assert read_built(there) == read_built(here)
    modes = {stat.S_IMODE(path.stat().st_mode) for path in there.glob("data/*")}
    assert modes == {0o644}


KILL = """
import os, signal, sys
name, number = sys.argv[1], int(sys.argv[2])
call, passed = getattr(os, name), 0
def step(*arguments, **options):
    global passed
    passed += 1
    if passed == number:
        os.kill(os.getpid(), signal.SIGKILL)
    return call(*arguments, **options)
setattr(os, name, step)
sys.argv[:3] = ["claimpack"]
from claimpack.__main__ import main
main()
"""
SENTENCE = "AnnotatorNotes E4\tNorth Korea is preparing"


def kill_build(root: Path, name: str, number: int) -> None:
    """Kill a build just before a call of the system, the number-th of its name."""
    run = subprocess.run(
        [sys.executable, "-c", KILL, name, str(number), "build", root],
        capture_output=True,
        check=False,
    )
    assert run.returncode == -signal.SIGKILL, run


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "number"),
    [("fchmod", 1), ("fchmod", 5), ("replace", 1)],
    ids=["staging the first", "staging the last", "before the commit"],
)
def test_a_build_killed_before_its_commit_leaves_the_old_package(
    tmp_path: Path, name: str, number: int
) -> None:
    copy_package(tmp_path)
    before = read_built(tmp_path)
    edit(tmp_path / f"seeds/{ARTICLE}.ann", SENTENCE, f"{SENTENCE} now")

    kill_build(tmp_path, name, number)
    validation = run_claimpack("validate", tmp_path)

    assert read_built(tmp_path) == before
    assert validation.returncode == 0, validation.stdout


@pytest.mark.slow
@pytest.mark.parametrize("number", [2, 4, 6])
def test_a_build_killed_after_its_commit_is_named_and_completed(
    tmp_path: Path, number: int
) -> None:
    copy_package(tmp_path / "killed")
    edit(tmp_path / "killed" / f"seeds/{ARTICLE}.ann", SENTENCE, f"{SENTENCE} now")
    shutil.copytree(tmp_path / "killed", tmp_path / "whole")
    build(tmp_path / "whole")

    kill_build(tmp_path / "killed", "replace", number)
    refusal = run_claimpack("validate", tmp_path / "killed")
    build_again = run_claimpack("build", tmp_path / "killed")

    assert (refusal.returncode, list_heads(refusal.stdout)) == (
        1,
        ["datapackage.json: error[unfinished-build]"],
    )
    assert build_again.returncode == 0
    assert re.fullmatch(
        r"An unfinished build of \d+ files was completed.\n", build_again.stderr
    )
    assert read_files(tmp_path / "killed") == read_files(tmp_path / "whole")


BROKEN_SEEDS: dict[str, tuple[Callable[[Path], object], int, str]] = {
    "an annotation": (
        lambda root: edit(root / f"seeds/{ARTICLE}.ann", "Of:E4", "Of:E999"),
        1,
        "Nothing else was written.\n",
    ),
    "the descriptor": (
        lambda root: (root / "datapackage.json").write_text("{"),
        3,
        "correct that place.\n",
    ),
    "no seeds": (
        lambda root: shutil.rmtree(root / "seeds"),
        3,
        "<document_id>.ann of each article.\n",
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("case", BROKEN_SEEDS)
def test_a_killed_build_is_completed_even_if_its_seeds_broke_since(
    tmp_path: Path, case: str
) -> None:
    spoil, code, last_words = BROKEN_SEEDS[case]
    copy_package(tmp_path)
    built = read_files(tmp_path)
    stale = dict.fromkeys(("data/claims.csv", "data/spans.csv"), b"old")
    for path, content in stale.items():
        (tmp_path / path).write_bytes(content)
    stop_build(tmp_path, {path: built[path] for path in stale})
    spoil(tmp_path)

    run = run_claimpack("build", tmp_path)

    assert run.returncode == code
    assert run.stderr.endswith(last_words)
    assert {path: (tmp_path / path).read_bytes() for path in stale} == {
        path: built[path] for path in stale
    }
    assert not (tmp_path / ".build").exists()


def test_the_build_says_that_it_completed_another_one(tmp_path: Path) -> None:
    copy_package(tmp_path)
    build(tmp_path)  # other versions of pyarrow write other bytes
    built = read_files(tmp_path)
    (tmp_path / "data/claims.csv").write_bytes(b"old")
    stop_build(tmp_path, {"data/claims.csv": built["data/claims.csv"]})

    run = CliRunner().invoke(claimpack, ["build", str(tmp_path)])

    assert (run.exit_code, run.stderr) == (
        0,
        "An unfinished build of 1 file was completed.\n",
    )
    assert read_files(tmp_path) == built


@pytest.mark.slow
def test_a_build_that_is_killed_first_of_all_can_be_repeated(tmp_path: Path) -> None:
    copy_inputs(tmp_path)

    kill_build(tmp_path, "replace", 12)
    build(tmp_path)

    assert not has_errors(check(tmp_path))
    assert not (tmp_path / ".build").exists()


@pytest.mark.slow
def test_a_second_build_at_the_same_time_is_told_who_is_at_work(
    tmp_path: Path,
) -> None:
    copy_inputs(tmp_path)
    command = [sys.executable, "-c", WAITING_BUILD, "build", str(tmp_path)]

    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
    ) as first:
        assert first.stdout is not None
        assert first.stdout.readline() == "ready\n"
        second = run_claimpack("build", tmp_path)
        first.communicate("go on\n")

    message = (
        f"claimpack: {tmp_path}/.build.lock: found another build at work, "
        f'"process {first.pid} on {os.uname().nodename}"; expected to be the only one;'
        " wait for it to end, then build again; the package is unchanged.\n"
    )
    assert outcome(second) == (4, "", message)
    assert first.returncode == 0
    assert not has_errors(check(tmp_path))


def test_a_full_disk_leaves_the_old_package(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    with mounted(disk, ("-t", "tmpfs", "-o", "size=4m", "claimpack-test")):
        package = copy_package(disk / "package")
        edit(package / f"seeds/{ARTICLE}.ann", SENTENCE, f"{SENTENCE} now")
        before = read_files(package)
        with (disk / "rest").open("wb") as rest:
            fill(rest.fileno())
            os.truncate(disk / "rest", rest.tell() - 20_000)

        run = run_claimpack("build", package)

        message = (
            f"claimpack: {package}: found the disk full; expected room for the new"
            " files; free some space and build again; the package is unchanged.\n"
        )
        assert outcome(run) == (4, "", message)
        assert read_files(package) == before


def fill(descriptor: int) -> None:
    """Write to a file until its disk is full."""
    with contextlib.suppress(OSError):
        while os.write(descriptor, bytes(4096)):
            pass


def test_a_read_only_disk_leaves_the_old_package(tmp_path: Path) -> None:
    copy_package(tmp_path)
    before = read_files(tmp_path)
    mounts = (("--bind", str(tmp_path)), ("-o", "remount,bind,ro"))

    with mounted(tmp_path, *mounts):
        run = run_claimpack("build", tmp_path)

    message = (
        f"claimpack: {tmp_path}/.build.lock: found a read-only file system; expected"
        " one to write to; copy the package and build again; the package is"
        " unchanged.\n"
    )
    assert outcome(run) == (4, "", message)
    assert read_files(tmp_path) == before


@pytest.mark.parametrize("folder", [".", "data"])
def test_a_folder_without_permission_leaves_the_old_package(
    tmp_path: Path, folder: str
) -> None:
    package = copy_package(tmp_path / "package")
    edit(package / f"seeds/{ARTICLE}.ann", SENTENCE, f"{SENTENCE} now")
    before = read_files(package)
    command = [*as_bound_user(), sys.executable, "-m", "claimpack", "build"]

    (package / folder).chmod(0o555)
    run = subprocess.run(
        [*command, package], capture_output=True, check=False, encoding="utf-8"
    )
    (package / folder).chmod(0o755)

    where = package / (".build.lock" if folder == "." else folder)
    message = (
        f"claimpack: {where}: found no permission to write; expected a folder to write"
        " to; change that and build again; the package is unchanged.\n"
    )
    assert outcome(run) == (4, "", message)
    assert read_files(package) == before


def as_bound_user() -> list[str]:
    """How to run a command so that permission bits bind it, also as root."""
    if os.getuid():
        return []
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        pytest.skip("permission bits do not bind root, and there is no setpriv")
    return [setpriv, "--bounding-set=-all", "--inh-caps=-all"]


BEGIN = "expected the folder of a package; make"


def test_a_folder_without_a_descriptor_is_told_how_to_begin(tmp_path: Path) -> None:
    (tmp_path / "seeds").mkdir()

    run = run_claimpack("build", tmp_path)

    message = (
        f"claimpack: {tmp_path}: found no datapackage.json; {BEGIN} one that holds"
        ' {"name": "my-package"}; the build adds the rest.\n'
    )
    assert outcome(run) == (3, "", message)
    assert [path.name for path in tmp_path.iterdir()] == ["seeds"]


def test_a_folder_without_seeds_is_told_how_to_begin(tmp_path: Path) -> None:
    (tmp_path / "datapackage.json").write_text('{"name": "x"}')

    run = run_claimpack("build", tmp_path)

    message = (
        f"claimpack: {tmp_path}: found no folder seeds; {BEGIN} it, with"
        " <document_id>.txt and <document_id>.ann of each article.\n"
    )
    assert outcome(run) == (3, "", message)


def test_an_empty_folder_of_seeds_is_a_finding(tmp_path: Path) -> None:
    (tmp_path / "datapackage.json").write_text('{"name": "x"}')
    (tmp_path / "seeds").mkdir()

    run = run_claimpack("build", tmp_path)

    message = (
        "seeds: error[no-article]: there is no annotated article\n"
        "  expected: at least one <document_id>.ann beside its .txt\n"
        "\n"
        "no-article       1\n"
        "Not valid: 1 error.\n"
        "Nothing was written.\n"
    )
    assert outcome(run) == (1, "", message)
    assert (tmp_path / "datapackage.json").read_text() == '{"name": "x"}'
