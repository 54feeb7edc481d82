"""What was read of annotated texts, as lines for people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from claimpack.render.summary import count_words
from claimpack.source_corpus import ReadText


def render_texts(texts: Iterable[ReadText]) -> str:
    """Return a block for each format and way of counting offsets."""
    ordered = sorted(texts, key=name_kind)
    return "\n".join(
        line for _, group in groupby(ordered, name_kind) for line in iter_lines(group)
    )


def name_kind(text: ReadText) -> tuple[str, str, bool]:
    """Return what texts are told together by."""
    return text.format, text.unit, text.is_proved


def iter_lines(group: Iterable[ReadText]) -> Iterator[str]:
    """Yield the lines of texts of one kind."""
    texts = list(group)
    first = texts[0]
    proof = "proved by all covered texts" if first.is_proved else "not proved"
    yield (
        f"{count_words(len(texts), 'text')}, {first.format}; offsets in {first.unit}, "
        f"{proof}"
    )
    yield f"  {count_kinds(texts)}"


def count_kinds(texts: Sequence[ReadText]) -> str:
    """Return how many annotations of each kind were read, and how many were not."""
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(text.counts)
    read = [
        count_words(count, kind.removesuffix("s"))
        for kind, count in counts.items()
        if count
    ]
    refused = sum(text.refused_count for text in texts)
    return ", ".join([*read, f"{refused:,} refused"])
