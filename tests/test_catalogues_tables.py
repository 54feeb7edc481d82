"""Tables in catalogues: each has names of its own, and is read as it was written."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from claimpack import __main__ as entry
from claimpack.catalogues.descriptor import read_publication
from claimpack.catalogues.targets import CATALOGUES, list_left_out
from claimpack.errors import SourceError
from packages import Row, write_descriptor, write_files

FIELDS: list[Row] = [{"name": "id", "type": "integer"}, {"name": "w"}]


def make(*resources: Row, **resource: object) -> Row:
    """A package of some tables with two columns, by default of one in `t.csv`."""
    default: Row = {"name": "t", "path": "t.csv", "schema": {"fields": FIELDS}}
    entries = [default | each for each in resources or ({},)]
    checked = [{"hash": "sha256:ab", **each, **resource} for each in entries]
    return {"name": "p", "title": "P", "resources": checked}


def read_croissant(package: Row) -> Any:  # noqa: ANN401  # JSON
    """The Croissant file of a package."""
    return json.loads(CATALOGUES["croissant"](read_publication(package)))


def read_configs(package: Row) -> Any:  # noqa: ANN401  # YAML
    """The configurations on the card of a package."""
    card = CATALOGUES["huggingface"](read_publication(package)).decode()
    return yaml.safe_load(card.split("---\n")[1])["configs"]


def find_left_out(name: str, package: Row) -> list[str]:
    """What is told of tables that a catalogue cannot load."""
    return list_left_out(name, read_publication(package))


def test_the_only_part_of_a_table_is_its_file() -> None:
    part = {"path": "t/part-00000.parquet", "hash": "sha256:cd"}
    package = make(path=["t/part-00000.parquet"], format="pq", parts=[part], hash=None)

    (file,) = read_croissant(package)["distribution"]

    assert (file["contentUrl"], file["sha256"]) == ("t/part-00000.parquet", "cd")


READ: dict[str, tuple[Row, Row]] = {
    "a delimiter": ({"dialect": {"delimiter": ";"}}, {"sep": ";"}),
    "another quote": ({"dialect": {"quoteChar": "'"}}, {"quotechar": "'"}),
    "no quotes": ({"dialect": {"quoteChar": None}}, {"quotechar": None, "quoting": 3}),
    "an escape": (
        {"dialect": {"escapeChar": "\\", "doubleQuote": False}},
        {"escapechar": "\\", "doublequote": False},
    ),
    "blanks": ({"dialect": {"skipInitialSpace": True}}, {"skipinitialspace": True}),
    "no labels": ({"dialect": {"header": False}}, {"names": ["id", "w"]}),
    "a null sequence": ({"dialect": {"nullSequence": "-"}}, {"na_values": ["-"]}),
    "an encoding": ({"encoding": "Windows-1252"}, {"encoding": "cp1252"}),
}


@pytest.mark.parametrize(("resource", "options"), READ.values(), ids=READ)
def test_a_card_says_how_csv_is_written(resource: Row, options: Row) -> None:
    files = [{"split": "train", "path": "t.csv"}]
    expected = {"config_name": "t", "data_files": files, "sep": ",", **options}

    assert read_configs(make(**resource)) == [expected]
    assert find_left_out("huggingface", make(**resource)) == []


UNLOADED: dict[str, tuple[Row, str]] = {
    "labels in two rows": (
        {"dialect": {"headerRows": [1, 2]}},
        "its labels are not in the first row alone",
    ),
    "comments": ({"dialect": {"commentChar": "#"}}, "some of its rows are comments"),
    "rows of comments": (
        {"dialect": {"commentRows": [3]}},
        "some of its rows are comments",
    ),
    "another name": (
        {"path": "t.dat", "format": "csv"},
        "the name of its file does not end in .csv",
    ),
    "another packing": (
        {"path": "t.xz", "format": "csv"},
        'the file is compressed ("xz")',
    ),
    "a workbook": ({"path": "t.xlsx"}, "it is not in CSV, in which others are loaded"),
}


@pytest.mark.parametrize(("resource", "why"), UNLOADED.values(), ids=UNLOADED)
def test_a_card_leaves_out_what_cannot_be_told_and_says_so(
    resource: Row, why: str
) -> None:
    package = make({}, {"name": "odd", "path": "odd.csv", **resource})

    assert [it["config_name"] for it in read_configs(package)] == ["t"]
    assert find_left_out("huggingface", package) == [
        f'the rows of "odd" are left out: {why}'
    ]


def test_a_card_without_a_table_that_can_be_loaded_says_why() -> None:
    with pytest.raises(SourceError) as caught:
        read_configs(make(dialect={"commentChar": "#"}))

    assert '(what is loaded; "t": some of its rows are comments)' in str(caught.value)


@pytest.mark.parametrize(
    ("resource", "form"),
    [
        ({}, "text/csv"),
        ({"mediatype": "text/csv; header=present"}, "text/csv"),
        ({"dialect": {"delimiter": "\t"}}, "text/tab-separated-values"),
        ({"path": "t.csv.gz"}, ["text/csv", "application/gzip"]),
        ({"compression": "gzip"}, ["text/csv", "application/gzip"]),
    ],
)
def test_croissant_says_tabs_and_gzip_by_the_media_type(
    resource: Row, form: object
) -> None:
    content = read_croissant(make(**resource))

    assert content["distribution"][0]["encodingFormat"] == form
    assert [it["@id"] for it in content["recordSet"]] == ["t"]
    assert find_left_out("croissant", make(**resource)) == []


WORDLESS: dict[str, tuple[Row, str]] = {
    "an encoding": (
        {"encoding": "latin-1"},
        "Croissant has no words for its encoding, iso8859-1",
    ),
    "a dialect": (
        {"dialect": {"delimiter": ";"}},
        "Croissant has no words for its dialect",
    ),
    "no labels": (
        {"dialect": {"header": False}},
        "Croissant has no words for its dialect",
    ),
    "a workbook": ({"path": "t.xlsx"}, "the format is neither CSV nor Parquet"),
}


@pytest.mark.parametrize(("resource", "why"), WORDLESS.values(), ids=WORDLESS)
def test_croissant_has_the_file_but_no_rows_of_what_it_has_no_words_for(
    resource: Row, why: str
) -> None:
    content = read_croissant(make(**resource))

    assert len(content["distribution"]) == 1
    assert "recordSet" not in content
    assert find_left_out("croissant", make(**resource)) == [
        f'the rows of "t" are left out: {why}'
    ]


def test_a_dialect_does_not_matter_where_rows_are_read_from_parquet() -> None:
    csv = {"dialect": {"delimiter": ";"}}
    twin = {"name": "t-parquet", "path": "t.parquet", "twinOf": "t", "schema": None}

    package = make(csv, twin)

    assert read_croissant(package)["recordSet"][0]["field"][0]["source"] == {
        "fileObject": {"@id": "t.parquet"},
        "extract": {"column": "id"},
    }
    assert find_left_out("croissant", package) == []
    assert find_left_out("huggingface", package) == []


def test_the_command_tells_what_is_left_out_and_writes_the_rest(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_files(tmp_path, {"t.csv": b"id;w\n1;x\n", "u.csv": b"id,w\n1,x\n"})
    other = {"name": "u", "path": "u.csv"}
    write_descriptor(tmp_path, make({"dialect": {"delimiter": ";"}}, other))

    code = entry.run(["export", "--unchecked", "croissant", str(tmp_path)])

    out, err = capsys.readouterr()
    assert not code
    assert [it["@id"] for it in json.loads(out)["recordSet"]] == ["u"]
    assert err == (
        'claimpack: the rows of "t" are left out: Croissant has no words for its '
        "dialect\n"
    )


def list_ids(content: Any) -> Iterator[str]:  # noqa: ANN401  # JSON
    """The ids of all nodes that a Croissant file describes."""
    for file in content["distribution"]:
        yield file["@id"]
    for records in content["recordSet"]:
        yield records["@id"]
        yield from (field["@id"] for field in records["field"])


def with_codes(*fields: tuple[str, str | None, list[object]]) -> Row:
    """A schema of columns with codes: name, name of the list, and codes."""
    return {
        "fields": [
            {"name": name, "constraints": {"enum": codes}, "vocabulary": vocabulary}
            for name, vocabulary, codes in fields
        ]
    }


CLASHES: dict[str, tuple[Row, ...]] = {
    "columns named alike": ({"schema": {"fields": [{"name": "a"}, {"name": "a"}]}},),
    "a table called as a column": ({}, {"name": "t/id", "path": "u.csv"}),
    "a table called as a file": ({"name": "t.csv"},),
    "one file twice": ({}, {"name": "u"}),
    "tables called alike": ({}, {"path": "u.csv"}),
    "the same resource twice": ({}, {}),
    "a number that is taken": ({}, {}, {"name": "t-2", "path": "t.csv-2"}),
    "codes in a table called codes": (
        {
            "name": "codes",
            "schema": with_codes(("list", "list", ["a"]), ("x", "list/code", ["b"])),
        },
    ),
    "two lists of one name": (
        {"schema": with_codes(("a", "c", ["x"]), ("b", "c", ["y"]))},
    ),
    "a list called as a column": (
        {"schema": with_codes(("a", None, ["x"]), ("b", "t.a", ["y"]))},
    ),
    "codes of two types": (
        {"schema": with_codes(("a", "c", [1]), ("b", "c", [True]))},
    ),
}


@pytest.mark.parametrize("resources", CLASHES.values(), ids=CLASHES)
def test_croissant_gives_each_node_an_id_of_its_own(
    resources: tuple[Row, ...],
) -> None:
    ids = Counter(list_ids(read_croissant(make(*resources))))

    assert {node: count for node, count in ids.items() if count > 1} == {}


def test_croissant_loses_no_code_of_two_lists_of_one_name() -> None:
    schema = with_codes(("a", "c", ["x"]), ("b", "c", ["y"]), ("d", "c", ["x"]))

    content = read_croissant(make({"path": "t.parquet", "schema": schema}))

    first, second, table = content["recordSet"]
    assert [first["name"], second["name"]] == ["c", "c"]
    assert first["data"] == [{"codes/c/code": "x"}]
    assert second["data"] == [{"codes/c-2/code": "y"}]
    assert [field["references"]["field"]["@id"] for field in table["field"]] == [
        "codes/c/code",
        "codes/c-2/code",
        "codes/c/code",
    ]


def test_the_key_of_a_record_set_has_the_order_of_the_package() -> None:
    schema = {"fields": FIELDS, "primaryKey": ["w", "gone", "id"]}

    (table,) = read_croissant(make(schema=schema))["recordSet"]

    assert table["key"] == [{"@id": "t/w"}, {"@id": "t/id"}]


def test_a_card_has_a_configuration_of_its_own_for_each_table() -> None:
    package = make({"name": "a/b"}, {"name": "a:b"}, {"name": "a-b"}, {"name": "c"})

    names = [it["config_name"] for it in read_configs(package)]

    assert names == ["a-b", "a-b-2", "a-b-3", "c"]
