"""Articles that others have annotated, as packages of ours."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from claimpack.files import Folder
from claimpack.mapping.scheme_files import SchemeMapping
from claimpack.schema_files import load_shipped_schema
from claimpack.source_corpus import Choices
from command_line import outcome, read_files, run_claimpack
from packages import write_files
from read_sources import read_source

SCHEMA = load_shipped_schema()
ENTITIES = SchemeMapping(entities={"*": "object"})
ANN = b"T1\tDam 4 7\tdam\n"
TEXT = b"The dam burst.\n"


def test_an_article_has_its_metadata_its_annotator_and_no_text_of_its_own(
    tmp_path: Path,
) -> None:
    metadata = {"publisher": "The Herald", "text_access": "full"}
    meta_json = json.dumps(metadata).encode()
    files = {"a.txt": TEXT, "a_kim.ann": ANN, "a.meta.json": meta_json}
    write_files(tmp_path, files)

    source = read_source(Folder(tmp_path), SCHEMA, Choices(scheme=ENTITIES))

    (member,) = source.corpus.members
    article = member.document.article
    assert (article.publisher, article.annotator) == ("The Herald", "kim")
    assert (article.text_access, article.text_path) == ("full", None)


def test_what_may_be_shipped_of_a_text_is_chosen_for_those_that_do_not_say_it(
    tmp_path: Path,
) -> None:
    files = {"a.txt": TEXT, "a.ann": ANN, "b.txt": TEXT, "b.ann": ANN}
    write_files(tmp_path, {**files, "b.meta.json": b'{"text_access": "none"}'})
    choices = Choices(scheme=ENTITIES, text_access="quotes")

    source = read_source(Folder(tmp_path), SCHEMA, choices)

    articles = [member.document.article for member in source.corpus.members]
    assert [it.text_access for it in articles] == ["quotes", "none"]


def test_metadata_that_are_none_are_told(tmp_path: Path) -> None:
    write_files(tmp_path, {"a.txt": TEXT, "a.ann": ANN, "a.meta.json": b"[]"})

    source = read_source(Folder(tmp_path), SCHEMA, Choices(scheme=ENTITIES))

    (finding,) = source.findings
    assert (finding.location.path, finding.code) == (
        "a.meta.json",
        "metadata-unreadable",
    )


def test_a_package_is_built_and_is_valid(tmp_path: Path) -> None:
    write_files(tmp_path / "in", {"a.txt": TEXT, "a.ann": ANN})
    choices = ["--mapping", "entities-only", "--text-access", "quotes"]
    options = [*choices, "--output", "out", "in"]

    built = run_claimpack("build", *options, cwd=tmp_path)
    again = run_claimpack("build", *options, cwd=tmp_path)
    checked = run_claimpack("validate", "out", cwd=tmp_path)

    assert built.returncode == 0, built.stderr
    assert built.stderr == (
        "1 text, brat; offsets in code points, proved by all covered texts\n"
        "  1 mark, 0 refused\n"
    )
    assert "entities             1\n" in built.stdout
    assert again.stdout.endswith("All files were already as they should be.\n")
    assert checked.returncode == 0, checked.stdout
    descriptor = json.loads((tmp_path / "out" / "datapackage.json").read_bytes())
    assert descriptor["name"] == "out"
    assert ",dam,object," in (tmp_path / "out/data/entities.csv").read_text()


def test_nothing_is_made_where_a_file_has_an_error(tmp_path: Path) -> None:
    write_files(tmp_path / "in", {"a.ann": ANN})

    run = run_claimpack("build", "--output", "out", "in", cwd=tmp_path)

    assert (run.returncode, run.stdout) == (1, "")
    assert 'error[text-missing]: the annotation has no text: "a.txt"' in run.stderr
    assert run.stderr.endswith("Nothing was written.\n")
    assert not (tmp_path / "out").exists()


@pytest.mark.skipif(os.geteuid() == 0, reason="permission bits do not bind this user")
def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    write_files(tmp_path / "in", {"a.txt": TEXT, "a.ann": ANN})
    (tmp_path / "closed").mkdir(mode=0o500)

    run = run_claimpack("build", "--output", "closed/out", "in", cwd=tmp_path)

    assert run.returncode == 4
    assert run.stderr.endswith(
        "change that and build again; the package is unchanged.\n"
    )


def test_a_file_in_the_place_of_the_folder_is_told(tmp_path: Path) -> None:
    write_files(tmp_path, {"in/a.txt": TEXT, "in/a.ann": ANN, "file": b""})

    run = run_claimpack("build", "--output", "file/out", "in", cwd=tmp_path)

    assert run.returncode == 4
    assert "claimpack: file: found a file in the place of a folder;" in run.stderr


def test_texts_with_errors_can_be_left_out(tmp_path: Path) -> None:
    broken = b"T1\tDam 4 7\tdum\n"
    files = {"in/a.txt": TEXT, "in/a.ann": ANN, "in/b.txt": TEXT, "in/b.ann": broken}
    write_files(tmp_path, files)
    options = ["--mapping", "entities-only", "--skip-invalid", "--output", "out"]

    run = run_claimpack("build", *options, "in", cwd=tmp_path)

    assert run.returncode == 1
    assert run.stderr.endswith("1 article left out, see data/refused.csv.\n")
    assert "b.ann: warning[text-left-out]: b is left out" in run.stderr
    assert "b.ann:1:8: warning[covered-text]" in run.stderr
    assert [line.split()[:2] for line in run.stdout.splitlines()[:2]] == [
        ["documents", "1"],
        ["entities", "1"],
    ]


CALLS = {
    "the source itself": (
        ["--output", "in", "in"],
        "claimpack: in: it lies in in; choose a folder outside of it\n",
    ),
    "a package with seeds": (
        ["--output", "package", "in"],
        "claimpack: package: it has seeds of its own; choose an empty folder\n",
    ),
    "an unknown mapping": (
        ["--output", "out", "--mapping", "parcs", "in"],
        "claimpack: no mapping has the name \"parcs\"; did you mean 'parc'?\n",
    ),
    "an unknown format": (
        ["--output", "out", "--format", "brt", "in"],
        "claimpack: no format has the name \"brt\"; did you mean 'brat'?\n",
    ),
    "an unknown annotator": (
        ["--output", "out", "--annotator", "kim", "in"],
        'claimpack: nobody is called "kim"; no file names one\n',
    ),
}


@pytest.mark.parametrize(("options", "said"), CALLS.values(), ids=CALLS)
def test_a_wrong_call_is_refused(tmp_path: Path, options: list[str], said: str) -> None:
    write_files(tmp_path, {"in/a.txt": TEXT, "in/a.ann": ANN, "package/seeds/x": b""})

    assert outcome(run_claimpack("build", *options, cwd=tmp_path)) == (2, "", said)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("option", [["--mapping", "native"], ["--text-access", "full"]])
def test_an_option_for_sources_needs_a_folder_for_the_package(
    option: list[str],
) -> None:
    run = run_claimpack("build", *option, ".")

    assert run.returncode == 2
    assert f"{option[0]} needs --output" in run.stderr


def test_what_a_source_cannot_become_is_told_in_its_own_lines(tmp_path: Path) -> None:
    write_files(tmp_path / "in", {"a.txt": TEXT, "a.ann": ANN})
    before = read_files(tmp_path / "in")

    run = run_claimpack("build", "--output", "out", "in", cwd=tmp_path)

    assert run.returncode == 0
    assert (
        'a.ann:1:4: warning[label-left-out]: "Dam" is in no table (lines: 1, files: 1)'
    ) in run.stderr
    assert read_files(tmp_path / "in") == before
