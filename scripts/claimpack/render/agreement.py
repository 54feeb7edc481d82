"""How far two annotations agree, as text for people and as JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict

from claimpack.agreement.comparison import Comparison
from claimpack.agreement.disagreements import Difference, View
from claimpack.agreement.texts import Annotator
from claimpack.render.summary import count_words, escape
from claimpack.render.text import measure_width
from claimpack.show.claims import mark
from claimpack.show.layout import Block, lay_out
from claimpack.show.words import join_words

UNDEFINED = "-"
"""What stands where a figure is not defined."""
NOTHING = "nothing"
"""What stands for a value, or for fillers, that one of the two does not have."""
SPAN_HEADS = ("marks", "A", "B", "same", "F1", "overlap", "F1", "alpha")
VALUE_HEADS = ("values of what both have", "pairs", "one", "both", "same", "kappa")
LINK_HEADS = ("links of what both have", "A", "B", "same", "F1", "alike", "F1")

Line = Sequence[str]
"""Cells of a line of a table; the first is its name."""


def render_agreement_text(
    comparison: Comparison, a: Annotator, b: Annotator, limit: int
) -> str:
    """Return the figures in tables, and the first `limit` differences."""
    blocks = ["\n".join(iter_head(comparison, a, b))]
    tables = (
        (SPAN_HEADS, list_span_lines(comparison)),
        (VALUE_HEADS, list_value_lines(comparison)),
        (LINK_HEADS, list_link_lines(comparison)),
    )
    blocks += ["\n".join(lay_table(heads, lines)) for heads, lines in tables if lines]
    shown = comparison.differences[:limit]
    if shown:
        blocks.append(lay_out(lay_difference(it, a, b) for it in shown))
    blocks.append(count_differences(len(comparison.differences), len(shown)))
    return "\n\n".join(blocks)


def iter_head(comparison: Comparison, a: Annotator, b: Annotator) -> Iterator[str]:
    """Yield what was compared, and which texts were not."""
    pairs = comparison.pairing.pairs
    characters = sum(len(pair.a.text) for pair in pairs)
    yield (
        f"{count_words(len(pairs), 'text')} of {count_words(characters, 'character')}"
    )
    yield f"A: {escape(a.name)}"
    yield f"B: {escape(b.name)}"
    only = (("A", comparison.pairing.only_a), ("B", comparison.pairing.only_b))
    for letter, names in only:
        if names:
            yield f"Only in {letter}, not compared: {escape(', '.join(names))}"


def list_span_lines(comparison: Comparison) -> list[Line]:
    """Return a line for each kind of marks and for each label."""
    return [
        (
            it.kind if it.label is None else f"  {it.label}",
            f"{it.count_a:,}",
            f"{it.count_b:,}",
            f"{it.exact:,}",
            format_figure(it.exact_f1),
            f"{it.overlapping:,}",
            format_figure(it.overlapping_f1),
            format_figure(it.alpha),
        )
        for it in comparison.spans
    ]


def list_value_lines(comparison: Comparison) -> list[Line]:
    """Return a line for each attribute of each kind."""
    return [
        (
            f"{it.kind}: {it.attribute}",
            f"{it.pairs:,}",
            f"{it.only_one:,}",
            f"{it.both:,}",
            f"{it.same:,}",
            format_figure(it.kappa),
        )
        for it in comparison.values
    ]


def list_link_lines(comparison: Comparison) -> list[Line]:
    """Return a line for each role of each kind."""
    return [
        (
            f"{it.kind}: {it.role}",
            f"{it.count_a:,}",
            f"{it.count_b:,}",
            f"{it.same:,}",
            format_figure(it.f1),
            f"{it.alike:,}",
            format_figure(it.alike_f1),
        )
        for it in comparison.links
    ]


def format_figure(figure: float | None) -> str:
    """Return a figure with two decimals."""
    return UNDEFINED if figure is None else f"{figure:.2f}"


def lay_table(heads: Line, lines: Iterable[Line]) -> Iterator[str]:
    """Yield the lines of a table: names to the left, numbers to the right."""
    cells = [heads, *([escape(cell) for cell in line] for line in lines)]
    widths = [max(map(measure_width, column)) for column in zip(*cells, strict=True)]
    for name, *numbers in cells:
        blanks = " " * (widths[0] - measure_width(name))
        aligned = (
            f"{it:>{width}}" for it, width in zip(numbers, widths[1:], strict=True)
        )
        yield "  ".join([name + blanks, *aligned])


def lay_difference(difference: Difference, a: Annotator, b: Annotator) -> Block:
    """Return a difference with its sentence and what each of the two has."""
    sentence = join_words(
        (it.char_start, it.char_end, mark(it)) for it in difference.stretches
    )
    place = f"{difference.about}, {difference.text} line {difference.text_line}"
    return [
        (difference.kind, place, sentence),
        ("A", *describe_view(difference.a, a.folder)),
        ("B", *describe_view(difference.b, b.folder)),
    ]


def describe_view(view: View | None, folder: str) -> Iterator[str]:
    """Yield what one of the two has, and the line where it stands."""
    if view is None:
        yield NOTHING
        return
    yield NOTHING if view.words is None else f"“{view.words}”"
    yield f"{folder}{view.path}:{view.line}"


def count_differences(count: int, shown: int) -> str:
    """Return how many differences there are, and how many are not shown."""
    rest = f", {count - shown:,} of them not shown (--limit)" if count > shown else ""
    return f"{count_words(count, 'difference')}{rest}."


def render_agreement_json(comparison: Comparison, a: Annotator, b: Annotator) -> str:
    """Return one JSON object with all figures and all differences."""
    pairing = comparison.pairing
    report = {
        "a": a.name,
        "b": b.name,
        "texts": [
            {"name": it.name, "characters": len(it.a.text)} for it in pairing.pairs
        ],
        "only_a": pairing.only_a,
        "only_b": pairing.only_b,
        "spans": [
            {**asdict(it), "exact_f1": it.exact_f1, "overlapping_f1": it.overlapping_f1}
            for it in comparison.spans
        ],
        "values": [asdict(it) for it in comparison.values],
        "links": [
            {**asdict(it), "f1": it.f1, "alike_f1": it.alike_f1}
            for it in comparison.links
        ],
        "differences": [asdict(it) for it in comparison.differences],
    }
    return json.dumps(report, indent=2, allow_nan=False)
