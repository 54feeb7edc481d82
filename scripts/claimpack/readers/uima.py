"""UIMA CAS, as XMI and as JSON, in which INCEpTION and DKPro export, as annotations.

Sources: Apache UIMA, "UIMA References", chapters on the CAS and on XMI; the draft
"JSON serialization of the Apache UIMA CAS" 0.4.0; INCEpTION User Guide, "UIMA CAS XMI"
and "UIMA CAS JSON". dkpro-cassis reads both; `uima_checks` looks for what it loses.
Offsets are UTF-16 code units. No word of a text is repeated, so that they are known to
be in the text, and no more.

An annotation is a mark, called by the last part of the name of its type and, if that
has exactly one plain feature, the value of that: `NamedEntity:PER`. Every value is an
attribute besides. An annotation with slots is a node too (T3 and E3), and what is said
of it is said of the node. An annotation with Governor and Dependent is a link, an
element of a chain a mark with a link to the next one, and what else refers to
annotations a link called by layer and feature. Tokens, sentences, metadata and the
mark-up of the source are no annotations; they are marks where one refers to them, and
sentences where they have an id. Ids are a letter and the id in the file.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace

from claimpack.annotations import AnnotationFile, Annotations, Defects, Origin, Reading
from claimpack.errors import SourceError
from claimpack.files import require_size
from claimpack.findings import (
    Finding,
    Location,
    Rule,
    Severity,
    make_finding,
    quote,
)
from claimpack.readers.brat_rows import describe_byte
from claimpack.readers.json_files import read_value
from claimpack.readers.offsets import UTF_16
from claimpack.readers.safe_xml import XmlError
from claimpack.readers.uima_annotations import Assembly
from claimpack.readers.uima_checks import CasFile, weigh
from claimpack.readers.uima_json import (
    JsonShapeError,
    is_cas_json,
    read_json,
    require_shape,
)
from claimpack.readers.uima_library import (
    LibraryError,
    TypeSystem,
    import_cassis,
)
from claimpack.readers.uima_type_files import find_json_types, find_types
from claimpack.readers.uima_types import (
    DOCUMENT_META_DATA,
    FIRST,
    SOFA,
    Kinds,
    Layer,
    is_collection,
)
from claimpack.readers.uima_xmi import is_cas_xmi, read_xmi

__all__ = [
    "is_cas_json",
    "is_cas_xmi",
    "read_cas_json",
    "read_cas_xmi",
]

CAS_NOT_READ = Rule(
    code="cas-not-read",
    severity=Severity.ERROR,
    template="nothing is read of it: {found}",
    explanation=(
        "Nothing of the file is read where its form leaves a doubt, or where it could "
        "make its reader do something: a document type may define entities."
    ),
)
NO_TEXT = Rule(
    code="cas-without-text",
    severity=Severity.ERROR,
    template="the text {found} is not in the file (annotations about it: {count:,})",
    explanation="Annotations are read with the exact text that they are about.",
)
WITHOUT_SPAN = Rule(
    code="annotation-without-span",
    severity=Severity.WARNING,
    template="{found} has no place in a text and is not read ({count:,} of them)",
    explanation=(
        "Annotations are about words. A mark over the whole text would be one that "
        "nobody made."
    ),
)
RULES = (CAS_NOT_READ, NO_TEXT, WITHOUT_SPAN)

LARGEST_CAS_BYTES = 64 * 1024**2
EXPORT_AGAIN = "export it again as UIMA CAS XMI (XML 1.0) or UIMA CAS JSON"
INITIAL_VIEW = "_InitialView"
BEGIN_PATTERN = re.compile(rb"""\sbegin\s*=|"begin"\s*:""")
TEXT_ITSELF = "the text itself, as its sofaString"
NO_ANNOTATIONS = frozenset({SOFA, "uima.cas.NULL"})


def read_cas_xmi(file: AnnotationFile) -> Iterator[Reading]:
    """Yield a reading for each text of a file in XMI.

    The type system lies beside it, under one of the names that INCEpTION and DKPro
    give it. Annotations are marks, nodes and relations; each is read or refused.

    Raises:
        ClaimpackError: dkpro-cassis is not installed.

    """
    import_cassis()
    try:
        require_size(file.path, len(file.content), LARGEST_CAS_BYTES)
        file.content.decode()
    except SourceError as error:
        yield refuse_file(file, describe_fault(file.path, error))
        return
    except UnicodeDecodeError as error:
        yield refuse_file(file, describe_byte(file.content, file.path, error.start))
        return
    types = find_types(file)
    if isinstance(types, Finding):
        yield refuse_file(file, types)
        return
    defects = Defects()
    try:
        cas = read_xmi(file.content, file.path, types, defects)
    except (XmlError, LibraryError) as error:
        yield refuse_file(file, describe_fault(file.path, error), defects)
        return
    yield from read_texts(cas, file.path, types, defects)


def read_cas_json(file: AnnotationFile) -> Iterator[Reading]:
    """Yield a reading for each text of a file in JSON.

    It brings its type system along; one that does not is read with that beside it.

    Raises:
        ClaimpackError: dkpro-cassis is not installed.

    """
    import_cassis()
    value = read_value(file)
    if isinstance(value, Finding):
        yield refuse_file(file, value)
        return
    try:
        require_shape(value)
    except JsonShapeError as error:
        yield refuse_file(file, describe_fault(file.path, error))
        return
    types = find_json_types(file, value)
    if isinstance(types, Finding):
        yield refuse_file(file, types)
        return
    defects = Defects()
    try:
        cas = read_json(value, file.content, file.path, types, defects)
    except (JsonShapeError, LibraryError) as error:
        yield refuse_file(file, describe_fault(file.path, error), defects)
        return
    yield from read_texts(cas, file.path, types, defects)


def describe_fault(path: str, error: Exception) -> Finding:
    """Return the finding for a file of which nothing is read."""
    line, column = getattr(error, "line", None), getattr(error, "column", None)
    location = Location(path=path, line=line, column=column)
    return make_finding(CAS_NOT_READ, location, found=error, hint=EXPORT_AGAIN)


def refuse_file(
    file: AnnotationFile, finding: Finding, defects: Defects | None = None
) -> Reading:
    """Return the reading of a file of which nothing is read, not even the text.

    What has a begin counts as an annotation: which of them people made is not known.
    """
    return Reading(
        annotations=Annotations(path=file.path, text=""),
        findings=(finding, *(defects.sort() if defects else ())),
        refused_count=len(BEGIN_PATTERN.findall(file.content)),
    )


def read_texts(
    cas: CasFile, path: str, types: TypeSystem, defects: Defects
) -> Iterator[Reading]:
    """Yield a reading for each text; the first tells the findings of the file."""
    readings = []
    fillers: set[int] = set()
    for text_id, text in cas.texts.items():
        if text.content is None:
            continue
        assembly = Assembly(cas, text_id, types.layers, defects)
        annotations = assembly.build(path)
        fillers |= assembly.fillers
        reading = Reading(
            annotations=annotations,
            refused_count=assembly.refused_count,
            unit=UTF_16,
        )
        readings.append(name_reading(reading, text.name, cas, text_id))
    first = readings or [Reading(annotations=Annotations(path=path, text=""))]
    refused_count = cas.sieve.refused_count + first[0].refused_count
    refused_count += report_textless(cas, path, types.layers, defects)
    refused_count += report_spanless(cas, types, fillers, defects)
    findings = defects.sort()
    yield replace(first[0], findings=findings, refused_count=refused_count)
    yield from first[1:]


def name_reading(reading: Reading, view: str, cas: CasFile, text_id: int) -> Reading:
    """Return a reading with the name of its text, and of whose annotations they are.

    INCEpTION puts the name of the document into the title, and that of the annotator
    into the id; the address then is that of the project with the title. Others put
    the name of the document into both, or into one of them.
    """
    values = find_metadata(cas, text_id)
    title, owner = values.get("documentTitle", ""), values.get("documentId", "")
    base = values.get("documentBaseUri", "")
    is_owned = bool(title) and values.get("documentUri") == f"{base}/{title}"
    is_owned = is_owned and values.get("collectionId") == base
    name = title or owner
    if view != INITIAL_VIEW:
        name = f"{name}-{view}" if name else view
    return replace(reading, name=name, annotator=owner if is_owned else "")


def find_metadata(cas: CasFile, text_id: int) -> dict[str, str]:
    """Return what the first DocumentMetaData of a text says."""
    for fs_id, raw in cas.sieve.accepted.items():
        if raw.place[0] == text_id and raw.type_name == DOCUMENT_META_DATA:
            values = cas.structures[fs_id].values.items()
            return {name: it for name, it in values if isinstance(it, str)}
    return {}


def report_textless(
    cas: CasFile, path: str, layers: Mapping[str, Layer], defects: Defects
) -> int:
    """Report texts that are not in the file; return how many annotations they have."""
    if not cas.texts:
        origin = Origin(path, 1, "")
        found = "of the annotations"
        defects.report(NO_TEXT, origin, expected=TEXT_ITSELF, found=found, count=0)
    refused_count = 0
    for text_id, text in cas.texts.items():
        if text.content is not None:
            continue
        raws = [it for it in cas.sieve.accepted.values() if it.place[0] == text_id]
        count = sum(weigh(raw, layers) for raw in raws)
        refused_count += count
        if count or len(cas.texts) == 1:
            origin = cas.sieve.declared[text_id].origin
            found = quote(text.name)
            defects.report(
                NO_TEXT, origin, expected=TEXT_ITSELF, found=found, count=count
            )
    return refused_count


def report_spanless(
    cas: CasFile, types: TypeSystem, fillers: set[int], defects: Defects
) -> int:
    """Report what has no place in any text, by type; return how many there are."""
    counts: Counter[str] = Counter()
    origins: dict[str, Origin] = {}
    for fs_id, raw in cas.sieve.accepted.items():
        layer = types.layers[raw.type_name]
        if fs_id not in fillers and is_spanless(layer, types.kinds):
            counts[layer.label] += 1
            origins.setdefault(layer.label, raw.origin)
    for label, count in counts.items():
        defects.report(WITHOUT_SPAN, origins[label], found=quote(label), count=count)
    return counts.total()


def is_spanless(layer: Layer, kinds: Kinds) -> bool:
    """Return whether a type is one of annotations without a place.

    Arrays and lists belong to what they are values of, the heads of chains to the
    elements that they lead to.
    """
    kind = layer.kind
    heads = [kinds[it.range_name] for it in kind.features if it.name == FIRST]
    is_part = is_collection(kind.name, kinds) or any(it.is_annotation for it in heads)
    is_known = kind.is_annotation or kind.is_structure or kind.name in NO_ANNOTATIONS
    return not (is_part or is_known)
