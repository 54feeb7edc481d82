"""Tables that a query reads as they are stored: which, and with what values."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import parquet

import claimpack
from claimpack.errors import SourceError, UsageError
from claimpack.files import Folder
from claimpack.guarded_sql import GuardedTable
from claimpack.guarded_sql.faults import QueryError
from claimpack.guarded_sql.queries import run_query
from claimpack.guarded_sql.stored_rows import open_rows
from claimpack.opening import open_package
from claimpack.stored_tables import StoredTable
from claimpack.worker_process import running
from packages import Row, dump, write_descriptor, write_files
from zip_files import Entry, make_zip

FIELDS: list[Row] = [
    {"name": "id", "type": "string"},
    {"name": "people", "type": "integer"},
    {"name": "area", "type": "number"},
    {"name": "founded", "type": "date"},
    {"name": "is_port", "type": "boolean"},
]
KINDS = {
    "id": pa.string(),
    "people": pa.int32(),
    "area": pa.float64(),
    "founded": pa.date32(),
    "is_port": pa.bool_(),
}


def make_table(ids: Sequence[str | None], **columns: pa.Array) -> pa.Table:
    """Rows with these ids; of other columns 1, 1.5, no day and true."""
    count = len(ids)
    rest = {
        "people": [1] * count,
        "area": [1.5] * count,
        "founded": pa.array([None] * count, pa.date32()),
        "is_port": [True] * count,
    }
    table = pa.table({"id": ids, **rest, **columns})
    return table.cast(pa.schema(KINDS)) if not columns else table


def write_stored(
    root: Path, *tables: pa.Table | bytes, fields: list[Row] = FIELDS, **schema: object
) -> Path:
    """Write a package with one table in Parquet files; give its folder."""
    contents = [t if isinstance(t, bytes) else dump(t) for t in tables]
    paths = [f"t{number}.parquet" for number in range(len(contents))]
    write_files(root, dict(zip(paths, contents, strict=True)))
    schema = {"fields": fields, **schema}
    resource = {"name": "t", "format": "parquet", "path": paths, "schema": schema}
    write_descriptor(root, {"resources": [resource]})
    return root


def find(root: Path) -> StoredTable | None:
    """What of the table of a package can be read as it is stored."""
    return open_package(root, unchecked=True).find_stored("t")


def test_rows_of_several_files_follow_each_other(tmp_path: Path) -> None:
    root = write_stored(tmp_path, make_table(["a", None]), make_table(["b"]))

    found = find(root)
    dataset = claimpack.open(root, unchecked=True)
    rows = dataset.sql("SELECT id, people, area, is_port FROM t ORDER BY id")

    assert found is not None
    assert found.paths == ("t0.parquet", "t1.parquet")
    assert rows.to_pydict() == {
        "id": ["a", "b", None],
        "people": [1, 1, 1],
        "area": [1.5, 1.5, 1.5],
        "is_port": [True, True, True],
    }
    assert dataset["t"].column("id").to_pylist() == ["a", None, "b"]
    assert dataset["t"].schema.field("people").type == pa.int64()


@pytest.mark.parametrize(
    "table",
    [
        pytest.param(
            make_table(["a"], people=pa.array([1.0], pa.float64())), id="another type"
        ),
        pytest.param(make_table(["a"]).select([1, 0, 2, 3, 4]), id="another order"),
        pytest.param(make_table(["a"]).drop_columns("area"), id="a column less"),
    ],
)
def test_what_is_stored_otherwise_is_read_through_its_words(
    tmp_path: Path, table: pa.Table
) -> None:
    root = write_stored(tmp_path, table, fieldsMatch=["subset"])

    assert find(root) is None
    assert claimpack.open(root, unchecked=True).sql("SELECT id FROM t").num_rows == 1


def test_files_with_other_types_than_the_first_are_read_through_their_words(
    tmp_path: Path,
) -> None:
    other = make_table(["b"], people=pa.array([2], pa.int64()))
    root = write_stored(tmp_path, make_table(["a"]), other)

    rows = claimpack.open(root, unchecked=True).sql("SELECT people FROM t ORDER BY id")

    assert find(root) is None
    assert rows.to_pydict() == {"people": [1, 2]}


@pytest.mark.parametrize(
    ("field", "values"),
    [
        pytest.param({"type": "year"}, pa.array([2024]), id="a type Arrow lacks"),
        pytest.param({"name": "a.b"}, pa.array(["x"]), id="a path of Arrow"),
        pytest.param({"missingValues": ["", "-"]}, pa.array(["-"]), id="a word"),
        pytest.param(
            {"type": "integer", "missingValues": ["", "-999"]},
            pa.array([-999]),
            id="a number",
        ),
        pytest.param({"name": "__filename"}, pa.array(["x"]), id="a name of Arrow"),
        pytest.param(
            {"type": "integer"},
            pa.array([2**63], pa.uint64()),
            id="beyond our integers",
        ),
        pytest.param(
            {"type": "number"}, pa.array([1.5], pa.float16()), id="beyond SQL"
        ),
    ],
)
def test_columns_that_need_their_words_are_read_through_them(
    tmp_path: Path, field: Row, values: pa.Array
) -> None:
    field = {"name": "x", "type": "string", **field}
    table = pa.table({field["name"]: values})
    root = write_stored(tmp_path, table, fields=[field])

    rows = claimpack.open(root, unchecked=True).sql("SELECT * FROM t")

    assert find(root) is None
    expected = None if "missingValues" in field else values[0].as_py()
    (value,) = rows.column(field["name"]).to_pylist()
    assert value in (expected, str(expected))


TEXTS = [
    pytest.param(["a", None, "b"], {}, frozenset(), id="no empty text"),
    pytest.param([None, None], {}, frozenset(), id="no text"),
    pytest.param(["a", "", "b"], {}, frozenset({"id"}), id="an empty text"),
    pytest.param(
        ["a", "", "b"],
        {"write_statistics": False},
        frozenset({"id"}),
        id="no statistics",
    ),
    pytest.param(["x" * 9000, ""], {}, frozenset({"id"}), id="texts too long for them"),
]


@pytest.mark.parametrize(("ids", "options", "blank"), TEXTS)
def test_an_empty_text_is_no_value(
    tmp_path: Path, ids: list[str | None], options: Row, blank: frozenset[str]
) -> None:
    sink = pa.BufferOutputStream()
    parquet.write_table(make_table(ids), sink, **options)
    root = write_stored(tmp_path, sink.getvalue().to_pybytes())
    expected = [text or None for text in ids]

    rows = open_rows(Folder(root), ["t0.parquet"], ["id"])
    dataset = claimpack.open(root, unchecked=True)

    assert find(root) is not None
    assert frozenset(rows.blank_fields) == blank
    assert dataset.sql("SELECT id FROM t").to_pydict() == {"id": expected}
    assert dataset["t"].column("id").to_pylist() == expected


def test_columns_of_codes_are_compared_as_texts(tmp_path: Path) -> None:
    table = make_table(["a", "b", "b", None])
    table = table.set_column(0, "id", table["id"].dictionary_encode())
    root = write_stored(tmp_path, table)

    rows = claimpack.open(root, unchecked=True).sql(
        "SELECT count(*) AS n FROM t WHERE id IN ('b', 'c') AND id > 'a'"
    )

    assert find(root) is not None
    assert rows.to_pydict() == {"n": [2]}


def test_tables_of_an_archive_are_read_there(tmp_path: Path) -> None:
    write_stored(tmp_path / "p", make_table(["a"]))
    entries = [
        Entry(path=f"p/{path.name}", content=path.read_bytes())
        for path in sorted((tmp_path / "p").iterdir())
    ]
    archive = tmp_path / "p.zip"
    archive.write_bytes(make_zip(*entries))

    assert find(archive) is not None
    assert claimpack.open(archive, unchecked=True).sql("FROM t").num_rows == 1


def damage(table: pa.Table) -> bytes:
    """A Parquet file of which the first page of the first column is not whole."""
    content = bytearray(dump(table))
    metadata = parquet.read_metadata(pa.BufferReader(bytes(content)))
    content[metadata.row_group(0).column(0).data_page_offset + 60] ^= 1
    return bytes(content)


def test_a_damaged_file_is_named(tmp_path: Path) -> None:
    table = make_table([f"id {number}" for number in range(1000)])
    root = write_stored(tmp_path, make_table(["a"]), damage(table))
    dataset = claimpack.open(root, unchecked=True)

    with pytest.raises(SourceError, match=r"^t1\.parquet: found .*checksum"):
        dataset.sql("SELECT max(id) FROM t")


def test_damage_is_not_looked_for_where_the_query_is_wrong(tmp_path: Path) -> None:
    table = make_table([f"id {number}" for number in range(1000)])
    root = write_stored(tmp_path, make_table(["a"]), damage(table))
    dataset = claimpack.open(root, unchecked=True)

    with pytest.raises(UsageError, match=r"^the query cannot be run: too few"):
        dataset.sql("SELECT error('too few') AS x FROM t WHERE people = 1")


def test_what_fails_late_gives_no_rows(tmp_path: Path) -> None:
    root = write_stored(tmp_path, make_table([str(number) for number in range(50_000)]))
    dataset = claimpack.open(root, unchecked=True)
    late = "CASE WHEN id = '49999' THEN error('it is there') ELSE id END"

    with pytest.raises(UsageError, match="cannot be run: it is there"):
        dataset.sql(f"SELECT {late} AS id FROM t")  # noqa: S608  # our own


def test_rows_that_are_read_twice_at_once_are_the_same(tmp_path: Path) -> None:
    """Threads read from one another's places of a Python file, and missed rows."""
    ids = [f"{number:09}" for number in range(300_000)]
    sink = pa.BufferOutputStream()
    parquet.write_table(make_table(ids), sink, row_group_size=10_000)
    root = write_stored(tmp_path, sink.getvalue().to_pybytes())
    dataset = claimpack.open(root, unchecked=True)
    twice = "SELECT count(*) AS n FROM t AS a JOIN t AS b USING (id)"

    counts = [dataset.sql(twice).to_pydict() for _ in range(3)]

    assert counts == [{"n": [300_000]}] * 3


def test_a_column_of_few_words_is_read_as_their_numbers(tmp_path: Path) -> None:
    count = 3_000
    table = pa.table(
        {
            "id": [f"id {number}" for number in range(count)],
            "kind": [f"kind {number % 3}" for number in range(count)],
        }
    )
    fields: list[Row] = [{"name": "id", "type": "string"}]
    root = write_stored(
        tmp_path, table, fields=[*fields, {**fields[0], "name": "kind"}]
    )

    rows = open_rows(Folder(root), ["t0.parquet"], ["id"])
    answer = claimpack.open(root, unchecked=True).sql(
        "SELECT kind, count(*) AS n FROM t WHERE kind > 'kind 0' GROUP BY 1 ORDER BY 1"
    )

    assert rows.schema.types == [pa.string(), pa.dictionary(pa.int32(), pa.string())]
    assert answer.to_pydict() == {"kind": ["kind 1", "kind 2"], "n": [1000, 1000]}


def test_small_integers_are_reckoned_as_large_ones(tmp_path: Path) -> None:
    table = make_table(["a", "b"], people=pa.array([2, 6], pa.uint8()))
    dataset = claimpack.open(write_stored(tmp_path, table), unchecked=True)

    rows = dataset.sql("SELECT min(people) - max(people) AS n, 100 * 3 AS m FROM t")

    assert rows.to_pydict() == {"n": [-4], "m": [300]}
    assert dataset.sql("SELECT people * 200 AS n FROM t").num_rows == 2


def test_text_in_other_encodings_is_read_as_words(tmp_path: Path) -> None:
    fields: list[Row] = [{"name": "id", "type": "string"}]
    sink = pa.BufferOutputStream()
    parquet.write_table(
        pa.table({"id": ["no"] * 900 + ["yes"] * 300}),
        sink,
        use_dictionary=False,
        column_encoding={"id": "DELTA_BYTE_ARRAY"},
    )
    root = write_stored(tmp_path, sink.getvalue().to_pybytes(), fields=fields)

    rows = claimpack.open(root, unchecked=True).sql(
        "SELECT id, count(*) AS n FROM t GROUP BY 1 ORDER BY 1"
    )

    assert rows.to_pydict() == {"id": ["no", "yes"], "n": [900, 300]}


def test_a_package_is_found_from_another_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_stored(tmp_path / "p", make_table(["a"]))
    monkeypatch.chdir(tmp_path)
    dataset = claimpack.open("p", unchecked=True)

    monkeypatch.chdir("/")

    assert dataset.sql("SELECT id FROM t").to_pydict() == {"id": ["a"]}


def test_a_table_that_goes_away_is_told_as_such(tmp_path: Path) -> None:
    root = write_stored(tmp_path, make_table(["a"]))
    table = GuardedTable(name="t", cells=pa.table({}), row_count=0, stored=find(root))
    (root / "t0.parquet").unlink()

    with running() as worker, pytest.raises(QueryError, match="nothing of that name"):
        run_query(worker, [table], "FROM t", {}, root)


SLOW = {"duckdb", "pandas", "claimpack.checks.package", "claimpack.seeds"}
ASK = (
    "import sys; from claimpack import __main__ as entry; entry.run(sys.argv[1:]); "
    f"print(sorted({SLOW} & sys.modules.keys()))"
)


def test_a_query_loads_only_what_it_needs(tmp_path: Path) -> None:
    root = write_stored(tmp_path / "p", make_table(["a"]))
    words = [
        "query",
        "--unchecked",
        "--output",
        str(tmp_path / "x"),
        "FROM t",
        str(root),
    ]

    run = subprocess.run(
        [sys.executable, "-c", ASK, *words], capture_output=True, check=False, text=True
    )

    assert (run.stdout, run.stderr) == ("[]\n", "")
