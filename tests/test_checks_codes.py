"""Each code that a check can give has a smallest failing case in the tests."""

from __future__ import annotations

import importlib
import pkgutil

import claimpack.checks
import test_checks_descriptor
import test_checks_expectations
import test_checks_files
import test_checks_keys
import test_checks_rows
import test_checks_spans
from claimpack.findings import Rule
from packages import SCHEMA

ELSEWHERE = {
    "fields-match",  # test_checks_rows
    *("rules-file", "rule-error", "rule-not-checked"),  # test_own_rules
    "part-labels",  # test_checks_several_files
    "row-count",  # test_checks_parts
    "withdrawn-id",  # test_checks_tombstones
    "reference-file",  # test_checks_descriptor
    "document-schema",  # of annotations, which are no package
    "profile-error",  # test_checks_descriptor: needs a profile
    "row-schema",  # test_checks_expectations: needs the schemas of rows
}


def list_rules() -> list[Rule]:
    """The rules of all modules of checks, in order of the modules."""
    names = [module.name for module in pkgutil.iter_modules(claimpack.checks.__path__)]
    modules = [importlib.import_module(f"claimpack.checks.{name}") for name in names]
    return [rule for module in modules for rule in getattr(module, "RULES", ())]


def test_each_code_has_a_failing_case() -> None:
    cases = {
        *test_checks_descriptor.CASES,
        *test_checks_expectations.CASES,
        *test_checks_files.CASES,
        *test_checks_keys.CASES,
        *test_checks_rows.CASES,
        *test_checks_spans.CASES,
        *ELSEWHERE,
    }

    assert {rule.code for rule in list_rules()} == cases


def test_a_code_stands_for_one_rule() -> None:
    codes = [rule.code for rule in list_rules()]
    codes += [rule.code for rule in SCHEMA.rules]

    assert sorted(codes) == sorted(set(codes))
