"""Web Annotations in JSON-LD: one, a list, a page or a collection of them.

Source: Web Annotation Data Model, W3C Recommendation of 23 February 2017; section 5 has
the collections and pages. JSON-LD is read as its examples have it: by the terms of the
context `anno.jsonld`, which is not loaded.
"""

from __future__ import annotations

from collections.abc import Iterator

from claimpack.annotations import AnnotationFile, Reading
from claimpack.findings import Finding, Rule, Severity, quote
from claimpack.readers.json_files import (
    BYTE_ORDER_MARK,
    Draft,
    Json,
    iter_values,
    open_text,
    refuse_rest,
)
from claimpack.readers.places import Places
from claimpack.readers.web_annotation_parts import (
    Parsed,
    list_types,
    list_values,
    parse_annotation,
    read_address,
)
from claimpack.readers.web_annotation_texts import Texts

PAGE_ELSEWHERE = Rule(
    code="page-elsewhere",
    severity=Severity.WARNING,
    template="the page {found} of the collection is not in the file",
    explanation="Nothing is loaded from the network: put the pages into one file.",
)
RULES = (PAGE_ELSEWHERE,)

ITEMS = ("items", "@graph")
PAGES = ("first", "next")
HEADS = (b"http://www.w3.org/ns/anno", b'"Annotation"', b'"oa:Annotation"')
PARTS = (b'"target"', b'"selector"', b'"AnnotationCollection"')


def is_web_annotation(head: bytes) -> bool:
    """Return whether content is JSON with Web Annotations."""
    start = head.removeprefix(BYTE_ORDER_MARK.encode()).lstrip()[:1]
    is_json = start in {b"{", b"["}
    has_part = any(it in head for it in PARTS)
    return is_json and has_part and any(it in head for it in HEADS)


def read_web_annotation(file: AnnotationFile) -> Iterator[Reading]:
    """Yield a reading for each text that is a target, in the order of the file.

    It is called as the last part of its address, without `.txt`.
    """
    text = open_text(file)
    if isinstance(text, Finding):
        yield refuse_rest(file.path, text)
        return
    places = Places(file.path, text)
    loose = Draft(text="", places=places, ids=set(), origin=places.here())
    parsed: list[Parsed] = []
    errors = []
    for value in iter_values(places):
        if isinstance(value, Finding):
            errors.append(refuse_rest(file.path, value))
        else:
            collect(value, parsed, loose)
    texts = Texts(file, loose)
    texts.read(parsed)
    yield from texts.finish()
    yield from errors


def collect(
    value: Json, parsed: list[Parsed], loose: Draft, creator: Json = None
) -> None:
    """Add the annotations that a value is or has; what is none is refused.

    `creator` made what it is in.
    """
    if not isinstance(value, dict):
        origin = loose.places.here()
        loose.refuse_shape(1, "an annotation", value, "an object", origin)
        return
    words = read_address(value)
    origin = loose.places.find_next(f'"{words}"') if words else loose.places.here()
    if "target" in value or "Annotation" in list_types(value):
        parsed.append(parse_annotation(value, origin, creator))
        return
    parts = [it for key in ITEMS for it in list_values(value.get(key))]
    pages = [it for key in PAGES for it in list_values(value.get(key))]
    if not parts and not pages:
        expected = "an object with a target, or with items"
        loose.refuse_shape(1, "an annotation", value, expected, origin)
    creator = value.get("creator", creator)
    for part in parts:
        collect(part, parsed, loose, creator)
    for page in pages:
        if isinstance(page, str):
            hint = "put it into the file in the place of its address"
            loose.defects.report(PAGE_ELSEWHERE, origin, found=quote(page), hint=hint)
        else:
            collect(page, parsed, loose, creator)
