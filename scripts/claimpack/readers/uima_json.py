"""The feature structures of UIMA CAS JSON.

Source: "JSON serialization of the Apache UIMA CAS", the draft specification of
uima-uimaj-io-jsoncas, version 0.4.0.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from claimpack.annotations import Defects, Origin
from claimpack.readers.lines import iter_origins
from claimpack.readers.uima_checks import (
    MOST_TEXTS,
    CasFile,
    Raw,
    Sieve,
    Text,
    make_text,
    sift,
)
from claimpack.readers.uima_library import TypeSystem, load_json
from claimpack.readers.uima_types import ARRAY_SUFFIX, FS_ARRAY, PLAIN, SOFA

TYPES, STRUCTURES, VIEWS = "%TYPES", "%FEATURE_STRUCTURES", "%VIEWS"
ID, TYPE, ELEMENTS, MEMBERS = "%ID", "%TYPE", "%ELEMENTS", "%MEMBERS"
ARRAYS = "uima.cas."
"""How the names of all arrays begin."""
NAME = "_InitialView"
"""Of the view that every CAS has."""
KEYWORD, REFERENCE, FLOAT = "%", "@", "#"
"""What keys begin with that are no plain feature."""
HEAD_PATTERN = re.compile(
    rb'(?:\xef\xbb\xbf)?\s*\{\s*"%(?:HEADER|TYPES|FEATURE_STRUCTURES|VIEWS)"\s*:'
)
ID_PATTERN = re.compile(rb'"%ID"\s*:')


class JsonShapeError(Exception):
    """The JSON is no CAS; the message says what was found."""


def is_cas_json(head: bytes) -> bool:
    """Return whether it is an object of JSON with the first key of a UIMA CAS."""
    return bool(HEAD_PATTERN.match(head))


def require_shape(value: Any) -> None:  # noqa: ANN401  # JSON enters here
    """Let the types of a CAS say of what type they are, if they do not.

    Raises:
        JsonShapeError: it is none.

    """
    if not isinstance(value, dict) or not isinstance(value.get(STRUCTURES), list):
        raise JsonShapeError(f"no list {STRUCTURES}")
    types = value.get(TYPES, {})
    if not isinstance(types, dict) or not all(map(is_object, types.values())):
        raise JsonShapeError(f"{TYPES} that are no types")
    for it in types.values():
        it.setdefault("%SUPER_TYPE", "uima.cas.TOP")


def is_object(value: Any) -> bool:  # noqa: ANN401  # JSON
    """Return whether a value is an object."""
    return isinstance(value, dict)


def read_json(
    value: dict[str, Any],
    content: bytes,
    path: str,
    types: TypeSystem,
    defects: Defects,
) -> CasFile:
    """Return what a file holds, whose value this is; its defects are reported.

    Raises:
        JsonShapeError: it has more texts than are read.
        LibraryError: the library cannot read what seems to be sound.

    """
    objects = value[STRUCTURES]
    origins = list_origins(content, path, len(objects))
    raws = [
        read_object(it, origin) for it, origin in zip(objects, origins, strict=True)
    ]
    texts = read_texts(objects, raws)
    sieve = sift(raws, texts, types, defects)
    mended = {
        STRUCTURES: [
            mend_object(it, raw, sieve)
            for it, raw in zip(objects, raws, strict=True)
            if sieve.accepts(raw)
        ],
        VIEWS: {NAME: {MEMBERS: list_members(sieve)}},
    }
    return CasFile(texts=texts, sieve=sieve, structures=load_json(mended, types))


def list_origins(content: bytes, path: str, count: int) -> list[Origin]:
    """Return the lines of all feature structures: those of their ids.

    Where one has none, all are placed at the beginning of the file.
    """
    offsets = [match.start() for match in ID_PATTERN.finditer(content)]
    if len(offsets) != count:
        offsets = [0] * count
    return list(iter_origins(path, content, offsets))


def read_texts(objects: Sequence[Any], raws: Sequence[Raw]) -> dict[int, Text]:
    """Return the texts of a file by their ids."""
    texts: dict[int, Text] = {}
    for it, raw in zip(objects, raws, strict=True):
        if raw.type_name == SOFA and type(raw.fs_id) is int:
            name, words = it.get("sofaID"), it.get("sofaString")
            words = words if isinstance(words, str) else None
            texts.setdefault(raw.fs_id, make_text(str(name), words))
    if len(texts) > MOST_TEXTS:
        raise JsonShapeError(f"{len(texts):,} texts; {MOST_TEXTS} are read at most")
    return texts


def read_object(value: Any, origin: Origin) -> Raw:  # noqa: ANN401  # JSON
    """Return a feature structure as its object has it."""
    if not isinstance(value, dict):
        return Raw(None, "", (), (), (None, None, None), origin, fault=str(value))
    name = str(value.get(TYPE))
    if name.endswith(ARRAY_SUFFIX):
        name = name_array(name)
    references = [(key[1:], it) for key, it in value.items() if key[:1] == REFERENCE]
    if name == FS_ARRAY and isinstance(value.get(ELEMENTS), list):
        references += [(ELEMENTS, it) for it in value[ELEMENTS]]
    referring = [
        pair for pair in references if pair[0] != "sofa" and pair[1] is not None
    ]
    return Raw(
        fs_id=value.get(ID),
        type_name=name,
        names=tuple(iter_names(value)),
        references=tuple(pair for pair in referring if type(pair[1]) is int),
        place=(value.get("@sofa"), value.get("begin"), value.get("end")),
        origin=origin,
        fault=find_fault(value, referring, name),
    )


def name_array(name: str) -> str:
    """Return the type of an array that is called by the type of its elements.

    >>> name_array("uima.cas.Integer[]"), name_array("webanno.custom.Link[]")
    ('uima.cas.IntegerArray', 'uima.cas.FSArray')
    """
    element = name.removesuffix(ARRAY_SUFFIX)
    return f"{element}Array" if element in PLAIN else FS_ARRAY


def iter_names(value: Mapping[str, Any]) -> Iterator[str]:
    """Yield the features of an object, without the signs of their kinds."""
    for key in value:
        if key[:1] != KEYWORD:
            yield key.removeprefix(REFERENCE).removeprefix(FLOAT)


def find_fault(
    value: Mapping[str, Any], referring: Sequence[tuple[str, Any]], name: str
) -> str:
    """Return what of an object has not the form of the format; empty: all has."""
    for _, target_id in referring:
        if type(target_id) is not int:
            return json.dumps(target_id)
    for key, it in value.items():
        if isinstance(it, dict) or (isinstance(it, list) and key != ELEMENTS):
            return json.dumps({key: it})
    elements = value.get(ELEMENTS, [])
    is_list = isinstance(elements, list) and not any(
        isinstance(it, (dict, list)) for it in elements
    )
    is_bytes = name == "uima.cas.ByteArray" and isinstance(elements, str)
    return "" if is_list or is_bytes else json.dumps({ELEMENTS: elements})


def list_members(sieve: Sieve) -> list[int]:
    """Return all that is read and no text.

    They go into one view: the library does not read several of one file (0.12), and
    counts the offsets of each annotation in its own text in any case.
    """
    accepted = sieve.accepted.items()
    return [fs_id for fs_id, raw in accepted if raw.type_name != SOFA]


def mend_object(value: dict[str, Any], raw: Raw, sieve: Sieve) -> dict[str, Any]:
    """Return an object without what refers to something that is not read.

    Arrays get the name of their own type, and elements: of those that are called by
    the type of their elements the library takes all for arrays of references, and it
    does not read those that it writes for an empty one (0.12).
    """
    mended = value | {TYPE: raw.type_name}
    if raw.type_name.startswith(ARRAYS) and raw.type_name.endswith("Array"):
        mended.setdefault(ELEMENTS, [])
    for name in sieve.cut.get(raw.fs_id, ()):
        if name == ELEMENTS:
            mended[ELEMENTS] = list(filter(sieve.keeps, value[ELEMENTS]))
        else:
            del mended[f"{REFERENCE}{name}"]
    return mended
