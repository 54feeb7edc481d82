"""`claimpack diff` says what changed, in each form, of packages of every form.

The golden files are what the command prints about `changed_package.write_later`; read
the difference when you write them anew.
"""

import csv
import io
import json
import re
import shutil
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pytest

from changed_package import (
    CLAIM,
    copy_tables,
    list_changes,
    list_reasons,
    write_later,
)
from claimpack import __main__ as entry
from claimpack.csv_files import format_csv
from command_line import REPOSITORY, copy_package, outcome, read_files, run_claimpack
from packages import (
    Row,
    dump,
    edit_descriptor,
    make_rows,
    write_files,
    write_foreign,
    write_package,
)
from parquet_cases import write_as_parquet
from repositories import git

GOLDEN = Path(__file__).parent / "golden" / "diff"
FORMS = sorted(path.suffix.removeprefix(".") for path in GOLDEN.iterdir())
Call = Callable[..., tuple[int | str | None, str, str]]


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str]) -> Call:
    """Runs the command in this process; gives exit code, stdout and stderr."""

    def run(*arguments: str | Path) -> tuple[int | str | None, str, str]:
        code = entry.run(["diff", *map(str, arguments)])
        return code or 0, *capsys.readouterr()

    return run


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two versions of one package, `old` and `new`."""
    root = tmp_path_factory.mktemp("pair")
    copy_tables(root / "old")
    write_later(root / "new")
    return root


@pytest.mark.parametrize("form", FORMS)
def test_the_command_prints_the_golden_file(
    pair: Path, call: Call, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    monkeypatch.chdir(pair)

    printed = call("--limit", "3", "--format", form, "old", "new")

    expected = (GOLDEN / f"later.{form}").read_text(encoding="utf-8")
    assert printed == (0, expected, "")


def test_json_is_json_and_has_all_rows(pair: Path, call: Call) -> None:
    _, printed, _ = call("--limit", "0", "--format", "json", pair / "old", pair / "new")

    tables = {table["name"]: table for table in json.loads(printed)["tables"]}
    assert tables["claims"]["changed"][0] == {
        "key": f"{CLAIM}13",
        "old": {"quantity": "100"},
        "new": {"quantity": "110"},
    }
    assert [len(tables["claims"][it]) for it in ("withdrawn", "changed", "added")] == [
        *(2, 2, 1)
    ]
    assert tables["documents"]["added"] == []


def test_the_columns_of_the_change_file_are_those_of_the_contract(
    pair: Path, call: Call
) -> None:
    _, printed, _ = call("--format", "csv", pair / "old", pair / "new")

    header, *rows = csv.reader(io.StringIO(printed, newline=""))
    assert header == ["id", "table", "action", "key", "column", "old", "new", "note"]
    assert {row[2] for row in rows} == {"", "add", "change", "withdraw"}
    assert {len(row) for row in rows} == {8}


def test_a_limit_of_nothing_shows_counts_alone(pair: Path, call: Call) -> None:
    _, printed, _ = call("--limit", "0", pair / "old", pair / "new")

    assert "  … and 2 rows more (--limit)\n" in printed
    assert f"  ~ {CLAIM}13" not in printed


EMPTY_FORMS = {
    "text": """\
OLD  old (0.1.0)
NEW  old (0.1.0)

No difference.
This asks for no new version.
""",
    "markdown": """\
## old (0.1.0) → old (0.1.0)

No difference.

### Version

This asks for no new version.
""",
    "csv": "id,table,action,key,column,old,new,note\n",
}


@pytest.mark.parametrize("form", EMPTY_FORMS)
def test_no_difference_is_said_in_words(
    pair: Path, call: Call, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    monkeypatch.chdir(pair)

    assert call("--format", form, "old", "old") == (0, EMPTY_FORMS[form], "")


@pytest.mark.parametrize(("new", "code"), [("old", 0), ("new", 1)])
def test_the_exit_code_tells_of_differences_when_asked(
    pair: Path, call: Call, new: str, code: int
) -> None:
    plain, *_ = call(pair / "old", pair / new)
    asked, *_ = call("--exit-code", pair / "old", pair / new)

    assert (plain, asked) == (0, code)


def test_nothing_is_written(pair: Path, call: Call) -> None:
    before = read_files(pair)

    call(pair / "old", pair / "new")

    assert read_files(pair) == before


def pack_zip(package: Path) -> Path:
    return Path(shutil.make_archive(str(package), "zip", package))


def store_tables(package: Path) -> Path:
    def forget(descriptor: dict[str, list[dict[str, object]]]) -> None:
        for resource in descriptor["resources"]:
            del resource["bytes"], resource["hash"]

    edit_descriptor(package, forget)
    write_as_parquet(package)
    return package


FORMS_OF_PACKAGES: dict[str, Callable[[Path], Path]] = {
    "csv": lambda package: package,
    "descriptor": lambda package: package / "datapackage.json",
    "zip": pack_zip,
    "parquet": store_tables,
}


@pytest.mark.parametrize("new_form", FORMS_OF_PACKAGES)
@pytest.mark.parametrize("old_form", FORMS_OF_PACKAGES)
def test_a_package_is_the_same_in_every_form(
    tmp_path: Path, old_form: str, new_form: str
) -> None:
    rows = make_rows()
    old = FORMS_OF_PACKAGES[old_form](write_package(tmp_path / "old", rows))
    rows["claims"][1]["quantity"] = 41.0
    new = FORMS_OF_PACKAGES[new_form](write_package(tmp_path / "new", rows))

    changes = [line for line in list_changes(old, new) if ",d1.e2," in line]

    assert changes == [
        "claims,change,d1.e2,quantity,40,41,",
        "claims_flat,change,d1.e2,quantity,40,41,",
    ]


def test_a_table_with_a_twin_is_read_from_the_twin(tmp_path: Path) -> None:
    old = write_package(tmp_path / "old", twins=True)
    new = write_package(tmp_path / "new", twins=True)
    (new / "data/claims.csv").write_text("no CSV of that table\n", encoding="utf-8")

    assert list_changes(old, new) == []


COUNT = {"name": "n", "type": "integer"}
OTHER_BYTES = 't,change,,,,,"serialisation changed, bytes of the file"'
SAME_VALUES = {
    "numbers": ({"type": "number"}, "1.0", "+1", {}),
    "missing words": ({"type": "string"}, "-", "", {"missingValues": ["", "-"]}),
    "booleans": ({"type": "boolean"}, "true", "1", {}),
    "moments": (
        {"type": "datetime"},
        "2031-05-06T10:00:00Z",
        "2031-05-06T10:00:00.0Z",
        {},
    ),
    "grouped": ({"type": "integer", "groupChar": ","}, '"1,200"', "1200", {}),
}


@pytest.mark.parametrize("case", SAME_VALUES)
def test_other_words_for_one_value_are_no_change(tmp_path: Path, case: str) -> None:
    field, was, now, schema = SAME_VALUES[case]
    fields: Fields = ["id", {"name": "x", **field}]
    for name, word in (("old", was), ("new", now)):
        write_one(tmp_path / name, f"id,x\na,{word}\n", fields, **schema)

    assert list_changes(tmp_path / "old", tmp_path / "new") == [OTHER_BYTES]


Fields = Sequence[Row | str]


def write_one(root: Path, text: str, fields: Fields, **schema: object) -> Path:
    """Write a package with the table `t`, whose key is its first column."""
    root.mkdir(exist_ok=True)
    return write_foreign(root, text, fields, **{"primaryKey": ["id"], **schema})


def test_dates_in_two_formats_are_compared_as_dates(tmp_path: Path) -> None:
    old = write_one(
        tmp_path / "old",
        "id,d\na,06/05/2031\nb,01/02/2031\n",
        ["id", {"name": "d", "type": "date", "format": "%d/%m/%Y"}],
    )
    new = write_one(
        tmp_path / "new",
        "id,d\na,05/06/2031\nb,01/02/2031\n",
        ["id", {"name": "d", "type": "date", "format": "%m/%d/%Y"}],
    )

    assert list_changes(old, new) == [
        't,change,,d,%d/%m/%Y,%m/%d/%Y,"serialisation changed, format"',
        "t,change,b,d,2031-02-01,2031-01-02,",
    ]


def test_an_empty_text_is_told_from_no_value(tmp_path: Path) -> None:
    words: Row = {"name": "x", "type": "string", "missingValues": ["NA"]}
    fields: Fields = ["id", words]
    old = write_one(tmp_path / "old", "id,x\na,NA\nb,\n", fields)
    new = write_one(tmp_path / "new", "id,x\na,\nb,NA\n", fields)

    assert list_changes(old, new) == [
        't,change,a,x,,,"new is an empty text, not nothing"',
        't,change,b,x,,,"old is an empty text, not nothing"',
    ]


def test_a_key_that_is_an_empty_text_is_told_from_none(tmp_path: Path) -> None:
    fields: Fields = [{"name": "id", "type": "string", "missingValues": ["NA"]}, "x"]
    old = write_one(tmp_path / "old", "id,x\n,1\n", fields)
    new = write_one(tmp_path / "new", "id,x\n,2\nb,3\n", fields)

    assert list_changes(old, new) == [
        't,change,,x,1,2,"key is an empty text, not nothing"',
        "t,add,b,x,,3,",
    ]


def test_a_row_that_was_added_twice_is_shown_twice(tmp_path: Path, call: Call) -> None:
    old = write_one(tmp_path / "old", "id\na\n", ["id"], primaryKey=[])
    new = write_one(tmp_path / "new", "id\na\nb\nb\n", ["id"], primaryKey=[])

    _, text, _ = call("--limit", "1", old, new)
    _, printed, _ = call("--format", "json", old, new)

    added = json.loads(printed)["tables"][0]["added"]
    assert added == [{"key": '["b"]', "old": {}, "new": {}}] * 2
    assert '\n  + ["b"]\n  … and 1 row more (--limit)\n' in text


def test_a_row_with_a_key_alone_is_a_line_without_a_column(tmp_path: Path) -> None:
    old = write_one(tmp_path / "old", "id,x\na,1\n", ["id", "x"])
    new = write_one(tmp_path / "new", "id,x\na,1\nb,\n", ["id", "x"])

    assert list_changes(old, new) == ["t,add,b,,,,"]


def test_a_table_of_several_files_is_one_table(tmp_path: Path) -> None:
    old = write_one(tmp_path / "old", "id,x\na,1\nb,2\n", ["id", "x"])
    new = write_one(tmp_path / "new", "id,x\na,1\n", ["id", "x"])
    (new / "u.csv").write_text("id,x\nb,3\n", encoding="utf-8")
    edit_descriptor(new, lambda it: it["resources"][0].update(path=["t.csv", "u.csv"]))

    assert list_changes(old, new)[-1] == "t,change,b,x,2,3,"


def test_a_column_that_a_file_may_lack_is_empty(tmp_path: Path) -> None:
    old = write_one(tmp_path / "old", "id,x\na,1\n", ["id", "x"])
    new = write_one(tmp_path / "new", "id\na\n", ["id", "x"], fieldsMatch=["superset"])

    assert list_changes(old, new)[-1] == "t,change,a,x,1,,"


def test_a_file_that_is_not_plain_in_a_late_row_is_read_once(tmp_path: Path) -> None:
    rows = [[f"{number:06}", "x" * 40] for number in range(200_000)]
    late = [*rows[:-1], [rows[-1][0], "two\nlines"]]
    fields = ["id", "x"]
    old = write_one(tmp_path / "old", format_csv(fields, rows).decode(), fields)
    new = write_one(tmp_path / "new", format_csv(fields, late).decode(), fields)

    (change,) = list_changes(old, new)

    assert change == f't,change,199999,x,{"x" * 40},"two\nlines",'


def test_bytes_of_another_file_with_the_same_rows_ask_for_a_patch(
    tmp_path: Path,
) -> None:
    old = write_package(tmp_path / "old")
    new = write_package(tmp_path / "new")
    text = (new / "data/entities.csv").read_bytes().replace(b"\n", b"\r\n")
    (new / "data/entities.csv").write_bytes(text)
    edit_descriptor(new, lambda it: it["resources"][1].update(hash="sha256:0"))

    assert list_reasons(old, new) == [("patch", "serialisation changed", "entities", 1)]


BAD_TABLES = {
    "a cell of no type": (
        "id,n\na,1\nb,about 40\n",
        (
            't.csv line 3, t, n: found "about 40"; expected an integer in ASCII'
            " digits, as 1200; mend it: `claimpack validate` tells all that is wrong."
        ),
    ),
    "a row that is too short": (
        "id,n\na\n",
        (
            "t.csv line 2, t, n: the row ends after cell 1, before this column;"
            " expected 2 cells, as the header has; mend it: `claimpack validate` tells"
            " all that is wrong."
        ),
    ),
    "an open quote": (
        'id,n\na,"1\n',
        (
            "t.csv line 2, t: a row that cannot be read (unexpected end of data);"
            " expected cells as in RFC 4180, quotes doubled inside quoted cells; mend"
            " it: `claimpack validate` tells all that is wrong."
        ),
    ),
    "no header": (
        "",
        (
            "t.csv line 1, t: an empty file; expected a header with the names of the"
            " columns; mend it: `claimpack validate` tells all that is wrong."
        ),
    ),
    "another label": (
        "id,m\na,1\n",
        (
            't.csv line 1, t, n: the label of column 2 is "m"; expected "n"; mend it:'
            " `claimpack validate` tells all that is wrong."
        ),
    ),
    "a key twice": (
        "id,n\na,1\nb,2\na,3\n",
        (
            't row 3: found the key "a" of row 1; expected a key of its own for each'
            " row; mend it: rows are told apart by the primary key."
        ),
    ),
    "no key": (
        "id,n\na,1\n,2\n",
        (
            "t row 2: found an empty cell in the primary key; expected a value in each"
            " of its columns; mend it: rows are told apart by the primary key."
        ),
    ),
}


@pytest.mark.parametrize("case", BAD_TABLES)
def test_rows_that_cannot_be_compared_are_refused(
    tmp_path: Path, call: Call, monkeypatch: pytest.MonkeyPatch, case: str
) -> None:
    text, message = BAD_TABLES[case]
    write_one(tmp_path / "old", "id,n\na,1\n", ["id", COUNT])
    write_one(tmp_path / "new", text, ["id", COUNT])
    monkeypatch.chdir(tmp_path)

    assert call("old", "new") == (3, "", f"claimpack: new: {message}\n")


def write_stored(root: Path, fields: Fields, *tables: pa.Table) -> Path:
    """Write a package with the table `t`, in a Parquet file for each of some tables."""
    write_one(root, "id\n", fields)
    paths = [f"{number}.parquet" for number in range(len(tables))]
    write_files(root, dict(zip(paths, map(dump, tables), strict=True)))
    path = paths if len(paths) > 1 else paths[0]
    edit_descriptor(root, lambda it: it["resources"][0].update(path=path))
    return root


IDS = pa.array(["a", "b"])
STORED = {
    "as numbers": pa.table({"id": IDS, "n": [1, 2]}),
    "as small numbers": pa.table({"id": IDS, "n": pa.array([1, 2], pa.int8())}),
    "as doubles": pa.table({"id": IDS.cast(pa.large_string()), "n": [1.0, 2.0]}),
    "as decimals": pa.table({"id": IDS, "n": [Decimal("1.00"), Decimal("2.00")]}),
    "as numbers of texts": pa.table(
        {"id": IDS.dictionary_encode(), "n": pa.array([1, 2]).dictionary_encode()}
    ),
    "as views of texts": pa.table({"id": IDS.cast(pa.string_view()), "n": [1, 2]}),
    "in another order": pa.table({"id": ["b", "a"], "n": [2, 1]}),
}


@pytest.mark.parametrize("new", STORED)
@pytest.mark.parametrize("old", STORED)
def test_values_are_the_same_however_they_are_stored(
    tmp_path: Path, old: str, new: str
) -> None:
    number = {"name": "n", "type": "number"}
    for name, table in (("old", STORED[old]), ("new", STORED[new])):
        write_stored(tmp_path / name, ["id", number], table)

    expected = [] if old == new else [OTHER_BYTES]
    assert list_changes(tmp_path / "old", tmp_path / "new") == expected


def test_parts_of_a_table_may_be_stored_under_other_types(tmp_path: Path) -> None:
    parts = [
        pa.table({"id": ["a"], "n": [1]}),
        pa.table({"id": ["b"], "n": [2.0]}),
        pa.table({"id": ["c"], "n": pa.nulls(1)}),
    ]
    number = {"name": "n", "type": "number"}
    old = write_stored(tmp_path / "old", ["id", number], *parts)
    new = write_one(tmp_path / "new", "id,n\na,1\nb,2\nc,3\n", ["id", number])

    assert list_changes(old, new)[-1] == "t,change,c,n,,3,"


def test_a_part_may_lack_a_column(tmp_path: Path) -> None:
    parts = [pa.table({"id": ["a"], "n": [1]}), pa.table({"id": ["b"]})]
    old = write_stored(tmp_path / "old", ["id", COUNT], *parts)
    match = {"fieldsMatch": ["superset"]}
    edit_descriptor(old, lambda it: it["resources"][0]["schema"].update(match))
    new = write_one(tmp_path / "new", "id,n\na,1\nb,2\n", ["id", COUNT])

    assert list_changes(old, new)[-1] == "t,change,b,n,,2,"


MONTH = {"name": "n", "type": "yearmonth"}


def test_months_that_are_stored_as_texts_are_read(tmp_path: Path) -> None:
    old, new = (
        write_stored(
            tmp_path / name,
            ["id", MONTH],
            pa.table({"id": ["a", "b"], "n": [None, month]}),
        )
        for name, month in (("old", "2031-05"), ("new", "2031-06"))
    )

    assert list_changes(old, new) == ["t,change,b,n,2031-05,2031-06,"]


def test_a_column_without_any_value_has_any_type(tmp_path: Path) -> None:
    old = write_stored(
        tmp_path / "old", ["id", COUNT], pa.table({"id": ["a"], "n": pa.nulls(1)})
    )
    new = write_stored(
        tmp_path / "new", ["id", COUNT], pa.table({"id": ["a"], "n": [4]})
    )

    assert list_changes(old, new) == ["t,change,a,n,,4,"]


BAD_STORED: dict[str, tuple[Row, list[object], str]] = {
    "a text": (
        MONTH,
        ["2031-05", "2031-13"],
        'found "2031-13"; expected a month as YYYY-MM',
    ),
    "a type": (
        COUNT,
        [True, False],
        'the column is stored as "bool"; expected a type that holds integer',
    ),
}


@pytest.mark.parametrize("case", BAD_STORED)
def test_what_is_stored_and_no_value_of_its_type_is_refused(
    tmp_path: Path, call: Call, monkeypatch: pytest.MonkeyPatch, case: str
) -> None:
    field, cells, message = BAD_STORED[case]
    table = pa.table({"id": ["a", "b"], "n": cells})
    write_stored(tmp_path / "old", ["id", field], table)
    monkeypatch.chdir(tmp_path)

    code, stdout, stderr = call("old", "old")

    advice = "mend it: `claimpack validate` tells all that is wrong.\n"
    assert (code, stdout) == (3, "")
    assert stderr == f"claimpack: old: 0.parquet, t, n: {message}; {advice}"


def test_a_dialect_that_is_not_plain_is_read(tmp_path: Path) -> None:
    old = write_one(tmp_path / "old", "id,n\na,1\n", ["id", COUNT])
    new = write_one(tmp_path / "new", "'id','n'\n'a','2'\n", ["id", COUNT])
    dialect = {"quoteChar": "'"}
    edit_descriptor(new, lambda it: it["resources"][0].update(dialect=dialect))

    assert list_changes(old, new) == [
        't,change,,,,"{""quoteChar"": ""\'""}","serialisation changed, dialect"',
        "t,change,a,n,1,2,",
    ]


def test_a_key_that_stands_in_two_files_is_refused(
    tmp_path: Path, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = write_one(tmp_path / "old", "id\na\nb\n", ["id"])
    (package / "u.csv").write_text("id\na\n", encoding="utf-8")
    paths = ["t.csv", "u.csv"]
    edit_descriptor(package, lambda it: it["resources"][0].update(path=paths))
    monkeypatch.chdir(tmp_path)

    message = (
        'claimpack: old: t row 3: found the key "a" of row 1; expected a key of its own'
        " for each row; mend it: rows are told apart by the primary key.\n"
    )
    assert call("old", "old") == (3, "", message)


WITHOUT_ROWS = """\
OLD  old (no version)
NEW  new (no version)

The same rows: t.

Declarations
  t, n: column removed (integer)
  t, x: words changed, title

The changes are major.
  major  t: column removed
  patch  t: words changed
"""
WITH_BARE_ROWS = """\
OLD  new (no version)
NEW  old (no version)

table  OLD  NEW  withdrawn  changed  added  cells changed
t        1    2          0        0      1              0

Declarations
  t, n: column added before others (integer)
  t, x: words changed, title

t: 1 row added
  + b

The changes are major.
  major  t: column added before others
  minor  t: 1 row added
  patch  t: words changed
"""


def test_columns_that_went_and_rows_with_a_key_alone_are_told(
    tmp_path: Path, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write_one(Path("old"), "id,n,x\na,1,y\n", ["id", COUNT, "x"])
    write_one(
        Path("new"),
        "id,x\na,y\n",
        ["id", {"name": "x", "type": "string", "title": "X"}],
    )

    removed = call("old", "new")
    (Path("old") / "t.csv").write_text("id,n,x\na,1,y\nb,,\n", encoding="utf-8")
    added = call("new", "old")

    assert removed == (0, WITHOUT_ROWS, "")
    assert added == (0, WITH_BARE_ROWS, "")


def test_markdown_tells_of_columns_where_all_rows_are_the_same(
    tmp_path: Path, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write_one(Path("old"), "id,a*b\na,1\n", ["id", "a*b"])
    write_one(Path("new"), "id\na\n", ["id"])

    _, printed, _ = call("--format", "markdown", "old", "new")

    assert (
        printed
        == """\
## old (no version) → new (no version)

### Declarations

- t, a\\*b: column removed (string)

### Version

The changes are major.

- major: t: column removed
"""
    )


def test_people_see_where_long_values_differ(
    tmp_path: Path, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    long = 1000 * "x"
    write_one(Path("old"), f"id,x\n{long},{long}1{long}\n", ["id", "x"])
    write_one(Path("new"), f"id,x\n{long},{long}2\n", ["id", "x"])
    before = f"…{20 * 'x'}1{277 * 'x'}…"
    after = f"…{20 * 'x'}2"

    _, text, _ = call("old", "new")
    _, markdown, _ = call("--format", "markdown", "old", "new")

    key = f"{299 * 'x'}…"
    assert f"  ~ {key}\n      x:\n      - {before}\n      + {after}\n" in text
    assert f"- **{key}**; x: {before} → {after}\n" in markdown


def test_what_could_fool_a_terminal_is_escaped_in_an_error(
    tmp_path: Path, call: Call
) -> None:
    field = {"name": "\x1b[31m", "type": "integer"}
    package = write_one(tmp_path / "old", "id,\x1b[31m\na,x\n", ["id", field])

    code, stdout, stderr = call(package, package)

    assert (code, stdout) == (3, "")
    assert r"t, \x1b[31m: found" in stderr
    assert "\x1b" not in stderr


def test_what_could_fool_a_terminal_is_escaped(
    tmp_path: Path, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write_one(Path("old"), "id,x\na,1\n", ["id", "x"])
    write_one(Path("new"), "id,x\n\x1b[31m,\x1b[0m\n", ["id", "x"])

    for form in ("text", "markdown", "json"):
        _, printed, _ = call("--format", form, "old", "new")
        assert "\x1b" not in printed


def test_a_message_in_a_message_ends_once(
    tmp_path: Path, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write_one(Path("old"), "id\na\n", ["id"])
    edit_descriptor(Path("old"), lambda it: it["resources"][0].update(schema="s.json"))

    code, _, stderr = call("old", "old")

    assert code == 3
    assert stderr.endswith("; mend it: `claimpack validate` tells all that is wrong.\n")
    assert ".;" not in stderr


PICTURE = {"name": "t", "path": "p.png"}


def write_text(path: Path, text: str) -> None:
    path.mkdir(exist_ok=True)
    (path / "datapackage.json").write_text(text, encoding="utf-8")


BAD_PACKAGES: dict[str, tuple[Callable[[Path], object], int, str]] = {
    "nothing": (
        lambda _: None,
        2,
        (
            "new: found nothing of that name; expected a folder, a descriptor, a zip"
            " archive or git:REVISION; check the spelling."
        ),
    ),
    "a folder without a package": (
        Path.mkdir,
        2,
        (
            "new: found no datapackage.json; expected a package; name a folder that has"
            " one."
        ),
    ),
    "no JSON": (
        lambda path: write_text(path, "{"),
        3,
        "new: datapackage.json line 1, column 2: found the end",
    ),
    "JSON of another shape": (
        lambda path: write_text(path, "[]"),
        3,
        "new: datapackage.json: the descriptor is an empty list; expected an object;",
    ),
    "a name twice": (
        lambda path: edit_descriptor(
            write_other(path, "t"), lambda it: it["resources"].append(PICTURE)
        ),
        3,
        'new: datapackage.json: found 2 resources called "t"; expected a name of its',
    ),
    "no table in common": (
        lambda path: write_other(path, "u"),
        2,
        (
            'old, new: found no table that both have ("t"; "u"); expected two versions'
            " of one package; name an earlier and a later version of it."
        ),
    ),
    "a file that is no archive": (
        lambda path: path.write_bytes(b"PK"),
        2,
        "new: found a file that is no descriptor",
    ),
    "a table without a file": (
        lambda path: (write_other(path, "t") / "t.csv").unlink(),
        3,
        "new: t.csv: found nothing of that name;",
    ),
}


def write_other(root: Path, name: str) -> Path:
    write_one(root, "id\na\n", ["id"])
    edit_descriptor(root, lambda it: it["resources"][0].update(name=name))
    return root


@pytest.mark.parametrize("case", BAD_PACKAGES)
def test_what_is_no_package_is_refused_with_a_sentence(
    tmp_path: Path, call: Call, monkeypatch: pytest.MonkeyPatch, case: str
) -> None:
    make, expected, message = BAD_PACKAGES[case]
    write_one(tmp_path / "old", "id\na\n", ["id"])
    make(tmp_path / "new")
    monkeypatch.chdir(tmp_path)

    code, stdout, stderr = call("old", "new")

    assert (code, stdout) == (expected, "")
    assert stderr.startswith(f"claimpack: {message}")
    assert stderr.count("\n") == 1


def test_a_damaged_archive_is_refused(
    tmp_path: Path, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_one(tmp_path / "old", "id\na\n", ["id"])
    archive = pack_zip(tmp_path / "old")
    archive.write_bytes(archive.read_bytes()[:-30])
    monkeypatch.chdir(tmp_path)

    code, stdout, stderr = call("old", "old.zip")

    assert (code, stdout) == (3, "")
    assert stderr == (
        "claimpack: old.zip: found no end of a zip archive at the end of the file;"
        " expected a whole zip archive; fetch it or pack it again.\n"
    )


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with two versions of a package, at the top and in `inner`."""
    root = write_one(tmp_path / "r", "id,n\na,1\n", ["id", COUNT])
    write_one(root / "inner", "id,n\nb,1\n", ["id", COUNT])
    git(root, "init", "--quiet")
    git(root, "add", ".")
    git(root, "commit", "--quiet", "-m", "One")
    git(root, "tag", "v1")
    write_one(root, "id,n\na,2\n", ["id", COUNT])
    git(root, "commit", "--quiet", "-am", "Two")
    return root


PAGES = [*REPOSITORY.glob("*.md"), *(REPOSITORY / "docs").glob("*.md")]
BLOCK = re.compile(r"(?ms)^```sh$(.*?)^```$")
SHOWN = sorted(
    {
        revision
        for page in PAGES
        for block in BLOCK.findall(page.read_text(encoding="utf-8"))
        for revision in re.findall(r"\bgit:\S+", block)
    }
)


@pytest.mark.parametrize("revision", SHOWN)
def test_a_revision_that_a_command_shows_is_there_without_a_tag(
    repository: Path, call: Call, monkeypatch: pytest.MonkeyPatch, revision: str
) -> None:
    git(repository, "tag", "--delete", "v1")
    monkeypatch.chdir(repository)

    assert call("--format", "csv", revision, ".") == (0, HEADER, "")


HEADER = "id,table,action,key,column,old,new,note\n"
CHANGED = f"{HEADER}1,t,change,a,n,1,2,\n"
REVISIONS = {
    "a tag and a folder": ("git:v1", ".", CHANGED),
    "two revisions": ("git:v1", "git:HEAD", CHANGED),
    "the top by a colon": ("git:HEAD~1:", "git:HEAD:", CHANGED),
    "a folder in a revision": ("git:v1:inner", "git:HEAD:inner/", HEADER),
}


@pytest.mark.parametrize("case", REVISIONS)
def test_a_revision_of_git_is_a_package(
    repository: Path, call: Call, monkeypatch: pytest.MonkeyPatch, case: str
) -> None:
    old, new, printed = REVISIONS[case]
    monkeypatch.chdir(repository)

    assert call("--format", "csv", old, new) == (0, printed, "")


def test_a_revision_is_that_of_the_whole_repository_from_everywhere(
    repository: Path, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(repository / "inner")

    assert call("--format", "csv", "git:v1", "git:HEAD") == (0, CHANGED, "")


BAD_REVISIONS = {
    "unknown": (
        "git:v9",
        (
            'git:v9: found no revision "v9"; expected a tag, a branch or a commit of'
            " this repository; `git tag` and `git log` list them; fetch it if it is"
            " elsewhere."
        ),
    ),
    "an option": ("git:--all", 'git:--all: found no revision "--all"; expected'),
    "none": ("git:", 'git:: found no revision ""; expected'),
    "no package": (
        "git:v1:none",
        (
            "git:v1:none: found no datapackage.json in that folder of the revision;"
            " expected a package; name its folder, from the root of the repository:"
            " git:REV:PATH."
        ),
    ),
}


@pytest.mark.parametrize("case", BAD_REVISIONS)
def test_what_is_no_revision_is_a_wrong_call(
    repository: Path, call: Call, monkeypatch: pytest.MonkeyPatch, case: str
) -> None:
    word, message = BAD_REVISIONS[case]
    monkeypatch.chdir(repository)

    code, stdout, stderr = call(word, ".")

    assert (code, stdout) == (2, "")
    assert stderr.startswith(f"claimpack: {message}")


def test_a_revision_is_asked_for_outside_of_a_repository(
    tmp_path: Path, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))

    message = (
        "claimpack: git:v1: found no git repository here; expected the current folder"
        " to be in one; go to it, or name a folder.\n"
    )
    assert call("git:v1", ".") == (2, "", message)


def test_without_git_a_revision_cannot_be_read(
    tmp_path: Path, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    message = (
        "claimpack: git:v1: found no program git; expected one to read a revision"
        " with; install it, or name a folder.\n"
    )
    assert call("git:v1", ".") == (2, "", message)


def test_a_revision_that_git_cannot_pack_is_told(
    repository: Path, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = git(repository, "rev-parse", "v1:t.csv").strip()
    (repository / ".git/objects" / name[:2] / name[2:]).unlink()
    monkeypatch.chdir(repository)

    message = (
        "claimpack: git:v1: found that git cannot pack it; expected a revision with all"
        " of its files here; try `git archive` yourself, which says why.\n"
    )
    assert call("git:v1", ".") == (4, "", message)


def test_the_command_runs_in_a_process_of_its_own_without_a_word_on_stderr(
    tmp_path: Path,
) -> None:
    copy_package(tmp_path, ("datapackage.json", "data"))

    run = run_claimpack("diff", "--exit-code", ".", ".", cwd=tmp_path)

    printed = EMPTY_FORMS["text"].replace("  old", "  .")
    assert outcome(run) == (0, printed, "")
