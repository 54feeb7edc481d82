"""The diagram of tables: each foreign key has a line, and nothing covers a table."""

from __future__ import annotations

import re
from itertools import combinations
from pathlib import Path
from xml.etree.ElementTree import Element, fromstring

from hypothesis import given
from hypothesis import strategies as st

from claimpack.opening import open_package
from claimpack.schema import Field, ForeignKey, Table
from claimpack.schema_files import load_shipped_schema
from claimpack.site.diagram import MOST_DRAWN, Diagram, draw_diagram
from claimpack.site.dictionary import write_dictionary
from claimpack.site.layout import PlacedBox
from claimpack.site.lines import STUB
from claimpack.site.ranks import rank_tables
from claimpack.site.relations import list_relations
from claimpack.site.schema_diagram import draw_schema
from command_line import REPOSITORY
from html_pages import parse_page, read_text, write_tables

SVG = "{http://www.w3.org/2000/svg}"
MODEL = load_shipped_schema()
NUMBER = re.compile(r"-?\d+")


def make_table(name: str, *targets: str) -> Table:
    """A table with a key and a foreign key to each of some tables."""
    names = [f"r{index}" for index, _ in enumerate(targets)]
    keys = [
        ForeignKey(fields=(own,), table=target, target_fields=("id",))
        for own, target in zip(names, targets, strict=True)
    ]
    return Table(
        name=name,
        title="",
        description="",
        fields=tuple(Field(name=each, type="string") for each in ("id", *names)),
        primary_key=("id",),
        foreign_keys=tuple(keys),
    )


def draw(*tables: Table) -> Diagram:
    """The diagram of some tables."""
    diagram = draw_diagram(tables, list_relations(tables))
    assert diagram is not None
    return diagram


def is_beside(box: PlacedBox, name: str, x: int, y: int) -> bool:
    """Whether a point is where the line of a column may meet a box."""
    return x in {box.x, box.right} and y == box.y + box.box.find_height(name)


def require_sound(diagram: Diagram) -> None:
    """Each line joins its columns; no box is outside, on another one, or crossed."""
    placed = {box.box.table.name: box for box in diagram.boxes}
    for one, other in combinations(diagram.boxes, 2):
        is_apart = one.right < other.x or other.right < one.x
        assert is_apart or one.bottom < other.y or other.bottom < one.y
    for box in diagram.boxes:
        assert 0 < box.x < box.right < diagram.width
        assert 0 < box.y < box.bottom < diagram.height
    for line in diagram.lines:
        relation = line.relation
        first_x, first_y, *_ = map(int, NUMBER.findall(line.path))
        *_, last_y, last_x = map(int, NUMBER.findall(line.path))
        own, target = placed[relation.table], placed[relation.key.table]
        assert is_beside(own, relation.key.fields[0], first_x, first_y)
        assert is_beside(target, relation.key.target_fields[0], last_x, last_y)
        for x, y in iter_level(line.path):
            assert not any(
                b.x < x < b.right and b.y < y < b.bottom for b in placed.values()
            )


def iter_level(path: str) -> list[tuple[int, int]]:
    """The middle of each level part of a line."""
    x = y = 0
    middles = []
    for command, words in re.findall(r"([MHC])([-\d ]+)", path):
        numbers = list(map(int, words.split()))
        if command == "H":
            middles.append(((x + numbers[0]) // 2, y))
            x = numbers[0]
        else:
            x, y = numbers[-2:]
    return middles


@st.composite
def tables(draw_value: st.DrawFn) -> list[Table]:
    """Up to 60 tables, each with up to three references to any of them."""
    count = draw_value(st.integers(1, 60))
    names = [f"t{index}" for index in range(count)]
    targets = st.lists(st.sampled_from(names), max_size=3)
    return [make_table(name, *draw_value(targets)) for name in names]


@given(tables())
def test_whatever_refers_to_whatever_nothing_overlaps(some: list[Table]) -> None:
    diagram = draw(*some)

    require_sound(diagram)
    assert len(diagram.lines) == sum(len(table.foreign_keys) for table in some)
    assert diagram == draw(*some)


def test_the_model_has_a_line_for_each_foreign_key_and_fits_a_window() -> None:
    diagram = draw(*MODEL.tables.values())

    require_sound(diagram)
    assert {(it.relation.table, it.relation.key) for it in diagram.lines} == {
        (table.name, key)
        for table in MODEL.tables.values()
        for key in table.foreign_keys
    }
    assert diagram.width < 1200


def test_tables_stand_right_of_those_that_they_refer_to() -> None:
    names = ["a", "b", "c", "d"]
    edges = [("a", "b"), ("b", "c"), ("a", "c"), ("c", "c")]

    assert rank_tables(names, edges) == {"c": 0, "d": 0, "b": 1, "a": 2}


def test_a_circle_begins_with_the_first_that_refers_to_the_fewest() -> None:
    edges = [("a", "b"), ("a", "c"), ("b", "c"), ("c", "a")]

    assert rank_tables(["a", "b", "c"], edges) == {"b": 0, "a": 1, "c": 2}


def test_the_ends_tell_one_row_from_many() -> None:
    many = make_table("many", "one")
    single = Table(
        name="single",
        title="",
        description="",
        fields=(Field(name="id", type="string", is_unique=True),),
        primary_key=(),
        foreign_keys=(ForeignKey(fields=("id",), table="one", target_fields=("id",)),),
    )

    diagram = draw(make_table("one"), many, single)

    foot, bar = (it.signs for it in diagram.lines)
    assert re.fullmatch(r"M\d+ \d+l-10 5l10 5M\d+ \d+v10", foot)
    assert re.fullmatch(r"M\d+ \d+v10M\d+ \d+v10", bar)


def test_a_box_has_the_columns_of_keys_and_says_which_may_be_empty() -> None:
    fields = [Field(name=name, type="string") for name in ("id", "code", "up", "text")]
    table = Table(
        name="t",
        title="",
        description="",
        fields=tuple(fields),
        primary_key=("id",),
        foreign_keys=(
            ForeignKey(fields=("id",), table="t", target_fields=("code",)),
            ForeignKey(fields=("up",), table="t", target_fields=("id",)),
        ),
    )

    (placed,) = draw(table).boxes

    rows = [(row.label, row.marks) for row in placed.box.rows]
    assert rows == [("id", "PK FK"), ("code", ""), ("up", "FK?")]


def test_a_line_from_a_table_to_itself_goes_around_its_left_side() -> None:
    diagram = draw(make_table("t", "t"))

    (line,), (box,) = diagram.lines, diagram.boxes
    assert line.path.startswith(f"M{box.x} ")
    assert line.path.endswith(f"H{box.x}")
    assert 0 < min(int(x) for x in re.findall(r"C(-?\d+)", line.path)) < box.x - STUB


def test_long_and_wide_names_are_cut_to_their_room() -> None:
    diagram = draw(make_table("x" * 5_000), make_table("人" * 5_000))

    assert [(len(it.box.label), it.box.width) for it in diagram.boxes] == [
        (30, 239),
        (15, 232),
    ]


def test_no_table_and_too_many_are_not_drawn(tmp_path: Path) -> None:
    many = [make_table(f"t{index}") for index in range(MOST_DRAWN + 1)]
    package = write_tables(
        tmp_path, *((it.name, "id\n", {"fields": [{"name": "id"}]}) for it in many)
    )

    page = parse_page(write_dictionary(open_package(package, unchecked=True)))

    assert draw_diagram([], []) is None
    assert draw_diagram(many, []) is None
    assert draw_diagram(many[1:], []) is not None
    assert "More than 200 tables are not drawn." in read_text(page)


def list_titles(lines: list[Element]) -> list[str]:
    """What is told of each line."""
    return [str(line[0].text) for line in lines]


def test_both_pages_draw_each_foreign_key_of_the_model() -> None:
    page = parse_page(write_dictionary(open_package(REPOSITORY, unchecked=True)))
    alone = fromstring(draw_schema(MODEL))  # noqa: S314  # our own

    expected = [
        f"{table.name}.{key.fields[0]} refers to {key.table}.{key.target_fields[0]}"
        for table in MODEL.tables.values()
        for key in table.foreign_keys
    ]

    lines = [it for it in page.iter("g") if "relation" in it.get("class", "")]
    assert list_titles(lines) == expected
    lines = [it for it in alone.iter(f"{SVG}g") if "relation" in it.get("class", "")]
    assert list_titles(lines) == expected
    links = [it.get("href") for svg in page.iter("svg") for it in svg.iter("a")]
    assert sorted(map(str, links)) == sorted(f"#{name}" for name in MODEL.tables)
