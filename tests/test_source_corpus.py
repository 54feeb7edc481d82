"""Articles that others have annotated: which files are read, and what is built."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from claimpack.files import Folder
from claimpack.findings import Finding
from claimpack.mapping.scheme_files import SchemeMapping
from claimpack.schema_files import load_shipped_schema
from claimpack.source_corpus import ReadText, make_id, read_source
from command_line import outcome, read_files, run_claimpack
from packages import write_files

SCHEMA = load_shipped_schema()
ENTITIES = SchemeMapping(entities={"*": "object"})
ANN = b"T1\tDam 4 7\tdam\n"
TEXT = b"The dam burst.\n"
LITBANK = Path(__file__).parents[2] / "shared/corpora/litbank/entities/brat"


def list_codes(findings: tuple[Finding, ...]) -> list[tuple[str | None, str]]:
    """File and code of each finding."""
    return [(finding.location.path, finding.code) for finding in findings]


def test_files_of_all_folders_are_read_by_what_they_hold(tmp_path: Path) -> None:
    files = {
        "a.txt": TEXT,
        "a.ann": ANN,
        "sub/b.txt": TEXT,
        "sub/b.ann": b"",
        "README.md": b"# About\n",
        "annotation.conf": b"[entities]\n",
    }
    write_files(tmp_path, files)

    source = read_source(Folder(tmp_path), SCHEMA, ENTITIES)

    assert list_codes(source.findings) == [("README.md", "format-unknown")]
    counts = dict.fromkeys(
        ["marks", "nodes", "attributes", "references", "notes", "links"], 0
    )
    assert source.texts == (
        ReadText(
            path="a.ann",
            document_id="a",
            format="brat",
            unit="code points",
            is_proved=True,
            counts={**counts, "marks": 1},
            refused_count=0,
        ),
        ReadText(
            path="sub/b.ann",
            document_id="b",
            format="brat",
            unit="code points",
            is_proved=False,
            counts=counts,
            refused_count=0,
        ),
    )


def test_texts_of_one_name_have_ids_of_their_own(tmp_path: Path) -> None:
    for folder in ("2023", "2024"):
        write_files(tmp_path / folder, {"Dam 1.txt": TEXT, "Dam 1.ann": ANN})

    source = read_source(Folder(tmp_path), SCHEMA, ENTITIES)

    assert [text.document_id for text in source.texts] == ["dam-1", "dam-1.2"]


@pytest.mark.parametrize(
    ("name", "document_id"),
    [
        ("Bleak House, 2", "bleak-house-2"),
        ("_draft", "draft"),
        ("Ärger", "rger"),
        ("新闻", ""),
        ("a" * 200, "a" * 80),
    ],
)
def test_an_id_has_what_it_may_have_of_a_name(name: str, document_id: str) -> None:
    assert make_id(name) == document_id


def test_a_text_without_a_name_that_can_be_an_id_is_numbered(tmp_path: Path) -> None:
    write_files(tmp_path, {"新闻.txt": TEXT, "新闻.ann": ANN})

    source = read_source(Folder(tmp_path), SCHEMA, ENTITIES)

    assert [text.document_id for text in source.texts] == ["text-1"]


def test_two_annotators_of_a_text_are_not_counted_twice(tmp_path: Path) -> None:
    files = {"a.txt": TEXT, "a_kim.ann": ANN, "a_lee.ann": b"T1\tDam 0 7\tThe dam\n"}
    write_files(tmp_path, files)

    both = read_source(Folder(tmp_path), SCHEMA, ENTITIES)
    one = read_source(Folder(tmp_path), SCHEMA, ENTITIES, annotator="lee")

    (finding,) = both.findings
    assert finding.message == '"a" is annotated by kim, lee'
    assert finding.hint == "choose one, as in --annotator kim"
    assert one.findings == ()
    (member,) = one.corpus.members
    assert member.document.article.annotator == "lee"
    assert [it.passage.words for it in member.document.mentions] == ["The dam"]


WRONG: dict[str, tuple[dict[str, bytes], list[tuple[str, str]]]] = {
    "nothing at all": ({"a.txt": TEXT}, [(".", "nothing-annotated")]),
    "no text": ({"a.ann": ANN}, [("a.ann", "text-not-found")]),
    "a text in another encoding": (
        {"a.ann": ANN, "a.txt": b"\xff"},
        [("a.ann", "text-not-read")],
    ),
    "words that are not there": (
        {"a.ann": ANN, "a.txt": b"No such thing."},
        [("a.ann", "covered-text")],
    ),
    "metadata that are none": (
        {"a.ann": ANN, "a.txt": TEXT, "a.meta.json": b"[]"},
        [("a.meta.json", "metadata-unreadable")],
    ),
}


@pytest.mark.parametrize(("files", "expected"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_with_a_source_is_told(
    tmp_path: Path, files: dict[str, bytes], expected: list[tuple[str, str]]
) -> None:
    write_files(tmp_path, files)

    source = read_source(Folder(tmp_path), SCHEMA, ENTITIES)

    assert list_codes(source.findings) == expected


def test_a_package_is_built_and_is_valid(tmp_path: Path) -> None:
    write_files(tmp_path / "in", {"a.txt": TEXT, "a.ann": ANN})
    options = ["--mapping", "entities-only", "--output", "out", "in"]

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


def test_nothing_is_written_where_a_file_has_an_error(tmp_path: Path) -> None:
    write_files(tmp_path / "in", {"a.ann": ANN})

    run = run_claimpack("build", "--output", "out", "in", cwd=tmp_path)

    assert (run.returncode, run.stdout) == (1, "")
    assert 'error[text-not-found]: there is no text "a.txt" beside' in run.stderr
    assert run.stderr.endswith("Nothing was written.\n")
    assert not any(path.endswith(".csv") for path in read_files(tmp_path / "out"))


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
}


@pytest.mark.parametrize(("options", "said"), CALLS.values(), ids=CALLS)
def test_a_wrong_call_is_refused(tmp_path: Path, options: list[str], said: str) -> None:
    write_files(tmp_path, {"in/a.txt": TEXT, "in/a.ann": ANN, "package/seeds/x": b""})

    assert outcome(run_claimpack("build", *options, cwd=tmp_path)) == (2, "", said)


def test_a_mapping_needs_a_folder_for_the_package() -> None:
    run = run_claimpack("build", "--mapping", "parc", ".")

    assert run.returncode == 2
    assert "--mapping, --format and --annotator need --output" in run.stderr


@pytest.mark.skipif(
    not LITBANK.exists(), reason="the corpora are not part of the project"
)
def test_the_entities_of_a_hundred_novels_are_all_built() -> None:
    lines = [
        line
        for path in LITBANK.glob("*.ann")
        for line in path.read_bytes().split(b"\n")
        if line
    ]

    source = read_source(Folder(LITBANK), SCHEMA, ENTITIES)

    assert source.findings == ()
    assert sum(text.counts["marks"] for text in source.texts) == len(lines)
    assert all(text.is_proved for text in source.texts)
