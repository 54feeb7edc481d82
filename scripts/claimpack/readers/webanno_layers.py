"""The header of WebAnno TSV 3: which layers there are, and in which columns.

Source: INCEpTION User Guide, appendix "WebAnno TSV 3.3 File format", section "File
Header".
"""

from __future__ import annotations

import re
from typing import NamedTuple

from claimpack.annotations import Defects, Origin
from claimpack.findings import Rule, Severity, quote

FORMAT_VERSION = Rule(
    code="format-version",
    severity=Severity.ERROR,
    template="the file is {found}, which is not read",
    explanation="Versions escape differently; by another one words would change.",
)
LAYER_SYNTAX = Rule(
    code="layer-syntax",
    severity=Severity.ERROR,
    template="{found} does not declare a layer: no annotation is read",
    explanation=(
        "Layers and their features say what each column holds; with one of them "
        "unknown, values would be read from the columns of others."
    ),
)
RULES = (FORMAT_VERSION, LAYER_SYNTAX)

VERSION_PATTERN = re.compile(r"#FORMAT=WebAnno TSV (3\.[1-3])")
LAYER_PATTERN = re.compile(r"#T_(SP|RL|CH)=([^|]+)(?:\|(.*))?")
LAYER_FORM = (
    "#T_SP=layer|feature, #T_SP=layer|ROLE_layer:feature_link|target, "
    "#T_CH=layer|referenceType|referenceRelation or #T_RL=layer|feature|BT_base"
)
SPAN, RELATION, CHAIN = "SP", "RL", "CH"
CHAIN_TYPE, CHAIN_RELATION = "referenceType", "referenceRelation"
ROLE_PREFIX, BASE_PREFIX = "ROLE_", "BT_"
UNTYPED = "uima.tcas.Annotation"
"""As the base of a slot or of a relation: any layer."""
DEPENDENCY = "de.tudarmstadt.ukp.dkpro.core.api.syntax.type.dependency.Dependency"
"""Its base is written as POS, but what it relates are tokens, which may have none."""


Features = tuple[tuple[str, str], ...]
"""Name and value of the features that have one."""


class Slot(NamedTuple):
    """A feature that links an annotation to others, each in a role."""

    name: str
    roles: int
    """Column of the roles, counted from the first one of the layer."""
    base: str
    """Layer of what fills it; its column follows that of the roles."""


class Layer(NamedTuple):
    """One kind of annotations: spans, relations or the elements of chains."""

    kind: str
    """SPAN, RELATION or CHAIN."""
    name: str
    start: int
    """Its first column, counted from the one behind the words of the token."""
    stop: int
    """The column behind its last one."""
    features: tuple[tuple[int, str], ...]
    """Plain features: column, counted from the first one of the layer, and name."""
    slots: tuple[Slot, ...] = ()
    reference: int = 0
    """Column of the source of a relation, or of the place in a chain."""
    base: str = ""
    """Layer of the ends of a relation."""

    @property
    def label(self) -> str:
        """The last part of the name, which is what people see of it."""
        return shorten(self.name)

    @property
    def weight(self) -> int:
        """How many annotations one of this layer is: with slots a mark and a node."""
        return 2 if self.slots else 1

    def name_annotation(self, features: Features) -> str:
        """Return the label of an annotation with these values.

        Where the layer has one plain feature, people see its value: `Layer:value`.
        """
        if len(self.features) != 1:
            return self.label
        _, name = self.features[0]
        return join_label(self.label, dict(features).get(name))


def join_label(label: str, value: str | None) -> str:
    """Return the label of a layer with a value that people see, if it has one."""
    return f"{label}:{value}" if value else label


def shorten(name: str) -> str:
    """Return the last part of the name of a layer."""
    return name.rpartition(".")[2]


def read_layers(origins: list[Origin], defects: Defects) -> list[Layer] | None:
    """Return the layers of the lines that declare them, None with a defect."""
    layers: list[Layer] = []
    for origin in origins:
        start = layers[-1].stop if layers else 0
        layer = parse_layer(origin.excerpt, start)
        if layer is None:
            found = quote(origin.excerpt)
            defects.refuse(LAYER_SYNTAX, origin, found=found, expected=LAYER_FORM)
            return None
        layers.append(layer)
    return layers


def parse_layer(line: str, start: int) -> Layer | None:
    """Return the layer that a line declares from column `start` on."""
    match = LAYER_PATTERN.fullmatch(line)
    if match is None:
        return None
    kind, name, features = match.groups()
    declared = [word for word in (features or "").split("|") if word] or [""]
    layer = Layer(kind, name, start, start + len(declared), ())
    return PARSERS[kind](layer, declared)


def parse_spans(layer: Layer, declared: list[str]) -> Layer | None:
    """Return a layer of spans, whose features may be slots."""
    features, slots = [], []
    words = iter(enumerate(declared))
    for column, word in words:
        if word.startswith(ROLE_PREFIX):
            _, base = next(words, (0, ""))
            name = word.partition(":")[2].partition("_")[0]
            slots.append(Slot(name, column, base))
            if not base or not name:
                return None
        elif "." in word:
            return None
        else:
            features.append((column, word))
    return layer._replace(features=tuple(features), slots=tuple(slots))


def parse_relations(layer: Layer, declared: list[str]) -> Layer | None:
    """Return a layer of relations, whose last column has the source."""
    *features, base = declared
    if not base.startswith(BASE_PREFIX):
        return None
    return layer._replace(
        features=tuple(enumerate(features)),
        reference=len(features),
        base=base.removeprefix(BASE_PREFIX),
    )


def parse_chains(layer: Layer, declared: list[str]) -> Layer | None:
    """Return a layer of chains, which has these two features in some order."""
    if sorted(declared) != sorted([CHAIN_TYPE, CHAIN_RELATION]):
        return None
    return layer._replace(
        features=((declared.index(CHAIN_TYPE), CHAIN_TYPE),),
        reference=declared.index(CHAIN_RELATION),
    )


PARSERS = {SPAN: parse_spans, RELATION: parse_relations, CHAIN: parse_chains}
