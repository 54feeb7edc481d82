"""What was read of annotated texts, as lines for people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from claimpack.render.summary import count_words
from claimpack.source_files import SourceText, count_kinds


def render_texts(texts: Iterable[SourceText]) -> str:
    """Return a block for each format and way of counting offsets."""
    ordered = sorted(texts, key=name_kind)
    return "\n".join(
        line for _, group in groupby(ordered, name_kind) for line in iter_lines(group)
    )


def name_kind(text: SourceText) -> tuple[str, str, bool]:
    """Return what texts are told together by."""
    return text.format, text.reading.unit, text.reading.is_proved


def iter_lines(group: Iterable[SourceText]) -> Iterator[str]:
    """Yield the lines of texts of one kind."""
    texts = list(group)
    form, unit, is_proved = name_kind(texts[0])
    proof = "proved by all covered texts" if is_proved else "not proved"
    yield f"{count_words(len(texts), 'text')}, {form}; offsets in {unit}, {proof}"
    yield f"  {describe_counts(texts)}"


def describe_counts(texts: Sequence[SourceText]) -> str:
    """Return how many annotations of each kind were read, and how many were not."""
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(count_kinds(text.reading))
    read = [
        count_words(count, kind.removesuffix("s"))
        for kind, count in counts.items()
        if count
    ]
    refused = sum(text.reading.refused_count for text in texts)
    return ", ".join([*read, f"{refused:,} refused"])
