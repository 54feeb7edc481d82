"""Our own documents: what is read of them maps to the same documents again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles import SCHEMA, make_article, make_document
from claimpack.annotations import (
    Annotations,
    Attribute,
    Fragment,
    Link,
    Mark,
    Node,
    Note,
    Origin,
    Reference,
    Role,
)
from claimpack.conversion import convert_source
from claimpack.corpus import build_tables
from claimpack.document import Document
from claimpack.document_json import document_to_json
from claimpack.files import Folder, sha256_hex
from claimpack.findings import has_errors
from claimpack.mapping import map_native
from claimpack.readers.formats import recognise
from claimpack.seeds import read_seeds
from claimpack.source_corpus import Choices
from claimpack.writers import TableFiles, build_arrow, write_table
from documents import (
    TEXT,
    make_content,
    map_again,
    read_file,
    read_one,
    return_same,
)
from exported import NOWHERE
from packages import write_files
from read_sources import SourceCorpus, read_source

ROOT = Path(__file__).parent.parent
FOLDERS = {"first": ROOT, "invented": ROOT / "tests" / "invented"}
"""Packages with annotated articles below `seeds/`."""


def list_documents() -> dict[str, Document]:
    """All annotated articles of the repository, by their ids."""
    return {
        member.document.article.document_id: member.document
        for folder in FOLDERS.values()
        for member in read_seeds(Folder(folder), SCHEMA, "seeds").corpus.members
    }


DOCUMENTS = list_documents()


@pytest.mark.parametrize("document", DOCUMENTS.values(), ids=DOCUMENTS)
def test_an_annotated_article_is_the_same_again(document: Document) -> None:
    reading = read_one(document_to_json(document))
    mapped = map_again(reading, document)

    assert (reading.findings, reading.refused_count) == ((), 0)
    assert (reading.unit, reading.is_proved) == ("code points", True)
    assert mapped.document == document
    assert (mapped.findings, mapped.unknown_labels) == ((), {})


def write_tables(source: SourceCorpus) -> dict[str, TableFiles]:
    """The files of the tables of some articles, by their names."""
    rows, findings = build_tables(source.corpus, SCHEMA)
    assert not has_errors([*source.findings, *findings])
    return {
        name: write_table(table, build_arrow(table, rows[name]))
        for name, table in SCHEMA.tables.items()
    }


@pytest.mark.parametrize("root", FOLDERS.values(), ids=FOLDERS)
def test_a_package_of_documents_is_that_of_their_annotations(
    root: Path, tmp_path: Path
) -> None:
    choices = Choices(format_name="brat")
    converted = convert_source(root / "seeds", "document", SCHEMA, format_name="brat")
    assert converted.files
    write_files(tmp_path, converted.files)

    source = read_source(Folder(tmp_path), SCHEMA, Choices())

    assert {text.format for text in source.texts} == {"document"}
    annotated = read_source(Folder(root / "seeds"), SCHEMA, choices)
    assert write_tables(source) == write_tables(annotated)


def test_a_document_is_converted_into_itself(tmp_path: Path) -> None:
    files = convert_source(FOLDERS["invented"] / "seeds", "document", SCHEMA).files
    write_files(tmp_path, files)

    assert convert_source(tmp_path, "document", SCHEMA).files == files


def test_every_part_of_a_document_is_an_annotation_of_our_scheme() -> None:
    content = json.dumps(make_content(), indent=1).encode()
    lines = content.decode().split("\n")

    def at(words: str, number: int = 0) -> Origin:
        """The line with the words, the first of them left out."""
        place = [i for i, line in enumerate(lines) if words in line][number]
        return Origin("a.json", place + 1, lines[place])

    def mark(mark_id: str, label: str, *pairs: tuple[int, int]) -> Mark:
        """The mark of some fragments, at the first place of its id."""
        words = " ".join(TEXT[start:end] for start, end in pairs)
        fragments = tuple(Fragment(*pair) for pair in pairs)
        return Mark(mark_id, label, fragments, words, at(f'"mark_id": "{mark_id}"'))

    (reading,) = read_file(content)

    event, claim, near, origin = (
        at(f'"node_id": "e{number}"') for number in (1, 2, 4, 3)
    )
    number = at('"number"')
    assert reading.annotations == Annotations(
        path="a.json",
        text=TEXT,
        marks=(
            mark("t1", "Person", (0, 8)),
            mark("t5", "Place", (30, 36)),
            mark("t6", "Organization", (39, 47)),
            mark("t10", "Person", (53, 56)),
            mark("t9", "Assault", (22, 26)),
            mark("t8", "Time", (60, 66)),
            mark("t3", "Claim", (19, 36)),
            mark("t4", "Quantity", (19, 21)),
            mark("t11", "Hedge", (0, 3), (68, 73)),
            mark("t2", "Attribution", (9, 13)),
            mark("t7", "Attribution", (48, 52)),
        ),
        nodes=(
            Node(
                "e1", "Assault", "t9", (Role("Place", "t5"), Role("When", "t8")), event
            ),
            Node(
                "e2",
                "Claim",
                "t3",
                (
                    Role("About", "e1"),
                    Role("Place", "t5"),
                    Role("Quantity", "t4"),
                    Role("Hedge", "t11"),
                ),
                claim,
            ),
            Node(
                "e4",
                "Attribution",
                "t2",
                (Role("Of", "e3"), Role("Source", "t1")),
                near,
            ),
            Node(
                "e3",
                "Attribution",
                "t7",
                (
                    Role("Of", "e2"),
                    Role("Source", "t6"),
                    Role("Said", "t8"),
                    Role("Addressee", "t10"),
                ),
                origin,
            ),
        ),
        attributes=(
            Attribute("A1", "Mode", "e1", "heavy-weapons", event),
            Attribute("A2", "PlacePrecision", "e2", "1", claim),
            Attribute("A3", "Negated", "e2", None, claim),
            Attribute("A4", "Modifier", "t4", "AtLeast", at('"mark_id": "t4"')),
            Attribute("A5", "Act", "e3", "Belief", origin),
        ),
        references=(
            Reference("N1", "t8", "EDTF", "2031-05-05", "", at('"edtf"')),
            Reference("N2", "t4", "Number", "40", "", number),
            Reference("N3", "t5", "Entity", "arvika", "", at('"mark_id": "t5"')),
        ),
        notes=(
            Note("#1", "AnnotatorNotes", "e2", "40 died.", claim),
            Note("#2", "EventDate", "e2", "2031-05", at('"2031-05"')),
            Note("#3", "Said", "e4", "2031-05-06", at('"2031-05-06"')),
        ),
        links=(Link("R1", "SameAs", "t10", "t1", at('"mark_id": "t10"')),),
        ids=reading.annotations.ids,
    )


LABELS = st.sampled_from(["Person", "Organization", "Place"])
KEYS = st.sampled_from(["eva-lind", "arvika", "dam.t1", "dam.t3"])


@st.composite
def make_claims(draw: st.DrawFn) -> Annotations:
    """Annotations of mentions, claims and attributions, tied to each other anyhow.

    Attributions wrap claims, and only such attributions as come after them.
    """
    claims = [f"E{number}" for number in range(1, draw(st.integers(1, 4)) + 1)]
    others = [f"E{number}" for number in range(11, draw(st.integers(0, 5)) + 11)]
    mentions = [f"T{number}" for number in range(1, draw(st.integers(1, 5)) + 1)]
    places = st.integers(0, len(TEXT) - 2)

    def mark(mark_id: str, label: str) -> Mark:
        start = draw(places)
        words = TEXT[start : start + 2]
        return Mark(mark_id, label, (Fragment(start, start + 2),), words, NOWHERE)

    def node(node_id: str, label: str, *roles: Role) -> Node:
        return Node(node_id, label, f"T{node_id}", roles, NOWHERE)

    def wrap(place: int) -> list[Role]:
        inner = st.sampled_from([*claims, *others[place + 1 :]])
        wrapped = draw(st.lists(inner, min_size=1, max_size=3, unique=True))
        return [Role("Of", it) for it in wrapped]

    some = st.lists(st.sampled_from(mentions), max_size=2, unique=True)
    pairs = st.lists(st.tuples(*[st.sampled_from(mentions)] * 2), max_size=3)
    joined = [pair for pair in draw(pairs) if pair[0] != pair[1]]
    return Annotations(
        path="",
        text=TEXT,
        marks=(
            *(mark(it, draw(LABELS)) for it in mentions),
            *(mark(f"T{it}", "Claim") for it in claims),
            *(mark(f"T{it}", "Attribution") for it in others),
        ),
        nodes=(
            *(node(it, "Claim") for it in claims),
            *(
                node(
                    it,
                    "Attribution",
                    *wrap(place),
                    *(Role("Source", source) for source in draw(some)),
                )
                for place, it in enumerate(others)
            ),
        ),
        references=tuple(
            Reference(f"N{place}", it, "Entity", draw(KEYS), "", NOWHERE)
            for place, it in enumerate(draw(some))
        ),
        links=tuple(
            Link(f"R{place}", "SameAs", pair[0], pair[1], NOWHERE)
            for place, pair in enumerate(joined)
        ),
    )


@given(make_claims())
def test_what_any_annotations_map_to_is_the_same_again(
    annotations: Annotations,
) -> None:
    article = make_article(TEXT)
    document = map_native(annotations, article, SCHEMA.codes).document

    assert return_same(document) == document


def test_several_attributions_of_one_level_are_the_same_again() -> None:
    marks = """
    T1|Claim|40 died in Arvika
    T2|Attribution|said
    T3|Attribution|told
    T4|Attribution|her
    T5|Attribution|army
    """
    lines = """
    E1|Claim:T1
    E2|Attribution:T2 Of:E3 Of2:E4
    E3|Attribution:T3 Of:E5
    E4|Attribution:T4 Of:E1
    E5|Attribution:T5 Of:E1
    """
    document = make_document(TEXT, marks, lines)
    levels = [(it.node_id, it.level) for it in document.claims[0].attributions]
    assert levels == [("e2", 1), ("e3", 2), ("e4", 2), ("e5", 3)]

    assert return_same(document) == document


def test_an_attribution_has_around_it_what_is_around_both_of_its_claims() -> None:
    marks = """
    T1|Claim|40 died
    T2|Claim|in Arvika
    T3|Attribution|said
    T4|Attribution|told
    """
    lines = """
    E1|Claim:T1
    E2|Claim:T2
    E3|Attribution:T3 Of:E1 Of2:E4
    E4|Attribution:T4 Of:E2
    """
    document = make_document(TEXT, marks, lines)

    nodes = read_one(document_to_json(document)).annotations.nodes

    assert [(it.node_id, it.roles) for it in nodes[2:]] == [
        ("e3", (Role("Of", "e1"), Role("Of", "e4"))),
        ("e4", (Role("Of", "e2"),)),
    ]


@pytest.mark.parametrize(
    ("form", "name"),
    [("{0}", "one"), ("[{0}, {1}]", "array"), ("{0}\n\n{1}\n", "lines")],
    ids=["one", "array", "lines"],
)
def test_a_file_may_hold_several_documents(form: str, name: str) -> None:
    first, second = make_content(), make_content()
    second["article"]["document_id"] = "flood"
    content = form.format(json.dumps(first), json.dumps(second)).encode()

    readings = read_file(content)

    names = ["dam"] if name == "one" else ["dam", "flood"]
    assert [(it.name, it.findings, len(it.annotations.marks)) for it in readings] == [
        (each, (), 11) for each in names
    ]
    assert recognise("a.txt.x", content) == "document"


def test_a_document_is_known_by_its_beginning_or_by_its_hash() -> None:
    content = make_content()
    long = {**content, "article": {**content["article"], "text": "x" * 70_000}}
    turned = dict(reversed(content.items()))

    assert recognise("a", json.dumps(long).encode()) == "document"
    assert recognise("a", json.dumps(turned).encode()) == "document"
    assert recognise("a", b'{"article": {"id": 1}, "text_sha256": ""}') is None


def test_what_a_file_says_of_its_article_is_metadata() -> None:
    content = make_content(publisher="The Herald", annotator="kim", is_reviewed=True)

    reading = read_one(content)

    assert (reading.name, reading.annotator) == ("dam", "kim")
    assert reading.metadata == {
        "title": "Eva Lind said:",
        "publisher": "The Herald",
        "language": "und",
        "text_access": "full",
        "annotator": "kim",
        "is_reviewed": True,
    }


def test_metadata_of_an_article_stand_above_those_of_its_file(tmp_path: Path) -> None:
    content = make_content(publisher="The Herald", author="Kim", annotator="kim")
    content["article"]["text_access"] = "quotes"
    metadata = b'{"author": "Kim Berg"}'
    write_files(
        tmp_path, {"a.json": json.dumps(content).encode(), "dam.meta.json": metadata}
    )

    source = read_source(Folder(tmp_path), SCHEMA, Choices(text_access="full"))

    (member,) = source.corpus.members
    article = member.document.article
    assert (article.publisher, article.author) == ("The Herald", "Kim Berg")
    assert (article.annotator, article.text_access) == ("kim", "quotes")
    assert article.text_sha256 == sha256_hex(TEXT.encode())
