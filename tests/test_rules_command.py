"""Every rule that a finding can name is listed and explained."""

from __future__ import annotations

import importlib
import pkgutil
import re
from dataclasses import replace

import pytest

import claimpack
from claimpack.errors import UsageError
from claimpack.findings import Rule, Severity
from claimpack.render.rules import render_rule, render_rules
from claimpack.render.rules_page import describe_rules
from claimpack.rule_book import (
    Entry,
    Example,
    Part,
    find_entries,
    list_entries,
    load_examples,
    require_codes,
)
from claimpack.schema import CrossRule
from command_line import REPOSITORY, outcome, run_claimpack
from packages import SCHEMA, with_rules

KILLED = Entry(
    part=Part.PACKAGES,
    code="killed",
    severity=Severity.ERROR,
    explanation="Nobody is killed twice. That would be odd.",
    example=Example(
        valid={"t.csv": "id\n1\n"},
        invalid={"t.csv": "id\n1\n1\x00\n", "u.csv": "\tid\n"},
    ),
)
OWN = Entry(
    part=Part.MODEL, code="own", severity=Severity.NOTE, explanation="Ours | yours."
)
ARTICLE = replace(OWN, part=Part.ANNOTATIONS, code="article")


def list_rules_of_code() -> list[Rule]:
    """The rules in `RULES` of whatever module, found by looking into all of them."""
    names = [
        module.name
        for module in pkgutil.walk_packages(claimpack.__path__, "claimpack.")
        if not module.name.endswith("__main__")
    ]
    modules = [importlib.import_module(name) for name in names]
    return [rule for module in modules for rule in getattr(module, "RULES", ())]


def test_the_book_has_the_rules_of_all_modules_and_of_the_schema() -> None:
    rules = [(rule.code, rule.severity) for rule in list_rules_of_code()]
    rules += [(rule.code, Severity.ERROR) for rule in SCHEMA.rules]

    entries = [(entry.code, entry.severity) for entry in list_entries(SCHEMA)]

    assert sorted(entries) == sorted(rules)


def test_a_code_stands_once_in_a_part() -> None:
    places = [(entry.part, entry.code) for entry in list_entries(SCHEMA)]

    assert len(places) == len(set(places))


def test_each_rule_has_an_example_and_each_example_a_rule() -> None:
    places = {(entry.part.value, entry.code) for entry in list_entries(SCHEMA)}

    assert set(load_examples()) == places


@pytest.mark.parametrize("place", load_examples(), ids="-".join)
def test_an_example_is_short_and_shows_a_difference(place: tuple[str, str]) -> None:
    example = load_examples()[place]

    for files in (example.valid, example.invalid):
        lines = [line for text in files.values() for line in text.splitlines()]
        assert 1 <= len(lines) <= 12
        assert max(map(len, lines)) <= 150
    assert example.valid != example.invalid


def test_each_code_that_the_limits_name_exists() -> None:
    limits = (REPOSITORY / "docs" / "limits.md").read_text(encoding="utf-8")

    named = set(re.findall(r"`([a-z]+(?:-[a-z]+)+)`", limits))

    assert named
    assert named - {entry.code for entry in list_entries(SCHEMA)} == set()


def test_a_rule_that_a_package_has_of_its_own_is_listed_without_an_example() -> None:
    rule = CrossRule(
        code="own", table="claims", message="", explanation="Ours.", condition="true"
    )

    (entry,) = find_entries("own", with_rules(rule))

    assert entry == Entry(
        part=Part.MODEL, code="own", severity=Severity.ERROR, explanation="Ours."
    )


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("tpye-error", 'found "tpye-error", which is the code of no rule; did you'),
        ("wobble", 'found "wobble", which is the code of no rule; `claimpack rules`'),
    ],
)
def test_an_unknown_code_is_refused_with_near_ones(code: str, message: str) -> None:
    known = {"type-error", "foreign-key"}

    with pytest.raises(UsageError, match=re.escape(message)):
        require_codes(["type-error", code], known)


def test_the_list_has_a_line_per_rule_below_the_parts() -> None:
    assert render_rules([ARTICLE, KILLED, OWN]) == (
        "Any data package\n"
        "  killed   error    Nobody is killed twice\n"
        "\n"
        "Packages that follow the model of claimpack\n"
        "  own      note     Ours | yours\n"
        "\n"
        "Annotated articles\n"
        "  article  note     Ours | yours"
    )


def test_a_rule_is_explained_with_what_keeps_and_what_breaks_it() -> None:
    assert render_rule([KILLED, OWN]) == (
        "killed (error): any data package\n"
        "\n"
        "Nobody is killed twice. That would be odd.\n"
        "\n"
        "Valid:\n"
        "  t.csv\n"
        "    id\n"
        "    1\n"
        "\n"
        "Invalid:\n"
        "  t.csv\n"
        "    id\n"
        "    1\n"
        "    1\\x00\n"
        "  u.csv\n"
        "    \tid\n"
        "\n"
        "own (note): packages that follow the model of claimpack\n"
        "\n"
        "Ours | yours."
    )


def test_the_page_lists_and_explains_each_rule() -> None:
    page = describe_rules([KILLED, OWN]).partition('Arvika on Monday."\n\n')[2]

    assert page == (
        "## Any data package\n"
        "\n"
        "| code | severity | why |\n"
        "| --- | --- | --- |\n"
        "| [killed](#killed) | error | Nobody is killed twice |\n"
        "\n"
        "### killed\n"
        "\n"
        "Error: Nobody is killed twice. That would be odd.\n"
        "\n"
        "Valid, `t.csv`:\n"
        "\n"
        "```text\nid\n1\n```\n"
        "\n"
        "Invalid, `t.csv`:\n"
        "\n"
        "```text\nid\n1\n1\\x00\n```\n"
        "\n"
        "Invalid, `u.csv`:\n"
        "\n"
        "```text\n\tid\n```\n"
        "\n"
        "## Packages that follow the model of claimpack\n"
        "\n"
        "| code | severity | why |\n"
        "| --- | --- | --- |\n"
        "| [own](#own) | note | Ours \\| yours |\n"
        "\n"
        "### own\n"
        "\n"
        "Note: Ours | yours.\n"
    )


def test_the_command_lists_every_code() -> None:
    run = run_claimpack("rules")

    codes = re.findall(r"(?m)^  (\S+) +(?:error|warning|note) +\S", run.stdout)
    assert (run.returncode, run.stderr) == (0, "")
    assert codes == [entry.code for entry in list_entries(SCHEMA)]


def test_the_command_explains_one_code() -> None:
    run = run_claimpack("rules", "extra-cell")

    shown = (
        "extra-cell (error): any data package\n"
        "\n"
        "A comma in words that are not quoted moves all cells after it.\n"
        "\n"
        "Valid:\n"
        "  t.csv\n"
        "    id,name\n"
        '    1,"Berg, Anna"\n'
        "\n"
        "Invalid:\n"
        "  t.csv\n"
        "    id,name\n"
        "    1,Berg, Anna\n"
    )
    assert outcome(run) == (0, shown, "")


def test_a_code_in_two_parts_is_explained_twice() -> None:
    run = run_claimpack("rules", "byte-order-mark")

    heads = re.findall(r"(?m)^byte-order-mark .*$", run.stdout)
    assert heads == [
        "byte-order-mark (error): any data package",
        "byte-order-mark (warning): annotated articles",
    ]


def test_the_command_refuses_an_unknown_code() -> None:
    run = run_claimpack("rules", "forein-key")

    message = (
        'claimpack: found "forein-key", which is the code of no rule; did you mean'
        " foreign-key?\n"
    )
    assert outcome(run) == (2, "", message)
