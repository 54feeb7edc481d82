"""The schema files are read by the letter, and ours say what each column means."""

import json
import os
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from claimpack.cells import iter_cell_faults
from claimpack.errors import SchemaError
from claimpack.schema import (
    Code,
    CrossRule,
    Field,
    ForeignKey,
    Schema,
    Table,
    Vocabulary,
)
from claimpack.schema_files import (
    TABLE_ORDER,
    load_document_schema,
    load_schema,
    load_shipped_schema,
    order_tables,
)

SHIPPED = load_shipped_schema()
COLUMNS = [
    (table, field) for table in SHIPPED.tables.values() for field in table.fields
]
COLUMN_IDS = [f"{table.name}.{field.name}" for table, field in COLUMNS]

Files = dict[str, Any]


def small_files() -> Files:
    """A whole folder of schema files, by path: a column of each kind of key."""
    return {
        "vocabularies/colour.json": {
            "list": "colour",
            "title": "Colour",
            "source": "Rainbow",
            "source_version": "1",
            "codes": [
                {"code": "red", "label": "Red", "definition": "Like blood."},
                {
                    "code": "grey",
                    "label": "Grey",
                    "definition": "Ours.",
                    "source": "us",
                },
            ],
        },
        "tables/things.json": {
            "name": "things",
            "title": "Things",
            "primaryKey": ["thing_id"],
            "uniqueKeys": [["thing_id", "colour"]],
            "foreignKeys": [
                {"fields": ["part_of"], "reference": {"fields": ["thing_id"]}}
            ],
            "fields": [
                {
                    "name": "thing_id",
                    "type": "string",
                    "description": "Id.",
                    "example": "a",
                    "constraints": {"required": True, "pattern": "[a-z]"},
                },
                {
                    "name": "colour",
                    "type": "string",
                    "description": "Colour.",
                    "example": "red",
                    "whenEmpty": "Not seen.",
                    "vocabulary": "colour",
                    "rdfType": "http://www.w3.org/2004/02/skos/core#Concept",
                },
                {
                    "name": "part_of",
                    "type": "string",
                    "description": "Whole.",
                    "example": "b",
                    "whenEmpty": "None.",
                },
            ],
        },
        "rules.json": {
            "rules": [
                {
                    "code": "no-red",
                    "table": "things",
                    "message": "{thing_id} is red",
                    "explanation": "Red is taken.",
                    "condition": "colour <> 'red'",
                }
            ]
        },
    }


def load_files(folder: Path, files: Files) -> Schema:
    """The schema that the files make, written to `folder` first."""
    for path, content in files.items():
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_text(json.dumps(content))
    return load_schema(folder)


def error_of(folder: Path, files: Files) -> str:
    """The message with which the files are refused."""
    with pytest.raises(SchemaError) as raised:
        load_files(folder, files)
    return str(raised.value)


def test_a_folder_of_schema_files_becomes_the_model(tmp_path: Path) -> None:
    red = Code(
        code="red",
        label="Red",
        definition="Like blood.",
        source="Rainbow",
        source_version="1",
    )
    grey = Code(code="grey", label="Grey", definition="Ours.", source="us")
    thing_id = Field(
        name="thing_id",
        type="string",
        description="Id.",
        example="a",
        is_required=True,
        pattern="[a-z]",
    )
    colour = Field(
        name="colour",
        type="string",
        description="Colour.",
        example="red",
        when_empty="Not seen.",
        vocabulary="colour",
        codes=("red", "grey"),
        rdf_type="http://www.w3.org/2004/02/skos/core#Concept",
    )
    part_of = Field(
        name="part_of",
        type="string",
        description="Whole.",
        example="b",
        when_empty="None.",
    )
    things = Table(
        name="things",
        title="Things",
        description="",
        fields=(thing_id, colour, part_of),
        primary_key=("thing_id",),
        unique_keys=(("thing_id", "colour"),),
        foreign_keys=(
            ForeignKey(
                fields=("part_of",), table="things", target_fields=("thing_id",)
            ),
        ),
    )
    rule = CrossRule(
        code="no-red",
        table="things",
        message="{thing_id} is red",
        explanation="Red is taken.",
        condition="colour <> 'red'",
    )

    schema = load_files(tmp_path, small_files())

    assert schema == Schema(
        tables={"things": things},
        vocabularies={
            "colour": Vocabulary(
                name="colour", title="Colour", description="", codes=(red, grey)
            )
        },
        rules=(rule,),
    )
    assert schema.codes == {"colour": frozenset({"red", "grey"})}


FIELD = "schemas/tables/things.json, field 'colour'"
COULD_STAND = "give one that could stand in the column, or change its type."
WRONG_FIELDS = {
    "unknown key": (
        {"whenempty": "Not seen."},
        f"{FIELD}: unknown key 'whenempty'; did you mean 'whenEmpty'?",
    ),
    "unknown constraint": (
        {"constraints": {"requierd": True}},
        f"{FIELD}, constraints: unknown key 'requierd'; did you mean 'required'?",
    ),
    "unknown type": (
        {"type": "sting"},
        f"{FIELD}: unknown type 'sting'; did you mean 'string'?",
    ),
    "unknown type, none near": (
        {"type": "?"},
        f"{FIELD}: unknown type '?'; known: string, integer, number, boolean, date",
    ),
    "unknown vocabulary": (
        {"vocabulary": "color"},
        f"{FIELD}: no vocabulary is called 'color'; did you mean 'colour'?",
    ),
    "required and an empty cell": (
        {"constraints": {"required": True}},
        f"{FIELD}: expected either 'whenEmpty' or the constraint 'required'",
    ),
    "broken pattern": (
        {"constraints": {"pattern": "("}},
        (
            f"{FIELD}: the pattern '(' does not compile: "
            "missing ), unterminated subpattern at position 0"
        ),
    ),
    "wrong JSON type": (
        {"constraints": {"minimum": "1"}},
        f"{FIELD}, constraints: the value of 'minimum' has the wrong JSON type",
    ),
    "an example of another type": (
        {"type": "number", "example": "abc"},
        (
            f'{FIELD}: found the example "abc"; expected a number with a decimal point,'
            f" as 0.25; {COULD_STAND}"
        ),
    ),
    "no example": (
        {"example": ""},
        f'{FIELD}: found the example ""; expected text; {COULD_STAND}',
    ),
    "a code of another type": (
        {"type": "integer", "example": "1"},
        (
            f'{FIELD}: found the code of colour "red"; expected an integer in ASCII'
            f" digits, as 1200; {COULD_STAND}"
        ),
    ),
    "reused name": (
        {"name": "part_of"},
        "schemas/tables/things.json: the column 'part_of' stands twice",
    ),
}


@pytest.mark.parametrize(
    ("change", "message"), WRONG_FIELDS.values(), ids=WRONG_FIELDS.keys()
)
def test_a_wrong_column_is_refused(
    tmp_path: Path, change: dict[str, Any], message: str
) -> None:
    files = small_files()
    files["tables/things.json"]["fields"][1] |= change

    assert error_of(tmp_path, files) == message


THINGS = "schemas/tables/things.json"
NAMES = "expected the names of columns; list them, each in quotes."
WRONG_TABLES: dict[str, tuple[dict[str, Any], str]] = {
    "unknown key": (
        {"primarykey": []},
        f"{THINGS}: unknown key 'primarykey'; did you mean 'primaryKey'?",
    ),
    "unknown column in the primary key": (
        {"primaryKey": ["thingid"]},
        f"{THINGS}: 'things' has no column 'thingid'; did you mean 'thing_id'?",
    ),
    "unknown column in a unique key": (
        {"uniqueKeys": [["xyz"]]},
        f"{THINGS}: 'things' has no column 'xyz'; known: thing_id, colour, part_of",
    ),
    "unknown column in a foreign key": (
        {"foreignKeys": [{"fields": ["par_of"], "reference": {"fields": ["colour"]}}]},
        f"{THINGS}: 'things' has no column 'par_of'; did you mean 'part_of'?",
    ),
    "unknown column referred to": (
        {"foreignKeys": [{"fields": ["part_of"], "reference": {"fields": ["thing"]}}]},
        f"{THINGS}: 'things' has no column 'thing'; did you mean 'thing_id'?",
    ),
    "unknown table referred to": (
        {
            "foreignKeys": [
                {
                    "fields": ["part_of"],
                    "reference": {"resource": "thing", "fields": ["thing_id"]},
                }
            ]
        },
        f"{THINGS}: no table is called 'thing'; did you mean 'things'?",
    ),
    "unknown key in a reference": (
        {"foreignKeys": [{"fields": [], "reference": {"fields": [], "table": "x"}}]},
        (
            f"{THINGS}, foreignKeys, reference: unknown key 'table'; "
            "known: resource, fields"
        ),
    ),
    "a primary key of a number": (
        {"primaryKey": [1]},
        f'{THINGS}, primaryKey: found "1"; {NAMES}',
    ),
    "an empty primary key": (
        {"primaryKey": []},
        f'{THINGS}, primaryKey: found "[]"; {NAMES}',
    ),
    "a unique key that is no list": (
        {"uniqueKeys": ["colour"]},
        f'{THINGS}, uniqueKeys: found "colour"; {NAMES}',
    ),
    "a foreign key of an object": (
        {"foreignKeys": [{"fields": [{}], "reference": {"fields": ["colour"]}}]},
        f'{THINGS}, foreignKeys, fields: found "{{}}"; {NAMES}',
    ),
    "a reference to nothing": (
        {"foreignKeys": [{"fields": ["colour"], "reference": {"fields": [None]}}]},
        f'{THINGS}, foreignKeys, reference, fields: found "None"; {NAMES}',
    ),
    "a foreign key without a pair": (
        {
            "foreignKeys": [
                {"fields": ["colour"], "reference": {"fields": ["colour", "part_of"]}}
            ]
        },
        (
            f"{THINGS}, foreignKeys: found 1 fields that refer to 2; expected pairs;"
            " give both as many names, in the same order."
        ),
    ),
    "a column that is no object": (
        {"fields": ["thing_id"]},
        f"{THINGS}, field 'thing_id': expected an object",
    ),
    "another name than the file": (
        {"name": "thing"},
        f"{THINGS}: describes 'thing'; rename the file or what is in it",
    ),
}


@pytest.mark.parametrize(
    ("change", "message"), WRONG_TABLES.values(), ids=WRONG_TABLES.keys()
)
def test_a_wrong_table_is_refused(
    tmp_path: Path, change: dict[str, Any], message: str
) -> None:
    files = small_files()
    files["tables/things.json"] |= change

    assert error_of(tmp_path, files) == message


def test_a_table_without_a_primary_key_is_refused(tmp_path: Path) -> None:
    files = small_files()
    del files["tables/things.json"]["primaryKey"]

    assert error_of(tmp_path, files) == f"{THINGS}: the key 'primaryKey' is missing"


def test_an_unknown_key_of_a_code_is_refused(tmp_path: Path) -> None:
    files = small_files()
    files["vocabularies/colour.json"]["codes"][0]["closematch"] = "RED"

    assert error_of(tmp_path, files) == (
        "schemas/vocabularies/colour.json, code 'red': "
        "unknown key 'closematch'; did you mean 'close_match'?"
    )


def test_a_code_that_stands_twice_is_refused(tmp_path: Path) -> None:
    files = small_files()
    files["vocabularies/colour.json"]["codes"][1]["code"] = "red"

    message = "schemas/vocabularies/colour.json: the code 'red' stands twice"
    assert error_of(tmp_path, files) == message


def test_a_list_with_another_name_than_its_file_is_refused(tmp_path: Path) -> None:
    files = small_files()
    files["vocabularies/colour.json"]["list"] = "color"

    assert error_of(tmp_path, files) == (
        "schemas/vocabularies/colour.json: describes 'color'; "
        "rename the file or what is in it"
    )


RULE = "schemas/rules.json, rule 'no-red'"
WRONG_RULES: dict[str, tuple[dict[str, Any], str]] = {
    "unknown key": (
        {"hnt": "Paint it."},
        f"{RULE}: unknown key 'hnt'; did you mean 'hint'?",
    ),
    "unknown table": (
        {"table": "thing"},
        f"{RULE}: no table is called 'thing'; did you mean 'things'?",
    ),
    "two ways": (
        {"function": "find_red"},
        f"{RULE}: expected exactly one of condition, query, function",
    ),
    "unknown severity": (
        {"severity": "eror"},
        f"{RULE}: unknown severity 'eror'; did you mean 'error'?",
    ),
}


@pytest.mark.parametrize(
    ("change", "message"), WRONG_RULES.values(), ids=WRONG_RULES.keys()
)
def test_a_wrong_rule_is_refused(
    tmp_path: Path, change: dict[str, Any], message: str
) -> None:
    files = small_files()
    files["rules.json"]["rules"][0] |= change

    assert error_of(tmp_path, files) == message


NOTHING = (
    "found nothing of that name; expected something that can be read; check the"
    " spelling or restore it."
)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    files = small_files()
    del files["rules.json"]

    assert error_of(tmp_path, files) == f"schemas/rules.json: {NOTHING}"


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    assert error_of(tmp_path, {}) == f"schemas/vocabularies: {NOTHING}"


def test_a_file_that_is_not_json_is_refused_with_its_place(tmp_path: Path) -> None:
    load_files(tmp_path, small_files())
    (tmp_path / "rules.json").write_text('{"rules": [], "rules": []}')

    with pytest.raises(SchemaError, match=r"^schemas/rules\.json line 1, column 15: "):
        load_schema(tmp_path)


UNSAFE_FILES: dict[str, Callable[[Path], object]] = {
    "a FIFO": os.mkfifo,
    "a symbolic link": lambda path: path.symlink_to("/dev/zero"),
    "a folder": Path.mkdir,
}


@pytest.mark.parametrize("folder", ["tables", "vocabularies"])
@pytest.mark.parametrize("kind", UNSAFE_FILES)
def test_a_schema_file_that_is_no_file_is_refused_at_once(
    tmp_path: Path, folder: str, kind: str
) -> None:
    load_files(tmp_path, small_files())
    UNSAFE_FILES[kind](tmp_path / folder / "a.json")

    with pytest.raises(SchemaError) as raised:
        load_schema(tmp_path)

    assert str(raised.value) == (
        f"schemas/{folder}/a.json: found {kind}; expected a regular file; put a copy of"
        " the file itself in its place."
    )


def test_schema_files_may_lie_in_a_zip_file(tmp_path: Path) -> None:
    schema = load_files(tmp_path, small_files())
    with zipfile.ZipFile(tmp_path / "model.zip", "w") as archive:
        for path in small_files():
            archive.write(tmp_path / path, f"claimpack/_schemas/{path}")
        archive.writestr("claimpack/_schemas/tables/notes.txt", "to do")

    shipped = zipfile.Path(tmp_path / "model.zip", "claimpack/_schemas/")

    assert load_schema(shipped) == schema


def test_other_files_in_the_folder_are_left_alone(tmp_path: Path) -> None:
    load_files(tmp_path, small_files())
    (tmp_path / "tables" / "notes.txt").write_text("to do")

    assert list(load_schema(tmp_path).tables) == ["things"]


def test_tables_stand_in_publication_order_and_strangers_last() -> None:
    assert order_tables(["zoo", "ark", "claims", "documents"]) == [
        "documents",
        "claims",
        "ark",
        "zoo",
    ]


def test_our_tables_are_those_of_the_design() -> None:
    assert tuple(SHIPPED.tables) == TABLE_ORDER


def test_the_schema_of_a_document_is_shipped_too() -> None:
    assert load_document_schema()["$id"] == "urn:claimpack:model:1.0.0:document"


@pytest.mark.parametrize(("table", "field"), COLUMNS, ids=COLUMN_IDS)
def test_each_of_our_columns_says_what_it_means(table: Table, field: Field) -> None:
    is_offset = field.name.endswith(("char_start", "char_end", "title_start"))
    needs_unit = is_offset or field.name in {"title_end", "char_count"}

    assert field.description.endswith(".")
    assert field.is_required != bool(field.when_empty)
    assert not needs_unit or "code points" in (field.unit or "")
    assert not (field.name in table.primary_key and not field.is_required)


@pytest.mark.parametrize(("table", "field"), COLUMNS, ids=COLUMN_IDS)
def test_the_example_of_each_of_our_columns_could_stand_in_it(
    table: Table, field: Field
) -> None:
    assert field.example, table.name
    assert list(iter_cell_faults(field.example, field)) == []


def test_a_column_that_stands_in_two_tables_has_one_type_and_one_list() -> None:
    kinds: dict[str, set[tuple[str, str | None]]] = {}
    for _, field in COLUMNS:
        kinds.setdefault(field.name, set()).add((field.type, field.vocabulary))

    # A span has a role for its owner, a participant one in an event.
    assert [name for name, kind in kinds.items() if len(kind) > 1] == ["role"]
