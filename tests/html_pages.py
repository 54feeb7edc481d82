"""Pages of HTML read strictly, and the packages that they are about."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, TreeBuilder

from packages import Row, write_descriptor, write_files

VOID = {"meta", "link", "br", "img", "input", "hr"}
"""Elements that have no end (HTML, "Void elements")."""


class StrictParser(HTMLParser):
    """Builds the tree of a page in which each element is closed where it should be."""

    def __init__(self) -> None:
        """Begin outside the page."""
        super().__init__(convert_charrefs=True)
        self.builder = TreeBuilder()
        self.open: list[str] = []
        self.declarations: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element; no attribute may stand twice."""
        attributes = {name: value or "" for name, value in attrs}
        assert len(attributes) == len(attrs), self.getpos()
        self.builder.start(tag, attributes)
        if tag in VOID:
            self.builder.end(tag)
        else:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open and close an element at once, as only SVG may."""
        assert "svg" in self.open, self.getpos()
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        """Close an element; it is the one that was opened last."""
        assert self.open.pop() == tag, self.getpos()
        self.builder.end(tag)

    def handle_data(self, data: str) -> None:
        """Take text."""
        if self.open:
            self.builder.data(data)

    def handle_decl(self, decl: str) -> None:
        """Take the document type."""
        self.declarations.append(decl)

    def handle_comment(self, data: str) -> None:
        """Refuse a comment: we write none."""
        raise AssertionError(data)


def parse_page(content: bytes) -> Element:
    """The tree of a page; an error where an element is not closed as it should be."""
    parser = StrictParser()
    parser.feed(content.decode())
    parser.close()
    assert parser.open == []
    assert parser.declarations == ["DOCTYPE html"]
    return parser.builder.close()


def read_text(element: Element) -> str:
    """The text of an element, with single spaces."""
    return " ".join("".join(element.itertext()).split())


def iter_ids(page: Element) -> Iterator[str]:
    """The ids of all elements."""
    return (each.attrib["id"] for each in page.iter() if "id" in each.attrib)


def read_table(page: Element, caption: str) -> list[list[str]]:
    """The cells of the body of the table with a caption, row by row."""
    (table,) = (
        each
        for each in page.iter("table")
        if read_text(each[0]) == caption and each[0].tag == "caption"
    )
    return [[read_text(cell) for cell in row] for row in table.findall("tbody/tr")]


def find_column(page: Element, anchor: str) -> Element:
    """The section of a column, by its anchor."""
    (section,) = (
        each
        for each in page.iter("section")
        if each.get("class") == "column" and each[0].get("id") == anchor
    )
    return section


def read_facts(element: Element) -> dict[str, list[str]]:
    """What is told of a thing, by the words before it."""
    return {
        read_text(group[0]): [read_text(each) for each in group[1:]]
        for group in element.findall("dl/div")
    }


def write_tables(root: Path, *tables: tuple[str, str, Row], **said: Any) -> Path:  # noqa: ANN401  # JSON
    """Write a package of another model: of each table its name, its CSV, its schema."""
    root.mkdir(exist_ok=True)
    paths = {name: f"t{index}.csv" for index, (name, _, _) in enumerate(tables)}
    write_files(root, {paths[name]: csv.encode() for name, csv, _ in tables})
    resources = [
        {"name": name, "path": paths[name], "schema": schema}
        for name, _, schema in tables
    ]
    write_descriptor(root, {"resources": resources, **said})
    return root
