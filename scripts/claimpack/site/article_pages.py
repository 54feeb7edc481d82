"""The page of an article: its text with the marks, and a card for each claim."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from claimpack.errors import SourceError
from claimpack.files import Folder, PackageFiles
from claimpack.show.sentence import read_text
from claimpack.site.claim_views import ClaimView, view_claim
from claimpack.site.library import Library
from claimpack.site.segments import Passage, cut_text, join_segments
from claimpack.site.selection import Row


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleView:
    """An article, as far as it may be shown."""

    document_id: str
    row: Row
    claims: tuple[ClaimView, ...]
    passages: tuple[Passage, ...] | None
    """The exact text; None where it may not be shown, or is not at hand."""
    why_no_text: str
    """Why it is not shown, as a sentence; empty where it is."""


def view_article(
    library: Library, files: PackageFiles, document_id: str, texts: Folder | None
) -> ArticleView:
    """Return an article; its text is that of the package, or of a folder of texts.

    Of a package only a text whose `text_access` is `full` is shown. Who has a folder of
    texts may see them.
    """
    row = library.documents[document_id]
    text, why = find_text(files, row, texts)
    spans = library.spans_of.get(f"document_id {document_id}", ())
    return ArticleView(
        document_id=document_id,
        row=row,
        claims=tuple(
            view_claim(library, claim["claim_id"])
            for claim in library.claims_of.get(document_id, ())
        ),
        passages=None if text is None else tuple(mark_text(text, spans)),
        why_no_text=why,
    )


def read_texts(
    library: Library, files: PackageFiles, texts: Folder | None
) -> dict[str, str]:
    """Return the exact texts that may be shown, by the ids of their articles."""
    found = {
        document_id: find_text(files, row, texts)[0]
        for document_id, row in library.documents.items()
    }
    return {
        document_id: text for document_id, text in found.items() if text is not None
    }


def find_text(
    files: PackageFiles, row: Row, texts: Folder | None
) -> tuple[str | None, str]:
    """Return the exact text of an article, or None and why it is not shown."""
    why = ""
    if texts is not None:
        name = str(row["text_path"] or f"{row['document_id']}.txt").rpartition("/")[2]
        text, why = try_text(texts, {**row, "text_path": name})
        if text is not None:
            return text, ""
    if row["text_access"] == "full":
        return try_text(files, row)
    return None, why or "The text of the article may not be published with its claims."


def try_text(files: PackageFiles, row: Row) -> tuple[str | None, str]:
    """Return the text that a row names, if it is there and the right one."""
    try:
        return read_text(files, row), ""
    except SourceError as error:
        return None, f"The text of the article is not at hand: {error}"


def mark_text(text: str, spans: Sequence[Row]) -> list[Passage]:
    """Return a text with its marks."""
    return join_segments(cut_text(text, spans))


def list_layers(passages: Sequence[Passage]) -> list[str]:
    """Return the layers that a text has marks of, in alphabetical order."""
    return sorted(
        {
            layer
            for passage in passages
            for segment in passage.segments
            for layer in segment.layers
        }
    )
