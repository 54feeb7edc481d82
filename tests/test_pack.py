"""Loose documents become shards: all of them, or nothing."""

from __future__ import annotations

import errno
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from claimpack import shards, source_shards
from claimpack.errors import BuildError, UsageError
from claimpack.files import Folder, sha256_hex
from claimpack.journal import unfinished
from claimpack.sharding.plans import Options
from claimpack.shards import PackedArticle
from claimpack.source_corpus import Choices
from claimpack.source_shards import PackReport, open_loose, pack_source
from command_line import outcome, read_files, run_claimpack
from packages import SCHEMA, write_files
from packed_shards import iter_packed

TEXT = b"The dam burst.\n"
ANN = b"T1\tDam 4 7\tdam\n"
BROKEN = b"T1\tDam 4 7\tdum\n"
REGISTER = b"entity_id,name\n"
KNOWN = '{"language": "und", "text_access": "none", "is_reviewed": false}'
PLAIN_CHOICES = Choices()
WAITING_PACK = """
import sys
from claimpack import source_shards
write = source_shards.write_shard
def wait(run):
    if run[0].document_id == "c":
        print("ready", flush=True)
        sys.stdin.readline()
    return write(run)
source_shards.write_shard = wait
from claimpack.__main__ import main
main()
"""
"""Code of a pack that says `ready` and waits for a line before its third shard."""


def write_articles(folder: Path, *names: str, ann: bytes = ANN) -> None:
    """Write annotated texts into a folder."""
    for name in names:
        write_files(folder, {f"{name}.txt": TEXT, f"{name}.ann": ann})


def write_seeds(folder: Path, *names: str) -> None:
    """Write seeds: annotated texts and a register."""
    write_articles(folder, *names)
    write_files(folder, {"entities.csv": REGISTER})


def pack(
    root: Path, shard_size: int = 2, choices: Choices = PLAIN_CHOICES
) -> PackReport:
    """Pack the folder `in` into the folder `out`."""
    options = Options(articles_per_shard=shard_size)
    return pack_source(root / "in", root / "out", SCHEMA, choices, options)


def read_pack(root: Path) -> list[PackedArticle]:
    """The documents of the folder `out`."""
    return list(iter_packed(Folder(root / "out"), "."))


def make_packed(document_id: str, path: str, metadata: str = KNOWN) -> PackedArticle:
    """A document of these tests as it is packed."""
    return PackedArticle(
        document_id=document_id,
        path=path,
        text=TEXT.decode(),
        format="brat",
        annotations=ANN.decode(),
        metadata=metadata,
    )


def test_seeds_are_packed_with_their_registers(tmp_path: Path) -> None:
    registers = {"entities.csv": REGISTER, "events.csv": b"e", "links.csv": b"l"}
    write_articles(tmp_path / "in", "dam")
    write_files(tmp_path / "in", {**registers, "notes.md": b"", "annotation.conf": b""})

    run = run_claimpack("pack", "in", "out", cwd=tmp_path)

    assert outcome(run) == (0, "1 article in 1 shard.\n", "")
    files = read_files(tmp_path / "out")
    assert files.keys() == {*registers, "part-00000.parquet"}
    assert {name: files[name] for name in registers} == registers
    assert read_pack(tmp_path) == [make_packed("dam", "dam.ann")]


def test_a_package_is_packed_by_its_seeds(tmp_path: Path) -> None:
    write_seeds(tmp_path / "in/seeds", "dam")
    write_files(tmp_path / "in", {"datapackage.json": b"{}"})

    pack(tmp_path)

    assert read_pack(tmp_path) == [make_packed("dam", "seeds/dam.ann")]
    assert (tmp_path / "out/entities.csv").read_bytes() == REGISTER


def test_seeds_without_a_register_are_chosen_by_name(tmp_path: Path) -> None:
    write_articles(tmp_path / "in", "dam")
    write_articles(tmp_path / "in/below", "not-read")

    pack(tmp_path, choices=Choices(format_name="native"))

    assert [it.document_id for it in read_pack(tmp_path)] == ["dam"]


def test_documents_are_cut_into_shards_in_their_order(tmp_path: Path) -> None:
    write_seeds(tmp_path / "in", "dam", "dam.2", "dam-2", "dam.a0", "dam0")

    report = pack(tmp_path)

    ids = [it.document_id for it in read_pack(tmp_path)]
    assert ids == ["dam-2", "dam", "dam.2", "dam.a0", "dam0"]
    assert (report.article_count, report.shard_count) == (5, 3)


def test_documents_of_others_get_the_ids_of_a_build(tmp_path: Path) -> None:
    write_articles(tmp_path / "in", "The Dam", "a b/the dam")
    document = {"doc.jsonl": b'{"text": "The dam", "label": [[4, 7, "a b"]]}\n'}
    write_files(tmp_path / "in", document)

    run = run_claimpack("pack", "in", "out", cwd=tmp_path)

    assert outcome(run) == (
        0,
        "3 articles in 1 shard.\n",
        """\
2 texts, brat; offsets in code points, proved by all covered texts
  2 marks, 0 refused
1 text, doccano; offsets in code points, not proved
  1 mark, 0 refused
""",
    )
    packed = read_pack(tmp_path)
    assert [(it.document_id, it.path, it.format) for it in packed] == [
        ("doc", "doc.jsonl", "annotations"),
        ("the-dam", "The Dam.ann", "brat"),
        ("the-dam.2", "a b/the dam.ann", "brat"),
    ]


def test_what_is_known_of_a_document_of_others_is_packed(tmp_path: Path) -> None:
    known = {"title": "dam", "annotator": "lee", "language": "en", "publisher": None}
    meta_json = json.dumps(known).encode()
    files = {"a.txt": TEXT, "a_kim.ann": ANN, "a.meta.json": meta_json}
    write_files(tmp_path / "in", files)

    pack(tmp_path, choices=Choices(text_access="quotes"))

    (packed,) = read_pack(tmp_path)
    assert packed.metadata == (
        '{"title": "dam", "language": "en", "text_access": "quotes",'
        ' "annotator": "kim", "is_reviewed": false}'
    )


def test_what_may_be_shipped_of_seeds_is_chosen_likewise(tmp_path: Path) -> None:
    write_seeds(tmp_path / "in", "a", "b")
    write_files(tmp_path / "in", {"b.meta.json": b'{"text_access": "full"}'})

    pack(tmp_path, choices=Choices(text_access="quotes"))

    access = [json.loads(it.metadata)["text_access"] for it in read_pack(tmp_path)]
    assert access == ["quotes", "full"]


TEXTS = {
    "CR LF": b"a\r\nb\rc\n",
    "separators": "a\u2028b\u2029c\u0085d\x0be\x0cf".encode(),
    "NUL": b"a\x00b",
    "byte order mark": b"\xef\xbb\xbfa",
    "beyond the BMP": "\U0001f30a e\u0301".encode(),
    "nothing": b"",
    "blanks": b" \n\t \n",
}


@pytest.mark.parametrize("content", TEXTS.values(), ids=TEXTS)
def test_a_text_keeps_each_of_its_bytes(tmp_path: Path, content: bytes) -> None:
    write_files(tmp_path / "in", {"a.txt": content, "a.ann": b"", "links.csv": b""})

    pack(tmp_path)

    (packed,) = read_pack(tmp_path)
    assert sha256_hex(packed.text.encode()) == sha256_hex(content)


def test_an_annotation_keeps_each_of_its_bytes(tmp_path: Path) -> None:
    ann = b"T1\tDam 4 7\tdam\r\n\r\n#1\tx T1\t\xe2\x80\xa8\x0b"
    write_files(tmp_path / "in", {"a.txt": TEXT, "a.ann": ann})

    report = pack(tmp_path)

    assert [it.annotations.encode() for it in read_pack(tmp_path)] == [ann]
    assert [it.code for it in report.findings] == ["carriage-return", "empty-line"]


def test_the_same_documents_are_the_same_bytes_and_are_not_touched_again(
    tmp_path: Path,
) -> None:
    write_seeds(tmp_path / "in", "a", "b", "c")
    pack(tmp_path)
    before = [it.stat().st_ino for it in sorted((tmp_path / "out").iterdir())]

    pack(tmp_path)

    assert [it.stat().st_ino for it in sorted((tmp_path / "out").iterdir())] == before


def test_a_former_pack_is_replaced_as_a_whole(tmp_path: Path) -> None:
    write_seeds(tmp_path / "in", "a", "b", "c", "d", "e")
    pack(tmp_path)
    (tmp_path / "in" / "entities.csv").rename(tmp_path / "in" / "events.csv")

    pack(tmp_path, 3)

    names = {"part-00000.parquet", "part-00001.parquet", "events.csv"}
    assert read_files(tmp_path / "out").keys() == names
    assert [it.document_id for it in read_pack(tmp_path)] == ["a", "b", "c", "d", "e"]


SOURCES = {"seeds": True, "of others": False}


@pytest.mark.parametrize("is_native", SOURCES.values(), ids=SOURCES)
def test_an_error_in_any_document_keeps_all_from_being_packed(
    tmp_path: Path, *, is_native: bool
) -> None:
    write_articles(tmp_path / "in", "a", "c")
    write_articles(tmp_path / "in", "b", ann=BROKEN)
    write_files(tmp_path / "in", {"links.csv": b""} if is_native else {})

    run = run_claimpack("pack", "--shard-size", "1", "in", "x/out", cwd=tmp_path)

    assert (run.returncode, run.stdout) == (1, "")
    assert 'b.ann:1:8: error[covered-text]: T1 says "dum"' in run.stderr
    assert run.stderr.endswith("Nothing was written.\n")
    assert {it.name for it in tmp_path.iterdir()} == {"in"}


def test_an_error_keeps_a_former_pack_as_it_was(tmp_path: Path) -> None:
    write_seeds(tmp_path / "in", "a", "b")
    pack(tmp_path)
    before = read_files(tmp_path / "out")
    write_articles(tmp_path / "in", "a", ann=BROKEN)

    report = pack(tmp_path, 1)

    assert [it.code for it in report.findings] == ["covered-text"]
    assert read_files(tmp_path / "out") == before


@pytest.mark.parametrize("is_native", SOURCES.values(), ids=SOURCES)
def test_documents_with_errors_can_be_left_out(
    tmp_path: Path, *, is_native: bool
) -> None:
    write_articles(tmp_path / "in", "a", "c")
    write_articles(tmp_path / "in", "b", ann=BROKEN)
    write_files(tmp_path / "in", {"links.csv": b""} if is_native else {})

    run = run_claimpack("pack", "--skip-invalid", "in", "out", cwd=tmp_path)

    assert (run.returncode, run.stdout) == (1, "2 articles in 1 shard.\n")
    assert run.stderr.endswith("1 article left out.\n")
    assert "b.ann: warning[text-left-out]: b is left out for its errors (1)" in (
        run.stderr
    )
    assert "b.ann:1:8: warning[covered-text]" in run.stderr
    assert [it.document_id for it in read_pack(tmp_path)] == ["a", "c"]


def test_what_is_packed_is_not_packed_again(tmp_path: Path) -> None:
    write_seeds(tmp_path / "in", "a")
    pack(tmp_path)

    run = run_claimpack("pack", "out", "again", cwd=tmp_path)

    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr == (
        'claimpack: out: found the shard "part-00000.parquet"; expected none; '
        "pack the articles that it was made of.\n"
    )
    assert not (tmp_path / "again").exists()


def test_a_pack_of_nothing_does_not_replace_a_former_one(tmp_path: Path) -> None:
    write_seeds(tmp_path / "in", "a")
    pack(tmp_path)
    write_articles(tmp_path / "in", "a", ann=BROKEN)

    run = run_claimpack("pack", "--skip-invalid", "in", "out", cwd=tmp_path)

    assert run.returncode == 1
    assert "error[no-article]: there is no annotated article" in run.stderr
    assert [it.document_id for it in read_pack(tmp_path)] == ["a"]


DEFECTS: dict[str, tuple[dict[str, bytes], list[str]]] = {
    "no text": ({"b.ann": ANN}, ["text-missing"]),
    "a text in another encoding": (
        {"b.ann": ANN, "b.txt": b"\xff"},
        ["text-unreadable"],
    ),
    "an annotation in another encoding": (
        {"b.ann": b"\xff", "b.txt": TEXT},
        ["text-encoding"],
    ),
    "a name that is no id": ({"B.ann": ANN, "B.txt": TEXT}, ["document-id"]),
    "metadata that are none": (
        {"b.ann": ANN, "b.txt": TEXT, "b.meta.json": b"[]"},
        ["metadata-unreadable"],
    ),
    "an unknown key": (
        {"b.ann": ANN, "b.txt": TEXT, "b.meta.json": b'{"titel": ""}'},
        ["metadata-key"],
    ),
    "nothing annotated": ({"b.txt": TEXT}, ["not-annotated"]),
}


@pytest.mark.parametrize(("files", "codes"), DEFECTS.values(), ids=DEFECTS)
def test_what_is_wrong_with_seeds_is_told(
    tmp_path: Path, files: dict[str, bytes], codes: list[str]
) -> None:
    write_seeds(tmp_path / "in", "a")
    write_files(tmp_path / "in", files)

    assert [it.code for it in pack(tmp_path).findings] == codes


def test_what_is_no_file_is_refused_and_nothing_is_left(tmp_path: Path) -> None:
    write_seeds(tmp_path / "in", "a", "b")
    (tmp_path / "in/c.ann").mkdir()
    (tmp_path / "in/c.txt").write_bytes(TEXT)

    run = run_claimpack("pack", "--shard-size", "1", "in", "out", cwd=tmp_path)

    said = "found a folder; expected a regular file; put a copy of the file itself in"
    assert outcome(run) == (3, "", f"claimpack: c.ann: {said} its place.\n")
    assert not (tmp_path / "out").exists()


def test_seeds_are_read_one_by_one(tmp_path: Path) -> None:
    write_seeds(tmp_path, "a", "b")
    loose = open_loose(Folder(tmp_path), SCHEMA, Choices(), Options())
    articles = iter(loose.articles)

    first = next(articles)
    write_files(tmp_path, {"b.ann": b""})

    assert (first.document_id, first.annotations) == ("a", ANN.decode())
    assert next(articles).annotations == ""


PACK_ALONE = (
    "which is no part of a former pack; expected an empty folder, or the shards of a"
    " former pack alone; choose another folder."
)
SEEDS_ALONE = (
    "found seeds, which have one annotation of each text; expected none; leave it out."
)
CALLS: dict[str, tuple[list[str], str]] = {
    "an output in the source": (
        ["in", "in/out"],
        "in/out: it lies in in; choose a folder outside of it",
    ),
    "a source in the output": (
        ["in", "."],
        "in: it lies in .; choose a folder outside of it",
    ),
    "a folder with something else": (
        ["in", "other"],
        f'other: found "notes.md", {PACK_ALONE}',
    ),
    "a folder of registers": (
        ["in", "registers"],
        f'registers: found "links.csv", {PACK_ALONE}',
    ),
    "an annotator of seeds": (
        ["--annotator", "kim", "in", "out"],
        f"--annotator: {SEEDS_ALONE}",
    ),
    "an unknown annotator": (
        ["--annotator", "kim", "foreign", "out"],
        'nobody is called "kim"; no file names one',
    ),
    "an unknown format": (
        ["--format", "brt", "in", "out"],
        "no format has the name \"brt\"; did you mean 'brat'?",
    ),
}


@pytest.mark.parametrize(("arguments", "said"), CALLS.values(), ids=CALLS)
def test_a_wrong_call_is_refused(
    tmp_path: Path, arguments: list[str], said: str
) -> None:
    write_seeds(tmp_path / "in", "a")
    write_articles(tmp_path / "foreign", "a")
    others = {"other/notes.md": b"", "registers/links.csv": b""}
    write_files(tmp_path, others)
    before = read_files(tmp_path)

    run = run_claimpack("pack", *arguments, cwd=tmp_path)

    assert outcome(run) == (2, "", f"claimpack: {said}\n")
    assert read_files(tmp_path) == before
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    "arguments", [["--shard-size", "0", "in", "out"], ["in", "in/a.txt"], ["no", "out"]]
)
def test_a_call_that_click_refuses_writes_nothing(
    tmp_path: Path, arguments: list[str]
) -> None:
    write_seeds(tmp_path / "in", "a")

    run = run_claimpack("pack", *arguments, cwd=tmp_path)

    assert (run.returncode, run.stdout) == (2, "")
    assert {it.name for it in tmp_path.iterdir()} == {"in"}


EXCESSES = {
    2: "b: found more than 200 bytes in a shard of 2 up to it; expected no more;"
    " give a smaller --shard-size.",
    1: "a: found more than 100 bytes in a shard of 1 up to it; expected no more;"
    " leave it out.",
}


@pytest.mark.parametrize(("shard_size", "said"), EXCESSES.items())
def test_more_than_a_file_may_have_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shard_size: int, said: str
) -> None:
    write_seeds(tmp_path / "in", "a", "b")
    monkeypatch.setattr(shards, "LARGEST_FILE_BYTES", 200 if shard_size > 1 else 100)

    with pytest.raises(UsageError) as caught:
        pack(tmp_path, shard_size)

    assert str(caught.value) == said
    assert not (tmp_path / "out").exists()


def test_two_packs_into_one_folder_exclude_each_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_seeds(tmp_path / "in", "a")
    held: list[str] = []

    def write(articles: list[PackedArticle]) -> bytes:
        with pytest.raises(BuildError) as caught:
            pack(tmp_path)
        held.append(str(caught.value))
        return shards.write_shard(articles)

    monkeypatch.setattr(source_shards, "write_shard", write)
    pack(tmp_path)

    assert "found another build at work" in held[0]
    assert [it.document_id for it in read_pack(tmp_path)] == ["a"]


@pytest.mark.parametrize("is_former", [False, True], ids=["first", "former pack"])
@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGKILL], ids=["INT", "KILL"])
def test_a_pack_that_is_ended_leaves_what_was_there(
    tmp_path: Path, sent: signal.Signals, *, is_former: bool
) -> None:
    write_seeds(tmp_path / "in", "a", "b")
    if is_former:
        pack(tmp_path)
    before = read_files(tmp_path)
    write_seeds(tmp_path / "in", "b", "c", "d")
    arguments = ["pack", "--shard-size", "1", "in", "out"]

    with subprocess.Popen(
        [sys.executable, "-c", WAITING_PACK, *arguments],
        cwd=tmp_path,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        process.send_signal(sent)
        process.communicate()

    kept = {name for name in before if name.startswith("out/")}
    after = {name: it for name, it in read_files(tmp_path).items() if name in kept}
    assert after == {name: before[name] for name in kept}
    if sent is signal.SIGINT:
        assert process.returncode == 130
        assert read_files(tmp_path).keys() - before.keys() == {
            f"in/{name}.{ending}" for name in "cd" for ending in ("txt", "ann")
        }
        assert (tmp_path / "out").exists() == is_former
    pack(tmp_path)
    assert [it.document_id for it in read_pack(tmp_path)] == ["a", "b", "c", "d"]
    assert not (tmp_path / "out" / ".build").exists()


def test_an_unfinished_pack_is_completed_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_seeds(tmp_path / "in", "a", "b")
    error = OSError(errno.EIO, os.strerror(errno.EIO))

    def fail(*_: object) -> None:
        raise error

    with monkeypatch.context() as patch:
        patch.setattr("claimpack.streamed_publication.complete", fail)
        with pytest.raises(BuildError):
            pack(tmp_path)
    is_unfinished = unfinished(tmp_path / "out")
    write_articles(tmp_path / "in", "a", ann=BROKEN)

    run = run_claimpack("pack", "in", "out", cwd=tmp_path)

    assert is_unfinished
    assert run.returncode == 1
    assert run.stderr.startswith("An unfinished pack of 2 files was completed.\n")
    assert run.stderr.endswith("Nothing else was written.\n")
    assert [it.document_id for it in read_pack(tmp_path)] == ["a", "b"]
