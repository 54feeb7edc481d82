"""The page of the sources counts what the tables have, and draws it."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimpack.dataset import Dataset
from claimpack.site.claim_views import Named
from claimpack.site.folder import Site
from claimpack.site.source_graph import (
    CELLS,
    LINES,
    MOST_SOURCES,
    WIDTH,
    SourceBox,
    draw_graph,
    find_width,
    wrap_name,
)
from claimpack.site.source_pages import MOST_LISTED
from claimpack.site.source_views import SourceView, Speakers, find_speakers
from command_line import REPOSITORY
from drawn_site import Rows, change_site, read_site, repeat_claims, show_sources
from html_pages import read_text
from invented_package import build_invented


@pytest.fixture(scope="module")
def seed() -> Site:
    """The site of the package of this repository."""
    return read_site(REPOSITORY)


@pytest.fixture(scope="module")
def invented(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The site of the invented package."""
    root: Path = tmp_path_factory.mktemp("invented")
    build_invented(root)
    return read_site(root)


@pytest.fixture(params=["seed", "invented"])
def site(request: pytest.FixtureRequest) -> Site:
    """Each of them."""
    found: Site = request.getfixturevalue(request.param)
    return found


def test_who_speaks_through_others_is_who_the_question_on_second_hand_claims_names(
    site: Site,
) -> None:
    answer = Dataset(site.package).ask("second-hand-claims").to_pylist()
    near = {(row["claim_id"], row["source"]) for row in answer if row["level"] == 1}
    expected = defaultdict(set)
    for row in answer:
        is_named = row["source_kind"] == "named"
        if row["level"] > 1 and not (
            is_named and (row["claim_id"], row["source"]) in near
        ):
            expected[row["source"]].add(row["claim_id"])

    through: dict[str, set[str]] = defaultdict(set)
    for source in find_speakers(site.library).sources.values():
        if source.through:
            name = source.named.name
            through["unnamed" if name.startswith("“") else name] |= source.through

    assert through == expected


def test_each_claim_is_counted_for_its_nearest_source_and_its_origin(
    site: Site,
) -> None:
    def count(column: str) -> Counter[str]:
        names = (row[column] for row in site.library.rows["claims_flat"])
        return Counter(name for it in names for name in set(it.split("; ")))

    def count_shown(column: str) -> Counter[str]:
        found: Counter[str] = Counter()
        for source in find_speakers(site.library).sources.values():
            name = source.named.name
            kind = {"named": name}.get(source.kind, source.kind)
            kind = name if source.named.href else kind
            found[kind] += len(getattr(source, column))
        return +found

    assert count_shown("nearest") == count("sources")
    assert count_shown("origin") == count("origin")


def test_the_table_of_sources_has_their_sector_and_country(seed: Site) -> None:
    page = show_sources(seed)

    rows = [
        [read_text(cell) for cell in row]
        for table in page.iter("table")
        if "sources" in table.get("class", "")
        for row in table.findall("tbody/tr")
    ]

    assert rows[:3] == [
        ["The articles themselves", "", "", "14", "14", "14", "0"],
        ["Government of South Korea", "Government", "South Korea", "6", "5", "5", "1"],
        ["Joint Chiefs of Staff of South Korea", "Military", "South Korea",
         "6", "6", "1", "0"],
    ]  # fmt: skip
    assert ["“Intelligence” unnamed", "", "", "2", "0", "2", "2"] in rows


def test_the_graph_and_its_table_have_the_same_pairs(site: Site) -> None:
    speakers = find_speakers(site.library)
    graph = draw_graph(speakers)
    page = show_sources(site)

    rows = [
        [read_text(cell) for cell in row]
        for details in page.iter("details")
        for row in details.iter("tr")
    ][1:]

    assert graph is not None
    assert [
        f"{deeper} through {nearer}: {count}"
        for deeper, nearer, count in rows
        if deeper != nearer
    ] == [f"{line.words}: {line.count}" for line in graph.lines]
    levels = site.library.levels_of.values()
    expected: Counter[tuple[str, str]] = Counter()
    for claim in levels:
        by_level = defaultdict(set)
        for row in claim:
            by_level[row["level"]].add(row["source_id"] or row["source_kind"])
        for one, other in pairwise(sorted(by_level)):
            expected.update(
                (near, deep) for near in by_level[one] for deep in by_level[other]
            )
    assert sum(int(row[2]) for row in rows) == sum(expected.values())


def test_who_says_what_it_assesses_itself_is_told_in_its_box(seed: Site) -> None:
    graph = draw_graph(find_speakers(seed.library))

    assert graph is not None
    assert {box.source.key: box.repeats for box in graph.boxes if box.repeats} == {
        "id jcs-kor": 2
    }


def make_speakers(pairs: dict[tuple[str, str], int]) -> Speakers:
    """Sources that are heard through each other."""
    keys = {key: None for pair in pairs for key in pair}
    sources = {
        key: SourceView(
            key=key,
            named=Named(name=f"Source {key}"),
            kind="named",
            sector="",
            country="",
        )
        for key in keys
    }
    return Speakers(sources=sources, heard=pairs)


def overlap(one: SourceBox, other: SourceBox) -> bool:
    """Whether two boxes cover each other."""
    is_beside = one.x + WIDTH <= other.x or other.x + WIDTH <= one.x
    return not (
        is_beside or one.y + one.height <= other.y or other.y + other.height <= one.y
    )


KEYS = st.integers(0, 12).map(str)


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.tuples(KEYS, KEYS), st.integers(1, 500), max_size=30))
def test_boxes_never_cover_each_other_and_all_that_is_heard_is_drawn(
    pairs: dict[tuple[str, str], int],
) -> None:
    graph = draw_graph(make_speakers(pairs))
    apart = {pair: count for pair, count in pairs.items() if pair[0] != pair[1]}

    if graph is None:
        assert apart == {}
        return
    boxes = graph.boxes
    assert {box.source.key for box in boxes} == {key for pair in apart for key in pair}
    assert [line.count for line in graph.lines] == list(apart.values())
    assert not any(
        overlap(one, other)
        for index, one in enumerate(boxes)
        for other in boxes[:index]
    )
    assert all(0 < box.x <= graph.width - WIDTH and box.y > 0 for box in boxes)
    assert all(box.y + box.height < graph.height for box in boxes)


def test_lines_within_a_column_bow_to_its_left() -> None:
    circle = {("c", "d"): 1, ("d", "c"): 1}
    pairs = {("a", "b"): 1, ("b", "c"): 1, ("x", "a"): 5, ("y", "b"): 4, **circle}

    graph = draw_graph(make_speakers(pairs))

    assert graph is not None
    boxes = {box.source.key: box for box in graph.boxes}
    level = [
        line
        for (near, deep), line in zip(pairs, graph.lines, strict=True)
        if boxes[near].x == boxes[deep].x
    ]
    assert level
    assert all(box.x > 0 for box in graph.boxes)
    assert all("C" in line.path for line in level)


def test_of_many_sources_those_in_the_most_chains_are_drawn() -> None:
    pairs = {(f"n{it:03d}", "origin"): 1 + (it == 69) for it in range(70)}

    graph = draw_graph(make_speakers(pairs))

    assert graph is not None
    names = [box.source.key for box in graph.boxes]
    assert names == ["origin", "n069", *(f"n{it:03d}" for it in range(58))]
    assert (len(names), graph.left_out) == (MOST_SOURCES, 71 - MOST_SOURCES)


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("JCS", ("JCS",)),
        ("Government of South Korea", ("Government of South", "Korea")),
        ("x" * 50, ("x" * 21 + "…",)),
        ("国" * 30, ("国" * 10 + "…",)),
        ("one two three " * 9, ("one two three one two", "three one two three",
                                "one two three one two…")),
        ("", ()),
    ],
    ids=str,
)  # fmt: skip
def test_a_name_has_three_lines_of_a_box(name: str, lines: tuple[str, ...]) -> None:
    assert wrap_name(name) == lines
    assert len(lines) <= LINES
    assert all(len(line) <= CELLS for line in lines)


def test_lines_are_thicker_where_more_is_heard() -> None:
    assert [find_width(it, 100) for it in (1, 10, 100)] == [1.5, 5.2, 9.0]


def test_a_page_lists_few_of_many_sources_and_says_how_many_more_there_are(
    invented: Site,
) -> None:
    def multiply(rows: Rows) -> None:
        repeat_claims(rows, 7, "certainty")
        level = rows["attributions"][0]
        rows["attributions"] = [
            *rows["attributions"],
            *(
                {**level, "claim_id": row["claim_id"], "level": 2, "source_id": None,
                 "source_kind": "unnamed", "source_text": f"word {number} {half}",
                 "attribution_id": f"{row['claim_id']}.{number}.{half}"}
                for number, row in enumerate(rows["claims"])
                for half in (1, 2)
            ),
        ]  # fmt: skip

    page = show_sources(change_site(invented, multiply))

    text = read_text(page)
    (sources,) = (it for it in page.iter("table") if "sources" in it.get("class", ""))
    assert len(sources.findall("tbody/tr")) == MOST_LISTED
    assert "more sources have fewer claims and are not listed" in text
    assert "sources in the most chains are drawn" in text
    assert "more pairs: claimpack query second-hand-claims." in text


def test_who_is_only_heard_through_itself_is_not_drawn(seed: Site) -> None:
    def keep_own(rows: Rows) -> None:
        rows["attributions"] = [
            row
            for row in rows["attributions"]
            if row["source_id"] == "jcs-kor" and row["level"] <= 2
        ]

    page = read_text(show_sources(change_site(seed, keep_own)))

    assert "No source is heard through another one, but through itself alone." in page
