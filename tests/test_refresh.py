"""What follows from the schema files is written, and told when it is stale."""

import json
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from claimpack import __version__
from claimpack.build import build_package
from claimpack.errors import SchemaError
from claimpack.findings import Finding, Location, Severity, has_errors
from claimpack.refresh import find_stale, refresh_package
from claimpack.schema import CrossRule, Schema
from claimpack.schema_files import load_schema, load_shipped_schema
from command_line import (
    INPUTS,
    copy_package,
    edit,
    outcome,
    read_files,
    run_claimpack,
    stop_build,
)

SCHEMA = load_shipped_schema()
UP_TO_DATE = "All derived files are up to date.\n"
HINT = "edit the schema files, not this one; then run `claimpack schema`"


def make_stale(path: str, fault: str) -> Finding:
    """The finding of a derived file."""
    return Finding(
        code="derived-stale",
        severity=Severity.ERROR,
        location=Location(path=path),
        message=f"the file {fault}",
        expected="the content that `claimpack schema` writes",
        hint=HINT,
    )


def list_stale(root: Path, schema: Schema) -> list[str]:
    """The paths of the derived files that are stale."""
    return [str(finding.location.path) for finding in find_stale(root, schema)]


def read_resources(root: Path) -> list[dict[str, Any]]:
    """The resources of the descriptor."""
    descriptor = json.loads((root / "datapackage.json").read_bytes())
    resources: list[dict[str, Any]] = descriptor["resources"]
    return resources


@pytest.mark.locked
def test_the_derived_files_of_this_repository_are_up_to_date(tmp_path: Path) -> None:
    copy_package(tmp_path)
    before = read_files(tmp_path)

    check = run_claimpack("schema", "--check", tmp_path)
    refresh = run_claimpack("schema", tmp_path)

    assert outcome(check) == (0, UP_TO_DATE, "")
    assert outcome(refresh) == (0, UP_TO_DATE, "")
    assert read_files(tmp_path) == before


@pytest.mark.locked
@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("docs/tables.md", "claim", "clam"),
        ("docs/rules.md", "### span-order", "### span-odor"),
        ("schemas/rows/spans.json", "char_start", "charstart"),
        ("data/codes.csv", "list,code", "list,name"),
        ("datapackage.json", '"title": "Claims"', '"title": "Clams"'),
        ("datapackage.json", '"model": "1.0.0"', '"model": "0.9.0"'),
    ],
    ids=["dictionary", "rules", "row schema", "codes", "resource", "model"],
)
def test_a_stale_file_is_named_and_mended(
    tmp_path: Path, path: str, old: str, new: str
) -> None:
    copy_package(tmp_path)
    right = read_files(tmp_path)
    edit(tmp_path / path, old, new)

    findings = find_stale(tmp_path, SCHEMA)
    changed = refresh_package(tmp_path, SCHEMA)

    assert findings == [make_stale(path, "is not what the schema files give")]
    assert changed == [path]
    assert read_files(tmp_path) == right


@pytest.mark.locked
@pytest.mark.parametrize(
    "path", ["docs/tables.md", "schemas/rows/claims.json", "data/codes.parquet"]
)
def test_a_missing_file_is_named_and_written_again(tmp_path: Path, path: str) -> None:
    copy_package(tmp_path)
    right = read_files(tmp_path)
    (tmp_path / path).unlink()

    findings = find_stale(tmp_path, SCHEMA)
    changed = refresh_package(tmp_path, SCHEMA)

    assert findings == [make_stale(path, "is missing")]
    assert changed == [path]
    assert read_files(tmp_path) == right


@pytest.mark.locked
def test_the_check_prints_what_is_stale_and_writes_nothing(tmp_path: Path) -> None:
    copy_package(tmp_path)
    (tmp_path / "docs/tables.md").write_text("mine")
    before = read_files(tmp_path)

    run = run_claimpack("schema", "--check", ".", cwd=tmp_path)

    report = (
        "docs/tables.md: error[derived-stale]: the file is not what the schema files"
        " give\n"
        "  expected: the content that `claimpack schema` writes\n"
        f"  hint: {HINT}\n"
        "\n"
        "derived-stale       1\n"
        "Not valid: 1 error.\n"
    )
    assert outcome(run) == (1, report, "")
    assert read_files(tmp_path) == before


@pytest.mark.locked
def test_a_change_of_a_schema_file_reaches_all_that_follows_from_it(
    tmp_path: Path,
) -> None:
    copy_package(tmp_path)
    edit(tmp_path / "schemas/tables/claims.json", 'tion": "', 'tion": "New: ')
    follows = ["schemas/rows/claims.json", "docs/tables.md", "datapackage.json"]
    schema = load_schema(tmp_path / "schemas")
    stale = list_stale(tmp_path, schema)

    changed = refresh_package(tmp_path, schema)

    assert stale == follows
    assert changed == sorted(follows[:2]) + follows[2:]
    assert read_resources(tmp_path)[6]["description"].startswith("New: ")
    assert list_stale(tmp_path, schema) == []


def test_a_killed_build_is_completed_before_its_schema_files_are_read(
    tmp_path: Path,
) -> None:
    copy_package(tmp_path)
    refresh_package(tmp_path, SCHEMA)  # other versions of pyarrow write other bytes
    right = read_files(tmp_path)
    (tmp_path / "docs/tables.md").write_text("old")
    stop_build(tmp_path, {"docs/tables.md": right["docs/tables.md"]})

    changed = refresh_package(tmp_path, SCHEMA)

    assert changed == ["docs/tables.md"]
    assert read_files(tmp_path) == right


@pytest.mark.locked
def test_a_package_without_schema_files_follows_those_of_the_tool(
    tmp_path: Path,
) -> None:
    copy_package(tmp_path, ("datapackage.json", "data"))
    right = read_files(tmp_path)
    edit(tmp_path / "datapackage.json", '"title": "Claims"', '"title": "Clams"')
    (tmp_path / "data/codes.csv").unlink()

    changed = refresh_package(tmp_path, SCHEMA)

    assert changed == ["data/codes.csv", "datapackage.json"]
    assert read_files(tmp_path) == right


def test_a_resource_that_no_build_wrote_is_kept(tmp_path: Path) -> None:
    own = [
        {"name": "figures", "path": "data/figures.csv", "title": "By hand"},
        {"name": ["odd"]},
    ]
    (tmp_path / "datapackage.json").write_text(json.dumps({"resources": own}))

    refresh_package(tmp_path, SCHEMA)

    codes, twin, *others = read_resources(tmp_path)
    assert (codes["name"], twin["name"]) == ("codes", "codes-parquet")
    assert others == own


def add_column(path: Path) -> None:
    """Give the table of a schema file one more column."""
    table = json.loads(path.read_bytes())
    mood = {
        "name": "mood",
        "type": "string",
        "description": "Mood.",
        "example": "glum",
        "whenEmpty": "Not annotated.",
    }
    path.write_text(json.dumps({**table, "fields": [*table["fields"], mood]}))


NO_JSON = (
    "schemas/tables/claims.json line 1, column 2: found the end (Expecting property"
    " name enclosed in double quotes); expected JSON; correct that place."
)
NOT_THE_SAME = (
    f"found that it is not as in claimpack {__version__}; expected the same, the model"
    " 1.0.0; use the claimpack that these schema files belong to, or put those of this"
    " one in their place."
)
NO_FILE = (
    "found nothing of that name; expected something that can be read; check the"
    " spelling or restore it."
)
A_REGULAR_FILE = "expected a regular file; put a copy of the file itself in its place."
SCHEMA_DEFECTS: dict[str, tuple[str, Callable[[Path], object], str]] = {
    "no table of codes": (
        "schemas/tables/codes.json",
        Path.unlink,
        (
            "schemas/rules.json, rule 'codes-differ': no table is called 'codes'; "
            "known: documents, entities, events, claims, attributions, participants, "
            "spans, claim_links, claims_flat"
        ),
    ),
    "a table more": (
        "schemas/tables/codes.json",
        lambda path: path.with_name("more.json").write_text(
            path.read_text().replace('"codes"', '"more"', 1)
        ),
        f"schemas/tables/more.json: {NOT_THE_SAME}",
    ),
    "another column": (
        "schemas/tables/claims.json",
        add_column,
        f"schemas/tables/claims.json: {NOT_THE_SAME}",
    ),
    "another code": (
        "schemas/vocabularies/polarity.json",
        lambda path: edit(path, '"negative"', '"negated"'),
        f"schemas/vocabularies/polarity.json: {NOT_THE_SAME}",
    ),
    "another rule": (
        "schemas/rules.json",
        lambda path: edit(path, "char_start < char_end", "char_start > char_end"),
        f"schemas/rules.json: {NOT_THE_SAME}",
    ),
    "no rules": (
        "schemas/rules.json",
        Path.unlink,
        f"schemas/rules.json: {NO_FILE}",
    ),
    "no JSON": (
        "schemas/tables/claims.json",
        lambda path: path.write_text("{"),
        NO_JSON,
    ),
    "a FIFO": (
        "schemas/tables/new.json",
        os.mkfifo,
        f"schemas/tables/new.json: found a FIFO; {A_REGULAR_FILE}",
    ),
    "a link": (
        "schemas/vocabularies/new.json",
        lambda path: path.symlink_to("country.json"),
        f"schemas/vocabularies/new.json: found a symbolic link; {A_REGULAR_FILE}",
    ),
}
COMMANDS: dict[str, Callable[[Path, Schema], object]] = {
    "build": build_package,
    "schema": refresh_package,
    "schema --check": find_stale,
}


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("case", SCHEMA_DEFECTS)
def test_schema_files_that_are_not_the_model_are_refused_by_every_command(
    tmp_path: Path, case: str, command: str
) -> None:
    path, spoil, message = SCHEMA_DEFECTS[case]
    copy_package(tmp_path, INPUTS)
    spoil(tmp_path / path)

    with pytest.raises(SchemaError) as raised:
        COMMANDS[command](tmp_path, SCHEMA)

    assert str(raised.value) == message
    assert not (tmp_path / "data").exists()


def test_a_schema_file_that_is_wrong_ends_the_command_with_3(tmp_path: Path) -> None:
    copy_package(tmp_path, INPUTS)
    (tmp_path / "schemas/tables/claims.json").write_text("{")

    run = run_claimpack("schema", tmp_path)

    assert outcome(run) == (3, "", f"claimpack: {NO_JSON}\n")


@pytest.mark.locked
def test_a_column_that_is_added_to_the_model_stays_after_a_build(
    tmp_path: Path,
) -> None:
    copy_package(tmp_path)
    add_column(tmp_path / "schemas/tables/claims.json")
    schema = load_schema(tmp_path / "schemas")

    refresh_package(tmp_path, schema)
    refreshed = read_resources(tmp_path)[6]["schema"]
    report = build_package(tmp_path, schema)

    assert not has_errors(report.findings)
    assert read_resources(tmp_path)[6]["schema"] == refreshed
    assert find_stale(tmp_path, schema) == []
    assert b",mood\n" in (tmp_path / "data/claims.csv").read_bytes()


@pytest.mark.locked
def test_a_row_schema_of_a_table_that_is_gone_is_named_and_removed(
    tmp_path: Path,
) -> None:
    copy_package(tmp_path)
    right = read_files(tmp_path)
    (tmp_path / "schemas/rows/old.json").write_text("{}")

    findings = find_stale(tmp_path, SCHEMA)
    changed = refresh_package(tmp_path, SCHEMA)

    assert findings == [
        Finding(
            code="derived-stale",
            severity=Severity.ERROR,
            location=Location(path="schemas/rows/old.json"),
            message="the file follows from no table",
            expected="no such file",
            hint="run `claimpack schema`, which removes it",
        )
    ]
    assert changed == ["schemas/rows/old.json"]
    assert read_files(tmp_path) == right


def test_row_schemas_of_a_package_without_schema_files_are_left_alone(
    tmp_path: Path,
) -> None:
    copy_package(tmp_path, ("datapackage.json", "data"))
    (tmp_path / "schemas/rows").mkdir(parents=True)
    (tmp_path / "schemas/rows/mine.json").write_text("{}")

    refresh_package(tmp_path, SCHEMA)

    assert (tmp_path / "schemas/rows/mine.json").read_text() == "{}"


RULE = "schemas/rules.json, rule 'odd'"
SQL = "expected SQL about the tables of the model, or a function that there is"
ODD_RULES: dict[str, tuple[dict[str, Any], str]] = {
    "no SQL": (
        {"condition": "certainty IS NOT"},
        'Parser Error: syntax error at or near ")"',
    ),
    "no such column": (
        {"condition": "certainy IS NOT NULL"},
        'Binder Error: Referenced column "certainy" not found in FROM clause!',
    ),
    "no such table": (
        {"query": "SELECT claim_id FROM claim"},
        "Catalog Error: Table with name claim does not exist!",
    ),
    "no such function": ({"function": "find_odd"}, "no function 'find_odd'"),
}


@pytest.mark.locked
@pytest.mark.parametrize("case", ODD_RULES)
def test_a_rule_that_cannot_be_asked_is_refused_before_there_are_rows(
    tmp_path: Path, case: str
) -> None:
    way, cause = ODD_RULES[case]
    rule = CrossRule(code="odd", table="claims", message="m", explanation="e", **way)
    schema = replace(SCHEMA, rules=(*SCHEMA.rules, rule))
    copy_package(tmp_path, ("datapackage.json",))

    with pytest.raises(SchemaError) as raised:
        find_stale(tmp_path, schema)

    assert str(raised.value) == (
        f"{RULE}: found that it cannot be asked ({cause}); {SQL}; correct the rule."
    )


def test_a_folder_that_is_no_package_is_refused(tmp_path: Path) -> None:
    run = run_claimpack("schema", tmp_path)

    message = (
        f"claimpack: {tmp_path}: found no datapackage.json; expected the folder of a"
        ' package; make one that holds {"name": "my-package"}; the build adds the'
        " rest.\n"
    )
    assert outcome(run) == (3, "", message)
    assert list(tmp_path.iterdir()) == []
