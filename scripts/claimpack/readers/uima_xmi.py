"""The feature structures of UIMA CAS XMI.

Source: Apache UIMA, "UIMA References", chapter "XMI CAS Serialization Reference".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from xml.etree import ElementTree as ET  # it writes; it parses nothing

from claimpack.annotations import Defects, Origin
from claimpack.findings import quote
from claimpack.readers.lines import iter_origins
from claimpack.readers.safe_xml import XmlError, parse_xml
from claimpack.readers.uima_checks import (
    MOST_TEXTS,
    CasFile,
    Raw,
    Sieve,
    Text,
    make_text,
    sift,
)
from claimpack.readers.uima_library import TypeSystem, load_xmi
from claimpack.readers.uima_types import (
    ANNOTATION_BASE,
    FS_ARRAY,
    Feature,
    Kind,
    Kinds,
    is_array_of_values,
    is_collection,
    is_plain,
    list_own_features,
)
from claimpack.readers.uima_types import SOFA as SOFA_TYPE

XMI = "{http://www.omg.org/XMI}"
CAS = "{http:///uima/cas.ecore}"
ID, ROOT, SOFA, VIEW = f"{XMI}id", f"{XMI}XMI", f"{CAS}Sofa", f"{CAS}View"
TYPE_PATTERN = re.compile(r"\{http:///(.+)\.ecore\}(.+)")
NO_NAMESPACE = "uima.noNamespace."
NUMBER_PATTERN = re.compile(r"0|-?[1-9][0-9]{0,17}")
HEAD_PATTERN = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*<.*http://www\.omg\.org/XMI", re.DOTALL
)


def is_cas_xmi(head: bytes) -> bool:
    """Return whether it is XML with the names of XMI and of the UIMA CAS."""
    return b'"http:///uima/cas.ecore"' in head and bool(HEAD_PATTERN.match(head))


def read_xmi(content: bytes, path: str, types: TypeSystem, defects: Defects) -> CasFile:
    """Return what a file holds; its defects are reported.

    Raises:
        XmlError: it is no XML that is read, or no XMI.
        LibraryError: the library cannot read what seems to be sound.

    """
    root, offsets = parse_xml(content)
    if root.tag != ROOT:
        raise XmlError(f"the element {quote(root.tag)} instead of xmi:XMI")
    origins = iter_origins(path, content, offsets)
    pairs = [pair for pair in zip(root, origins, strict=True) if pair[0].tag != VIEW]
    raws = [read_element(element, origin, types.kinds) for element, origin in pairs]
    texts = read_texts([it for it, _ in pairs], raws)
    sieve = sift(raws, texts, types, defects)
    mend_elements(root, [it for it, _ in pairs], raws, sieve)
    add_views(root, texts, sieve, types.kinds)
    content = ET.tostring(root, encoding="utf-8")
    return CasFile(texts=texts, sieve=sieve, structures=load_xmi(content, types))


def read_texts(elements: Sequence[ET.Element], raws: Sequence[Raw]) -> dict[int, Text]:
    """Return the texts of a file by the ids of their elements."""
    texts: dict[int, Text] = {}
    for element, raw in zip(elements, raws, strict=True):
        if element.tag == SOFA and isinstance(raw.fs_id, int):
            name, words = element.get("sofaID", ""), element.get("sofaString")
            texts.setdefault(raw.fs_id, make_text(name, words))
    if len(texts) > MOST_TEXTS:
        raise XmlError(f"{len(texts):,} texts; {MOST_TEXTS} are read at most")
    return texts


def read_element(element: ET.Element, origin: Origin, kinds: Kinds) -> Raw:
    """Return a feature structure as its element has it."""
    name = name_type(element.tag)
    kind = kinds.get(name)
    references = list(iter_references(element, kind, kinds)) if kind else []
    words = [word for _, word in references if not isinstance(word, int)]
    place = [to_number(element.get(it)) for it in ("sofa", "begin", "end")]
    return Raw(
        fs_id=to_number(element.get(ID)),
        type_name=name,
        names=(*(it for it in element.attrib if it != ID), *(it.tag for it in element)),
        references=tuple((key, it) for key, it in references if isinstance(it, int)),
        place=(place[0], place[1], place[2]),
        origin=origin,
        fault=str(words[0]) if words else "",
    )


def name_type(tag: str) -> str:
    """Return the type that the name of an element stands for.

    >>> name_type("{http:///uima/tcas.ecore}Annotation")
    'uima.tcas.Annotation'
    """
    match = TYPE_PATTERN.fullmatch(tag)
    if match is None:
        return tag
    return f"{match[1].replace('/', '.')}.{match[2]}".removeprefix(NO_NAMESPACE)


def to_number(word: str | None) -> int | str | None:
    """Return a whole number, or the word where it is none."""
    is_number = word is not None and NUMBER_PATTERN.fullmatch(word)
    return int(word) if word is not None and is_number else word


def iter_references(
    element: ET.Element, kind: Kind, kinds: Kinds
) -> Iterator[tuple[str, int | str | None]]:
    """Yield each feature that refers, with the id that it refers to."""
    if is_array_of_values(kind):
        return
    for feature in list_own_features(kind):
        value = element.get(feature.name)
        if value is None or not is_reference(feature, kinds):
            continue
        is_many = kind.name == FS_ARRAY or not is_single(feature, kinds)
        for word in value.split() if is_many else [value]:
            yield feature.name, to_number(word)


def is_reference(feature: Feature, kinds: Kinds) -> bool:
    """Return whether a feature has ids as its value.

    A shared array of values has one too: that of the array.
    """
    is_shared = feature.is_shared and is_collection(feature.range_name, kinds)
    return is_shared or not is_plain(feature, kinds)


def is_single(feature: Feature, kinds: Kinds) -> bool:
    """Return whether a feature that refers has one id as its value."""
    return feature.is_shared or not is_collection(feature.range_name, kinds)


def mend_elements(
    root: ET.Element, elements: Sequence[ET.Element], raws: Sequence[Raw], sieve: Sieve
) -> None:
    """Take out views, elements that are refused, and what refers to these."""
    kept = []
    for element, raw in zip(elements, raws, strict=True):
        for name in sieve.cut.get(raw.fs_id, ()):
            words = element.get(name, "").split()
            found = [word for word in words if sieve.keeps(to_number(word))]
            element.set(name, " ".join(found))
            if not found:
                del element.attrib[name]
        if sieve.accepts(raw):
            kept.append(element)
    root[:] = kept


def add_views(
    root: ET.Element, texts: Iterable[int], sieve: Sieve, kinds: Kinds
) -> None:
    """Add a view of each text with all its annotations, whatever the file lists.

    All else that is no text is in the first one.
    """
    views: dict[object, list[int]] = {text_id: [] for text_id in texts}
    first = next(iter(views), None)
    for fs_id, raw in sieve.accepted.items():
        is_about = ANNOTATION_BASE in kinds[raw.type_name].ancestors
        view = raw.place[0] if is_about else first
        if view is not None and raw.type_name != SOFA_TYPE:
            views[view].append(fs_id)
    for text_id, members in views.items():
        words = " ".join(map(str, members))
        ET.SubElement(root, VIEW, {"sofa": str(text_id), "members": words})
