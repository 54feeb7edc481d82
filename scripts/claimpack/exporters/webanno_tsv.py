r"""WebAnno TSV 3.3: a file for each text, and the type system for INCEpTION.

Source: INCEpTION User Guide, appendix "WebAnno TSV 3.3 File format"; where the guide
and INCEpTION differ, what its reader (package `inception-io-webanno-tsv`) takes: texts
are escaped by `\t \n \r \f \b \\` and a backslash before other controls, and the words
of a token are not looked at. `layers` tells what annotations become, `webanno_units`
how the text is divided. Every span has a disambiguation id, because INCEpTION finds no
part of a token beyond the ninth without one. Offsets count UTF-16 units.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import accumulate, chain

from claimpack.annotations import Origin
from claimpack.exporters.cas_json import TYPE_SYSTEM
from claimpack.exporters.layers import (
    Features,
    Layered,
    Relation,
    Span,
    layer_annotations,
)
from claimpack.exporters.losses import FRAGMENTS, Losses
from claimpack.exporters.texts import Texts, lose_annotators
from claimpack.exporters.uima_types import (
    SLOT_TYPE,
    SPAN_TYPE,
    format_xml_types,
    list_types,
)
from claimpack.exporters.webanno_units import (
    Placement,
    Token,
    Unit,
    iter_sentences,
    pair_up,
    place_spans,
)
from claimpack.readers.offsets import iter_utf_16_widths
from claimpack.readers.own_layers import LINK, PREFIX, ROLES, SPAN, TERMS

BLANKS = "marks that begin or end in blanks, which now do so at a token"
VALUES = (
    "values with a carriage return, or a backslash at their end, which are now spaces"
)

FORMAT = "#FORMAT=WebAnno TSV 3.3\n"
NOTHING, NO_VALUE = "_", "*"
STACK, SLOTS = "|", ";"
VALUE_ESCAPES = re.compile(r"->|[\\\[\]|_;*\t\n]")
CONTROLS = {"\t": r"\t", "\n": r"\n"}
UNREADABLE = re.compile(r"\r|\\\Z")
TEXT_ESCAPES = str.maketrans(
    {chr(code): f"\\{chr(code)}" for code in (*range(8), *range(14, 32))}
    | {"\t": r"\t", "\n": r"\n", "\f": r"\f", "\r": r"\r", "\b": r"\b", "\\": r"\\"}
)


def export_webanno_tsv(texts: Texts, losses: Losses) -> dict[str, bytes]:
    """Return a file for each text, and the description of all types."""
    layered = [
        spell_values(layer_annotations(text.annotations, losses), losses)
        for text in texts
    ]
    lose_annotators(texts, losses)
    files = {
        f"{text.document_id}.tsv": format_text(it, losses).encode()
        for text, it in zip(texts, layered, strict=True)
    }
    return {**files, TYPE_SYSTEM: format_xml_types(list_types(layered))}


def spell_values(layered: Layered, losses: Losses) -> Layered:
    """Return annotations with values that INCEpTION can read."""
    return layered._replace(
        spans=[
            span._replace(
                features=spell_features(span.features, span.origin, losses),
                fillers=tuple(
                    it._replace(role=spell(it.role, span.origin, losses))
                    for it in span.fillers
                ),
            )
            for span in layered.spans
        ],
        relations=[
            it._replace(features=spell_features(it.features, it.origin, losses))
            for it in layered.relations
        ],
    )


def spell_features(features: Features, origin: Origin, losses: Losses) -> Features:
    """Return features with values that INCEpTION can read."""
    return {name: spell(it, origin, losses) for name, it in features.items()}


def spell(value: str, origin: Origin, losses: Losses) -> str:
    """Return a value without what INCEpTION takes for the end of a line or a cell."""
    spelt = UNREADABLE.sub(" ", value)
    if spelt != value:
        losses.add(VALUES, origin)
    return spelt


def format_text(layered: Layered, losses: Losses) -> str:
    """Return the file of a text."""
    spans = layered.spans
    placement = place_spans(layered.text, [span.place for span in spans])
    for span, covered in zip(spans, placement.covered, strict=True):
        if span.layer == SPAN and span.place != covered:
            losses.add(BLANKS, span.origin)
            if "fragments" in span.features:
                losses.add(FRAGMENTS, span.origin)
    table = Table(layered, placement)
    sentences = pair_up(iter_sentences(layered.text))
    bodies = (table.format_sentence(*pair) for pair in sentences)
    return "\n".join([f"{FORMAT}{table.header}\n", *bodies])


class Table:
    """Writes the lines of one text, in the columns of its layers."""

    def __init__(self, layered: Layered, placement: Placement) -> None:
        """Decide on the columns; a layer that has nothing in the text has none."""
        self.layered = layered
        self.placement = placement
        self.offsets = list_offsets(layered.text)
        self.relations: dict[str, list[Relation]] = defaultdict(list)
        for relation in layered.relations:
            self.relations[placement.firsts[relation.target]].append(relation)
        features = {layer: layered.list_features(layer) for layer in TERMS}
        self.features = {layer: it for layer, it in features.items() if it}
        self.has_roles = any(span.fillers for span in layered.spans)
        declared = {layer: self.declare(layer) for layer in self.features}
        self.header = "".join(f"{'|'.join(it)}\n" for it in declared.values())
        self.widths = {layer: len(it) - 1 for layer, it in declared.items()}
        self.blank = f"{NOTHING}\t" * sum(self.widths.values())

    def declare(self, layer: str) -> list[str]:
        """Return the words that declare a layer: its name, and those of its columns."""
        name = f"{PREFIX}{layer}"
        if layer == LINK:
            return [f"#T_RL={name}", *self.features[layer], f"BT_{SPAN_TYPE}"]
        slot = [f"ROLE_{SPAN_TYPE}:{ROLES}_{SLOT_TYPE}", SPAN_TYPE]
        has_slot = layer == SPAN and self.has_roles
        return [f"#T_SP={name}", *self.features[layer], *(slot if has_slot else [])]

    def format_sentence(
        self, tokens: Sequence[Token], following: Sequence[Token] | None
    ) -> str:
        """Return the lines of a sentence, before the one that follows it if any.

        A line break between the two is in none of them.
        """
        text = self.layered.text
        start = tokens[0].place.char_start
        stop = following[0].place.char_start if following else len(text)
        words = text[start:stop]
        if following:
            words = words.removesuffix("\n")
        lines = [f"#Text={escape_text(line)}\n" for line in words.split("\n")]
        return "".join([*lines, *chain.from_iterable(map(self.iter_rows, tokens))])

    def iter_rows(self, token: Token) -> Iterator[str]:
        """Yield the line of a token, and those of its parts."""
        units = self.placement.units.get(token.unit_id)
        for unit in units or [Unit(token.unit_id, token.place, ())]:
            start, stop = unit.place
            place = f"{self.offsets[start]}-{self.offsets[stop]}"
            words = self.layered.text[start:stop]
            shown = escape_text(words) if words.isspace() else words
            yield f"{unit.unit_id}\t{place}\t{shown}\t{self.format_cells(unit)}\n"

    def format_cells(self, unit: Unit) -> str:
        """Return the cells of a unit, each with a tab behind it."""
        relations = self.relations.get(unit.unit_id, [])
        if not unit.spans and not relations:
            return self.blank
        cells: list[str] = []
        for layer in self.features:
            if layer == LINK:
                rows = [self.list_link_cells(it) for it in relations]
            else:
                spans = ((i, self.layered.spans[i]) for i in unit.spans)
                rows = [self.list_cells(i, it) for i, it in spans if it.layer == layer]
            blank = [NOTHING] * self.widths[layer]
            stacks = zip(*rows, strict=True) if rows else blank
            cells += map(STACK.join, stacks)
        return "".join(f"{cell}\t" for cell in cells)

    def list_cells(self, number: int, span: Span) -> list[str]:
        """Return the cells of a span: its features, and what fills its roles."""
        cells = [
            f"{format_value(span.features.get(name))}[{number + 1}]"
            for name in self.features[span.layer]
        ]
        if span.layer == SPAN and self.has_roles:
            roles = SLOTS.join(escape_value(it.role) for it in span.fillers)
            targets = SLOTS.join(self.refer(it.span) for it in span.fillers)
            cells += [f"{roles or NOTHING}[{number + 1}]", targets or NO_VALUE]
        return cells

    def refer(self, number: int) -> str:
        """Return what refers to a span: its first unit, and its id."""
        return f"{self.placement.firsts[number]}[{number + 1}]"

    def list_link_cells(self, relation: Relation) -> list[str]:
        """Return the cells of a relation, which are on the unit of its target."""
        features = map(relation.features.get, self.features[LINK])
        source, target = relation.source, relation.target
        ids = f"[{source + 1}_{target + 1}]"
        return [*map(format_value, features), f"{self.placement.firsts[source]}{ids}"]


def list_offsets(text: str) -> Sequence[int]:
    """Return the offset of each code point, and of the end, in UTF-16 units."""
    if text.isascii():
        return range(len(text) + 1)
    return list(accumulate(iter_utf_16_widths(text), initial=0))


def escape_text(words: str) -> str:
    """Return the words of a text in one line."""
    return words.translate(TEXT_ESCAPES)


def escape_value(value: str) -> str:
    r"""Return a value without what ends it.

    >>> escape_value("a|b->c")
    'a\\|b\\->c'
    """
    return VALUE_ESCAPES.sub(lambda it: CONTROLS.get(it[0], f"\\{it[0]}"), value)


def format_value(value: str | None) -> str:
    """Return what stands for a value, None for none."""
    return NO_VALUE if value is None else escape_value(value)
