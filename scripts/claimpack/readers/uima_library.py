"""dkpro-cassis, which knows how UIMA writes type systems and feature structures.

It is an extra, `claimpack[uima]`, and nothing else imports it. It reads a file as a
whole or raises one of many exceptions; what it passes over in silence is looked for
before, in `uima_checks`.
"""

from __future__ import annotations

import json
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from io import BytesIO
from typing import Any, NamedTuple

from claimpack.errors import ClaimpackError
from claimpack.findings import quote
from claimpack.readers.safe_xml import parse_xml
from claimpack.readers.uima_known_types import add_known_types
from claimpack.readers.uima_type_costs import (
    Declared,
    find_fault,
    list_json_types,
    list_xml_types,
)
from claimpack.readers.uima_types import (
    Feature,
    Kind,
    Kinds,
    Layer,
    describe_layers,
    is_collection,
    list_own_features,
)

MOST_ELEMENTS = 1_000_000
"""Elements of arrays and lists in one file, those of shared ones each time."""
Value = Any
"""A string, a number, a flag, a `Ref`, None, or a list of these."""


class Ref(NamedTuple):
    """A value that refers to a feature structure."""

    fs_id: int


class Structure(NamedTuple):
    """A feature structure: the values of its features, but for its place."""

    fs_id: int
    begin: int
    """In code points; 0 for what has no place in a text."""
    end: int
    values: Mapping[str, Value]


class TypeSystem(NamedTuple):
    """The types of a file, as the library and as we have them."""

    library: Any
    kinds: Kinds
    layers: Mapping[str, Layer]


class LibraryError(Exception):
    """The library cannot read what it was given; the message says what it found."""


def import_cassis() -> Any:  # noqa: ANN401  # the library ships no types
    """Return the library.

    Raises:
        ClaimpackError: it is not installed.

    """
    try:
        import cassis
    except ImportError as error:
        found = "UIMA CAS: found no dkpro-cassis, which reads it"
        advice = "pip install claimpack[uima]"
        raise ClaimpackError(
            f"{found}; expected it to be installed; {advice}"
        ) from error
    return cassis


@contextmanager
def reading() -> Iterator[Any]:
    """Give the library, whose faults become a `LibraryError` and warnings nothing.

    It warns of names that Python reserves, which it changes.
    """
    cassis = import_cassis()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            yield cassis
        except (
            *(ArithmeticError, AttributeError, LookupError, RuntimeError),
            *(SyntaxError, TypeError, ValueError),
            cassis.typesystem.TypeNotFoundError,
        ) as error:
            found = f"{type(error).__name__} {quote(error)}"
            raise LibraryError(f"dkpro-cassis refuses it with {found}") from error


@lru_cache(maxsize=16)
def read_types(content: bytes) -> TypeSystem:
    """Return the types of a type system description in XML, and of DKPro Core.

    Raises:
        XmlError: it is no XML that is read.
        LibraryError: it is none, or contradicts itself.

    """
    require_sound(list_xml_types(parse_xml(content).root))
    with reading() as cassis:
        library = cassis.load_typesystem(BytesIO(content))
        add_known_types(library, cassis.load_dkpro_core_typesystem())
        return describe_types(library)


def require_sound(types: Mapping[str, Declared]) -> None:
    """Raise `LibraryError` for a type system that the library does not get."""
    if fault := find_fault(types):
        raise LibraryError(fault)


@lru_cache(maxsize=16)
def read_json_types(content: str) -> TypeSystem:
    """Return the types that a CAS in JSON brings along: the value of `%TYPES`.

    Raises:
        LibraryError: it is none, or contradicts itself.

    """
    require_sound(list_json_types(json.loads(content)))
    with reading() as cassis:
        source = f'{{"%TYPES": {content}, "%VIEWS": {{}}}}'
        return describe_types(cassis.load_cas_from_json(source).typesystem)


def describe_types(library: Any) -> TypeSystem:  # noqa: ANN401  # of the library
    """Return the types of the library as we have them."""
    kinds = {it.name: describe_kind(it) for it in library.get_types(built_in=True)}
    return TypeSystem(library=library, kinds=kinds, layers=describe_layers(kinds))


def describe_kind(library_type: Any) -> Kind:  # noqa: ANN401  # of the library
    """Return a type of the library as we have it."""
    ancestors, above = [], library_type
    while above is not None:
        ancestors.append(above.name)
        above = above.supertype
    return Kind(
        name=library_type.name,
        ancestors=frozenset(ancestors),
        features=tuple(map(describe_feature, library_type.all_features)),
    )


def describe_feature(feature: Any) -> Feature:  # noqa: ANN401  # of the library
    """Return a feature of the library as we have it.

    It calls a feature `type_` that the file calls `type`, and `self_` likewise.
    """
    is_renamed = feature._has_reserved_name  # noqa: SLF001  # nothing else says it
    element = feature.elementType
    return Feature(
        name=feature.name.removesuffix("_") if is_renamed else feature.name,
        accessor=feature.name,
        range_name=feature.rangeType.name,
        element_name=element.name if element else "",
        is_shared=bool(feature.multipleReferencesAllowed),
    )


def load_xmi(content: bytes, types: TypeSystem) -> dict[int, Structure]:
    """Return what the XMI without a DOCTYPE holds, by id.

    Raises:
        LibraryError: the library cannot read it.

    """
    with reading() as cassis:
        cas = cassis.load_cas_from_xmi(BytesIO(content), typesystem=types.library)
        return Gathering(cas, types.kinds).gather()


def load_json(value: Any, types: TypeSystem) -> dict[int, Structure]:  # noqa: ANN401  # JSON
    """Return what the CAS in JSON holds, by id; the types of the file are not used.

    Raises:
        LibraryError: the library cannot read it.

    """
    with reading() as cassis:
        source = json.dumps(value)
        cas = cassis.load_cas_from_json(source, types.library, merge_typesystem=False)
        return Gathering(cas, types.kinds).gather()


class Gathering:
    """Gathers feature structures of the library, from some and what they refer to."""

    def __init__(self, cas: Any, kinds: Kinds) -> None:  # noqa: ANN401  # of the library
        """Begin with the members of all views."""
        members = [it for view in cas.views for it in view.get_all_fs()]
        self.kinds = kinds
        self.pending = [it for it in members if not self.is_collection(it)]
        self.structures: dict[int, Structure] = {}
        self.elements_left = MOST_ELEMENTS

    def gather(self) -> dict[int, Structure]:
        """Return all of them by id."""
        while self.pending:
            found = self.pending.pop()
            if found.xmiID in self.structures:
                continue
            features = list_own_features(self.kinds[found.type.name])
            self.structures[found.xmiID] = Structure(
                fs_id=found.xmiID,
                begin=getattr(found, "begin", 0),
                end=getattr(found, "end", 0),
                values={
                    it.name: self.convert(getattr(found, it.accessor))
                    for it in features
                },
            )
        return self.structures

    def is_collection(self, value: Any) -> bool:  # noqa: ANN401  # of the library
        """Return whether a feature structure is an array or a list."""
        return is_collection(value.type.name, self.kinds)

    def convert(self, value: Any) -> Value:  # noqa: ANN401  # of the library
        """Return a value as we have it; what it refers to is gathered, too."""
        if not hasattr(value, "xmiID"):
            return value
        if self.is_collection(value):
            return [self.convert(it) for it in self.iter_elements(value)]
        self.pending.append(value)
        return Ref(value.xmiID)

    def iter_elements(self, collection: Any) -> Iterator[Any]:  # noqa: ANN401  # of the library
        """Yield the elements of an array, or of a list up to where it begins anew."""
        seen: set[int] = set()
        elements = getattr(collection, "elements", None)
        for it in elements or ():
            self.count_element()
            yield it
        while hasattr(collection, "head") and id(collection) not in seen:
            self.count_element()
            seen.add(id(collection))
            yield collection.head
            collection = collection.tail

    def count_element(self) -> None:
        """Count an element; raise `LibraryError` for too many of them."""
        self.elements_left -= 1
        if self.elements_left < 0:
            found = f"more than {MOST_ELEMENTS:,} elements of arrays and lists"
            raise LibraryError(found)
