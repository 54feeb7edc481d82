"""What docs/how-many.md shows is what its steps print and draw."""

from __future__ import annotations

import re
from typing import NamedTuple

import pytest

from command_line import REPOSITORY, copy_package
from how_many_page import PAGE, PICTURE, read_page, run_steps, show_outputs

ANEW = "`python tests/how_many_page.py` writes outputs and picture anew; read the diff"
WIDEST_LINE = 100

UNDRAWN = re.compile(r"(?s)<metadata>.*?</metadata>")
GLYPH = re.compile(r'<(?:path id|use xlink:href)="#?DejaVu[^>]*>')
DRAWN_ID = re.compile(r"\b[a-z][0-9a-f]{10}\b")
NUMBER = re.compile(r"(?<![\w.#])-?\d+(?:\.\d+)?")
FARTHEST = 0.05
"""Points that a mark may lie beside its place: less than anybody sees."""


class Given(NamedTuple):
    """What the steps of the page give in a copy of the package."""

    outputs: list[str]
    picture: str


class Drawing(NamedTuple):
    """What an SVG file of matplotlib draws; of letters the words that they make up."""

    parts: list[str]
    """Texts, shapes, colours and marks in their order, with `#` for each number."""
    numbers: list[float]
    """Numbers in texts, places and sizes in points, in their order."""


@pytest.fixture(scope="module")
def given(tmp_path_factory: pytest.TempPathFactory) -> Given:
    """What the steps give where no picture is yet."""
    package = copy_package(tmp_path_factory.mktemp("how-many"))
    picture = package / PICTURE
    picture.unlink()
    outputs = run_steps(read_page(), package)
    return Given(outputs, picture.read_text(encoding="utf-8"))


def read_picture() -> str:
    """The picture as it stands in the repository."""
    return (REPOSITORY / PICTURE).read_text(encoding="utf-8")


def read_drawing(svg: str) -> Drawing:
    """What is drawn, whatever the ids, the outlines of letters and the metadata are."""
    drawn = DRAWN_ID.sub("id", GLYPH.sub("", UNDRAWN.sub("", svg)))
    return Drawing(
        parts=[line for line in NUMBER.sub("#", drawn).splitlines() if line.strip()],
        numbers=[float(number) for number in NUMBER.findall(drawn)],
    )


def looks_like(drawn: Drawing, shown: Drawing) -> bool:
    """Whether two drawings have the same parts at places that nobody can tell apart."""
    places = pytest.approx(shown.numbers, rel=0, abs=FARTHEST)
    return drawn.parts == shown.parts and drawn.numbers == places


@pytest.mark.slow
def test_each_step_prints_what_stands_below_it(given: Given) -> None:
    page = read_page()

    assert show_outputs(page, given.outputs) == page, ANEW


@pytest.mark.slow
def test_the_steps_draw_the_picture_of_the_page(given: Given) -> None:
    drawn, shown = read_drawing(given.picture), read_drawing(read_picture())

    assert drawn.parts == shown.parts, ANEW
    assert looks_like(drawn, shown), ANEW


CHANGES = {
    "a word": ("<!-- soldiers -->", "<!-- civilians -->"),
    "a number in words": ("<!-- “around 1,100”", "<!-- “around 1,101”"),
    "a colour": ("stroke: #1d5a8a", "stroke: #b3401f"),
    "a dash": ("stroke-dasharray: 3,2; ", ""),
    "a place": ("L 684 374.4", "L 684 374.3"),
}


@pytest.mark.parametrize(("old", "new"), CHANGES.values(), ids=CHANGES)
def test_a_picture_that_differs_is_told_apart(old: str, new: str) -> None:
    picture = read_picture()

    changed = picture.replace(old, new, 1)

    assert changed != picture
    assert not looks_like(read_drawing(changed), read_drawing(picture))


OTHER_MACHINES = {
    "another version of matplotlib": ("Matplotlib v", "Matplotlib v1"),
    "another font of the same name": ("#DejaVuSans-", "#DejaVuSans-1"),
    "another last digit": ("L 684 374.4", "L 684 374.400001"),
}


@pytest.mark.parametrize(("old", "new"), OTHER_MACHINES.values(), ids=OTHER_MACHINES)
def test_a_picture_of_another_machine_is_the_same(old: str, new: str) -> None:
    picture = read_picture()

    other = picture.replace(old, new)

    assert other != picture
    assert looks_like(read_drawing(other), read_drawing(picture))


def test_no_block_is_too_wide_to_read() -> None:
    blocks = re.findall(r"(?s)```\w+\n(.*?)```", read_page())

    lines = [line for block in blocks for line in block.splitlines()]

    assert lines
    assert [line for line in lines if len(line) > WIDEST_LINE] == []


def test_every_file_that_is_linked_exists() -> None:
    folder = (REPOSITORY / PAGE).parent
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", read_page())

    assert links
    assert [link for link in links if not (folder / link).exists()] == []
