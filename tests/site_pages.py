"""The pages of a site as trees, and what holds for each of them."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from itertools import pairwise
from pathlib import Path
from xml.etree.ElementTree import Element

from claimpack.opening import open_package
from claimpack.schema_files import load_shipped_schema
from claimpack.site.folder import Site, iter_pages, iter_sheets, open_site, show_page
from html_pages import iter_ids, parse_page


def open_pages(root: Path) -> Site:
    """The site of a package that is known to be sound."""
    return open_site(open_package(root, unchecked=True), load_shipped_schema(), None)


def read_sheets(site: Site) -> dict[str, Element]:
    """The pages of entities, events, data and home, by path."""
    return {
        path: parse_page(show_page(site, path, template, values))
        for path, template, values in iter_sheets(site)
    }


def list_paths(site: Site) -> set[str]:
    """The paths of all files of a site."""
    return {path for path, _ in iter_pages(site)}


def find_links(path: str, page: Element) -> set[str]:
    """Where the links of a page lead within the site, without anchors."""
    links = {it.attrib["href"].partition("#")[0] for it in page.iter("a")}
    inner = {it for it in links if it and not re.match("https?:", it)}
    folder = posixpath.dirname(path)
    return {posixpath.normpath(posixpath.join(folder, it)) for it in inner}


def check_page(page: Element) -> None:
    """Ids are there once, labels lead to one, headings in order, tables have heads."""
    ids = Counter(iter_ids(page))
    labels = {it.get("aria-labelledby") for it in page.iter()} - {None}
    levels = [int(it.tag[1]) for it in page.iter() if re.fullmatch("h[1-6]", it.tag)]
    anchors = {it.get("href", "") for it in page.iter("a")}

    assert set(ids.values()) == {1}
    assert labels <= set(ids)
    assert {it[1:] for it in anchors if it.startswith("#")} <= set(ids)
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert all(
        table[0].tag == "caption" or table.get("aria-labelledby")
        for table in page.iter("table")
    )
    assert all(it.get("scope") in {"row", "col"} for it in page.iter("th"))
    assert not {it for it in page.iter() if {"style", "onclick"} & set(it.keys())}
