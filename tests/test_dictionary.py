"""The data dictionary of a package: what it tells, and what it keeps to itself."""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element
from zipfile import ZipFile

import pytest

from claimpack.arrow_columns import pack_words
from claimpack.errors import SourceError
from claimpack.opening import open_package
from claimpack.schema_files import load_shipped_schema
from claimpack.site.dictionary import write_dictionary
from claimpack.site.tallies import Bounds
from command_line import REPOSITORY, copy_package, outcome, run_claimpack
from html_pages import (
    find_column,
    parse_page,
    read_facts,
    read_table,
    read_text,
    write_tables,
)
from packages import edit_descriptor, write_foreign

DESCRIPTOR = json.loads((REPOSITORY / "datapackage.json").read_bytes())
SCHEMAS = {
    entry["name"]: entry["schema"]
    for entry in DESCRIPTOR["resources"]
    if "schema" in entry
}
VOCABULARIES = load_shipped_schema().vocabularies


def write(root: Path) -> bytes:
    """The dictionary of a package, which is taken unchecked."""
    return write_dictionary(open_package(root, unchecked=True))


def read(root: Path) -> Element:
    """The same, as a tree."""
    return parse_page(write(root))


@pytest.fixture(scope="module")
def seed() -> Element:
    """The dictionary of the package of this repository."""
    return read(REPOSITORY)


def read_cells(table: str) -> dict[str, list[str]]:
    """The cells of a table of this repository that are not empty, by column."""
    path = REPOSITORY / "data" / f"{table}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {name: [row[name] for row in rows if row[name]] for name in rows[0]}


def count_rows(table: str) -> int:
    """The rows of a table of this repository; the first column is never empty."""
    return len(next(iter(read_cells(table).values())))


@pytest.mark.parametrize("table", SCHEMAS)
def test_cells_are_counted_as_they_stand_in_the_csv_file(
    seed: Element, table: str
) -> None:
    shown = read_table(seed, f"Columns of {table}")

    assert [(row[0], row[1], row[6], row[7]) for row in shown] == [
        (
            field["name"],
            field["type"],
            f"{len(cells):,}",
            f"{len(set(cells)):,}",
        )
        for field, cells in zip(
            SCHEMAS[table]["fields"], read_cells(table).values(), strict=True
        )
    ]


@pytest.mark.parametrize("table", SCHEMAS)
def test_each_code_stands_with_its_meaning_and_how_often_it_is_used(
    seed: Element, table: str
) -> None:
    cells = read_cells(table)
    closed = [it for it in SCHEMAS[table]["fields"] if "vocabulary" in it]

    for field in closed:
        codes = VOCABULARIES[field["vocabulary"]].codes
        counts = Counter(cells[field["name"]])
        section = find_column(seed, f"{table}.{field['name']}")
        (caption,) = (read_text(each) for each in section.iter("caption"))
        assert (
            caption == f"Codes of {field['name']}, from the list {field['vocabulary']}"
        )
        assert [tuple(row) for row in read_table(section, caption)] == [
            (it.code, it.label, f"{counts[it.code]:,}", "", it.definition)
            for it in codes
        ]


@pytest.mark.parametrize("table", SCHEMAS)
def test_what_the_descriptor_says_of_a_column_is_told(
    seed: Element, table: str
) -> None:
    for field in SCHEMAS[table]["fields"]:
        section = find_column(seed, f"{table}.{field['name']}")
        facts = read_facts(section)
        words = read_text(section)
        assert " ".join(field["description"].replace("`", "").split()) in words
        said = [field.get(key, "").replace("`", "") for key in ("unit", "whenEmpty")]
        assert [facts.get(key, [""])[0] for key in ("Unit", "Empty means")] == said
        assert facts["Example"] == [str(field["example"])]


def test_least_and_greatest_days_and_numbers_are_told(seed: Element) -> None:
    cells = read_cells("claims")

    numbers = sorted(cells["quantity"], key=float)
    days = sorted(cells["event_date_start"])

    quantity = read_facts(find_column(seed, "claims.quantity"))["Range"]
    day = read_facts(find_column(seed, "claims.event_date_start"))["Range"]
    assert quantity == [f"{numbers[0]} to {numbers[-1]}"]
    assert day == [f"{days[0]} to {days[-1]}"]


def test_no_word_of_an_open_column_and_no_id_is_told(seed: Element) -> None:
    told = read_text(seed)
    examples = json.dumps([DESCRIPTOR, read_cells("codes")], ensure_ascii=False)

    open_words = {
        word
        for table, schema in SCHEMAS.items()
        if table != "codes"  # its rows are the definitions
        for field in schema["fields"]
        if field["type"] == "string" and "vocabulary" not in field
        for word in read_cells(table)[field["name"]]
        if len(word) > 12 and word not in examples
    }

    assert len(open_words) > 300
    assert [word for word in open_words if word in told] == []


def test_title_version_licence_and_contents_are_told(seed: Element) -> None:
    header = next(seed.iter("header"))
    facts = read_facts(header)

    assert read_text(next(header.iter("h1"))) == DESCRIPTOR["title"]
    assert facts["Version"] == [DESCRIPTOR["version"]]
    assert facts["Licence"] == [DESCRIPTOR["licenses"][0]["title"]]
    assert facts["Rows"] == [f"{sum(map(count_rows, SCHEMAS)):,}"]
    assert [
        read_text(it) for it in next(seed.iter("nav")).findall("ul/li/ul/li/a")
    ] == [*SCHEMAS]


def test_all_forms_of_a_package_give_the_same_bytes(tmp_path: Path) -> None:
    whole = copy_package(tmp_path / "whole")
    csv_alone = copy_package(tmp_path / "csv")
    for twin in csv_alone.glob("data/*.parquet"):
        twin.unlink()
    archive = tmp_path / "p.zip"
    with ZipFile(archive, "w") as file:
        for path in [whole / "datapackage.json", *whole.glob("data/*")]:
            file.write(path, path.relative_to(whole))

    pages = [write(root) for root in (whole, csv_alone, archive)]

    assert pages[0] == pages[1] == pages[2]


@pytest.mark.slow
def test_the_hashes_of_a_run_of_python_change_nothing(tmp_path: Path) -> None:
    runs = [
        run_claimpack(
            *("dictionary", "--unchecked", "--output", tmp_path / seed, REPOSITORY),
            env={"PYTHONHASHSEED": seed},
        )
        for seed in ("1", "2")
    ]

    assert [outcome(run) for run in runs] == [(0, "", ""), (0, "", "")]
    assert (tmp_path / "1").read_bytes() == (tmp_path / "2").read_bytes()


def describe(
    tmp_path: Path,
    cells: str,
    **said: Any,  # noqa: ANN401  # JSON
) -> tuple[dict[str, list[str]], list[list[str]]]:
    """What is told of the one column `x` of a table, and its values, if any."""
    root = write_foreign(tmp_path, f"x\n{cells}", [{"name": "x", **said}])
    section = find_column(read(root), "t.x")
    captions = [read_text(each) for each in section.iter("caption")]
    return read_facts(section), [
        row[:-1] for caption in captions for row in read_table(section, caption)
    ]


COUNTED: dict[str, tuple[str, Mapping[str, Any], list[str], list[list[str]]]] = {
    "numbers that are written in two ways are one": (
        "1.0\n1\n-2\n",
        {"type": "number"},
        ["-2 to 1"],
        [["1", "2"], ["-2", "1"]],
    ),
    "yes and no": (
        "true\nfalse\n1\n",
        {"type": "boolean"},
        [],
        [["true", "2"], ["false", "1"]],
    ),
    "words for yes and no of the package's own": (
        "ja\nnej\nja\n",
        {"type": "boolean", "trueValues": ["ja"], "falseValues": ["nej"]},
        [],
        [["true", "2"], ["false", "1"]],
    ),
    "days have a range and no list": (
        "2031-05-06\n2031-05-04\n",
        {"type": "date"},
        ["2031-05-04 to 2031-05-06"],
        [],
    ),
    "moments are compared where they are in time": (
        "2031-05-06T10:00:00Z\n2031-05-06T09:59:59Z\n",
        {"type": "datetime"},
        ["2031-05-06T09:59:59Z to 2031-05-06T10:00:00Z"],
        [],
    ),
    "years are numbers": (
        "2029\n2031\n",
        {"type": "year"},
        ["2029 to 2031"],
        [["2029", "1"], ["2031", "1"]],
    ),
    "texts are not told": ("a\na\n", {"type": "string"}, [], []),
    "nor is anything of another type": ("2031-05\n", {"type": "yearmonth"}, [], []),
    "numbers that are no numbers have no range": (
        "NaN\nNaN\n",
        {"type": "number"},
        [],
        [["NaN", "2"]],
    ),
    "integers beyond 64 bits have no range": (
        f"{2**70}\n1\n",
        {"type": "integer"},
        [],
        [["1", "1"], [str(2**70), "1"]],
    ),
    "no cell has no range": ('""\n', {"type": "integer"}, [], []),
    "labels of categories are told, and those that nobody uses": (
        "1\n1\n",
        {
            "type": "integer",
            "categories": [{"value": 1, "label": "low"}, {"value": 2}],
        },
        [],
        [["1", "low", "2"], ["2", "", "0"]],
    ),
    "categories without labels": (
        "b\n",
        {"type": "string", "categories": ["a", "b"]},
        [],
        [["a", "0"], ["b", "1"]],
    ),
    "a list takes the labels of categories, in its own order": (
        "b\n",
        {
            "type": "string",
            "categories": [{"value": it, "label": it.upper()} for it in "abc"],
            "constraints": {"enum": ["c", "b"]},
        },
        [],
        [["c", "C", "0"], ["b", "B", "1"]],
    ),
    "a list that is declared wrongly closes nothing": (
        "1\n",
        {"type": "integer", "constraints": {"enum": ["one"]}},
        ["1"],
        [["1", "1"]],
    ),
    "what is not in the list is counted and not told": (
        "a\nsecret\n",
        {"type": "string", "constraints": {"enum": ["a"]}},
        [],
        [["a", "1"], ["not in the list", "1"]],
    ),
}


@pytest.mark.parametrize(
    ("cells", "said", "span", "values"), COUNTED.values(), ids=COUNTED
)
def test_values_are_told_by_type(
    tmp_path: Path,
    cells: str,
    said: Mapping[str, Any],
    span: list[str],
    values: list[list[str]],
) -> None:
    facts, shown = describe(tmp_path, cells, **said)

    assert (facts.get("Range", []), shown) == (span, values)


def test_rows_of_many_batches_are_added_up(tmp_path: Path) -> None:
    numbers = [index * 7 % 200_003 for index in range(200_000)]
    cells = "".join(f"{number},{number % 3}\n" for number in numbers)
    fields = [{"name": name, "type": "integer"} for name in ("x", "y")]
    assert len(cells.encode()) > 1 << 20

    page = read(write_foreign(tmp_path, f"x,y\n{cells}", fields))

    facts = read_facts(find_column(page, "t.x"))
    assert facts == {
        "Filled": ["200,000 of 200,000 (100 %)"],
        "Different values": ["200,000"],
        "Range": [f"{min(numbers)} to {max(numbers)}"],
    }
    counts = Counter(str(number % 3) for number in numbers)
    assert [(row[0], row[1]) for row in read_table(page, "Values of y")] == [
        (word, f"{count:,}") for word, count in counts.most_common()
    ]


@pytest.mark.parametrize(
    ("batches", "ends"),
    [
        ([["5", "7"], [], ["6", "10"]], ("5", "10")),
        ([[str(2**70)], ["1"]], None),
        ([["1"], [str(2**70)], ["2"]], None),
    ],
)
def test_bounds_are_those_of_all_batches(
    batches: list[list[str]], ends: tuple[str, str] | None
) -> None:
    bounds = Bounds("integer")

    for words in batches:
        bounds.add(pack_words(words))

    assert bounds.tell() == ends


@pytest.mark.parametrize(("count", "shown"), [(20, 20), (21, 0)])
def test_more_than_twenty_values_are_not_told(
    tmp_path: Path, count: int, shown: int
) -> None:
    cells = "".join(f"{number}\n" for number in range(count))

    facts, values = describe(tmp_path, cells, type="integer")

    assert facts["Different values"] == [str(count)]
    assert len(values) == shown


@pytest.mark.parametrize("key", ["primaryKey", "uniqueKeys", "unique"])
def test_numbers_that_are_ids_are_not_told(tmp_path: Path, key: str) -> None:
    field = {"name": "x", "type": "integer", "constraints": {"unique": key == "unique"}}
    schema = {"primaryKey": ["x"]} if key == "primaryKey" else {"uniqueKeys": [["x"]]}
    root = write_foreign(tmp_path, "x\n7\n", [field], **schema)

    section = find_column(read(root), "t.x")

    assert "Range" not in read_facts(section)
    assert list(section.iter("table")) == []


def test_all_that_a_column_declares_is_told(tmp_path: Path) -> None:
    facts, _ = describe(
        tmp_path,
        "-\n06/05/2031\n",
        type="date",
        title="Day",
        format="%d/%m/%Y",
        missingValues=["", "-"],
        unit="day",
        whenEmpty="Nobody knows.",
        example=5,
        constraints={"minimum": "01/01/2000", "maximum": "31/12/2099"},
        **{"skos:exactMatch": "http://purl.org/dc/terms/date"},
    )

    assert facts == {
        "Format": ["%d/%m/%Y"],
        "Unit": ["day"],
        "Empty means": ["Nobody knows."],
        "Stand for no value": ["nothing, -"],
        "Must be": ["at most 31/12/2099", "at least 01/01/2000"],
        "Example": ["5"],
        "Same as": ["http://purl.org/dc/terms/date"],
        "Filled": ["1 of 2 (50.0 %)"],
        "Different values": ["1"],
        "Range": ["2031-05-06"],
    }


def test_a_package_that_says_nothing_has_a_page(tmp_path: Path) -> None:
    page = read(write_foreign(tmp_path, "x\n", ["x"]))

    header = next(page.iter("header"))
    assert read_text(next(header.iter("h1"))) == "Package without a title"
    assert read_facts(header) == {
        "Version": ["none is given"],
        "Licence": ["none is given"],
        "Tables": ["1"],
        "Columns": ["1"],
        "Rows": ["0"],
    }
    assert read_table(page, "Columns of t") == [
        ["x", "string", "", "", "", "–", "0", "0"]
    ]


def test_a_package_without_tables_has_a_page(tmp_path: Path) -> None:
    page = read(write_tables(tmp_path, title="Empty", licenses=[{"name": "ours"}]))

    assert read_facts(next(page.iter("header")))["Tables"] == ["0"]
    assert "No table refers to another." in read_text(page)


def test_keys_are_told_as_links_and_a_lost_table_by_its_name(tmp_path: Path) -> None:
    a = {"fields": [{"name": "i"}, {"name": "j"}], "primaryKey": ["i", "j"]}
    b = {
        "fields": [{"name": "i"}, {"name": "j"}, {"name": "k"}],
        "uniqueKeys": [["i", "j"], ["k"]],
        "foreignKeys": [
            {
                "fields": ["i", "j"],
                "reference": {"resource": "a", "fields": ["i", "j"]},
            },
            {"fields": ["k"], "reference": {"resource": "gone", "fields": ["z"]}},
        ],
    }
    page = read(write_tables(tmp_path, ("a", "i,j\n", a), ("b", "i,j,k\n", b)))

    one, other = (it for it in page.iter("section") if it.get("class") == "table")
    assert read_facts(one) == {
        "Rows": ["0"],
        "Primary key": ["i, j"],
        "Referred to by": ["b by i, j"],
    }
    assert read_facts(other) == {
        "Rows": ["0"],
        "Primary key": ["none"],
        "Unique": ["i, j", "k"],
        "Refers to": ["a by i, j", "gone by k"],
    }
    assert [row[2] for row in read_table(page, "Columns of b")] == [
        *("to a", "to a", "to gone")
    ]
    assert read_table(page, "Foreign keys") == [
        ["b", "i, j may be empty", "a", "i, j", "one at most"]
    ]


def test_a_cell_that_is_no_value_is_refused_by_name(tmp_path: Path) -> None:
    root = write_foreign(tmp_path, "x\n1\nmany\n", [{"name": "x", "type": "integer"}])

    with pytest.raises(SourceError) as caught:
        write(root)

    assert str(caught.value) == (
        f'{root}: t.csv line 3, t, x: found "many"; expected an integer in ASCII '
        "digits, as 1200; mend it: `claimpack validate` tells all that is wrong."
    )


def test_a_package_with_errors_is_refused(tmp_path: Path) -> None:
    root = copy_package(tmp_path)
    edit_descriptor(root, lambda content: content["resources"][0].update(bytes=1))

    run = run_claimpack("dictionary", root)

    assert (run.returncode, run.stdout) == (3, "")
    assert "found 1 error" in run.stderr
