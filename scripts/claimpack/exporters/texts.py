"""What an exporter gets: one annotated text, with all that is known of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from claimpack.annotations import Annotations, Origin
from claimpack.document import Article
from claimpack.exporters.losses import ANNOTATORS, Losses


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnotatedText:
    """One text with its annotations."""

    document_id: str
    """Names its files; no other text of the export has it."""
    annotations: Annotations
    article: Article
    """The text with what is known of it."""
    annotator: str = ""
    """Whose annotations these are, as their file has it; empty: it does not say."""
    brat: bytes | None = None
    """The exact bytes of the annotations where these are brat stand-off already."""

    def locate(self) -> Origin:
        """Return a line that stands for the text as a whole."""
        return Origin(path=self.annotations.path, line=1, excerpt="")


Texts = Sequence[AnnotatedText]


def lose_annotators(texts: Texts, losses: Losses) -> None:
    """Count the texts whose annotator is known, where no place is for the name."""
    for text in texts:
        if text.annotator:
            losses.add(ANNOTATORS, text.locate())
