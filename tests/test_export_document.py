"""Annotations as a document of claims, by our own scheme."""

from __future__ import annotations

import json
from typing import Any

from jsonschema import Draft202012Validator
from referencing import Registry

from articles import annotate, make_document
from claimpack.annotations import Annotations
from claimpack.document_json import document_from_json
from claimpack.exporters.document import export_document
from claimpack.exporters.losses import Losses
from claimpack.schema_files import load_document_schema
from exported import export, make_text, read, read_seed

TEXT = "The dam burst.\n"
MARKS = "T1|Claim|The dam burst\nT2|Hedge|dam\nT3|Object|dam"
LINES = """\
E1|Claim:T1
N1|Reference T3 Entity:dam|the dam
#1|AnnotatorNotes E1|It burst.
"""


def annotate_dam(*lines: str) -> Annotations:
    """A claim, a hedge that nothing uses, an object, and further lines."""
    return read(annotate(TEXT, MARKS, "\n".join([LINES, *lines])), TEXT)


def test_the_document_of_the_seed_is_valid() -> None:
    seed = read_seed()

    files, lost = export("document", make_text(seed))

    content = json.loads(files["dam.json"])
    registry: Registry[Any] = Registry()
    Draft202012Validator(load_document_schema(), registry=registry).validate(content)
    claims = [node for node in seed.nodes if node.label == "Claim"]
    assert len(content["claims"]) == len(claims)
    rest = (seed.attributes, seed.references, seed.notes, seed.links)
    assert lost == {
        "texts of references, which a register has": len(seed.references),
        "ids, which are now others or none": sum(map(len, rest)),
    }


def test_a_document_says_what_the_annotations_say() -> None:
    files, lost = export("document", make_text(annotate_dam("#2|AnnotatorNotes T3|?")))

    assert document_from_json(json.loads(files["dam.json"])) == make_document(
        TEXT, MARKS, LINES
    )
    assert lost == {
        "marks that nothing uses": 1,
        "notes that are no sentence of a claim": 1,
        "texts of references, which a register has": 1,
        "ids, which are now others or none": 3,
    }


def test_a_label_of_another_scheme_is_lost() -> None:
    marks = f"{MARKS}\nT4|PER|dam\nT5|PER|burst"
    lines = LINES.replace("|the dam", "")
    annotations = read(annotate(TEXT, marks, lines), TEXT)

    _, lost = export("document", make_text(annotations))

    assert lost == {
        'annotations labelled "PER"': 2,
        "marks that nothing uses": 1,
        "ids, which are now others or none": 2,
    }


def test_what_the_scheme_does_not_allow_is_a_finding() -> None:
    losses = Losses()

    export_document([make_text(annotate_dam("A1|Kind E1 Miracle"))], losses)

    assert [it.code for it in losses.findings] == ["attribute-value"]
