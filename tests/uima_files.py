"""UIMA CAS written for the tests: type systems, XMI and JSON of the same content."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

from claimpack.annotations import AnnotationFile, Reading
from claimpack.readers.uima import read_cas_json, read_cas_xmi

TCAS = "uima.tcas.Annotation"
TOP = "uima.cas.TOP"
STRING, INTEGER, BOOLEAN = "uima.cas.String", "uima.cas.Integer", "uima.cas.Boolean"
SEGMENT = "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type"
META = "de.tudarmstadt.ukp.dkpro.core.api.metadata.type"

Types = Mapping[str, tuple[str, Mapping[str, str]]]
TYPES: Types = {
    "a.Span": (TCAS, {"value": STRING}),
    "a.Many": (TCAS, {"text": STRING, "number": INTEGER, "flag": BOOLEAN}),
    "a.Rel": (TCAS, {"Governor": TCAS, "Dependent": TCAS, "kind": STRING}),
    "a.Filler": (TOP, {"role": STRING, "target": TCAS, "extra": STRING}),
    "a.Frame": (TCAS, {"links": "a.Filler[]", "act": STRING}),
    "a.Link": (
        TCAS,
        {"next": "a.Link", "referenceType": STRING, "referenceRelation": STRING},
    ),
    "a.Chain": ("uima.cas.AnnotationBase", {"first": "a.Link"}),
    "a.Names": (TCAS, {"names": "uima.cas.String[]"}),
    "a.Tree": (TCAS, {"children": "uima.tcas.Annotation[]", "parent": TCAS}),
    "a.Whole": ("uima.cas.AnnotationBase", {"author": STRING}),
    f"{SEGMENT}.Token": (TCAS, {}),
    f"{SEGMENT}.Sentence": (TCAS, {"id": STRING}),
    f"{META}.DocumentMetaData": (
        "uima.tcas.DocumentAnnotation",
        {
            "documentTitle": STRING,
            "documentId": STRING,
            "documentUri": STRING,
            "collectionId": STRING,
            "documentBaseUri": STRING,
        },
    ),
}
"""Each with the type above it and its features; `[]` marks an array."""
ARRAYS = {STRING: "uima.cas.StringArray"}


def write_types(types: Types = TYPES) -> bytes:
    """A type system description."""
    rows = []
    for name, (above, features) in types.items():
        rows.append(f"<typeDescription><name>{name}</name>")
        rows.append(f"<supertypeName>{above}</supertypeName><features>")
        for feature, range_name in features.items():
            element = range_name.removesuffix("[]")
            is_array = element != range_name
            shown = ARRAYS.get(element, "uima.cas.FSArray") if is_array else element
            rows.append(f"<featureDescription><name>{feature}</name>")
            rows.append(f"<rangeTypeName>{shown}</rangeTypeName>")
            if is_array and element not in ARRAYS:
                rows.append(f"<elementType>{element}</elementType>")
            rows.append("</featureDescription>")
        rows.append("</features></typeDescription>")
    start = '<typeSystemDescription xmlns="http://uima.apache.org/resourceSpecifier">'
    body = "".join(rows)
    return f"{start}<types>{body}</types></typeSystemDescription>".encode()


def write_xmi(text: str, *elements: str, members: Iterable[int] = ()) -> bytes:
    """XMI of one text, an element on each line from the third on.

    An element is `type id begin end feature="value" …`, or one as XML has it.
    """
    types = {element.split(" ")[0] for element in elements if element[:1] != "<"}
    names = "".join(
        f' xmlns:n{number}="http:///{name.rpartition(".")[0].replace(".", "/")}.ecore"'
        for number, name in enumerate(sorted(types))
    )
    prefixes = {name: f"n{number}" for number, name in enumerate(sorted(types))}
    lines = ['<?xml version="1.0" encoding="UTF-8"?>']
    lines.append(
        '<xmi:XMI xmlns:xmi="http://www.omg.org/XMI" '
        f'xmlns:cas="http:///uima/cas.ecore"{names} xmi:version="2.0">'
    )
    for element in elements:
        if element[:1] == "<":
            lines.append(element)
            continue
        name, fs_id, begin, end, *rest = element.split(" ", 4)
        place = f'sofa="1" begin="{begin}" end="{end}"' if begin != "-" else ""
        tag = f"{prefixes[name]}:{name.rpartition('.')[2]}"
        lines.append(f'<{tag} xmi:id="{fs_id}" {place} {" ".join(rest)}/>')
    words = escape(text).replace("\n", "&#10;")
    sofa = 'xmi:id="1" sofaNum="1" sofaID="_InitialView" mimeType="text"'
    lines.append(f'<cas:Sofa {sofa} sofaString="{words}"/>')
    listed = " ".join(map(str, members))
    lines.append(f'<cas:View sofa="1" members="{listed}"/></xmi:XMI>')
    return "\n".join([*lines, ""]).encode()


def write_json(
    text: str, *structures: Mapping[str, Any], types: Types | None = TYPES
) -> bytes:
    """JSON of one text, a feature structure on each line from the second on."""
    value: dict[str, Any] = {}
    if types is not None:
        value["%TYPES"] = {name: write_type(name, types) for name in types}
    sofa = {"%ID": 1, "%TYPE": "uima.cas.Sofa", "sofaNum": 1, "sofaID": "_InitialView"}
    sofa |= {"mimeType": "text", "sofaString": text}
    members = [it["%ID"] for it in structures if isinstance(it.get("%ID"), int)]
    views = {"_InitialView": {"%SOFA": 1, "%MEMBERS": members}}
    head = json.dumps(value)[:-1] + ", " * bool(value)
    rows = ",\n".join(json.dumps(it, ensure_ascii=False) for it in [sofa, *structures])
    tail = json.dumps({"%VIEWS": views})[1:]
    return f'{head}"%FEATURE_STRUCTURES": [\n{rows}\n], {tail}'.encode()


def write_type(name: str, types: Types) -> dict[str, Any]:
    """A type in JSON."""
    above, features = types[name]
    described = {it: {"%NAME": it, "%RANGE": kind} for it, kind in features.items()}
    return {"%NAME": name, "%SUPER_TYPE": above, **described}


def mark(
    fs_id: int, type_name: str, begin: int, end: int, **rest: object
) -> dict[str, Any]:
    """An annotation in JSON; `_x` is a feature that refers."""
    place = {"%ID": fs_id, "%TYPE": type_name, "@sofa": 1, "begin": begin, "end": end}
    return place | {key.replace("_", "@"): value for key, value in rest.items()}


def read_all_xmi(content: bytes, types: bytes | None = None) -> list[Reading]:
    """The readings of XMI with this type system beside it."""
    beside = {"TypeSystem.xml": types or write_types()}
    return list(
        read_cas_xmi(
            AnnotationFile(path="a.xmi", content=content, find_beside=beside.get)
        )
    )


def read_xmi(text: str, *elements: str) -> Reading:
    """The reading of XMI of one text."""
    (reading,) = read_all_xmi(write_xmi(text, *elements))
    return reading


def read_json(text: str, *structures: Mapping[str, Any]) -> Reading:
    """The reading of JSON of one text."""
    content = write_json(text, *structures)
    (reading,) = read_cas_json(AnnotationFile(path="a.json", content=content))
    return reading
