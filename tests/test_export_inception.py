"""Annotations for INCEpTION, as CAS JSON and WebAnno TSV: what is told comes back.

INCEpTION itself is not here; our own readers and dkpro-cassis read what is written.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from dataclasses import replace

import cassis
import pytest
from hypothesis import given

from claimpack.annotations import AnnotationFile, Annotations, Attribute, Fragment, Mark
from claimpack.readers.brat import read_brat
from claimpack.readers.webanno_tsv import read_webanno_tsv
from exported import (
    NOWHERE,
    WILD,
    export,
    make_annotations,
    make_text,
    read_seed,
)
from inception_files import (
    ALL,
    BLANKS,
    IDS,
    READERS,
    SPAN,
    TEXT,
    TYPES,
    expect,
    put_in_order,
    read_back,
)
from test_read_uima import iter_suite
from test_read_webanno_tsv import SUITE, needs_suite


def test_feature_structures_say_the_same_in_json() -> None:
    files, lost = export("cas-json", make_text(ALL))

    cas = json.loads(files["dam.json"])
    place = {"%TYPE": SPAN, "@sofa": 1}
    node = {"begin": 6, "end": 15}
    assert cas["%FEATURE_STRUCTURES"][1:8] == [
        {"%ID": 2, **place, "begin": 0, "end": 4, "label": "Source", "id": "T1"},
        {
            "%ID": 3,
            **place,
            **node,
            "label": "Claim",
            "id": "T2",
            "node": "E1",
            "Kind": "a|b",
            "@roles": 8,
        },
        {"%ID": 8, "%TYPE": "uima.cas.FSArray", "%ELEMENTS": [9, 10]},
        {"%ID": 9, "%TYPE": f"{SPAN}RolesLink", "role": "By", "@target": 2},
        {"%ID": 10, "%TYPE": f"{SPAN}RolesLink", "role": "Of", "@target": 5},
        {
            "%ID": 4,
            **place,
            **node,
            "label": "Event",
            "node": "E2",
            "trigger": "T2",
            "Denied": "true",
        },
        {"%ID": 5, **place, "begin": 10, "end": 13, "label": "Thing", "id": "T3"},
    ]
    assert cas["%FEATURE_STRUCTURES"][-1] == {
        "%ID": 11,
        "%TYPE": "webanno.custom.ClaimpackLink",
        "@sofa": 1,
        **node,
        "label": "Near",
        "id": "R1",
        "source_name": "From",
        "target_name": "To",
        "Sure": "[no]",
        "@Governor": 2,
        "@Dependent": 3,
    }
    members = [2, 3, 4, 5, 6, 7, 11]
    assert cas["%VIEWS"] == {"_InitialView": {"%SOFA": 1, "%MEMBERS": members}}
    assert lost == {IDS: 3}


@pytest.mark.parametrize("target", READERS)
def test_all_kinds_of_annotations_come_back(target: str) -> None:
    back, _ = read_back(target, ALL)

    assert back == put_in_order(ALL)


@pytest.mark.parametrize("target", READERS)
def test_the_seed_comes_back_as_it_was(target: str) -> None:
    seed = read_seed()

    back, lost = read_back(target, seed)

    assert back == put_in_order(seed)
    assert lost == {IDS: len(seed.attributes)}


@given(make_annotations(WILD))
def test_whatever_annotations_say_comes_back_from_json(
    annotations: Annotations,
) -> None:
    back, _ = read_back("cas-json", annotations)

    assert back == expect(annotations)


@pytest.mark.parametrize(
    "text",
    [
        "\ufeffa\r\nb\r\n\r\n",
        "\r\n\t\\tfoo. Bar",
        "\\n\n\\n x\u2028\x85\u2029y",
        "\x00\x01\x1c \x1d\x0b\x0c",
        "#Text=x\n#T_SP=\n1-1\t0-1\tx\t_",
        "_|*[1] a->1-2",
        "\ud7ff\ue000🕯",
    ],
)
@pytest.mark.parametrize("target", READERS)
def test_a_text_comes_back_whatever_is_in_it(target: str, text: str) -> None:
    size = len(text)
    places = [(i, j) for i in range(size + 1) for j in range(i, size + 1)]
    marks = tuple(
        Mark(f"T{n}", text[i:j], (Fragment(i, j),), text[i:j], NOWHERE)
        for n, (i, j) in enumerate(places)
    )

    back, _ = read_back(target, Annotations(path="", text=text, marks=marks))

    assert (back.text, len(back.marks)) == (text, len(marks))


@pytest.mark.parametrize("target", READERS)
def test_attributes_become_features_as_far_as_a_layer_has_room(target: str) -> None:
    mark = Mark("T1", "L", (Fragment(0, 1),), "a", NOWHERE)
    labels = ["label", "a b", "a_b", "1", "class", *(f"n{i}" for i in range(100))]
    attributes = [
        Attribute(f"A{i}", label, "T1", "true", NOWHERE)
        for i, label in enumerate(labels)
    ]
    annotations = Annotations(
        path="", text="a", marks=(mark,), attributes=tuple(attributes)
    )

    back, lost = read_back(target, annotations)

    kept = ["label_", "a_b", "x1", "class_", *(f"n{i}" for i in range(96))]
    assert {(it.label, it.value) for it in back.attributes} == {
        (label, None) for label in kept
    }
    assert lost == {
        IDS: 105,
        "names of attributes that are no names of features, "
        "which are now spelt with _": 4,
        "attributes of what has one of that name already": 1,
        "attributes with the value true, which are read as flags": 100,
        "attributes with rare names, of more than a layer may have": 4,
    }


def test_the_type_system_has_the_features_of_all_texts() -> None:
    other = replace(ALL, attributes=(Attribute("A1", "Rare", "E1", "x", NOWHERE),))

    texts = make_text(ALL), replace(make_text(other), document_id="lake")
    described = {target: export(target, *texts)[0][TYPES] for target in READERS}

    types = cassis.load_typesystem(io.BytesIO(described["cas-json"]))
    span, link = types.get_type(SPAN), types.get_type("webanno.custom.ClaimpackLink")
    assert described["webanno-tsv"] == described["cas-json"]
    assert described["cas-json"].startswith(b"<?xml")
    assert {it.name: it.rangeType.name for it in span.features} == {
        **dict.fromkeys(["label", "id", "node", "trigger"], "uima.cas.String"),
        **dict.fromkeys(["fragments", "Kind", "Denied", "Rare"], "uima.cas.String"),
        "roles": "uima.cas.FSArray",
    }
    assert span.get_feature("roles").elementType.name == f"{SPAN}RolesLink"
    ends = [link.get_feature(it).rangeType.name for it in ("Governor", "Dependent")]
    assert ends == [SPAN, SPAN]


def test_dkpro_cassis_finds_the_same_words() -> None:
    files, _ = export("cas-json", make_text(ALL))

    cas = cassis.load_cas_from_json(files["dam.json"].decode())
    spans = {
        it.id or it.node: (it.label, it.get_covered_text()) for it in cas.select(SPAN)
    }
    (link,) = cas.select("webanno.custom.ClaimpackLink")
    (claim,) = [it for it in cas.select(SPAN) if it.node == "E1"]
    roles = [(it.role, it.target.id) for it in claim.roles.elements]
    assert cas.sofa_string == TEXT
    assert spans == {
        "T1": ("Source", "Anna"),
        "T2": ("Claim", "the dam🕯"),
        "E2": ("Event", "the dam🕯"),
        "T3": ("Thing", "dam"),
    }
    assert (link.Governor.id, link.Dependent.node) == ("T1", "E1")
    assert roles == [("By", "T1"), ("Of", "T3")]


@needs_suite
@pytest.mark.parametrize("target", READERS)
def test_real_annotations_come_back(target: str) -> None:
    for real in iter_real():
        back, lost = read_back(target, real)

        assert back.text == real.text
        if BLANKS not in lost:
            assert back == expect(real), real.path


def iter_real() -> Iterator[Annotations]:
    """The annotations of the corpora: brat, WebAnno TSV and UIMA CAS XMI."""
    for folder in ("entities/brat", "events/brat"):
        for path in sorted((SUITE.parent / "litbank" / folder).glob("*.ann")):
            text = path.with_suffix(".txt").read_bytes().decode()
            yield read_brat(path.read_bytes(), text, path.name).annotations
    for path in sorted(SUITE.glob("tsv3-suite/*/reference.tsv")):
        file = AnnotationFile(path=str(path), content=path.read_bytes())
        yield from (it.annotations for it in read_webanno_tsv(file))
    yield from (reading.annotations for _, _, reading in iter_suite())
