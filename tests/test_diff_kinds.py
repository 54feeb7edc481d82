"""Each kind of change is told, and asks for the version that docs/versions.md says."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from changed_package import compare, find_field, list_changes, list_reasons
from claimpack.diff.codes import CodeChange
from claimpack.diff.constraints import FieldChange, iter_limits
from claimpack.diff.versions import BUMPS, Bump, Kind, find_next, is_enough
from claimpack.render.diff_words import describe_code, describe_version
from packages import (
    Row,
    edit_descriptor,
    make_claim,
    make_rows,
    write_foreign,
    write_package,
)

DOCUMENT = Path(__file__).parent.parent / "docs" / "versions.md"
COLUMNS = ("id", "n", "words")
TEXT = "id,n,words\na,1,one\nb,2,two\nc,3,three\n"
Reason = tuple[str, str, str, int]


def write(root: Path, text: str, fields: list[Any], **schema: object) -> Path:
    """Write a package with the table `t`, whose key is `id` unless `schema` says."""
    root.mkdir()
    return write_foreign(root, text, fields, **{"primaryKey": ["id"], **schema})


def declare(**changes: Row) -> list[Row]:
    """The columns, some of them declared otherwise."""
    kinds = {"id": "string", "n": "integer", "words": "string"}
    return [
        {"name": name, "type": kind, **changes.get(name, {})}
        for name, kind in kinds.items()
    ]


def limit(**constraints: object) -> Row:
    return {"constraints": constraints}


def rename(was: str, now: str) -> tuple[str, list[Row]]:
    """The table with another name of a column."""
    fields = [
        {**it, "name": now if it["name"] == was else it["name"]} for it in declare()
    ]
    return TEXT.replace(was, now, 1), fields


NEW_TABLES: dict[str, tuple[str, list[Row], dict[str, object], list[Reason]]] = {
    "a column at the end": (
        "id,n,words,more\na,1,one,x\nb,2,two,\nc,3,three,\n",
        [*declare(), {"name": "more", "type": "string"}],
        {},
        [("minor", "column added at the end", "t", 1)],
    ),
    "a column before others": (
        "id,more,n,words\na,x,1,one\nb,,2,two\nc,,3,three\n",
        [declare()[0], {"name": "more", "type": "string"}, *declare()[1:]],
        {},
        [("major", "column added before others", "t", 1)],
    ),
    "a column removed": (
        "id,n\na,1\nb,2\nc,3\n",
        declare()[:2],
        {},
        [("major", "column removed", "t", 1)],
    ),
    "a column renamed": (
        *rename("words", "text"),
        {},
        [("major", "column renamed", "t", 1)],
    ),
    "the key renamed": (
        *rename("id", "key"),
        {"primaryKey": ["key"]},
        [("major", "column renamed", "t", 1)],
    ),
    "another key in the place of one": (
        TEXT.replace("id", "key").replace("b,", "x,").replace("c,", "y,"),
        rename("id", "key")[1],
        {"primaryKey": ["key"]},
        [
            ("major", "column removed", "t", 1),
            ("major", "column added before others", "t", 1),
            ("major", "primary key changed", "t", 1),
        ],
    ),
    "a column with half of the values of one": (
        "id,n,other\na,1,one\nb,2,x\n",
        [*declare()[:2], {"name": "other", "type": "string"}],
        {},
        [
            ("major", "column removed", "t", 1),
            ("major", "row withdrawn", "t", 1),
            ("minor", "column added at the end", "t", 1),
        ],
    ),
    "words about the table": (
        TEXT,
        declare(),
        {"title": "T", "x": 1},
        [("patch", "words changed", "t", 2)],
    ),
    "another column in the place of one": (
        "id,n,other\na,1,x\nb,2,y\nc,3,z\n",
        [*declare()[:2], {"name": "other", "type": "string"}],
        {},
        [
            ("major", "column removed", "t", 1),
            ("minor", "column added at the end", "t", 1),
        ],
    ),
    "columns reordered": (
        "id,words,n\na,one,1\nb,two,2\nc,three,3\n",
        [declare()[0], declare()[2], declare()[1]],
        {},
        [("major", "columns reordered", "t", 1)],
    ),
    "a column retyped": (
        TEXT,
        declare(n={"type": "number"}),
        {},
        [("major", "column retyped", "t", 1)],
    ),
    "a unit": (
        TEXT,
        declare(n={"unit": "km"}),
        {},
        [("major", "unit changed", "t", 1)],
    ),
    "required": (
        TEXT,
        declare(n=limit(required=True)),
        {},
        [("major", "constraint tightened", "t", 1)],
    ),
    "a list of codes": (
        TEXT,
        declare(words=limit(enum=["one", "two", "three"])),
        {},
        [("major", "constraint tightened", "t", 1)],
    ),
    "categories": (
        TEXT,
        declare(words={"categories": ["one", "two", "three"]}),
        {},
        [("major", "constraint tightened", "t", 1)],
    ),
    "constraints that are none": (TEXT, declare(n={"constraints": {}}), {}, []),
    "words": (
        TEXT,
        declare(n={"description": "How many."}, words={"x": 1}),
        {},
        [("patch", "words changed", "t", 2)],
    ),
    "a form": (
        TEXT,
        declare(n={"bareNumber": True}),
        {"missingValues": ["", "-"]},
        [("patch", "serialisation changed", "t", 2)],
    ),
    "a unique key": (
        TEXT,
        declare(),
        {"uniqueKeys": [["n"]]},
        [("major", "constraint tightened", "t", 1)],
    ),
    "a foreign key": (
        TEXT,
        declare(),
        {"foreignKeys": [{"fields": "id", "reference": {"fields": "id"}}]},
        [("major", "constraint tightened", "t", 1)],
    ),
    "no key": (
        TEXT,
        declare(),
        {"primaryKey": []},
        [("major", "primary key changed", "t", 1)],
    ),
    "a key of two columns": (
        TEXT,
        declare(),
        {"primaryKey": ["n", "id"]},
        [("major", "primary key changed", "t", 1)],
    ),
    "a row added": (
        f"{TEXT}d,4,four\n",
        declare(),
        {},
        [("minor", "row added", "t", 1)],
    ),
    "a row withdrawn": (
        TEXT.replace("b,2,two\n", ""),
        declare(),
        {},
        [("major", "row withdrawn", "t", 1)],
    ),
    "a cell": (
        TEXT.replace("two", "2"),
        declare(),
        {},
        [("minor", "row changed", "t", 1)],
    ),
    "an id reused": (
        TEXT.replace("2,two", "9,nine"),
        declare(),
        {},
        [("major", "id reused", "t", 1), ("minor", "row changed", "t", 1)],
    ),
    "rows in another order": (
        "id,n,words\nc,3,three\na,1,one\nb,2,two\n",
        declare(),
        {},
        [("patch", "serialisation changed", "t", 1)],
    ),
}


@pytest.mark.parametrize("case", NEW_TABLES)
def test_a_change_asks_for_a_version(tmp_path: Path, case: str) -> None:
    text, fields, schema, reasons = NEW_TABLES[case]
    old = write(tmp_path / "old", TEXT, declare())
    new = write(tmp_path / "new", text, fields, **schema)

    assert list_reasons(old, new) == reasons


LOOSENED = {
    "not required": (declare(n=limit(required=True)), {}),
    "a unique key": (declare(), {"uniqueKeys": [["n"]]}),
}


@pytest.mark.parametrize("case", LOOSENED)
def test_a_constraint_that_is_gone_asks_for_a_minor_version(
    tmp_path: Path, case: str
) -> None:
    fields, schema = LOOSENED[case]
    old = write(tmp_path / "old", TEXT, fields, **schema)
    new = write(tmp_path / "new", TEXT, declare())

    assert list_reasons(old, new) == [("minor", "constraint loosened", "t", 1)]


T, L = Kind.CONSTRAINT_TIGHTENED, Kind.CONSTRAINT_LOOSENED
DAY = {"type": "date", "format": "%d/%m/%Y"}
JUDGED: list[tuple[Row, str, object, object, Kind | None]] = [
    ({}, "required", None, True, T),
    ({}, "required", True, False, L),
    ({}, "required", None, False, None),
    ({"type": "integer"}, "minimum", 0, 1, T),
    ({"type": "number"}, "minimum", 1, 0.5, L),
    ({"type": "integer"}, "exclusiveMinimum", 1, 0, L),
    ({"type": "integer"}, "maximum", 10, 9, T),
    ({"type": "integer"}, "maximum", 9, 10, L),
    ({"type": "string"}, "maxLength", 9, 10, L),
    ({"type": "string"}, "minLength", 9, 10, T),
    ({"type": "date"}, "minimum", "2031-01-01", "2030-01-01", L),
    (DAY, "minimum", "01/02/2031", "02/01/2031", L),
    ({"type": "integer"}, "minimum", "9", "10", T),
    ({"type": "integer"}, "maximum", "9", "10", L),
    ({"type": "integer"}, "minimum", "10", 10, None),
    ({"type": "number"}, "minimum", 1, "1.0", None),
    ({"type": "duration"}, "minimum", "P30D", "P1M", T),
    ({"type": "integer"}, "maximum", None, 1, T),
    ({"type": "integer"}, "maximum", 1, None, L),
    ({"type": "string"}, "pattern", "a", "a|b", T),
    ({"type": "string"}, "enum", ["a"], ["a", "b"], None),
    ({"type": "string"}, "enum", None, ["a"], T),
    ({"type": "string"}, "enum", ["a"], None, L),
    ({"type": "object"}, "jsonSchema", {"minItems": 1}, {"minItems": True}, T),
]


@pytest.mark.parametrize(("field", "name", "old", "new", "kind"), JUDGED)
def test_a_constraint_is_tighter_or_looser(
    field: Row, name: str, old: object, new: object, kind: Kind | None
) -> None:
    before, after = (
        {**field, **limit(**({} if value is None else {name: value}))}
        for value in (old, new)
    )

    assert [it.kind for it in iter_limits(before, after)] == ([kind] if kind else [])


def test_a_bound_of_a_column_that_was_retyped_is_tighter() -> None:
    old = {"type": "integer", **limit(minimum=10)}
    new = {"type": "number", **limit(minimum=9)}

    (found,) = iter_limits(old, new)

    assert found == FieldChange(kind=T, what="minimum", old=10, new=9)


READINGS: dict[str, tuple[Row, Row, list[tuple[str, str]]]] = {
    "texts became addresses": (
        {"type": "string"},
        {"type": "string", "format": "email"},
        [("major", 't,change,,x,,email,"constraint tightened, format"')],
    ),
    "addresses became texts": (
        {"type": "string", "format": "email"},
        {"type": "string", "format": "default"},
        [("minor", 't,change,,x,email,,"constraint loosened, format"')],
    ),
    "addresses of another kind": (
        {"type": "string", "format": "email"},
        {"type": "string", "format": "uri"},
        [("major", 't,change,,x,email,uri,"constraint tightened, format"')],
    ),
    "days in another format": (
        {"type": "date"},
        {"type": "date", "format": "any"},
        [("patch", 't,change,,x,,any,"serialisation changed, format"')],
    ),
    "items of another type": (
        {"type": "list"},
        {"type": "list", "itemType": "integer"},
        [("major", 't,change,,x,string,integer,"column retyped, itemType"')],
    ),
    "the type of items that is the default": (
        {"type": "list"},
        {"type": "list", "itemType": "string"},
        [],
    ),
    "a truth value that is a number now": (
        {"type": "string", "note": True},
        {"type": "string", "note": 1},
        [("patch", 't,change,,x,true,1,"words changed, note"')],
    ),
}


@pytest.mark.parametrize("case", READINGS)
def test_how_cells_are_read_is_a_type_a_constraint_or_a_form(
    tmp_path: Path, case: str
) -> None:
    before, after, expected = READINGS[case]
    old = write(tmp_path / "old", "id,x\n", ["id", {"name": "x", **before}])
    new = write(tmp_path / "new", "id,x\n", ["id", {"name": "x", **after}])

    bumps = [bump for bump, *_ in list_reasons(old, new)]

    assert list(zip(bumps, list_changes(old, new), strict=True)) == expected


def test_a_column_is_renamed_by_its_description_wherever_it_stands(
    tmp_path: Path,
) -> None:
    words = {"description": "What was said."}
    old = write(tmp_path / "old", "id,n,words\n", declare(words=words))
    new = write(
        tmp_path / "new",
        "id,text,n\n",
        [declare()[0], {"name": "text", "type": "string", **words}, declare()[1]],
    )

    assert list_changes(old, new) == [
        "t,change,,text,words,text,column renamed",
        't,change,,,"id, n, text","id, text, n",columns reordered',
    ]


def test_without_rows_another_name_at_one_place_is_another_column(
    tmp_path: Path,
) -> None:
    old = write(tmp_path / "old", "id,n,words\n", declare())
    new = write(tmp_path / "new", "id,n,text\n", rename("words", "text")[1])

    assert [kind for _, kind, *_ in list_reasons(old, new)] == [
        "column removed",
        "column added at the end",
    ]


def test_without_a_key_a_column_is_renamed_by_the_first_rows(tmp_path: Path) -> None:
    text, fields = rename("words", "text")
    old = write(tmp_path / "old", TEXT, declare(), primaryKey=[])
    new = write(tmp_path / "new", text, fields, primaryKey=[])

    assert list_reasons(old, new) == [("major", "column renamed", "t", 1)]


def test_rows_are_compared_under_the_new_name_of_a_column(tmp_path: Path) -> None:
    text, fields = rename("words", "text")
    old = write(tmp_path / "old", TEXT, declare())
    new = write(tmp_path / "new", text.replace("two", "2"), fields)

    assert list_changes(old, new)[-1] == "t,change,b,text,two,2,"


def test_codes_are_told_by_their_list(tmp_path: Path) -> None:
    closed = {"words": {"vocabulary": "numbers", **limit(enum=["one", "two", "three"])}}
    wider = {
        "words": {"vocabulary": "numbers", **limit(enum=["three", "two", "one", "x"])}
    }
    old = write(tmp_path / "old", TEXT, declare(**closed))
    new = write(tmp_path / "new", TEXT, declare(**wider))

    assert list_changes(old, new) == [",add,,numbers,,x,code added"]
    assert list_changes(new, old) == [",withdraw,,numbers,x,,code removed"]


FOUR = {"value": "four", "label": "Four"}


def test_categories_are_codes_of_their_column(tmp_path: Path) -> None:
    words = [{"value": word, "label": word.title()} for word in ("one", "two", "three")]
    old = write(tmp_path / "old", TEXT, declare(words={"categories": words}))
    new = write(tmp_path / "new", TEXT, declare(words={"categories": [*words, FOUR]}))

    assert list_changes(old, new) == [",add,,t.words,,four,code added"]


LEVELS = [{"value": n, "label": word} for n, word in ((1, "low"), (2, "high"))]
SWAPPED = [{"value": n, "label": word} for n, word in ((1, "high"), (2, "low"))]
ORDERED = {"categories": LEVELS, "categoriesOrdered": True}
CATEGORIES: dict[str, tuple[Row, Row, list[str]]] = {
    "labels exchanged": (
        {"categories": LEVELS},
        {"categories": SWAPPED},
        [
            ',change,,t.n,low,high,"code redefined, label of 1"',
            ',change,,t.n,high,low,"code redefined, label of 2"',
        ],
    ),
    "labels given": (
        {"categories": [1, 2]},
        {"categories": [{"value": 1}, LEVELS[1]]},
        [',change,,t.n,,high,"code redefined, label of 2"'],
    ),
    "another order": ({"categories": [1, 2]}, {"categories": [2, 1]}, []),
    "another order where it tells": (
        ORDERED,
        {**ORDERED, "categories": LEVELS[::-1]},
        ["t,change,,n,1 < 2,2 < 1,codes reordered"],
    ),
    "a code between others": (
        {**ORDERED, "categories": [1, 3]},
        {**ORDERED, "categories": [1, 2, 3]},
        [",add,,t.n,,2,code added"],
    ),
    "an order where there was none": (
        {"categories": LEVELS},
        ORDERED,
        ['t,change,,n,"1, 2",1 < 2,codes reordered'],
    ),
    "no order that is said": (
        {"categories": LEVELS},
        {"categories": LEVELS, "categoriesOrdered": False},
        [],
    ),
    "other words for one value": (limit(enum=["1", 2]), limit(enum=[2, 1]), []),
    "a part of the categories": (
        {"categories": [1, 2], **limit(enum=[1])},
        {"categories": [1, 2, 3], **limit(enum=[1])},
        [",add,,t.n,,3,code added"],
    ),
}


@pytest.mark.parametrize("case", CATEGORIES)
def test_categories_have_labels_and_may_have_an_order(
    tmp_path: Path, case: str
) -> None:
    before, after, changes = CATEGORIES[case]
    old = write(tmp_path / "old", "id,n,words\n", declare(n=before))
    new = write(tmp_path / "new", "id,n,words\n", declare(n=after))

    assert list_changes(old, new) == changes


def test_a_label_is_told_beside_its_code() -> None:
    change = CodeChange(
        kind=Kind.CODE_REDEFINED, list="t.n", code="1", old_label=None, new_label="low"
    )

    assert describe_code(change) == "t.n: code redefined: 1 (nothing → low)"


def test_codes_that_are_numbers_are_compared_as_numbers(tmp_path: Path) -> None:
    fields = [
        ["id", {"name": "x", "type": "number", **limit(enum=values)}]
        for values in (["1.0", "2"], [1, 2.0])
    ]
    old = write(tmp_path / "old", "id,x\n", fields[0])
    new = write(tmp_path / "new", "id,x\n", fields[1])

    assert list_changes(old, new) == []


def test_the_order_in_a_key_does_not_matter(tmp_path: Path) -> None:
    def refer(*names: str) -> Row:
        reference = {"fields": list(names)}
        return {"foreignKeys": [{"fields": list(names), "reference": reference}]}

    old = write(
        tmp_path / "old",
        TEXT,
        declare(),
        uniqueKeys=[["n", "words"]],
        **refer("n", "words"),
    )
    new = write(
        tmp_path / "new",
        TEXT,
        declare(),
        uniqueKeys=[["words", "n"]],
        **refer("words", "n"),
    )

    assert list_changes(old, new) == []


METADATA: dict[str, tuple[Callable[[Any], object], list[str]]] = {
    "a title": (
        lambda it: it.update(title="T"),
        [",change,,title,,T,metadata changed"],
    ),
    "a licence": (
        lambda it: it.update(licenses=[{"name": "CC0-1.0"}]),
        [',change,,licenses,,"[{""name"": ""CC0-1.0""}]",metadata changed'],
    ),
    "a floor": (
        lambda it: it["claimpack"].update(expect={"claims": {"rows_min": 1}}),
        [
            (
                ",change,,claimpack.expect,,"
                '"{""claims"": {""rows_min"": 1}}",metadata changed'
            )
        ],
    ),
    "words about a table": (
        lambda it: it["resources"][0].update(title="T"),
        [",change,,documents.title,Documents,T,metadata changed"],
    ),
    "a file besides": (
        lambda it: it["resources"].append({"name": "map", "path": "map.png"}),
        [",change,,map.path,,map.png,metadata changed"],
    ),
    "a truth value that is a number now": (
        lambda it: (it.update(x={"a": [1]}), it.update(y=1)),
        [
            ',change,,x,"{""a"": [true]}","{""a"": [1]}",metadata changed',
            ",change,,y,true,1,metadata changed",
        ],
    ),
    "hashes": (
        lambda it: it["resources"][0].update(bytes=1),
        [],
    ),
}


@pytest.mark.parametrize("case", METADATA)
def test_metadata_is_told_by_its_property(tmp_path: Path, case: str) -> None:
    change, changes = METADATA[case]
    old, new = (write_package(tmp_path / name) for name in ("old", "new"))
    for root in (old, new):
        edit_descriptor(root, lambda it: it.update(x={"a": [True]}, y=True))
    edit_descriptor(new, change)

    assert list_changes(old, new) == changes
    assert {bump for bump, *_ in list_reasons(old, new)} <= {"patch"}


def test_a_version_alone_asks_for_none(tmp_path: Path) -> None:
    old, new = (write_package(tmp_path / name) for name in ("old", "new"))
    edit_descriptor(new, lambda it: it.update(version="9.0.0"))

    assert list_reasons(old, new) == []
    assert not compare(old, new, lambda diff: diff.is_empty)


ENOUGH = {
    "too little": (
        "1.0.9",
        (
            "The changes are minor: 1.0.0 → 1.1.0 at least; NEW says 1.0.9, which is"
            " too little."
        ),
    ),
    "enough": (
        "1.1.0",
        "The changes are minor: 1.0.0 → 1.1.0 at least; NEW says 1.1.0.",
    ),
    "no version": (None, "The changes are minor: 1.0.0 → 1.1.0 at least."),
}


@pytest.mark.parametrize("case", ENOUGH)
def test_a_version_that_says_too_little_is_told(tmp_path: Path, case: str) -> None:
    version, words = ENOUGH[case]
    old = write_foreign(tmp_path / "old", "id\na\n", ["id"], primaryKey=["id"])
    new = write_foreign(tmp_path / "new", "id\na\nb\n", ["id"], primaryKey=["id"])
    edit_descriptor(old, lambda it: it.update(version="1.0.0"))
    edit_descriptor(new, lambda it: it.update(version=version) if version else None)

    assert compare(old, new, describe_version) == words


VERDICTS = {
    "less": ("0.0.9", "This asks for no new version; NEW says 0.0.9, less than 0.1.0."),
    "the same": ("0.1.0", "This asks for no new version."),
    "more": ("0.2.0", "This asks for no new version."),
}


@pytest.mark.parametrize("case", VERDICTS)
def test_a_version_that_is_less_than_before_is_told(tmp_path: Path, case: str) -> None:
    version, words = VERDICTS[case]
    old, new = (write_package(tmp_path / name) for name in ("old", "new"))
    edit_descriptor(old, lambda it: it.update(version="0.1.0"))
    edit_descriptor(new, lambda it: it.update(version=version))

    assert compare(old, new, describe_version) == words


def test_tables_come_and_go(tmp_path: Path) -> None:
    old = write_package(tmp_path / "old")
    new = write_package(tmp_path / "new")
    edit_descriptor(new, lambda it: it["resources"].pop())

    assert list_reasons(old, new) == [("major", "table removed", "claims_flat", 1)]
    assert list_reasons(new, old) == [("minor", "table added", "claims_flat", 1)]


def change_rows(tmp_path: Path, change: Callable[[Any], object]) -> tuple[Path, Path]:
    """Two packages of the model, the later with other rows."""
    rows = make_rows()
    rows["claims"].append(make_claim("d1.e3"))
    old = write_package(tmp_path / "old", rows)
    change(rows)
    return old, write_package(tmp_path / "new", rows)


def list_reused(old: Path, new: Path) -> dict[str, tuple[str, ...]]:
    """The ids of each table that are reused."""
    return compare(
        old, new, lambda diff: {it.name: it.reused for it in diff.tables if it.reused}
    )


def say(row: Row, **cells: object) -> Row:
    """A row after a change of its cells."""
    row.update(cells)
    return row


ANOTHER = {"claim_text": "Else.", "certainty": "possible", "event_id": None}
MOVED = {"char_start": 33, "char_end": 34}
REUSED: dict[str, tuple[Callable[[Any], object], dict[str, tuple[str, ...]]]] = {
    "a claim with other cells and the same characters": (
        lambda rows: say(rows["claims"][0], **ANOTHER),
        {},
    ),
    "a claim with one other cell and other characters": (
        lambda rows: (
            say(rows["claims"][0], claim_text="Else."),
            say(rows["spans"][0], **MOVED),
        ),
        {"claims": ("d1.e1",), "spans": ("d1.content.d1.e1",)},
    ),
    "a claim as it was and other characters": (
        lambda rows: say(rows["spans"][0], **MOVED),
        {"spans": ("d1.content.d1.e1",)},
    ),
    "a claim with some of its characters": (
        lambda rows: (
            say(rows["claims"][0], claim_text="Else."),
            say(rows["spans"][0], char_start=9, char_end=20),
        ),
        {},
    ),
    "a span in another document": (
        lambda rows: say(rows["spans"][0], document_id="d2"),
        {"spans": ("d1.content.d1.e1",)},
    ),
    "a claim without spans and one equal cell": (
        lambda rows: say(rows["claims"][2], **ANOTHER),
        {},
    ),
    "an attribution with other words": (
        lambda rows: (
            say(rows["attributions"][0], cue="told"),
            [say(it, **MOVED) for it in rows["spans"][3:5]],
        ),
        {
            "attributions": ("d1.e1.a",),
            "spans": ("d1.cue.d1.e1.a", "d1.source.d1.e1.a"),
        },
    ),
    "an entity of which nothing is left": (
        lambda rows: say(
            rows["entities"][1], name="Bob", entity_type="person", is_named=False
        ),
        {"entities": ("dam",)},
    ),
    "an event with one cell": (
        lambda rows: say(rows["events"][0], label="Flood"),
        {},
    ),
}


@pytest.mark.parametrize("case", REUSED)
def test_an_id_is_reused_where_nothing_of_its_content_is_left(
    tmp_path: Path, case: str
) -> None:
    change, reused = REUSED[case]

    assert list_reused(*change_rows(tmp_path, change)) == reused


PLACES = ("document_id", "char_start", "char_end")
CELLS = {
    "texts": ({}, ("a,x,y", "a,v,y")),
    "numbers": (dict.fromkeys(PLACES[1:], "number"), ("a,1.5,2.5", "a,1.5,3.5")),
    "days": (
        dict.fromkeys(PLACES, "date"),
        ("2031-01-01,2031-01-02,2031-01-03", "2031-01-01,2031-01-02,2031-01-04"),
    ),
    "integers beyond 64 bits": (
        dict.fromkeys(PLACES[1:], "integer"),
        (f"a,1,{10**30}", f"a,2,{10**30}"),
    ),
    "a document that is a number": (
        dict.fromkeys(PLACES, "integer"),
        ("1,0,4", "2,6,9"),
    ),
}


@pytest.mark.parametrize("name", ["claims", "spans"])
@pytest.mark.parametrize("case", CELLS)
def test_offsets_of_other_types_are_cells_like_others(
    tmp_path: Path, case: str, name: str
) -> None:
    types, words = CELLS[case]
    fields = ["id", *({"name": it, "type": types.get(it, "string")} for it in PLACES)]
    header = ",".join(["id", *PLACES, "role", "claim_id"])
    for side, cells in zip(("old", "new"), words, strict=True):
        text = f"{header}\ns1,{cells},content,c1\n"
        write(tmp_path / side, text, [*fields, "role", "claim_id"])
        edit_descriptor(
            tmp_path / side, lambda it: it["resources"][0].update(name=name)
        )

    reasons = list_reasons(tmp_path / "old", tmp_path / "new")

    assert reasons == [("minor", "row changed", name, 1)]


SPAN_TYPES = {
    "id": "string",
    "document_id": "string",
    **dict.fromkeys(PLACES[1:], "number"),
    **dict.fromkeys(("role", "claim_id"), "string"),
}


def test_claims_are_judged_by_their_cells_where_offsets_are_no_integers(
    tmp_path: Path,
) -> None:
    texts = {
        "old": ("c1,one,1\n", "s1,d1,0.5,2.5,content,c1\n"),
        "new": ("c1,two,2\n", "s1,d1,1.5,3.5,content,c1\n"),
    }
    for side, (claims, spans) in texts.items():
        root = tmp_path / side
        write(root, f"id,words,n\n{claims}", ["id", "words", "n"])
        fields = [{"name": it, "type": kind} for it, kind in SPAN_TYPES.items()]
        schema = {"fields": fields, "primaryKey": ["id"]}
        header = ",".join(SPAN_TYPES)
        (root / "s.csv").write_text(f"{header}\n{spans}", encoding="utf-8")
        resource = {"name": "spans", "path": "s.csv", "schema": schema}
        edit_descriptor(root, name_claims(resource))

    reused = list_reused(tmp_path / "old", tmp_path / "new")

    assert reused == {"claims": ("c1",)}


def name_claims(spans: Row) -> Callable[[Any], None]:
    """An edit of a descriptor: its table is called `claims`, and has spans."""

    def edit(descriptor: Any) -> None:  # noqa: ANN401  # JSON
        descriptor["resources"][0].update(name="claims")
        descriptor["resources"].append(spans)

    return edit


def add_tombstones(root: Path, text: str, columns: list[str]) -> None:
    (root / "data/withdrawn.csv").write_text(text, encoding="utf-8")
    resource = {
        "name": "withdrawn",
        "path": "data/withdrawn.csv",
        "schema": {"fields": [{"name": it, "type": "string"} for it in columns]},
    }
    edit_descriptor(root, lambda it: it["resources"].append(resource))


def list_graves(old: Path, new: Path) -> dict[str, tuple[tuple[str, ...], ...]]:
    """By table: the ids without a tombstone, and those in use that have one."""
    return compare(
        old,
        new,
        lambda diff: {
            it.name: (it.tombstones.missing, it.tombstones.used)
            for it in diff.tables
            if it.tombstones.missing or it.tombstones.used
        },
    )


def test_ids_without_a_tombstone_are_named_and_those_in_use_with_one(
    tmp_path: Path,
) -> None:
    old, new = change_rows(tmp_path, lambda rows: rows["claims"].pop())
    text = "id,table\nd1.e1,claims\nanna,claims\n"

    without = list_graves(old, new)
    add_tombstones(new, text, ["id", "table"])
    with_one = list_graves(old, new)
    add_tombstones(old, f"{text}d1.e3,claims\n", ["id", "table"])
    with_both = list_graves(old, new)

    assert without == {"claims": (("d1.e3",), ())}
    assert with_one == {"claims": (("d1.e3",), ("d1.e1",))}
    assert with_both == {"claims": ((), ("d1.e1",))}


def test_the_change_file_has_ids_in_use_with_a_tombstone_whose_row_is_the_same(
    tmp_path: Path,
) -> None:
    old, new = change_rows(tmp_path, lambda _: None)
    for root in (old, new):
        add_tombstones(root, "id,table\nd1.e1,claims\n", ["id", "table"])

    assert list_changes(old, new) == ['claims,,d1.e1,,,,"in use, and has a tombstone"']


def test_a_table_of_that_name_with_other_columns_has_no_tombstones(
    tmp_path: Path,
) -> None:
    old, new = change_rows(tmp_path, lambda rows: rows["claims"].pop())
    add_tombstones(new, "when\nnow\n", ["when"])

    assert list_graves(old, new) == {"claims": (("d1.e3",), ())}


VERSIONS = [
    ("0.1.0", Bump.MAJOR, "1.0.0"),
    ("1.2.3", Bump.MINOR, "1.3.0"),
    ("1.2.3", Bump.PATCH, "1.2.4"),
    ("1.2.3", Bump.NONE, "1.2.3"),
    ("1.2", Bump.PATCH, None),
    (None, Bump.MAJOR, None),
]


@pytest.mark.parametrize(("version", "bump", "following"), VERSIONS)
def test_a_bump_gives_the_least_version_that_follows(
    version: str | None, bump: Bump, following: str | None
) -> None:
    assert find_next(version, bump) == following


@pytest.mark.parametrize(
    ("version", "least", "answer"),
    [
        ("1.10.0", "1.9.0", True),
        ("1.8.9", "1.9.0", False),
        (None, "1.0.0", None),
        ("1.0.0", None, None),
    ],
)
def test_a_version_is_enough_by_its_numbers(
    version: str | None,
    least: str | None,
    answer: bool | None,  # noqa: FBT001  # a case
) -> None:
    assert is_enough(version, least) is answer


def test_every_kind_asks_for_a_version() -> None:
    assert set(BUMPS) == set(Kind)


def test_the_document_has_every_kind_with_its_version() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")

    lines = [line.split(" | ") for line in text.splitlines() if line.startswith("| ")]
    told = {
        cells[0].strip("| "): cells[1].strip("| ") for cells in lines if len(cells) > 1
    }
    assert {kind: told.get(kind) for kind in Kind} == {
        kind: bump.word for kind, bump in BUMPS.items()
    }


def test_a_field_that_is_declared_otherwise_is_found(tmp_path: Path) -> None:
    old, new = (write_package(tmp_path / name) for name in ("old", "new"))
    edit_descriptor(
        new,
        lambda it: find_field(it, "claims", "certainty").pop("constraints"),
    )

    assert list_reasons(old, new) == [("minor", "constraint loosened", "claims", 1)]
