"""The types of a UIMA type system, and what layer of annotations each of them is.

Source: Apache UIMA, "UIMA References", chapter 4 (CAS) for types and features; the
layers are those of WebAnno and INCEpTION, whose names of features say what they are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

ANNOTATION = "uima.tcas.Annotation"
ANNOTATION_BASE = "uima.cas.AnnotationBase"
SOFA = "uima.cas.Sofa"
"""The type of the text itself, the "subject of analysis"."""
FS_ARRAY, FS_LIST = "uima.cas.FSArray", "uima.cas.FSList"
COLLECTIONS = frozenset({"uima.cas.ArrayBase", "uima.cas.ListBase"})
NUMBERS = ("Byte", "Short", "Integer", "Long", "Float", "Double")
PLAIN = frozenset(f"uima.cas.{name}" for name in ("String", "Boolean", *NUMBERS))
ARRAY_SUFFIX = "[]"
"""Of the name of an array in JSON, behind the type of its elements."""
PLACES = frozenset({"sofa", "begin", "end"})
"""Features that say where an annotation is."""
GOVERNOR, DEPENDENT = "Governor", "Dependent"
"""The ends of a relation; it leads from the first to the second."""
NEXT, FIRST, CHAIN_RELATION = "next", "first", "referenceRelation"
"""Features of an element of a chain, and the first of its chain."""
ROLE, TARGET = "role", "target"
"""Features of what fills a slot."""

DKPRO = "de.tudarmstadt.ukp.dkpro.core.api."
WEBANNO = "de.tudarmstadt.ukp.clarin.webanno.api.type."
DOCUMENT_ANNOTATION = "uima.tcas.DocumentAnnotation"
DOCUMENT_META_DATA = f"{DKPRO}metadata.type.DocumentMetaData"
TOKEN = f"{DKPRO}segmentation.type.Token"
SENTENCE = f"{DKPRO}segmentation.type.Sentence"
STRUCTURE = frozenset(
    {
        *(TOKEN, SENTENCE, f"{DKPRO}segmentation.type.TokenForm"),
        *(DOCUMENT_ANNOTATION, f"{DKPRO}metadata.type.MetaDataStringField"),
        f"{DKPRO}metadata.type.TagsetDescription",
        f"{DKPRO}metadata.type.TagDescription",
        *(f"{WEBANNO}CASMetadata", f"{WEBANNO}LayerDefinition"),
        f"{WEBANNO}FeatureDefinition",
    }
)
"""Types that divide the text or describe the file; people do not annotate with them."""
STRUCTURE_PREFIXES = ("org.dkpro.core.api.xml.type.", "org.dkpro.core.api.pdf.type.")
"""Of the types that keep the mark-up and the layout of the source."""
ELEVATED = (
    f"{DKPRO}lexmorph.type.pos.POS",
    f"{DKPRO}ner.type.NamedEntity",
    f"{DKPRO}syntax.type.chunk.Chunk",
    f"{DKPRO}syntax.type.constituent.Constituent",
    f"{DKPRO}syntax.type.dependency.Dependency",
)
"""Layers of which DKPro makes a subtype for each value; all are one layer to people."""


class Feature(NamedTuple):
    """A feature of a type."""

    name: str
    accessor: str
    """What dkpro-cassis calls it, which has names of its own for some."""
    range_name: str
    element_name: str
    """Type of the elements of an array or a list; empty: not said."""
    is_shared: bool
    """Whether an array or a list stands by itself, to be referred to."""


class Kind(NamedTuple):
    """A type with all its features, inherited ones included."""

    name: str
    ancestors: frozenset[str]
    """Names of the types that it is, its own included."""
    features: tuple[Feature, ...]

    @property
    def is_annotation(self) -> bool:
        """Whether it has a place in a text."""
        return ANNOTATION in self.ancestors

    @property
    def is_structure(self) -> bool:
        """Whether it is none that people annotate with."""
        is_listed = not self.ancestors.isdisjoint(STRUCTURE)
        return is_listed or self.name.startswith(STRUCTURE_PREFIXES)


Kinds = Mapping[str, Kind]


class Layer(NamedTuple):
    """What annotations of one type are read as."""

    kind: Kind
    label: str
    """What people see: the last part of the name of the layer."""
    values: tuple[str, ...] = ()
    """Features with strings, numbers or flags."""
    references: tuple[str, ...] = ()
    """Features that refer to annotations and are no end, slot or next of a chain."""
    slots: tuple[str, ...] = ()
    is_relation: bool = False
    is_chain: bool = False
    is_filler: bool = False
    """Whether it fills a slot, and is no annotation by itself."""

    @property
    def weight(self) -> int:
        """How many annotations one of this layer is: with slots a mark and a node."""
        return 2 if self.slots else 1

    @property
    def is_read(self) -> bool:
        """Whether all of this type are annotations that people made."""
        return self.kind.is_annotation and not self.kind.is_structure

    def name_annotation(self, values: Sequence[tuple[str, str]]) -> str:
        """Return the label of an annotation with these values.

        Where the layer has one plain feature, and that one value, people see it:
        `Layer:value`. The relation of a chain says how the next element follows, and
        does not count.
        """
        ignored = {CHAIN_RELATION} if self.is_chain else set()
        plain = [it for it in self.values if it not in ignored]
        seen = [value for name, value in values if name not in ignored]
        has_one = len(plain) == len(seen) == 1
        return join_label(self.label, seen[0] if has_one else None)


def join_label(label: str, value: str | None) -> str:
    """Return the label of a layer with a value that people see, if it has one."""
    return f"{label}:{value}" if value else label


def describe_layers(kinds: Kinds) -> dict[str, Layer]:
    """Return the layer of each type."""
    return {name: describe_layer(kind, kinds) for name, kind in kinds.items()}


def describe_layer(kind: Kind, kinds: Kinds) -> Layer:
    """Return what annotations of a type are read as."""
    own = list_own_features(kind)
    referring = {it.name: it for it in own if not is_plain(it, kinds)}
    slots = [name for name, it in referring.items() if is_slot(it, kinds)]
    is_relation = {GOVERNOR, DEPENDENT} <= referring.keys()
    is_chain = NEXT in referring and refers_to(referring[NEXT], kind)
    used = {GOVERNOR, DEPENDENT} if is_relation else {NEXT} if is_chain else set()
    return Layer(
        kind=kind,
        label=shorten(name_layer(kind)),
        values=tuple(it.name for it in own if is_plain(it, kinds)),
        references=tuple(it for it in referring if it not in {*used, *slots}),
        slots=tuple(slots),
        is_relation=is_relation,
        is_chain=is_chain,
        is_filler=is_filler(kind, kinds),
    )


def name_layer(kind: Kind) -> str:
    """Return the name of the layer that people see annotations of a type in."""
    return next((it for it in ELEVATED if it in kind.ancestors), kind.name)


def shorten(name: str) -> str:
    """Return the last part of the name of a type."""
    return name.rpartition(".")[2]


def is_plain(feature: Feature, kinds: Kinds) -> bool:
    """Return whether a feature holds a string, a number or a flag, or several.

    Its type may be a string with closed values, which is a subtype of String.
    """
    name = feature.range_name
    if is_collection(name, kinds):
        return name not in {FS_ARRAY, FS_LIST}
    return not PLAIN.isdisjoint(kinds[name].ancestors)


def list_own_features(kind: Kind) -> list[Feature]:
    """Return the features of a type that do not say where an annotation is."""
    return [it for it in kind.features if it.name not in PLACES]


def is_array_of_values(kind: Kind) -> bool:
    """Return whether a type is an array of strings, numbers or flags."""
    return "uima.cas.ArrayBase" in kind.ancestors and kind.name != FS_ARRAY


def is_collection(name: str, kinds: Kinds) -> bool:
    """Return whether a type is an array or a list."""
    return name in kinds and not COLLECTIONS.isdisjoint(kinds[name].ancestors)


def is_slot(feature: Feature, kinds: Kinds) -> bool:
    """Return whether a feature holds what links the annotation to others, in roles."""
    kind = kinds.get(feature.element_name)
    return kind is not None and is_filler(kind, kinds)


def is_filler(kind: Kind, kinds: Kinds) -> bool:
    """Return whether a type is what fills a slot: it has no place, but a target."""
    targets = [it.range_name for it in kind.features if it.name == TARGET]
    return not kind.is_annotation and any(kinds[it].is_annotation for it in targets)


def refers_to(feature: Feature, kind: Kind) -> bool:
    """Return whether a feature refers to a type, or to one that it is."""
    return feature.range_name in kind.ancestors - {ANNOTATION, "uima.cas.TOP"}
