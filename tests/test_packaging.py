"""What is shipped, pinned and called by path is consistent."""

import ast
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterable
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

import claimpack
from command_line import outcome, run_claimpack

REPOSITORY = Path(__file__).parent.parent
SCRIPTS = REPOSITORY / "scripts"
PYPROJECT: dict[str, Any] = tomllib.loads(
    (REPOSITORY / "pyproject.toml").read_text(encoding="utf-8")
)
LOCKS = sorted(REPOSITORY.glob("requirements*.lock"))

VERB_NOUN = re.compile(r"[a-z]+(_[a-z]+)+")


def top_level_names(folder: Path) -> set[str]:
    """The names that Python can import from a folder that is on its path."""
    packages = {path.parent.name for path in folder.glob("*/__init__.py")}
    return packages | {path.stem for path in folder.glob("*.py")}


def imported_names(sources: Iterable[str]) -> set[str]:
    """The top-level names that any of the sources imports."""
    names: set[str] = set()
    for source in sources:
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Import):
                names.update(alias.name.split(".")[0] for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                names.add(node.module.split(".")[0])
    return names


def shadowed_names(own: set[str], foreign: set[str]) -> set[str]:
    """Those of our names that hide a module of somebody else."""
    return (own - {"claimpack"}) & foreign


def script_imports() -> set[str]:
    """The top-level names that claimpack and the scripts import."""
    return imported_names(
        path.read_text(encoding="utf-8") for path in SCRIPTS.rglob("*.py")
    )


def foreign_names() -> set[str]:
    """All that claimpack imports, all that is installed, and the standard library."""
    return script_imports() | set(packages_distributions()) | sys.stdlib_module_names


def declared_bounds() -> dict[str, str]:
    """Each runtime dependency with its lower bound."""
    return dict(
        requirement.split(">=") for requirement in PYPROJECT["project"]["dependencies"]
    )


def declared_extras() -> set[str]:
    """What extras bring along."""
    extras = PYPROJECT["project"]["optional-dependencies"].values()
    return {requirement.split(">=")[0] for extra in extras for requirement in extra}


def pinned_versions(lock: str) -> dict[str, str]:
    """Each package of a lock file with the version it is pinned to."""
    return dict(re.findall(r"^([a-z0-9.-]+)==([^ ;\\]+)", lock, re.MULTILINE))


def faults_of_lock(lock: str) -> list[str]:
    """What ties a lock file to one machine or index, or leaves a file unchecked."""
    entries = re.split(r"\n(?=[^\s#])", "\n" + lock)[1:]
    return [
        *re.findall(r"(?m)^-.*|.*(?:://|/\w+/|\\\w+\\).*", lock),
        *(entry for entry in entries if "--hash=sha256:" not in entry),
    ]


@pytest.mark.parametrize("folder", ["scripts", "tests", "benchmarks"])
def test_no_file_of_ours_hides_a_module_of_others(folder: str) -> None:
    own = top_level_names(REPOSITORY / folder)

    assert own
    assert shadowed_names(own, foreign_names()) == set()


@pytest.mark.parametrize("name", ["build", "click", "types", "duckdb", "pytest"])
def test_a_script_that_hides_a_module_is_found(name: str, tmp_path: Path) -> None:
    (tmp_path / f"{name}.py").touch()

    assert shadowed_names(top_level_names(tmp_path), foreign_names()) == {name}


def test_imports_are_found_in_all_their_forms() -> None:
    source = "import a.b, c\nfrom d.e import f\ndef g():\n    import h"

    assert imported_names([source]) == {"a", "c", "d", "h"}


def test_whatever_claimpack_imports_is_a_declared_dependency() -> None:
    # _typeshed: only the type checker imports it; py4j: pyspark brings it, which is not
    # in this environment; the others: for those who have them.
    others = {"_typeshed", "pandas", "polars", "py4j"}
    own = {"claimpack", *others} | sys.stdlib_module_names
    distributions = {"pyspark": ["pyspark"], **packages_distributions()}
    foreign = {distributions[name][0].lower() for name in script_imports() - own}

    assert foreign <= declared_bounds().keys() | declared_extras()


def test_scripts_are_named_verb_noun() -> None:
    assert VERB_NOUN.fullmatch("build_package")
    assert not VERB_NOUN.fullmatch("build")

    assert [path.name for path in SCRIPTS.glob("*.py") if not is_verb_noun(path)] == []


def is_verb_noun(path: Path) -> bool:
    """Whether the name of a script is two lower-case words or more."""
    return VERB_NOUN.fullmatch(path.stem) is not None


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(path.name for path in SCRIPTS.glob("*.py")))
def test_each_script_shows_its_help(name: str, tmp_path: Path) -> None:
    command = name.partition("_")[0]

    run = subprocess.run(
        [sys.executable, SCRIPTS / name, "--help"],
        capture_output=True,
        check=False,
        cwd=tmp_path,
        encoding="utf-8",
    )

    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout.startswith(f"Usage: claimpack {command} [OPTIONS]")


@pytest.mark.slow
def test_the_package_works_from_a_zip(tmp_path: Path) -> None:
    archive = tmp_path / "claimpack.zip"
    with ZipFile(archive, "w") as target:
        for path in sorted(SCRIPTS.glob("claimpack/**/*")):
            if path.suffix in {".py", ".toml", ".html", ".css"}:
                target.write(path, path.relative_to(SCRIPTS))
        for path in sorted(REPOSITORY.glob("schemas/**/*.json")):
            name = path.relative_to(REPOSITORY / "schemas")
            target.write(path, Path("claimpack/_schemas") / name)

    validation, rules, dictionary = (
        subprocess.run(
            [sys.executable, "-m", "claimpack", *arguments],
            capture_output=True,
            check=False,
            cwd=tmp_path,
            encoding="utf-8",
            env={**os.environ, "PYTHONPATH": str(archive)},
        )
        for arguments in (
            ["validate", REPOSITORY],
            ["rules"],
            ["dictionary", "--unchecked", REPOSITORY],
        )
    )

    assert outcome(validation) == (0, "Valid.\n", "")
    assert outcome(rules) == outcome(run_claimpack("rules"))
    page = run_claimpack("dictionary", "--unchecked", REPOSITORY)
    assert outcome(dictionary) == outcome(page)


@pytest.mark.slow
def test_a_script_ends_with_the_exit_code_of_a_wrong_call() -> None:
    run = subprocess.run(
        [sys.executable, SCRIPTS / "validate_package.py", "--no-such-option"],
        capture_output=True,
        check=False,
        encoding="utf-8",
    )

    assert (run.returncode, run.stdout, "Traceback" in run.stderr) == (2, "", False)


def test_the_tool_has_one_version() -> None:
    assert claimpack.__version__ == PYPROJECT["project"]["version"]


def test_the_lowest_lock_pins_each_lower_bound() -> None:
    bounds = declared_bounds()

    pins = pinned_versions((REPOSITORY / "requirements-lowest.lock").read_text())

    assert {name: is_same(pins[name], bound) for name, bound in bounds.items()} == (
        dict.fromkeys(bounds, True)
    )


def is_same(version: str, bound: str) -> bool:
    """Whether two versions differ at most by final zeros: 21 and 21.0.0."""
    return re.sub(r"(\.0)+$", "", version) == re.sub(r"(\.0)+$", "", bound)


def test_the_runtime_lock_is_part_of_the_whole_lock() -> None:
    whole = pinned_versions((REPOSITORY / "requirements.lock").read_text())

    part = pinned_versions((REPOSITORY / "requirements-runtime.lock").read_text())

    assert part.items() <= whole.items()


def test_the_bench_lock_pins_what_the_whole_lock_has_to_the_same_version() -> None:
    whole = pinned_versions((REPOSITORY / "requirements.lock").read_text())

    bench = pinned_versions((REPOSITORY / "requirements-bench.lock").read_text())

    assert {name: bench[name] for name in bench.keys() & whole.keys()}.items() <= (
        whole.items()
    )


@pytest.mark.parametrize("path", LOCKS, ids=lambda path: path.name)
def test_a_lock_names_no_index_and_no_machine_and_hashes_each_file(path: Path) -> None:
    assert faults_of_lock(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "line",
    [
        "--index-url https://example.org/simple",
        "--find-links ./wheels",
        "a==1 --hash=sha256:00  # from /home/someone/a.whl",
        "a @ https://example.org/a.whl --hash=sha256:00",
        "a==1",
    ],
)
def test_a_fault_of_a_lock_is_found(line: str) -> None:
    lock = (
        f"b==2 \\\n    --hash=sha256:00\n    # via c\n{line}\nd==3 --hash=sha256:00\n"
    )

    assert faults_of_lock(lock) != []
    assert faults_of_lock(lock.replace(line + "\n", "")) == []
