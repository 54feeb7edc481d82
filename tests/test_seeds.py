"""A folder of annotated articles is read whole, and all its defects are told."""

from __future__ import annotations

from pathlib import Path

import pytest

from articles import SCHEMA, annotate
from claimpack.errors import SourceError
from claimpack.files import Folder, sha256_hex
from claimpack.findings import Finding, Location, Severity
from claimpack.seeds import Seeds, read_seeds
from packages import write_files

TEXT = "The dam burst, Anna said.\n"
MARKS = "T1|Claim|The dam burst\nT2|Person|Anna\nT3|Attribution|said"
LINES = """
E1|Claim:T1
E2|Attribution:T3 Of:E1 Source:T2
#1|AnnotatorNotes E1|The dam burst.
"""
ANNOTATION = annotate(TEXT, MARKS, LINES)
ENTITIES = ",".join(SCHEMA.tables["entities"].field_names)
EVENTS = ",".join(SCHEMA.tables["events"].field_names)
ANNA = "anna,Anna,person,true,,,,,,,,"
LINKS = "claim_id,relation,target_id,note"

Files = dict[str, str | bytes | None]
"""Files below `seeds/` by name; None: not there."""


def read(root: Path, files: Files) -> Seeds:
    """The seeds of a package with one good article `dam` and these files."""
    all_files: Files = {"dam.txt": TEXT, "dam.ann": ANNOTATION, **files}
    write_files(
        root,
        {
            f"seeds/{name}": content.encode() if isinstance(content, str) else content
            for name, content in all_files.items()
            if content is not None
        },
    )
    return read_seeds(Folder(root), SCHEMA)


def list_ids(seeds: Seeds) -> list[str]:
    """The articles that could be read."""
    return [member.document.article.document_id for member in seeds.corpus.members]


def test_an_article_is_its_text_its_annotation_and_its_metadata(tmp_path: Path) -> None:
    seeds = read(tmp_path, {"dam.meta.json": '{"publisher": "Daily"}'})

    assert seeds.findings == ()
    (member,) = seeds.corpus.members
    article = member.document.article
    assert (article.document_id, article.text, article.publisher) == (
        "dam",
        TEXT,
        "Daily",
    )
    assert (article.text_path, article.text_sha256) == (
        "seeds/dam.txt",
        sha256_hex(TEXT.encode()),
    )
    assert [claim.claim_text for claim in member.document.claims] == ["The dam burst."]


def test_the_bytes_of_the_text_are_neither_stripped_nor_normalised(
    tmp_path: Path,
) -> None:
    text = f"\ufeff \r\n{TEXT}\x0b e\u0301 \u2028"

    seeds = read(tmp_path, {"dam.txt": text, "dam.ann": annotate(text, MARKS, LINES)})

    assert seeds.findings == ()
    (member,) = seeds.corpus.members
    assert member.document.article.text == text
    assert member.document.claims[0].content.spans[0].char_start == 4


def test_without_metadata_only_what_the_files_say_is_known(tmp_path: Path) -> None:
    seeds = read(tmp_path, {})

    assert seeds.findings == ()
    (member,) = seeds.corpus.members
    article = member.document.article
    assert (article.title, article.published_edtf) == (None, None)
    assert (article.language, article.text_access) == ("und", "none")


def test_articles_come_in_the_order_of_their_ids(tmp_path: Path) -> None:
    seeds = read(tmp_path, {"a-dike.txt": TEXT, "a-dike.ann": ANNOTATION})

    assert seeds.findings == ()
    assert list_ids(seeds) == ["a-dike", "dam"]


def test_missing_registers_and_links_are_empty(tmp_path: Path) -> None:
    corpus = read(tmp_path, {}).corpus

    assert (corpus.entities.path, corpus.entities.entries) == ("seeds/entities.csv", {})
    assert (corpus.events.path, corpus.events.entries) == ("seeds/events.csv", {})
    assert corpus.links == ()


def test_registers_and_links_are_read(tmp_path: Path) -> None:
    seeds = read(
        tmp_path,
        {
            "entities.csv": f"{ENTITIES}\n{ANNA}\n",
            "events.csv": f"{EVENTS}\nburst,Burst of the dam,,,,,,,,,,\n",
            "links.csv": f"{LINKS}\ndam.e1,restates,dike.e1,\n",
        },
    )

    assert seeds.findings == ()
    assert list(seeds.corpus.entities.entries) == ["anna"]
    assert list(seeds.corpus.events.entries) == ["burst"]
    assert [entry.values for entry in seeds.corpus.links] == [
        {
            "claim_id": "dam.e1",
            "relation": "restates",
            "target_id": "dike.e1",
            "note": None,
        }
    ]


def test_a_register_with_crlf_is_quoted_without_its_line_ends(tmp_path: Path) -> None:
    register = f"{ENTITIES}\r\n{ANNA}\r\n"

    seeds = read(tmp_path, {"entities.csv": register})

    assert seeds.corpus.entities.entries["anna"].location == Location(
        path="seeds/entities.csv", line=2, column=1, excerpt=ANNA
    )


def test_the_resource_forks_of_macos_are_no_articles(tmp_path: Path) -> None:
    seeds = read(tmp_path, {"._x.ann": b"\0\5\x16\7", "._x.txt": b"\0", ".y.ann": ""})

    assert seeds.findings == ()
    assert list_ids(seeds) == ["dam"]


def test_a_text_without_annotation_is_noted(tmp_path: Path) -> None:
    seeds = read(tmp_path, {"dike.txt": TEXT})

    assert list_ids(seeds) == ["dam"]
    assert seeds.findings == (
        Finding(
            code="not-annotated",
            severity=Severity.NOTE,
            location=Location(path="seeds/dike.txt"),
            message='the text has no annotation: "seeds/dike.ann" does not exist',
        ),
    )


def note(path: str, reason: str, **words: str) -> Finding:
    """The note that something is not read."""
    return Finding(
        code="seed-not-read",
        severity=Severity.NOTE,
        location=Location(path=f"seeds/{path}"),
        message=f"it is not read: {reason}",
        **words,
    )


UNREAD: dict[str, tuple[Files, list[Finding]]] = {
    "metadata of no article": (
        {"dike.meta.json": "{}"},
        [
            note(
                "dike.meta.json",
                'there is neither "seeds/dike.ann" nor "seeds/dike.txt"',
                hint="give it the name of its article, or take it away",
            )
        ],
    ),
    "capitals in the endings of an article": (
        {"dike.ANN": ANNOTATION, "dike.Txt": TEXT, "dike.Meta.json": "{}"},
        [
            note(
                f"dike{found}",
                f'its name ends in "{found}"',
                expected=f'a name that ends in "{right}"',
            )
            for found, right in (
                (".ANN", ".ann"),
                (".Meta.json", ".meta.json"),
                (".Txt", ".txt"),
            )
        ],
    ),
    "a register with a capital": (
        {"Entities.csv": f"{ENTITIES}\n"},
        [
            note(
                "Entities.csv",
                'its name ends in "Entities.csv"',
                expected='a name that ends in "entities.csv"',
            )
        ],
    ),
    "folders with annotations": (
        {"more/dike.ann": ANNOTATION, "old/2024/a.ann": "", "old/notes": "x"},
        [
            note(
                path,
                f'it is a folder, and yet has annotations ("seeds/{first}")',
                hint="move its files up, or check it by itself with claimpack validate",
            )
            for path, first in (
                ("more", "more/dike.ann"),
                ("old/2024", "old/2024/a.ann"),
            )
        ],
    ),
    "what is no seed by any name": (
        {"annotators/a/dam.ann": "", "README.md": "x", "visual.conf": "", "x/y": ""},
        [],
    ),
}


@pytest.mark.parametrize("case", UNREAD)
def test_what_is_not_read_though_it_may_be_meant_to_be_is_noted(
    tmp_path: Path, case: str
) -> None:
    files, findings = UNREAD[case]

    seeds = read(tmp_path, files)

    assert seeds.findings == tuple(findings)
    assert list_ids(seeds) == ["dam"]


def test_a_link_to_a_folder_and_an_odd_name_are_passed_over(tmp_path: Path) -> None:
    write_files(tmp_path, {"seeds/a\\b": b"", "more/dike.ann": ANNOTATION})
    (tmp_path / "seeds" / "more").symlink_to(tmp_path / "more")

    assert read(tmp_path, {}).findings == ()


DEFECTS: dict[str, tuple[Files, Finding]] = {
    "an annotation without its text": (
        {"dike.ann": ANNOTATION},
        Finding(
            code="text-missing",
            severity=Severity.ERROR,
            location=Location(path="seeds/dike.ann"),
            message='the annotation has no text: "seeds/dike.txt" does not exist',
            expected="the exact text beside its annotation",
            hint="put the text there, or take the annotation away",
        ),
    ),
    "a text that is not UTF-8": (
        {"dike.ann": ANNOTATION, "dike.txt": b"one\nK\xf6ln\n"},
        Finding(
            code="text-unreadable",
            severity=Severity.ERROR,
            location=Location(path="seeds/dike.txt"),
            message="the text cannot be read: seeds/dike.txt line 2: found the byte "
            "0xF6 at byte offset 5; expected UTF-8; save the file as UTF-8.",
        ),
    ),
    "a file name that is no id": (
        {"Dike 1.ann": ANNOTATION, "Dike 1.txt": TEXT},
        Finding(
            code="document-id",
            severity=Severity.ERROR,
            location=Location(path="seeds/Dike 1.ann"),
            message='the file name gives the document id "Dike 1"',
            expected="up to 100 of a-z, 0-9, `.`, `_` and `-`, a letter or digit first",
            hint="rename the .txt, .ann and .meta.json of the article",
        ),
    ),
    "metadata that are no object": (
        {"dam.meta.json": '["Daily"]'},
        Finding(
            code="metadata-unreadable",
            severity=Severity.ERROR,
            location=Location(path="seeds/dam.meta.json"),
            message="the metadata cannot be read: seeds/dam.meta.json: found "
            '"["Daily"]"; expected an object with columns of documents as keys; '
            "write it in braces.",
        ),
    ),
    "metadata that are no JSON": (
        {"dam.meta.json": '{"publisher": Daily}'},
        Finding(
            code="metadata-unreadable",
            severity=Severity.ERROR,
            location=Location(path="seeds/dam.meta.json"),
            message="the metadata cannot be read: seeds/dam.meta.json line 1, column "
            '15: found "Daily}" (Expecting value); expected JSON; correct that place.',
        ),
    ),
    "metadata that are not UTF-8": (
        {"dam.meta.json": b'{"publisher": "K\xf6ln"}'},
        Finding(
            code="metadata-unreadable",
            severity=Severity.ERROR,
            location=Location(path="seeds/dam.meta.json"),
            message="the metadata cannot be read: seeds/dam.meta.json line 1: found "
            "the byte 0xF6 at byte offset 16; expected UTF-8; save the file as UTF-8.",
        ),
    ),
    "no article": (
        {"dam.ann": None, "dam.txt": None, "entities.csv": f"{ENTITIES}\n"},
        Finding(
            code="no-article",
            severity=Severity.ERROR,
            location=Location(path="seeds"),
            message="there is no annotated article",
            expected="at least one <document_id>.ann beside its .txt",
        ),
    ),
}


@pytest.mark.parametrize(
    ("files", "finding"), list(DEFECTS.values()), ids=list(DEFECTS)
)
def test_a_defect_of_the_files_is_told_in_full(
    tmp_path: Path, files: Files, finding: Finding
) -> None:
    assert read(tmp_path, files).findings == (finding,)


@pytest.mark.parametrize("value", ['"Daily"', "12", "true", "null", "[]"])
def test_metadata_of_any_other_kind_are_refused(tmp_path: Path, value: str) -> None:
    seeds = read(tmp_path, {"dam.meta.json": value})

    assert [finding.code for finding in seeds.findings] == ["metadata-unreadable"]
    assert list_ids(seeds) == ["dam"]


def test_all_defects_of_all_files_are_told_in_one_run(tmp_path: Path) -> None:
    seeds = read(
        tmp_path,
        {
            "a.ann": ANNOTATION,
            "b.ann": ANNOTATION,
            "b.txt": b"\xff",
            "c.ann": b"T1\tClaim 0 3\tTHE\nnonsense\n",
            "c.txt": TEXT,
            "c.meta.json": '{"publishr": "Daily"}',
            "d.ann": ANNOTATION,
            "d.txt": TEXT,
            "d.meta.json": "[]",
            "E.ann": ANNOTATION,
            "f.txt": TEXT,
            "entities.csv": f"{ENTITIES}\nanna,Anna\n",
            "events.csv": "event_id\n",
            "links.csv": "claim_id,relation,target_id,note\n,restates,dam.e1,\n",
        },
    )

    assert list_ids(seeds) == ["c", "d", "dam"]
    assert [(finding.location.path, finding.code) for finding in seeds.findings] == [
        ("seeds/E.ann", "document-id"),
        ("seeds/a.ann", "text-missing"),
        ("seeds/b.txt", "text-unreadable"),
        ("seeds/c.meta.json", "metadata-key"),
        ("seeds/c.ann", "covered-text"),
        ("seeds/c.ann", "line-type"),
        ("seeds/d.meta.json", "metadata-unreadable"),
        ("seeds/f.txt", "not-annotated"),
        ("seeds/entities.csv", "register-form"),
        ("seeds/events.csv", "register-form"),
        ("seeds/links.csv", "register-cell"),
    ]


def test_a_folder_that_is_not_there_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"^seeds: found nothing of that name; "):
        read_seeds(Folder(tmp_path), SCHEMA)


def test_a_text_behind_a_symbolic_link_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "dike.txt").symlink_to(tmp_path / "secret.txt")

    with pytest.raises(SourceError, match=r"^seeds/dike\.txt: found a symbolic link"):
        read(tmp_path, {"dike.ann": ANNOTATION})


def test_annotations_of_another_folder_are_read_there(tmp_path: Path) -> None:
    write_files(tmp_path, {"x/dam.txt": TEXT.encode(), "x/dam.ann": ANNOTATION})

    seeds = read_seeds(Folder(tmp_path), SCHEMA, "x")
    bare = read_seeds(Folder(tmp_path / "x"), SCHEMA, ".")

    assert seeds.findings == bare.findings == ()
    assert seeds.corpus.entities.path == "x/entities.csv"
    assert bare.corpus.entities.path == "entities.csv"
    assert [
        member.document.article.text_path
        for found in (seeds, bare)
        for member in found.corpus.members
    ] == ["x/dam.txt", "dam.txt"]


def test_each_annotation_is_placed_at_its_line(tmp_path: Path) -> None:
    (member,) = read(tmp_path, {}).corpus.members

    assert member.locate("t2") == Location(
        path="seeds/dam.ann", line=2, column=17, excerpt="T2\tPerson 15 19\tAnna"
    )
    assert member.locate("e1") == Location(
        path="seeds/dam.ann", line=4, column=1, excerpt="E1\tClaim:T1"
    )
    assert member.locate("t99") == Location(path="seeds/dam.ann")
