"""The page of the data dictionary is sound and harmless, whoever made the package."""

from __future__ import annotations

import re
import shlex
from collections import Counter
from itertools import pairwise
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest

from claimpack.opening import open_package
from claimpack.site.dictionary import write_dictionary
from command_line import REPOSITORY, copy_package, outcome, run_claimpack
from html_pages import iter_ids, parse_page, read_table, read_text, write_tables
from packages import Row

DOCUMENT = (REPOSITORY / "docs" / "dictionary.md").read_text(encoding="utf-8")
(COMMAND,) = re.findall(r"(?m)^claimpack (dictionary .+)$", DOCUMENT)
NAMES = [
    "<script>alert(1)</script>",
    "</style></title><img src=x onerror=alert(1)>",
    "\"' onmouseover='alert(1)",
    "{{ 7 * 7 }}{% include 'style.css' %}",
    "&lt;b&gt; &amp;",
    "turned \u202etxt.exe\u2069",
    "nul \x00 and escape \x1b[31m",
    "no character \uffff",
    "line\nbreak",
    "javascript:alert(1)",
    "人口 العربية",
    "contents",
    "top",
    "x" * 5_000,
    "x" * 5_001,
    "é",
    "è",
    "a.b",
    "..",
]
"""What a stranger may call a table or a column."""
SPOKEN = "</p><script>alert(1)</script>`</code><script>`\u202e\uffff"
WORDS = dict.fromkeys(
    ("title", "description", "unit", "example", "whenEmpty", "format"), SPOKEN
)
"""What a stranger may say of them."""


def write_hostile(root: Path) -> Path:
    """A package with such names, each of a table with a foreign key, and such words."""
    fields = [{"name": name, "type": "string", **WORDS} for name in NAMES]
    codes = {"enum": NAMES}
    closed = {"name": "closed", "type": "string", "constraints": codes, **WORDS}
    tables: list[tuple[str, str, Row]] = []
    for index, name in enumerate(NAMES):
        reference = {"resource": NAMES[index - 1], "fields": [NAMES[-1]]}
        schema = {
            "fields": [*fields, closed],
            "fieldsMatch": "superset",
            "primaryKey": [NAMES[-1]],
            "foreignKeys": [{"fields": [name], "reference": reference}],
        }
        tables.append((name, "closed\n&amp;\n", schema))
    licence = {"name": "x", "title": NAMES[0], "path": "javascript:alert(1)"}
    return write_tables(root, *tables, **WORDS, licenses=[licence])


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The page of the package of this repository, and of a hostile one."""
    hostile = write_hostile(tmp_path_factory.mktemp("hostile"))
    return {
        name: write_dictionary(open_package(root, unchecked=True))
        for name, root in (("seed", REPOSITORY), ("hostile", hostile))
    }


@pytest.fixture(params=["seed", "hostile"])
def content(request: pytest.FixtureRequest, pages: dict[str, bytes]) -> bytes:
    """One of the two pages."""
    return pages[request.param]


@pytest.fixture
def page(content: bytes) -> Element:
    """Its tree; an error where an element is not closed as it should be."""
    return parse_page(content)


def test_every_id_is_there_once_and_every_link_leads_to_one(page: Element) -> None:
    ids = Counter(iter_ids(page))
    links = [each.attrib["href"] for each in page.iter("a")]
    labels = [
        each.attrib["aria-labelledby"]
        for each in page.iter()
        if "aria-labelledby" in each.attrib
    ]

    assert set(ids.values()) == {1}
    assert {it for it in links if it.startswith("#")} <= {f"#{it}" for it in ids}
    assert set(labels) <= set(ids)


def test_a_link_leads_into_the_page_or_to_a_licence(page: Element) -> None:
    links = {each.attrib["href"] for each in page.iter("a")}

    assert {it for it in links if not it.startswith("#")} <= {
        "https://creativecommons.org/licenses/by/4.0/"
    }


def test_nothing_is_loaded_and_nothing_runs(page: Element, content: bytes) -> None:
    tags = {each.tag for each in page.iter()}
    attributes = {name for each in page.iter() for name in each.attrib}

    assert tags & {"script", "link", "img", "iframe", "object", "use", "base"} == set()
    assert not {name for name in attributes if name.startswith("on")}
    assert attributes & {"src", "srcset", "style", "xlink:href"} == set()
    assert re.findall(rb"@import|url\(", content) == []
    policy = [each.get("content") for each in page.iter("meta")][1]
    assert policy == "default-src 'none'; style-src 'unsafe-inline'"


def test_headings_go_down_one_level_at_a_time(page: Element) -> None:
    levels = [int(it.tag[1]) for it in page.iter() if re.fullmatch("h[1-6]", it.tag)]

    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_tables_have_headers_with_a_scope_and_a_caption(page: Element) -> None:
    tables = list(page.iter("table"))

    assert tables
    assert {table[0].tag for table in tables} == {"caption"}
    assert {it.get("scope") for it in page.iter("th")} == {"col", "row"}
    for table in tables:
        widths = {
            sum(int(cell.get("colspan", 1)) for cell in row) for row in table.iter("tr")
        }
        assert len(widths) == 1


def test_what_scrolls_can_be_reached_with_the_keyboard(page: Element) -> None:
    boxes = [it for it in page.iter() if "scroll" in it.get("class", "").split()]

    assert boxes
    assert all(
        it.get("tabindex") == "0"
        and {"aria-label", "aria-labelledby"}.intersection(it.keys())
        for it in boxes
    )


def test_the_page_says_its_language_and_title(page: Element) -> None:
    assert page.get("lang") == "en"
    assert read_text(next(page.iter("title"))).endswith(": data dictionary")


def test_no_character_turns_or_hides_what_is_read(content: bytes) -> None:
    found = re.findall(
        "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]",
        content.decode(),
    )

    assert found == []


def test_hostile_names_are_shown_as_they_are(pages: dict[str, bytes]) -> None:
    shown = read_text(parse_page(pages["hostile"]))

    for name in NAMES[:6]:
        words = name.replace("\u202e", r"\u202e").replace("\u2069", r"\u2069")
        assert words in shown
    assert r"nul \x00 and escape \x1b[31m" in shown
    assert r"no character \uffff" in shown


def test_each_hostile_code_has_a_row_of_its_own(pages: dict[str, bytes]) -> None:
    page = parse_page(pages["hostile"])
    sections = [it for it in page.iter("section") if it.get("class") == "column"]

    rows = read_table(sections[len(NAMES)], "Codes of closed")

    assert [row[1] for row in rows] == ["0"] * len(NAMES) + ["1"]


def test_equal_pages_come_of_equal_packages(
    tmp_path: Path, pages: dict[str, bytes]
) -> None:
    again = write_dictionary(open_package(write_hostile(tmp_path), unchecked=True))

    assert again == pages["hostile"]


@pytest.mark.slow
def test_the_command_that_is_shown_works(tmp_path: Path) -> None:
    copy_package(tmp_path)
    run_claimpack("schema", tmp_path)  # other versions of pyarrow write other bytes

    run = run_claimpack(*shlex.split(COMMAND), cwd=tmp_path)

    assert outcome(run) == (0, "", "")
    assert parse_page((tmp_path / "dictionary.html").read_bytes()).tag == "html"
