"""What no shard can be read from is told in one sentence, whoever reads it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import parquet

from claimpack.__main__ import run
from claimpack.findings import has_errors
from claimpack.shards import ROW_SCHEMA
from claimpack.source_corpus import Choices
from claimpack.source_shards import pack_source
from packages import SCHEMA
from shard_builds import ONE, article, build, read_built, tell, write_corpus

FIRST, SECOND = (f"seeds/part-0000{number}.parquet" for number in (0, 1))
AGAIN = "pack the source again."


def write_packed(root: Path) -> Path:
    """Write a package whose seeds are two shards."""
    loose = write_corpus(root / "loose", article("a"), article("b"))
    packed = write_corpus(root / "packed")
    pack_source(loose, packed / "seeds", SCHEMA, Choices(), ONE)
    return packed


def rewrite(path: Path, **columns: list[str]) -> None:
    """Write a shard anew, with other cells, or with a column more."""
    rows = {**parquet.read_table(path).to_pydict(), **columns}
    rows = {name: cells for name, cells in rows.items() if cells}
    known = [field for field in ROW_SCHEMA if field.name in rows]
    others = [pa.field(it, pa.string()) for it in rows if it not in ROW_SCHEMA.names]
    parquet.write_table(pa.table(rows, schema=pa.schema([*known, *others])), path)


def damage_column(path: Path, number: int) -> None:
    """Flip a bit of the cells of a column."""
    column = parquet.read_metadata(path).row_group(0).column(number)
    content = bytearray(path.read_bytes())
    content[column.data_page_offset + column.total_compressed_size - 3] ^= 4
    path.write_bytes(content)


CASES: dict[str, tuple[Callable[[Path], object], str]] = {
    "no Parquet": (
        lambda root: (root / SECOND).write_bytes(b"PAR1"),
        f"claimpack: {SECOND}: found ",
    ),
    "a column too many": (
        lambda root: rewrite(root / SECOND, more=["x"]),
        f'claimpack: {SECOND}: found the columns "document_id string, path',
    ),
    "a column missing": (
        lambda root: rewrite(root / SECOND, metadata=[]),
        f'claimpack: {SECOND}: found the columns "document_id string, path',
    ),
    "a document twice": (
        lambda root: rewrite(root / SECOND, document_id=["a"]),
        (
            f'claimpack: {SECOND}: found "a", which {FIRST} has too; expected each'
            f" document in one shard; {AGAIN}"
        ),
    ),
    "another order": (
        lambda root: rewrite(root / SECOND, document_id=["0"]),
        (
            f'claimpack: {SECOND}: found "0", which belongs before the end of {FIRST};'
            f" expected the documents in one order through all shards; {AGAIN}"
        ),
    ),
    "an id that is none": (
        lambda root: rewrite(root / SECOND, document_id=["../b"]),
        f'claimpack: {SECOND} row 1, document_id: found "../b"; expected up to 100',
    ),
    "a shard missing": (
        lambda root: (root / FIRST).unlink(),
        f"claimpack: {SECOND}: found it as shard 0; expected {FIRST}; {AGAIN}",
    ),
    "loose articles beside": (
        lambda root: (root / "seeds/c.ann").write_bytes(b""),
        (
            f'claimpack: seeds: found "seeds/c.ann" beside the shard "{FIRST}";'
            " expected articles in one form; pack all articles, or none."
        ),
    ),
    "damaged ids": (
        lambda root: damage_column(root / SECOND, 0),
        f"claimpack: {SECOND}: found ",
    ),
    "damaged texts": (
        lambda root: damage_column(root / SECOND, 2),
        f"claimpack: {SECOND}: found ",
    ),
    "an unknown format": (
        lambda root: rewrite(root / SECOND, format=["xml"]),
        (
            f'claimpack: {SECOND} row 1, format: found "xml"; expected brat or'
            f" annotations; {AGAIN}"
        ),
    ),
    "annotations that are none": (
        lambda root: rewrite(root / SECOND, format=["annotations"]),
        "claimpack: seeds/b.ann, packed as b",
    ),
}
OF_WORKERS = {"damaged texts", "an unknown format", "annotations that are none"}


def build_by(runner: str, root: Path) -> int:
    """The exit code of a build."""
    return run(["build", "--runner", runner, "--quiet", str(root)])


@pytest.mark.parametrize(
    ("case", "runner"),
    [
        *((case, "serial") for case in CASES),
        *((case, "processes") for case in CASES if case in OF_WORKERS),
    ],
)
def test_a_shard_that_is_none_is_told_in_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], case: str, runner: str
) -> None:
    spoil, begin = CASES[case]
    root = write_packed(tmp_path)
    build(root)
    before = read_built(root)
    spoil(root)

    code = build_by(runner, root)

    shown = capsys.readouterr()
    assert (code, shown.out) == (3, "")
    assert shown.err.startswith(begin)
    assert (shown.err.count("\n"), shown.err[-2:]) == (1, ".\n")
    assert read_built(root) == before


def test_metadata_that_are_none_are_a_finding(tmp_path: Path) -> None:
    root = write_packed(tmp_path)
    rewrite(root / SECOND, metadata=["[]"])

    report = build(root)

    assert has_errors(report.findings)
    assert [it[0] for it in tell(report)] == ["metadata-unreadable"]


def test_shards_of_others_are_refused_likewise(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    packed = write_packed(tmp_path)
    rewrite(packed / SECOND, document_id=["a"])

    code = run(["build", "--output", str(tmp_path / "out"), str(packed / "seeds")])

    assert (code, (tmp_path / "out").exists()) == (3, False)
    assert capsys.readouterr().err.startswith(
        'claimpack: part-00001.parquet: found "a", which part-00000.parquet has too;'
    )
