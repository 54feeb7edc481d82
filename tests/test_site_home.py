"""The home page and the pages about the data say what the tables say."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import pytest

from claimpack.catalogues.publication import Contributor, Publication
from claimpack.files import Folder, sha256_hex
from claimpack.findings import Finding, Location, Severity
from claimpack.opening import open_package
from claimpack.release.changelog import FIRST_LINE, LAST_LINE
from claimpack.render.summary import summarize, verdict
from claimpack.schema_files import load_shipped_schema
from claimpack.site.changelog import (
    LARGEST_CHANGELOG_BYTES,
    Changelog,
    list_change_files,
    read_changelog,
    shorten_section,
)
from claimpack.site.citations import write_apa
from claimpack.site.data_pages import Report, make_report, sort_findings
from claimpack.site.folder import Site, show_page
from claimpack.site.home import describe_site, list_shares, start
from claimpack.site.library import Library
from claimpack.site.prose import render_prose
from command_line import REPOSITORY, copy_package
from html_pages import parse_page, read_table, read_text
from packages import edit_descriptor
from site_pages import check_page, open_pages, read_sheets


@pytest.fixture(scope="module")
def site() -> Site:
    """The site of the package of this repository."""
    return open_pages(REPOSITORY)


@pytest.fixture(scope="module")
def pages(site: Site) -> dict[str, Element]:
    """Its pages, by path."""
    return read_sheets(site)


def test_every_page_is_sound(pages: dict[str, Element]) -> None:
    for page in pages.values():
        check_page(page)


def test_the_home_page_counts_what_the_tables_have(
    site: Site, pages: dict[str, Element]
) -> None:
    rows = site.library.rows
    sources = {row["source_id"] for row in rows["attributions"]} - {None}

    (numbers,) = (
        it for it in pages["index.html"].iter("ul") if it.get("class") == "numbers"
    )

    assert [read_text(it) for it in numbers] == [
        "1 article",
        f"{len(rows['claims'])} claims",
        f"{len(sources)} sources",
        f"{len(rows['entities'])} entities",
        f"{len(rows['events'])} events",
    ]


def test_claims_are_counted_by_certainty(site: Site, pages: dict[str, Element]) -> None:
    counts = Counter(row["certainty"] for row in site.library.rows["claims"])

    table = read_table(pages["index.html"], "Claims by certainty")

    assert [row[:2] for row in table] == [
        [code.capitalize(), str(counts[code])]
        for code in ("certain", "probable", "possible", "uncommitted")
    ]


def test_the_bar_of_certainties_has_no_gap_and_what_nobody_annotated(
    site: Site,
) -> None:
    claims = [dict(row) for row in site.library.rows["claims"]]
    for row in claims[:7]:
        row["certainty"] = None
    library = Library(site.library.schema, {**site.library.rows, "claims": claims})

    shares = list_shares(library)

    assert (shares[-1].label, shares[-1].count) == ("Not annotated", 7)
    assert [share.start for share in shares[1:]] == [
        share.start + share.width for share in shares[:-1]
    ]
    assert shares[-1].start + shares[-1].width == 1000


def test_the_files_have_the_sizes_and_sums_that_they_have(
    pages: dict[str, Element],
) -> None:
    for path, _, size, digest in read_table(
        pages["index.html"], "Files of the package"
    ):
        content = (REPOSITORY / path).read_bytes()
        assert (size, digest) == (f"{len(content):,}", sha256_hex(content))


def test_a_package_that_says_little_of_its_files_has_a_page_all_the_same(
    tmp_path: Path,
) -> None:
    root = copy_package(tmp_path, ("datapackage.json", "data"))
    edit_descriptor(root, forget_files)

    pages = read_sheets(open_pages(root))

    cells = list(read_table(pages["index.html"], "Files of the package"))
    assert len(cells) == 20
    assert all(row[-1] == "" for row in cells)


def forget_files(descriptor: dict[str, Any]) -> None:
    """Leave out sizes and sums, and all that need not be said."""
    for key in ("title", "version", "licenses", "contributors", "description"):
        descriptor.pop(key)
    for resource in descriptor["resources"]:
        for key in ("bytes", "hash", "contentHash", "licenses"):
            resource.pop(key, None)


def test_search_engines_read_what_it_is_and_nothing_ends_the_block(
    site: Site,
) -> None:
    title = "</script><script>alert(1)</script>"
    block = describe_site(replace(site.publication, title=title))

    assert block is not None
    assert "<" not in block
    content = json.loads(block)
    assert content["name"] == title
    assert content["@type"] == ["Dataset", "dcat:Dataset"]
    assert "distribution" not in content
    assert describe_site(replace(site.publication, description=None)) is None


def test_a_package_without_a_table_has_no_quick_start(site: Site) -> None:
    assert start(site.package, Publication(title="Nothing")) == ""
    assert "claims_flat" in start(site.package, site.publication)


def test_what_is_copied_is_what_is_shown(pages: dict[str, Element]) -> None:
    page = pages["index.html"]
    shown = {it.get("id"): "".join(it.itertext()) for it in page.iter()}

    copied = [it.get("data-copy") for it in page.iter("button")]

    assert copied == [shown["apa"], shown["bibtex"]]


@pytest.mark.parametrize(
    ("publication", "expected"),
    [
        (
            Publication(
                title="Floods",
                version="1.2.0",
                created_on="2031-05-07",
                doi="10.5072/abc",
                contributors=(
                    Contributor(
                        name="Eva Mai Lind",
                        given_name="Eva Mai",
                        family_name="Lind",
                        roles=frozenset({"creator"}),
                    ),
                    Contributor(name="River desk", roles=frozenset({"author"})),
                    Contributor(name="Flood house", roles=frozenset({"publisher"})),
                ),
            ),
            (
                "Lind, E. M., & River desk. (2031). Floods (Version 1.2.0) [Data set]."
                " Flood house. https://doi.org/10.5072/abc"
            ),
        ),
        (
            Publication(title="Floods", homepage="https://floods.example"),
            "Floods [Data set]. (n.d.). https://floods.example",
        ),
    ],
    ids=["all", "little"],
)
def test_a_citation_has_what_the_package_says(
    publication: Publication, expected: str
) -> None:
    assert write_apa(publication) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<script>x</script>", "&lt;script&gt;x&lt;/script&gt;"),
        ("[a](javascript:alert(1))", "[a](javascript:alert(1))"),
        ("[a](//evil.example)", "a"),
        ("[a](changes/1.csv) [b](#c)", "a b"),
        ("![a](https://a.example/b.png)", "!a"),
        ("a &#x202e;b", r"a \u202eb"),
        ("a\x1b\x00b", "a\\x1b\N{REPLACEMENT CHARACTER}b"),
    ],
)
def test_markdown_of_a_stranger_is_text(text: str, expected: str) -> None:
    html = str(render_prose(text, 2))

    words = html.removeprefix('<p dir="auto">').removesuffix("</p>\n")
    if "https" in text:
        words = words.replace('<a href="https://a.example/b.png" rel="noreferrer">', "")
        words = words.replace("</a>", "")
    assert words == expected


def test_headings_of_a_stranger_leave_no_level_out() -> None:
    html = str(render_prose("### a\n# b\n#### c\n###### d\n## e", 3))

    assert [line[:3] for line in html.splitlines()] == [
        *("<h3", "<h3", "<h4", "<h5", "<h4")
    ]


def test_the_newest_section_is_the_first_with_anything_in_it(tmp_path: Path) -> None:
    text = (
        "# Changelog\n\nWords.\n\n## Unreleased\n\n## 0.2.0 (2031-05-09)\n\n"
        f"- New.\n\n{FIRST_LINE}\n\n### What changed\n\n{LAST_LINE}\n\n"
        "## 0.1.0\n\n- Old.\n"
    )
    (tmp_path / "CHANGELOG.md").write_text(text)

    changelog = read_changelog(Folder(tmp_path))

    newest = "## 0.2.0 (2031-05-09)\n\n- New.\n\n\n### What changed"
    assert changelog.newest == newest
    assert "claimpack diff" not in changelog.text
    assert Changelog(text="Words.", why_none="").newest == ""


def test_a_changelog_that_is_not_there_or_cannot_be_read_is_told(
    tmp_path: Path,
) -> None:
    none = read_changelog(Folder(tmp_path))
    (tmp_path / "CHANGELOG.md").write_bytes(b"a" * (LARGEST_CHANGELOG_BYTES + 1))
    large = read_changelog(Folder(tmp_path))

    assert (none.text, none.why_none) == ("", "The package has no changelog.")
    assert large.text == ""
    assert large.why_none.startswith("The changelog cannot be shown: CHANGELOG.md: ")


def test_a_section_is_cut_between_its_items() -> None:
    text = "## 1.0.0\n\n- One.\n- Two.\n\n### Fixed\n\n- Three."

    assert shorten_section(text, 34) == "## 1.0.0\n\n- One.\n- Two."
    assert shorten_section("a" * 50, 34) == ""
    assert shorten_section(text, 500) == text


def test_change_files_are_told_by_size_and_sum(tmp_path: Path) -> None:
    (tmp_path / "changes").mkdir()
    (tmp_path / "changes" / "0.1.0..0.2.0.csv").write_bytes(b"table\n")

    (found,) = list_change_files(Folder(tmp_path))

    assert (found.path, found.size_bytes) == ("changes/0.1.0..0.2.0.csv", 6)
    assert found.sha256 == sha256_hex(b"table\n")


def test_each_code_of_each_list_is_there_with_the_rows_that_have_it(
    site: Site, pages: dict[str, Element]
) -> None:
    rows = site.library.rows

    page = pages["codes.html"]
    tables = [read_text(table[0]) for table in page.iter("table")]
    cells = {
        (caption.split()[2], row[0]): row[-1]
        for caption in tables
        for row in read_table(page, caption)
    }

    assert set(cells) == {
        (row["list"], " ".join(row["code"].split())) for row in rows["codes"]
    }
    certainties = Counter(row["certainty"] for row in rows["claims"])
    assert cells["certainty", "probable"] == str(certainties["probable"])
    countries = Counter(row["country"] for row in rows["entities"])
    assert cells["country", "PRK"] == str(countries["PRK"])
    assert cells["country", "NOR"] == "0"


def test_a_sound_package_has_a_report_without_findings(
    site: Site, pages: dict[str, Element]
) -> None:
    text = read_text(pages["report.html"])

    assert make_report(site.package, site.library).summary.is_valid
    assert "Validation report Valid. " in text
    assert read_table(pages["report.html"], "Tables that were checked")[0] == [
        "documents",
        str(len(load_shipped_schema().tables["documents"].fields)),
        "1",
    ]


def test_findings_are_told_by_severity_code_and_place(site: Site) -> None:
    where = Location(path="data/claims.csv", line=3, resource="claims", row=2)
    found = [
        Finding(
            code="a-note",
            severity=Severity.NOTE,
            location=Location(),
            message="<b>noted</b>",
        ),
        Finding(
            code="an-error",
            severity=Severity.ERROR,
            location=where,
            message="wrong",
            expected="expected right",
            hint="mend it",
        ),
    ]
    summary = summarize(found, 1)
    report = Report(
        summary=summary,
        verdict=verdict(summary),
        model="1.0.0",
        rule_count=2,
        tables=(),
    )
    values = {
        "report": report,
        "findings": sort_findings(report),
        "places": [""],
        "may_quote": True,
        "here": "data",
    }

    page = parse_page(show_page(site, "report.html", "report.html", values))

    check_page(page)
    assert read_table(page, "Findings by code and place") == [
        ["error", "an-error", "claims", "1"],
        ["note", "a-note", "package", "1"],
    ]
    assert "Not valid: 1 error, 1 note." in read_text(page)
    assert "<b>noted</b>" in read_text(page)
    assert "1 more finding; claimpack validate tells all of them." in read_text(page)


def test_a_package_with_an_error_has_it_in_its_report(tmp_path: Path) -> None:
    root = copy_package(tmp_path, ("datapackage.json", "data"))
    claims = root / "data" / "claims.csv"
    claims.write_bytes(claims.read_bytes().replace(b",certain,", b",sure,"))

    report = make_report(open_package(root, unchecked=True), open_pages(root).library)

    assert report.verdict.startswith("Not valid: ")
    assert any("sure" in finding.message for finding in report.summary.shown)
