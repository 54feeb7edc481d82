"""The generated part of a README: what it says, and where it stands."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from claimpack.catalogues.descriptor import read_publication
from claimpack.catalogues.publication import Publication
from claimpack.errors import SourceError
from claimpack.opening import open_package
from claimpack.readme.background import (
    Agreement,
    Annotation,
    Background,
    iter_agreement,
    read_background,
)
from claimpack.readme.datasheet import NOTE, write_part
from claimpack.readme.markers import BEGIN, END, make_readme, replace_part
from command_line import REPOSITORY, outcome, run_claimpack
from packages import Row, make_rows, write_foreign, write_package

README = (REPOSITORY / "README.md").read_text(encoding="utf-8")
PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
HEADINGS = [
    *("Motivation", "Composition", "Collection process", "Preprocessing and labeling"),
    *("Agreement", "Uses", "What a row does not assert", "Limits", "Quick starts"),
    *("DuckDB", "pandas", "polars", "R", "Spark", "datasets", "SQLite"),
    *("Distribution", "How to cite", "Licences", "Maintenance"),
]


def describe(descriptor: Row, background: Background | None = None, **rows: int) -> str:
    """The part of a README that is written of a descriptor."""
    publication = read_publication(descriptor, rows)
    return write_part(publication, background or Background())


def iter_tokens(markdown: str) -> Iterator[Token]:
    """All that a parser of Markdown sees, blocks before what is in them."""
    for token in PARSER.parse(markdown):
        yield token
        yield from token.children or ()


def list_headings(markdown: str) -> list[str]:
    """The words of all headings."""
    tokens = PARSER.parse(markdown)
    return [
        after.content
        for token, after in itertools.pairwise(tokens)
        if token.type == "heading_open"
    ]


def test_the_readme_of_this_repository_is_up_to_date() -> None:
    opened = open_package(REPOSITORY, unchecked=True)
    publication = read_publication(opened.read_descriptor(), opened.count_rows())

    part = write_part(publication, read_background(opened))

    assert replace_part(README, part, "README.md") == README


def test_the_figures_of_this_repository_are_those_of_the_command() -> None:
    descriptor = json.loads((REPOSITORY / "datapackage.json").read_bytes())
    run = run_claimpack(
        *("agree", "--format", "json", "--texts", "seeds"),
        *("seeds/annotators/a", "seeds/annotators/b"),
        cwd=REPOSITORY,
    )

    told = list(iter_agreement(descriptor))

    spans = {"claimpack": {"agreement": json.loads(run.stdout)["spans"]}}
    assert told == [
        replace(
            it,
            exact_f1=round(it.exact_f1 or 0, 2),
            overlapping_f1=round(it.overlapping_f1 or 0, 2),
            alpha=round(it.alpha or 0, 2),
        )
        for it in iter_agreement(spans)
    ]
    assert len(told) == 10


def test_a_package_that_says_nothing_has_nothing_but_a_note() -> None:
    assert write_part(Publication(title=None), Background()) == f"{NOTE}\n"


TOWNS: Row = {
    "name": "towns",
    "id": "10.5072/towns",
    "title": "Towns (2nd ed.)",
    "description": "All towns.\n\n- by *size*",
    "version": "1.10",
    "created": "2031-05-06T07:08:09Z",
    "homepage": "https://example.org/towns",
    "keywords": ["ports"],
    "languages": ["en", "de"],
    "temporal": {"start": "2031-01-01"},
    "spatial": "Kursk",
    "licenses": [
        {"name": "CC0-1.0", "title": "Free, but for photos"},
        {"name": "ours", "path": "https://example.org/ours"},
    ],
    "sources": [{"title": "News", "path": "https://example.org/(news)"}],
    "contributors": [
        {"givenName": "Eva", "familyName": "Lind", "roles": ["creator"]},
        {"title": "Archive", "path": "https://a.example", "roles": ["contact"]},
        {"title": "Bo"},
    ],
    "resources": [
        {
            "name": "towns",
            "path": ["my towns/1.parquet", "2.parquet"],
            "bytes": 12345,
            "hash": "sha256:AB",
            "description": "Ports and all. A row is a town.\nMore.",
            "schema": {"fields": [{"name": "id"}]},
        },
        {"name": "notes", "path": "notes.txt", "hash": "ef"},
    ],
}
TOLD = f"""\
{NOTE}

## Motivation

> All towns.
>
> - by *size*

- Eva Lind: creator
- [Archive](https://a.example): contact
- Bo

## Composition

| table | grain | rows |
| --- | --- | --- |
| towns | a row is a town | 1,234 |

| file | bytes | SHA-256 |
| --- | --- | --- |
| [my towns/1.parquet](my%20towns/1.parquet), [2.parquet](2.parquet) | 12,345 | ab |
| [notes.txt](notes.txt) |  |  |

Of a table in several files, bytes and hash are those of all, joined.

- Languages: en, de
- Time: 2031-01-01/..
- Place: Kursk
- Keywords: ports

## Collection process

Made from:

- [News](https://example.org/%28news%29)

## Uses

### Quick starts
"""
SPREAD = """\
## Distribution

- Version: 1.10
- DOI: [10.5072/towns](https://doi.org/10.5072/towns)
- Home page: [https\\://example.org/towns](https://example.org/towns)
- Published: 2031-05-06

### How to cite

If you use these data, please cite them as below, with their version.

> Lind, Eva (2031). *Towns (2nd ed.)*, version 1.10. \
[https\\://doi.org/10.5072/towns](https://doi.org/10.5072/towns)

```bibtex
@misc{towns,
  author = {Lind, Eva},
  title = {{Towns (2nd ed.)}},
  year = {2031},
  version = {1.10},
  doi = {10.5072/towns},
  url = {https://example.org/towns}
}
```

### Licences

- Free, but for photos (CC0-1.0)
- [ours](https://example.org/ours)

## Maintenance

Looked after by [Archive](https://a.example).
"""


def test_a_package_of_a_stranger_is_described_by_what_it_says() -> None:
    part = describe(TOWNS, towns=1234)

    assert part.startswith(TOLD)
    assert part.endswith(f"\n\n{SPREAD}")


GRAINS = {
    "One row per town: its name. More.": "one row per town: its name",
    "Ports.\nEach row is a port; no more": "each row is a port",
    "All towns, e.g. ports. More": "All towns, e.g",
    "Towns": "Towns",
}


@pytest.mark.parametrize(("description", "grain"), GRAINS.items(), ids=GRAINS)
def test_a_row_is_what_the_description_says(description: str, grain: str) -> None:
    schema = {"fields": [{"name": "id"}]}
    table = {"name": "t", "path": "t.csv", "schema": schema, "description": description}

    assert f"\n| t | {grain} |\n" in describe({"resources": [table]})


@pytest.mark.parametrize(
    ("keys", "cited"),
    [
        ({"title": "A"}, "> *A*."),
        ({"title": "A", "created": "2031-05-06"}, "> (2031). *A*."),
        (
            {"title": "A", "contributors": [{"title": "1. B Inc.", "role": "author"}]},
            "> 1\\. B Inc. *A*.",
        ),
    ],
    ids=["a title alone", "a year", "a name"],
)
def test_a_citation_has_what_is_known(keys: Row, cited: str) -> None:
    assert cited in describe(keys).splitlines()


ANNOTATION = Annotation(
    model="1.0.0",
    article_count=3,
    reviewed_count=2,
    guides=("1", "2"),
    annotators=("Eva", "Bo & *Co*"),
    text_accesses={"full": 1, "none": 1, "quotes": 1},
)


def test_a_package_of_our_model_says_how_it_was_made_and_what_it_lacks() -> None:
    background = Background(annotation=ANNOTATION, keeps_versions=True)

    part = describe({}, background)

    assert (
        "\n- Version of the annotation guide: 1, 2"
        "\n- Annotated by: Eva; Bo & \\*Co\\*"
        "\n- Every row checked by somebody other than the annotator: 2 of 3 articles"
        "\n- Model of the tables: claimpack 1.0.0\n"
    ) in part
    assert "does not assert that it is true" in part
    assert "\n- Of the text of 1 article the package has no more than the wo" in part
    assert "\n- Of the text of 1 article it has no words: " in part
    assert "an\nid is permanent" in part.lower()


def test_nothing_is_said_of_guides_and_annotators_that_are_not_stated() -> None:
    annotation = replace(ANNOTATION, guides=(), annotators=(), text_accesses={})

    part = describe({}, Background(annotation=annotation))

    assert list_headings(part)[0] == "Preprocessing and labeling"
    assert "guide:" not in part
    assert "Annotated by" not in part
    assert "Of the text" not in part


def test_what_is_known_of_articles_is_read_from_their_table(tmp_path: Path) -> None:
    rows = make_rows()
    rows["documents"][0] |= {"guideline_version": "7", "annotator": "Eva"}
    package = write_package(tmp_path, rows)

    background = read_background(open_package(package))

    assert background.annotation == Annotation(
        model="1.0.0",
        article_count=1,
        reviewed_count=0,
        guides=("7",),
        annotators=("Eva",),
        text_accesses={"full": 1},
    )
    assert background.keeps_versions
    assert "claims" in background.plain_tables


def test_a_package_with_columns_of_its_own_is_read_unchecked(tmp_path: Path) -> None:
    package = write_foreign(tmp_path, "document_id\na\n", ["document_id"])
    path = package / "datapackage.json"
    descriptor = json.loads(path.read_bytes())
    descriptor["claimpack"] = {"model": "1.0.0"}
    descriptor["resources"][0]["name"] = "documents"
    path.write_text(json.dumps(descriptor))

    annotation = read_background(open_package(package, unchecked=True)).annotation

    assert annotation == Annotation(
        model="1.0.0", article_count=1, reviewed_count=0, text_accesses={}
    )


ENTRY: Row = {"kind": "claims", "count_a": 34, "count_b": 3, "alpha": 0.775}
CLAIMS = Agreement(
    kind="claims",
    count_a=34,
    count_b=3,
    exact_f1=None,
    overlapping_f1=None,
    alpha=0.775,
)
AGREEMENTS: dict[str, tuple[object, list[Agreement]]] = {
    "figures": ([ENTRY | {"exact_f1": None}], [CLAIMS]),
    "a figure of another type": ([ENTRY | {"exact_f1": "1"}], [CLAIMS]),
    "a figure that is no number": ([ENTRY | {"exact_f1": True}], [CLAIMS]),
    "a label": ([ENTRY | {"label": "Group"}], []),
    "no counts": ([{"kind": "claims"}], []),
    "a count that is no number": ([ENTRY | {"count_a": True}], []),
    "a kind that is no word": ([ENTRY | {"kind": 1}], []),
    "no list": (ENTRY, []),
    "no object": ([1], []),
}


@pytest.mark.parametrize(("value", "read"), AGREEMENTS.values(), ids=AGREEMENTS)
def test_figures_of_another_form_are_left_out(
    value: object, read: list[Agreement]
) -> None:
    assert list(iter_agreement({"claimpack": {"agreement": value}})) == read


def test_a_descriptor_may_have_no_figures() -> None:
    assert list(iter_agreement({})) == []
    assert list(iter_agreement({"claimpack": 1})) == []


def test_a_figure_that_is_not_told_leaves_its_column_out() -> None:
    part = describe({}, Background(agreement=(CLAIMS,)))

    assert part.endswith(
        "\n| marks | a | b | alpha |\n| --- | --- | --- | --- |"
        "\n| claims | 34 | 3 | 0.78 |\n"
    )


HOSTILE = (
    *("# a", "1. a", "- a", "> a", "---", "===", "```", "~~~", "``` ` ````"),
    *("*a", "**a**", "_a_", "`a", "a\\", "[a](b)", "![a](b)", "[a]: b", "a | b\\"),
    *("<!-- a", "<script>a", "</details>", "<?php", "<textarea>", "&copy;"),
    *(f"a\n{END}\n", f"{BEGIN}\r\n{END}", "a\r\r# b", "a\n\n    b", "\u202ea\x00\x1b"),
    *("- a\n  - b\n\n```\nc", "a\u2028# b\x85# c"),
)


def make_hostile(words: str) -> Row:
    """A package in which all that can be words is these."""
    person = {"title": words, "roles": ["creator", "contact", words]}
    table = {
        "name": words,
        "path": ["a.parquet", f"a{words}"],
        "format": "parquet",
        "description": words,
        "hash": f"sha256:{words}",
        "schema": {"fields": [{"name": words, "type": "string"}]},
    }
    keys = ("name", "title", "description", "version", "spatial", "keywords")
    return {
        **dict.fromkeys(keys, words),
        "contributors": [person],
        "licenses": [{"title": words, "path": "https://example.org/)<|`*>"}],
        "sources": [{"title": words}],
        "resources": [table, table | {"path": f"a{words}"}],
        "claimpack": {"agreement": [ENTRY | {"kind": words}]},
    }


@pytest.mark.parametrize("words", HOSTILE)
def test_no_words_change_what_the_part_is(words: str) -> None:
    descriptor = make_hostile(words)
    annotation = replace(ANNOTATION, guides=(words,), annotators=(words,))
    background = Background(
        annotation=annotation,
        agreement=tuple(iter_agreement(descriptor)),
        keeps_versions=True,
    )

    part = describe(descriptor, background)

    readme = make_readme(words, part)
    kinds = [token.type for token in iter_tokens(part)]
    blocks = [it for it in PARSER.parse(part) if it.level == 0]
    assert [it for it in list_headings(part) if it in HEADINGS] == HEADINGS
    assert [it.content.strip() for it in iter_tokens(part) if "html" in it.type] == [
        NOTE
    ]
    assert kinds.count("table_open") == 3
    assert kinds.count("image") == words.count("![")  # in the description
    assert [it.info for it in blocks if it.type == "fence"] == [
        *(["python"] * 3),
        *("r", "python", "python", "sh", "python", "bibtex"),
    ]
    assert replace_part(readme, part, "README.md") == readme


texts = st.text(st.characters(exclude_categories=["Cs"]))


@given(texts)
def test_any_words_leave_a_readme_in_which_the_part_can_be_replaced(words: str) -> None:
    part = describe(make_hostile(words))

    readme = make_readme(words, part)

    assert replace_part(readme, part, "README.md") == readme
    assert {"Composition", "Uses"} <= set(list_headings(part))


KEYS = [
    *("id", "title", "description", "version", "created", "homepage", "keywords"),
    *("languages", "temporal", "spatial", "licenses", "sources", "contributors"),
]
ODD: list[object] = [None, 1, "", " ", [], [1], {}, [{}], [[]], True, {"a": 1}]


@pytest.mark.parametrize("key", KEYS)
def test_a_value_of_another_type_is_as_if_it_were_not_there(key: str) -> None:
    without = {other: value for other, value in TOWNS.items() if other != key}

    assert {describe(TOWNS | {key: it}) for it in ODD} == {describe(without)}


def test_the_part_takes_the_place_of_the_old_one_and_all_else_stays() -> None:
    text = f"\ufeffa \t\x85\u2028\r\n{BEGIN} \nold\n{END}\nb\r\x0c{END} no line\n\n"

    assert replace_part(text, "new\n\nlines\n", "README.md") == (
        f"\ufeffa \t\x85\u2028\r\n{BEGIN} \n\nnew\n\nlines\n\n{END}\nb\r\x0c"
        f"{END} no line\n\n"
    )


def test_the_part_has_the_line_ends_of_the_file() -> None:
    text = f"# a\r\n{BEGIN}\r\n{END}\r\nb"

    assert replace_part(text, "new\nlines\n", "README.md") == (
        f"# a\r\n{BEGIN}\r\n\r\nnew\r\nlines\r\n\r\n{END}\r\nb"
    )


def test_a_title_stays_a_title() -> None:
    readme = make_readme("C # <b> ##", "part\n")

    assert readme == f"# C # \\<b\\> \\#\\#\n\n{BEGIN}\n\npart\n\n{END}\n"
    assert list_headings(readme) == ["C # \\<b\\> \\#\\#"]


NOWHERE = {
    "neither": ("# a\n", f"found 0 lines `{BEGIN}` and 0 `{END}`"),
    "an empty file": ("", f"found 0 lines `{BEGIN}` and 0 `{END}`"),
    "one of both": (f"{BEGIN}\n", f"found 1 lines `{BEGIN}` and 0 `{END}`"),
    "one of them twice": (
        f"{BEGIN}\n{END}\n{END}\n",
        f"found 1 lines `{BEGIN}` and 2 `{END}`",
    ),
    "the second first": (f"{END}\n{BEGIN}\n", f"found `{END}` before `{BEGIN}`"),
    "within a line": (f"a {BEGIN}\n{END}", f"found 0 lines `{BEGIN}` and 1 `{END}`"),
}


@pytest.mark.parametrize(("text", "found"), NOWHERE.values(), ids=NOWHERE)
def test_a_file_without_a_place_for_the_part_is_refused(text: str, found: str) -> None:
    with pytest.raises(SourceError) as caught:
        replace_part(text, "part\n", "p/README.md")

    assert str(caught.value) == (
        f"p/README.md: {found}; expected each once, the first before the second;"
        f" put a line `{BEGIN}` and a line `{END}` where the part is to stand."
    )


def export(package: Path, *arguments: str | Path) -> tuple[int, str, str]:
    """Run `claimpack export` in the folder of a package."""
    return outcome(run_claimpack("export", *arguments, cwd=package))


def test_the_command_prints_the_part_or_puts_it_into_a_file(tmp_path: Path) -> None:
    package = write_foreign(tmp_path, "id\na\n", ["id"])
    code, part, _ = export(package, "readme")

    made = export(package, "--output", "README.md", "readme", ".")

    readme = (package / "README.md").read_bytes().decode()
    assert (code, made) == (0, (0, "", ""))
    assert readme == make_readme("", part)


def test_the_command_keeps_what_people_wrote(tmp_path: Path) -> None:
    package = write_foreign(tmp_path, "id\na\n", ["id"])
    _, part, _ = export(package, "readme")
    path = package / "README.md"
    path.write_bytes(f"# é\r\n\r\n{BEGIN}\r\nold\r\n{END}".encode())

    again = [export(package, "--output", "README.md", "readme") for _ in range(2)]

    text = part.strip().replace("\n", "\r\n")
    assert again == [(0, "", "")] * 2
    assert path.read_bytes().decode() == (
        f"# é\r\n\r\n{BEGIN}\r\n\r\n{text}\r\n\r\n{END}"
    )


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"# a\n", "found 0 lines"),
        (b"a\n\xff", "README.md line 2: found the byte 0xFF"),
    ],
    ids=["no markers", "no UTF-8"],
)
def test_a_file_that_is_refused_stays_as_it_was(
    tmp_path: Path, content: bytes, found: str
) -> None:
    package = write_foreign(tmp_path, "id\na\n", ["id"])
    (package / "README.md").write_bytes(content)

    code, printed, error = export(package, "--output", "README.md", "readme")

    assert (code, printed) == (3, "")
    assert found in error
    assert (package / "README.md").read_bytes() == content
