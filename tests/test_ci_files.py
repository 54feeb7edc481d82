"""What runs in other people's CI is well formed, and its lines do what they say."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from command_line import REPOSITORY, Run, copy_package, outcome, run_claimpack
from packages import Row, write_foreign
from published_schemas import ACTION, GITLAB, PRE_COMMIT, WORKFLOW, find_faults
from repositories import git

PAGE = (REPOSITORY / "docs" / "ci.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"(?s)```yaml\n(.*?)```", PAGE)
SHELL_LINES = [
    line
    for block in re.findall(r"(?s)```sh\n(.*?)```", PAGE)
    for line in block.splitlines()
]
INSTALL = "python -m pip install --quiet claimpack"
INJECTIONS = ["; touch hacked", "$(touch hacked)", "`touch hacked`"]
STEP_NAMES = ["Install claimpack", "Check"]


def read_yaml(text: str) -> Any:  # noqa: ANN401  # YAML
    """The content of a YAML file; `on`, a boolean of YAML 1.1, is a word here."""
    content = yaml.safe_load(text)
    if isinstance(content, dict):
        return {"on" if key is True else key: item for key, item in content.items()}
    return content


def read_file(name: str) -> Any:  # noqa: ANN401  # YAML
    """The content of a YAML file of the repository."""
    return read_yaml((REPOSITORY / name).read_text(encoding="utf-8"))


def choose_schema(content: dict[str, Any]) -> str:
    """The address of the schema of a file for CI, by its keys."""
    if "jobs" in content:
        return WORKFLOW
    return PRE_COMMIT if "repos" in content else GITLAB


@pytest.fixture
def programs(tmp_path: Path) -> Path:
    """A folder with `python` and `claimpack`, as on the path of a CI job."""
    folder = tmp_path / "programs"
    folder.mkdir()
    python = shlex.quote(sys.executable)
    for name, command in {
        "python": python,
        "claimpack": f"{python} -m claimpack",
    }.items():
        (folder / name).write_text(f'#!/bin/sh\nexec {command} "$@"\n')
        (folder / name).chmod(0o755)
    return folder


def run_bash(line: str, cwd: Path, programs: Path, **variables: str) -> Run:
    """Run lines as GitHub does: in bash, to the first that fails."""
    bash = shutil.which("bash")
    assert bash is not None
    return subprocess.run(
        [bash, "--noprofile", "--norc", "-eo", "pipefail", "-c", line],
        capture_output=True,
        check=False,
        cwd=cwd,
        encoding="utf-8",
        env={
            **os.environ,
            **variables,
            "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
        },
    )


def run_step(name: str, cwd: Path, programs: Path, **inputs: str) -> Run:
    """Run a step of the action with its inputs."""
    action = read_file("action.yml")
    (step,) = (step for step in action["runs"]["steps"] if step.get("name") == name)
    defaults = {key: item["default"] for key, item in action["inputs"].items()}
    values = {**defaults, **inputs}
    variables = {
        key: values[re.fullmatch(r"\$\{\{ inputs\.(\w+) \}\}", value)[1]]  # type: ignore[index]  # it matches
        for key, value in step["env"].items()
    }
    variables["GITHUB_ACTION_PATH"] = str(REPOSITORY)
    return run_bash(step["run"], cwd, programs, **variables)


def test_the_action_is_what_the_schema_of_actions_describes() -> None:
    assert find_faults(read_file("action.yml"), ACTION) == []


def test_no_input_of_the_action_is_written_into_a_command() -> None:
    steps = read_file("action.yml")["runs"]["steps"]

    lines = [step["run"] for step in steps if "run" in step]
    assert [step.get("name") for step in steps[1:]] == STEP_NAMES
    assert [line for line in lines if "${{" in line] == []


def write_figures(root: Path) -> Path:
    """A package with one error."""
    fields: list[Row | str] = [{"name": "killed", "type": "integer"}]
    return write_foreign(root, "killed\nabout 40\n", fields)


def test_the_action_annotates_the_file_and_fails(
    tmp_path: Path, programs: Path
) -> None:
    write_figures(tmp_path / "my data")

    run = run_step("Check", tmp_path, programs, path="my data")

    report = (
        "::error file=my data/t.csv,line=2,title=type-error::t row 1, killed: found"
        ' "about 40"%0Aexpected: an integer in ASCII digits, as 1200\n'
        "Not valid: 1 error.\n"
    )
    assert outcome(run) == (1, report, "")


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        ("", (0, "Valid.\n", "")),
        ("--rows  --limit 3\n--fail-on note\n", (0, "Valid.\n", "")),
        ("--format json --output report.json", (0, "Valid.\n", "")),
    ],
    ids=["none", "several lines", "another report"],
)
def test_the_action_passes_options_on(
    tmp_path: Path, programs: Path, args: str, expected: tuple[int, str, str]
) -> None:
    copy_package(tmp_path)

    run = run_step("Check", tmp_path, programs, args=args)

    assert outcome(run) == expected


@pytest.mark.parametrize("value", INJECTIONS)
def test_an_input_of_the_action_is_no_command(
    tmp_path: Path, programs: Path, value: str
) -> None:
    write_figures(tmp_path)

    by_path = run_step("Check", tmp_path, programs, path=value)
    by_args = run_step("Check", tmp_path, programs, args=value)
    by_version = run_step("Install claimpack", tmp_path, programs, version=value)

    assert 0 not in {by_path.returncode, by_args.returncode, by_version.returncode}
    assert not (tmp_path / "hacked").exists()


@pytest.mark.slow
def test_the_action_installs_the_claimpack_that_it_belongs_to(
    tmp_path: Path, programs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    offline = {
        "NO_INDEX": "1",
        "NO_DEPS": "1",
        "TARGET": str(tmp_path / "site-packages"),
    }
    # 0 switches the isolation off: pip reads the value of the option, not of its name.
    for key, value in {**offline, "NO_BUILD_ISOLATION": "0"}.items():
        monkeypatch.setenv(f"PIP_{key}", value)

    run = run_step("Install claimpack", tmp_path, programs)

    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "site-packages"))
    (programs / "claimpack").unlink()
    installed = run_step(
        "Check", copy_package(tmp_path / "p"), tmp_path / "site-packages/bin"
    )
    assert outcome(run)[0] == 0
    assert outcome(installed) == (0, "Valid.\n", "")


def test_the_action_installs_the_version_that_is_asked_for(
    tmp_path: Path, programs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIP_NO_INDEX", "1")

    run = run_step("Install claimpack", tmp_path, programs, version="0.0.1")

    assert run.returncode == 1
    assert "No matching distribution found for claimpack==0.0.1" in run.stderr


def test_the_hook_checks_the_package_that_it_is_run_in(
    tmp_path: Path, programs: Path
) -> None:
    (hook,) = read_file(".pre-commit-hooks.yaml")
    copy_package(tmp_path)

    run = run_bash(hook["entry"], tmp_path, programs)

    assert (hook["id"], hook["language"]) == ("claimpack-validate", "python")
    assert hook["pass_filenames"] is False
    assert outcome(run) == (0, "Valid.\n", "")


@pytest.mark.parametrize(
    ("path", "is_checked"),
    [
        ("datapackage.json", True),
        ("data/claims.csv", True),
        ("data/claims.parquet", True),
        ("seeds/a.ann", True),
        ("seeds/a.txt", True),
        ("README.md", False),
        ("scripts/tool.py", False),
    ],
)
def test_the_hook_runs_when_a_file_of_a_package_changes(
    path: str, *, is_checked: bool
) -> None:
    (hook,) = read_file(".pre-commit-hooks.yaml")

    assert bool(re.search(hook["files"], path)) is is_checked


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.splitlines()[0])
def test_a_recipe_is_what_the_schema_of_its_kind_describes(block: str) -> None:
    content = read_yaml(block)

    assert find_faults(content, choose_schema(content)) == []


def test_the_page_has_a_recipe_of_each_kind() -> None:
    kinds = {choose_schema(read_yaml(block)) for block in BLOCKS}

    assert kinds == {WORKFLOW, PRE_COMMIT, GITLAB}


def list_commands() -> list[str]:
    """Each call of claimpack in the recipes, without the lines that install it."""
    lines = list(SHELL_LINES)
    for block in BLOCKS:
        content = read_yaml(block)
        lines += content.get("claimpack", {}).get("script", [])
        for job in content.get("jobs", {}).values():
            inputs = [step["with"] for step in job["steps"] if "OWNER" in step["uses"]]
            lines += [f"claimpack validate {item['args']} ." for item in inputs]
        for repository in content.get("repos", []):
            (hook,) = repository["hooks"]
            lines.append(f"claimpack validate {shlex.join(hook['args'])}")
    return [line for line in lines if line != INSTALL]


@pytest.mark.parametrize("line", list_commands())
def test_a_command_of_a_recipe_works(tmp_path: Path, line: str) -> None:
    program, *arguments = shlex.split(line)
    copy_package(tmp_path)

    run = run_claimpack(*arguments, cwd=tmp_path)

    assert program == "claimpack"
    assert outcome(run) == (0, "Valid.\n", "")


def test_the_recipes_name_the_version_of_the_tool() -> None:
    from claimpack import __version__

    named = re.findall(r"(?:claimpack@|rev: )v([0-9.]+[0-9])", PAGE)

    assert set(named) == {__version__}


WORKFLOWS = sorted((REPOSITORY / ".github/workflows").glob("*.yml"))


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_a_workflow_is_what_the_schema_of_workflows_describes(path: Path) -> None:
    content = read_yaml(path.read_text(encoding="utf-8"))
    for job in content["jobs"].values():  # the permission is newer than the schema
        job.get("permissions", {}).pop("attestations", None)

    assert find_faults(content, WORKFLOW) == []
    assert content["permissions"] == {"contents": "read"}


def list_steps() -> list[dict[str, Any]]:
    """Each step of each workflow."""
    contents = [read_yaml(path.read_text(encoding="utf-8")) for path in WORKFLOWS]
    jobs = [job for content in contents for job in content["jobs"].values()]
    return [step for job in jobs for step in job["steps"]]


def test_no_value_of_a_workflow_is_written_into_a_command() -> None:
    lines = [step["run"] for step in list_steps() if "run" in step]

    assert len(lines) == 4
    assert [line for line in lines if "${{" in line] == []


def test_a_workflow_runs_the_same_as_any_machine() -> None:
    lines = [step["run"] for step in list_steps() if "run" in step]

    assert "bash .ci/run" in lines
    assert not any("secrets." in str(step) for step in list_steps())


def pack(root: Path, programs: Path, **variables: str) -> Run:
    """Run the step that makes the archive of a release."""
    (step,) = (step for step in list_steps() if step.get("name") == "Pack")
    return run_bash(
        step["run"], root, programs, **{"FIRST": "", "TAG": "", **variables}
    )


@pytest.fixture
def tagged(tmp_path: Path) -> Path:
    """A repository with a package whose first release is tagged."""
    root = copy_package(tmp_path / "tagged")
    (root / ".gitignore").write_text("dist/\n", encoding="utf-8")
    git(root, "init", "--quiet")
    git(root, "add", ".")
    git(root, "commit", "--quiet", "-m", "One")
    git(root, "tag", "v0.1.0")
    return root


def test_a_tag_gives_its_archive_its_database_and_their_sums(
    tagged: Path, programs: Path
) -> None:
    run = pack(tagged, programs, TAG="v0.1.0")

    assert run.returncode == 0, run.stderr
    assert sorted(path.name for path in tagged.glob("dist/*")) == [
        "SHA256SUMS",
        "claimpack-seed-0.1.0.sqlite",
        "claimpack-seed-0.1.0.zip",
    ]
    assert git(tagged, "status", "--porcelain") == ""
    check = run_bash("sha256sum --check SHA256SUMS", tagged / "dist", programs)
    assert check.returncode == 0


def test_a_tag_that_is_not_the_version_gives_nothing(
    tagged: Path, programs: Path
) -> None:
    git(tagged, "tag", "v0.1.1")

    run = pack(tagged, programs, TAG="v0.1.1")

    assert run.returncode != 0
    assert not (tagged / "dist/SHA256SUMS").exists()


def test_the_workflow_is_tried_without_a_tag(tagged: Path, programs: Path) -> None:
    git(tagged, "tag", "--delete", "v0.1.0")

    run = pack(tagged, programs, FIRST="--first")

    assert run.returncode == 0, run.stderr
    assert (tagged / "dist/claimpack-seed-0.1.0.zip").exists()


def test_the_page_explains_each_input_of_the_action() -> None:
    explained = re.findall(r"(?m)^\| `(\w+)` \|.*\| (?:`(.*)`|.*) \|$", PAGE)

    inputs = read_file("action.yml")["inputs"]
    assert [name for name, _ in explained] == list(inputs)
    assert dict(explained)["path"] == inputs["path"]["default"]
