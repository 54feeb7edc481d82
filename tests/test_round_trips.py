"""The seed, converted to a format that carries all of it and built from that again."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from claimpack.conversion import convert_source, write_files
from claimpack.source_build import build_source
from claimpack.source_corpus import Choices
from exported import SEED
from packages import SCHEMA

TARGETS = ["brat", "document", "web-annotation", "webanno-tsv", "cas-json"]


def build(source: Path, output: Path) -> dict[str, bytes]:
    """The tables of a package that is built from converted files, with metadata."""
    shutil.copy(SEED.with_suffix(".meta.json"), source)
    choices = Choices()
    report = build_source(source, output, SCHEMA, choices)
    assert [it.code for it in report.built.findings if it.severity == "error"] == []
    return {path.name: path.read_bytes() for path in (output / "data").glob("*.csv")}


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The tables of the seed as it is."""
    root = tmp_path_factory.mktemp("expected")
    (root / "in").mkdir()
    for ending in (".ann", ".txt"):
        shutil.copy(SEED.with_suffix(ending), root / "in")
    return build(root / "in", root / "out")


@pytest.mark.parametrize("target", TARGETS)
def test_the_tables_are_the_same(
    tmp_path: Path, expected: dict[str, bytes], target: str
) -> None:
    converted = convert_source(SEED, target, SCHEMA)
    write_files(SEED, tmp_path / "in", converted.files, is_replacing=False)

    assert build(tmp_path / "in", tmp_path / "out") == expected
