"""Rules that a package brings along: what they say, and what is wrong with them."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claimpack.checks.package import check_package
from claimpack.files import Folder
from claimpack.findings import Finding, Location, Rest, Severity
from command_line import REPOSITORY, outcome, run_claimpack
from packages import (
    SCHEMA,
    Row,
    check,
    edit_descriptor,
    write_files,
    write_foreign,
    write_package,
)

PAGE = (REPOSITORY / "docs" / "own-rules.md").read_text(encoding="utf-8")
FIELDS: list[Row | str] = [
    {"name": "id", "type": "integer"},
    {"name": "amount", "type": "number"},
    {"name": "note", "type": "string"},
]
CSV = "id,amount,note\n1,5,a\n2,-2,b\n3,,c\n"
RULE: Row = {
    "code": "amount-positive",
    "table": "t",
    "condition": "amount > 0",
    "message": "the amount is {amount}",
    "explanation": "Nothing costs less than nothing.",
}


def rule(**changes: object) -> Row:
    """A rule with some keys changed; None: it has no such key."""
    changed = {**RULE, **changes}
    return {key: value for key, value in changed.items() if value is not None}


def write_ruled(root: Path, *rules: object, csv: str = CSV) -> Path:
    """Write a package of one table with rules of its own."""
    write_foreign(root, csv, FIELDS, primaryKey="id")
    content = json.dumps({"rules": rules}).encode()
    write_files(root, {"schemas/rules.json": content})
    return root


def name_in_descriptor(root: Path, path: object) -> None:
    """Let the descriptor name the file of rules."""
    edit_descriptor(root, lambda content: content.update(claimpack={"rules": path}))


def say(finding: Finding) -> str:
    """Code and message of a finding."""
    return f"{finding.code}: {finding.message}"


def test_a_breach_has_row_line_severity_and_words_of_the_rule(tmp_path: Path) -> None:
    own = rule(field="amount", severity="note", expected="more", hint="not {note}")

    assert check(write_ruled(tmp_path, own)) == [
        Finding(
            code="amount-positive",
            severity=Severity.NOTE,
            location=Location(
                path="t.csv", line=3, resource="t", row=2, field="amount"
            ),
            message="the amount is -2",
            expected="more",
            hint='not "b"',
        )
    ]


def test_a_query_may_give_what_would_be_right(tmp_path: Path) -> None:
    own = rule(
        condition=None,
        query="SELECT id, abs(amount) FROM t WHERE amount < 0",
        field="amount",
        message="found {found}",
        expected="{right}, not {{amount}}",
    )

    (finding,) = check(write_ruled(tmp_path, own))

    assert (finding.message, finding.expected) == ("found -2", '"2.0", not {amount}')


DEFECTS: dict[str, tuple[object, str]] = {
    "no object": (3, "rules[0] is not an object"),
    "no message": (rule(message=None), "rules[0] has no `message`"),
    "a wrong key": (rule(mesage="x"), 'rules[0] has the unknown key "mesage"'),
    "a wrong type": (rule(field=["id"]), "rules[0].field is not a text"),
    "an empty text": (rule(hint=""), "rules[0].hint is not a text"),
    "a long text": (
        rule(hint="x" * 1_001),
        "rules[0].hint has 1,001 characters; expected 1,000 at most",
    ),
    "long SQL": (
        rule(condition=" " * 40_001),
        "rules[0].condition has 40,001 characters; expected 40,000 at most",
    ),
    "a control character": (
        rule(hint="\u001b[31m"),
        (
            'rules[0].hint is "\\x1b[31m"; '
            "expected characters that are printed, in one line"
        ),
    ),
    "a function": (
        rule(condition=None, function="view-is-derived"),
        "rules[0].function names a function; only the rules of claimpack do",
    ),
    "two ways": (
        rule(query="SELECT 1"),
        "rules[0] has not exactly one of `condition` and `query`",
    ),
    "no way": (
        rule(condition=None),
        "rules[0] has not exactly one of `condition` and `query`",
    ),
    "a severity": (
        rule(severity="fatal"),
        'rules[0].severity is "fatal"; expected error, warning, note',
    ),
    "a code": (
        rule(code="Amount positive"),
        (
            'rules[0].code is "Amount positive"; expected 60 characters at most of '
            "a-z, 0-9 and `-`, as refund-negative"
        ),
    ),
    "a code of ours": (
        rule(code="type-error"),
        'rules[0].code is "type-error", which is the code of another rule',
    ),
    "a table": (rule(table="T"), 'rules[0].table is "T", which is no resource'),
    "a field": (
        rule(field="amont"),
        'rules[0].field is "amont", which is no column of the table',
    ),
    "a column in a text": (
        rule(expected="{amont}"),
        'rules[0].expected shows "amont", which is no column of the table',
    ),
    "an attribute in a text": (
        rule(hint="{amount.__class__}"),
        'rules[0].hint shows "amount.__class__", which is no column of the table',
    ),
    "a form in a text": (
        rule(hint="{amount:>9999999999}"),
        'rules[0].hint shows "amount:>9999999999", which is no column of the table',
    ),
    "an unknown table in SQL": (
        rule(condition="EXISTS (SELECT 1 FROM u)"),
        'rules[0].condition names the table "u", which is not there (character 23)',
    ),
    "a key that no row has": (
        rule(condition=None, query="SELECT 9"),
        "rules[0].query gives a key that no row of the table has",
    ),
}


@pytest.mark.parametrize("name", DEFECTS)
def test_a_defect_of_a_rule_is_told_with_its_place(tmp_path: Path, name: str) -> None:
    own, message = DEFECTS[name]

    findings = check(write_ruled(tmp_path, own))

    assert [say(finding) for finding in findings] == [f"rule-error: {message}"]
    assert findings[0].location == Location(path="schemas/rules.json")


def test_a_code_that_stands_twice_is_told_and_the_first_rule_asked(
    tmp_path: Path,
) -> None:
    findings = check(write_ruled(tmp_path, RULE, RULE))

    assert [say(finding) for finding in findings] == [
        (
            'rule-error: rules[1].code is "amount-positive", '
            "which is the code of another rule"
        ),
        "amount-positive: the amount is -2",
    ]


def test_a_query_needs_a_primary_key(tmp_path: Path) -> None:
    write_ruled(tmp_path, rule(condition=None, query="SELECT id FROM t"))
    edit_descriptor(
        tmp_path, lambda content: content["resources"][0]["schema"].pop("primaryKey")
    )

    (finding,) = check(tmp_path)

    assert finding.message == (
        "rules[0].query gives primary keys, and the schema of the table declares none"
    )


FILES: dict[str, bytes] = {
    "no JSON": b"{",
    "too many": json.dumps({"rules": [1] * 201}).encode(),
}


NAMED: dict[str, bytes] = {"no object": b"[]", "no list": b'{"rules": {}}'}


@pytest.mark.parametrize("name", NAMED)
def test_a_file_for_something_else_has_no_rules_unless_it_is_named(
    tmp_path: Path, name: str
) -> None:
    write_files(write_ruled(tmp_path), {"schemas/rules.json": NAMED[name]})
    assert check(tmp_path) == []

    named = {"claimpack": {"rules": "schemas/rules.json"}}
    edit_descriptor(tmp_path, lambda content: content.update(named))

    assert [finding.code for finding in check(tmp_path)] == ["rules-file"]


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_holds_no_rules_is_told(tmp_path: Path, name: str) -> None:
    write_files(write_ruled(tmp_path), {"schemas/rules.json": FILES[name]})

    assert [finding.code for finding in check(tmp_path)] == ["rules-file"]


@pytest.mark.parametrize(
    "path", ["../rules.json", "/etc/passwd", "http://x/y", "no.json", 3, ["a"], ""]
)
def test_a_path_that_leads_to_no_file_of_the_package_is_told(
    tmp_path: Path, path: object
) -> None:
    name_in_descriptor(write_ruled(tmp_path), path)

    assert [finding.code for finding in check(tmp_path)] == ["rules-file"]


def test_the_descriptor_may_name_another_file(tmp_path: Path) -> None:
    write_ruled(tmp_path, 3)
    write_files(tmp_path, {"own.json": json.dumps({"rules": [RULE]}).encode()})
    name_in_descriptor(tmp_path, "own.json")

    assert [finding.code for finding in check(tmp_path)] == ["amount-positive"]


def test_of_a_table_that_cannot_be_read_no_rule_is_asked(tmp_path: Path) -> None:
    write_ruled(tmp_path, RULE)
    (tmp_path / "t.csv").unlink()

    assert [say(finding) for finding in check(tmp_path)][-1] == (
        'rule-not-checked: rules[0] is not checked: the rows of "t" were not read'
    )


def test_of_a_column_that_the_file_lacks_no_rule_is_asked(tmp_path: Path) -> None:
    write_ruled(tmp_path, RULE, rule(code="id-small", condition="id < 3"))
    write_files(tmp_path, {"t.csv": b"id,note\n1,a\n3,b\n"})

    said = [say(finding) for finding in check(tmp_path)]

    assert (
        'rule-not-checked: rules[0] is not checked: the column "amount" of "t" was not '
        "read"
    ) in said
    assert not any(words.startswith("rule-error") for words in said)


def test_names_that_differ_in_case_only_are_told(tmp_path: Path) -> None:
    write_foreign(tmp_path, "a,A\n1,2\n", ["a", "A"])
    own = rule(condition="a = '1'", message="m")
    write_files(tmp_path, {"schemas/rules.json": json.dumps({"rules": [own]}).encode()})

    assert [finding.message for finding in check(tmp_path)] == [
        'rules[0].condition names "a" and "A", which SQL cannot tell apart'
    ]


def test_tables_whose_names_differ_in_case_only_are_told(tmp_path: Path) -> None:
    write_ruled(tmp_path, RULE, rule(code="other", table="u", condition="id < 9"))

    def add_tables(content: dict[str, Any]) -> None:
        (table,) = content["resources"]
        content["resources"] = [{**table, "name": name} for name in ("t", "u", "T")]

    edit_descriptor(tmp_path, add_tables)

    assert [finding.message for finding in check(tmp_path)] == [
        'rules[0].condition names "t" and "T", which SQL cannot tell apart'
    ]


def test_of_a_resource_that_is_no_table_no_rule_is_asked(tmp_path: Path) -> None:
    write_ruled(tmp_path, rule(table="page"))
    page = {"name": "page", "path": "page.txt"}
    write_files(tmp_path, {"page.txt": b"a"})
    edit_descriptor(tmp_path, lambda content: content["resources"].append(page))

    assert [say(finding) for finding in check(tmp_path)] == [
        'rule-not-checked: rules[0] is not checked: the rows of "page" were not read'
    ]


def test_a_package_of_the_model_may_have_our_rules_alone(tmp_path: Path) -> None:
    assert check(add_rules(tmp_path)) == []


def test_a_name_with_a_nul_character_is_told(tmp_path: Path) -> None:
    write_ruled(tmp_path, rule(table="t\0"))
    edit_descriptor(
        tmp_path, lambda content: content["resources"][0].update(name="t\0")
    )

    assert [finding.message for finding in check(tmp_path)] == [
        'rules[0].condition names "t\\x00", where a name has a NUL character'
    ]


def test_further_breaches_are_counted(tmp_path: Path) -> None:
    rows = "".join(f"{number},-1,a\n" for number in range(1_005))
    write_ruled(tmp_path, RULE, csv=f"id,amount,note\n{rows}")

    found = list(check_package(Folder(tmp_path), SCHEMA))

    assert len(found) == 1_001
    assert found[-1] == Rest(
        code="amount-positive",
        severity=Severity.ERROR,
        location=Location(path="t.csv", resource="t"),
        count=5,
    )


TYPED: dict[str, tuple[str, str, str]] = {
    "integer": ("integer", "7", "x = 7 AND typeof(x) = 'BIGINT'"),
    "a large integer": ("integer", "1" * 20, f"x = '{'1' * 20}'"),
    "a signed integer": ("integer", "+7", "x = 7"),
    "number": ("number", "2.5e1", "x = 25 AND typeof(x) = 'DOUBLE'"),
    "boolean": ("boolean", "TRUE", "x AND typeof(x) = 'BOOLEAN'"),
    "date": ("date", "2024-02-29", "x = DATE '2024-02-29'"),
    "a zoned datetime": (
        "datetime",
        "2024-01-01T00:30:00.5+01:00",
        "x = TIMESTAMP '2023-12-31 23:30:00.5'",
    ),
    "a datetime": ("datetime", "2024-01-01T00:00:00", "x = TIMESTAMP '2024-01-01'"),
    "a fine datetime": (
        "datetime",
        "2024-01-01T00:00:00.1234567",
        "x = '2024-01-01T00:00:00.1234567'",
    ),
    "time": ("time", "24:00:00", "x = TIME '00:00:00'"),
    "year": ("year", "2024", "x + 1 = 2025"),
    "yearmonth": ("yearmonth", "2024-05", "x = '2024-05'"),
    "text": ("string", " a ", "x = ' a '"),
    "any": ("any", "1", "x = '1'"),
}


@pytest.mark.parametrize("name", TYPED)
def test_cells_have_the_type_of_their_column(tmp_path: Path, name: str) -> None:
    type_name, word, condition = TYPED[name]
    rules = [
        rule(code="right", condition=condition, message="{x}"),
        rule(code="empty", condition="n <> '2' OR x IS NULL", message="{x}"),
    ]
    write_foreign(
        tmp_path, f"n,x\n1,{word}\n2,\n", ["n", {"name": "x", "type": type_name}]
    )
    write_files(tmp_path, {"schemas/rules.json": json.dumps({"rules": rules}).encode()})

    assert check(tmp_path) == []


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    word=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r\n"))
)
def test_words_of_cells_are_escaped_and_cut_in_messages(
    tmp_path: Path, word: str
) -> None:
    cell = '"' + word.replace('"', '""') + '"'
    own = rule(condition="false", message="{note}", hint="{note}")

    findings = check(write_ruled(tmp_path, own, csv=f"id,amount,note\n1,1,{cell}\n"))

    assert all(finding.message.isprintable() for finding in findings)
    assert all(len(finding.message) <= 62 for finding in findings)
    assert [finding.code for finding in findings] == ["amount-positive"]


def add_rules(root: Path, *rules: Row) -> Path:
    """Write a package of the model with our rules, changed, and with others."""
    shipped = json.loads((REPOSITORY / "schemas" / "rules.json").read_bytes())
    ours = [{**entry, "message": "changed"} for entry in shipped["rules"]]
    write_package(root)
    content = json.dumps({"rules": [*ours, *rules]}).encode()
    write_files(root, {"schemas/rules.json": content})
    return root


def test_in_a_package_of_the_model_rules_with_our_codes_are_ours(
    tmp_path: Path,
) -> None:
    own = rule(table="claims", condition="quantity > 50", message="{quantity}")

    findings = check(add_rules(tmp_path, own))

    assert [say(finding) for finding in findings] == ["amount-positive: 40"]


def write_page(root: Path) -> str:
    """Write the package of the page, and return what the page says of it."""
    blocks = re.findall(r"```(\w+)\n(.*?)```", PAGE, re.DOTALL)
    descriptor, payments, addresses, rules, said = (text for _, text in blocks)
    files = {
        "datapackage.json": descriptor,
        "payments.csv": payments,
        "addresses.csv": addresses,
        "rules.json": rules,
    }
    write_files(root, {path: text.encode() for path, text in files.items()})
    return str(said)


def test_the_example_of_the_page_says_what_the_page_says(tmp_path: Path) -> None:
    said = write_page(tmp_path)

    assert outcome(run_claimpack("validate", tmp_path)) == (1, said, "")


def run_page(root: Path, *options: str) -> Any:  # noqa: ANN401  # JSON
    """The JSON that the command writes about the package of the page."""
    write_page(root)
    return json.loads(run_claimpack("validate", *options, root).stdout)


@pytest.mark.parametrize(("option", "count"), [("--select", 1), ("--ignore", 2)])
def test_rules_of_the_package_can_be_chosen(
    tmp_path: Path, option: str, count: int
) -> None:
    log = run_page(tmp_path, option, "paid-after-order", "--format", "sarif")

    assert len(log["runs"][0]["results"]) == count


def test_sarif_explains_the_rules_of_the_package(tmp_path: Path) -> None:
    log = run_page(tmp_path, "--format", "sarif")

    texts = {
        entry["id"]: entry["fullDescription"]["text"]
        for entry in log["runs"][0]["tool"]["driver"]["rules"]
    }
    assert texts["refund-negative"] == "A refund takes money out of the till."


def test_a_hostile_folder_is_not_on_the_path_of_the_process(tmp_path: Path) -> None:
    write_page(tmp_path)
    write_files(tmp_path, {"claimpack/__init__.py": b"open('stolen', 'w')\n"})
    write_files(tmp_path, {"json.py": b"open('stolen', 'w')\n"})

    check(tmp_path)

    assert not (tmp_path / "stolen").exists()
