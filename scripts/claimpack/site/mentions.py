"""Where articles mention something: the words, how often, and what stands around."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from markupsafe import Markup

from claimpack.flat import group
from claimpack.show.words import join_spans
from claimpack.site.claim_lines import write_command
from claimpack.site.claim_views import Named, name_claim
from claimpack.site.library import Library
from claimpack.site.segments import write_text
from claimpack.site.selection import Row

MOST_MENTIONS = 200
"""Mentions that a page shows in their context, and different words that it counts."""
AROUND = 70
"""Code points of the text on either side of a mention."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """Words that mention something, and how often."""

    words: str
    """Empty where they may not be shown."""
    is_metonymic: bool
    """Whether a capital stands there for its government."""
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of the words around a mention, or of itself."""

    markup: Markup
    is_mention: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """One mention, as far as its words may be shown."""

    pieces: tuple[Piece, ...]
    is_metonymic: bool
    article: Named
    claim: Named | None
    """The shortest claim that it stands in; None where it stands in none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mentions:
    """All mentions of an entity or event."""

    count: int
    forms: tuple[Form, ...]
    """The most common first."""
    shown: tuple[Mention, ...]
    """In the order of the articles and their texts."""
    query: str
    """The command that tells all of them."""


def view_mentions(
    library: Library, texts: Mapping[str, str], role: str, row_id: str
) -> Mentions:
    """Return the mentions of an entity or event, which `role` says.

    `texts` has the articles whose words may be shown; of the others the words of the
    claim stand around a mention.
    """
    spans = library.list_spans(f"{role}_id", row_id, role)
    marks = sort_marks(library, group(spans, "mark_id").values())
    query = f"FROM spans WHERE role = $role AND {role}_id = $id"
    return Mentions(
        count=len(marks),
        forms=tuple(count_forms(marks, role))[:MOST_MENTIONS],
        shown=tuple(view_mention(library, texts, it) for it in marks[:MOST_MENTIONS]),
        query=write_command(query, {"role": role, "id": row_id}),
    )


def count_mentions(library: Library, role: str, row_id: str) -> int:
    """Return how many mentions there are of an entity or event."""
    spans = library.list_spans(f"{role}_id", row_id, role)
    return len({span["mark_id"] for span in spans})


def sort_marks(library: Library, marks: Iterable[Sequence[Row]]) -> list[Sequence[Row]]:
    """Return marks in the order of the articles and their texts."""
    ranks = {document_id: rank for rank, document_id in enumerate(library.documents)}
    return sorted(
        marks,
        key=lambda mark: (
            ranks[mark[0]["document_id"]],
            mark[0]["char_start"],
            mark[0]["mark_id"],
        ),
    )


def count_forms(marks: Iterable[Sequence[Row]], role: str) -> Iterator[Form]:
    """Yield the words of mentions with their counts, the most common first."""
    forms = Counter(
        (join_spans(mark, role), bool(mark[0]["is_metonymic"])) for mark in marks
    )
    for (words, is_metonymic), count in sorted(
        forms.items(), key=lambda item: (-item[1], item[0])
    ):
        yield Form(words=words, is_metonymic=is_metonymic, count=count)


def view_mention(
    library: Library, texts: Mapping[str, str], mark: Sequence[Row]
) -> Mention:
    """Return a mention with the words around it, as far as they may be shown."""
    document_id = mark[0]["document_id"]
    content = find_content(library, mark)
    claim = library.claims[content["claim_id"]] if content else None
    text = texts.get(document_id)
    if text is not None:
        pieces = cut_around(text, mark)
    elif content and content["text"]:
        start, end = content["char_start"], content["char_end"]
        pieces = cut_pieces(content["text"], start, start, end, mark)
    else:
        words = join_spans(mark, mark[0]["role"])
        pieces = [Piece(markup=write_text(words), is_mention=True)] if words else []
    return Mention(
        pieces=tuple(pieces),
        is_metonymic=bool(mark[0]["is_metonymic"]),
        article=Named(
            name=library.documents[document_id]["title"],
            href=f"articles/{document_id}.html",
        ),
        claim=name_claim(claim) if claim else None,
    )


def find_content(library: Library, mark: Sequence[Row]) -> Row | None:
    """Return the shortest stretch of a claim that a mention stands in, if any."""
    start, end = mark[0]["char_start"], mark[-1]["char_end"]
    around = [
        span
        for span in library.spans_of[f"document_id {mark[0]['document_id']}"]
        if span["role"] == "content"
        and span["char_start"] <= start
        and end <= span["char_end"]
    ]
    return min(
        around,
        key=lambda it: (it["char_end"] - it["char_start"], it["span_id"]),
        default=None,
    )


def cut_around(text: str, mark: Sequence[Row]) -> list[Piece]:
    """Return a mention with the whole words of the text on either side."""
    start, end = mark[0]["char_start"], mark[-1]["char_end"]
    first, last = max(0, start - AROUND), min(len(text), end + AROUND)
    before, after = text[first:start], text[end:last]
    if first:
        before = before.partition(" ")[2]
    if last < len(text):
        after = after.rpartition(" ")[0]
    pieces = cut_pieces(text, 0, start - len(before), end + len(after), mark)
    gap = Piece(markup=Markup("…"), is_mention=False)
    return [*([gap] if first else []), *pieces, *([gap] if last < len(text) else [])]


def cut_pieces(
    text: str, offset: int, first: int, last: int, mark: Sequence[Row]
) -> list[Piece]:
    """Return a stretch of a text, cut where the fragments of a mention begin and end.

    `first` and `last` bound the stretch, `offset` is where the text itself begins: all
    in code points of the article.
    """
    bounds = [each for span in mark for each in (span["char_start"], span["char_end"])]
    pieces = []
    for index, (start, end) in enumerate(pairwise([first, *bounds, last])):
        words = text[start - offset : end - offset].replace("\n", " ")
        if words:
            pieces.append(Piece(markup=write_text(words), is_mention=index % 2 == 1))
    return pieces
