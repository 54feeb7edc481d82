"""Spans against the exact texts: what a row quotes stands where it says."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from claimpack.checks.resource_files import UNSAFE_PATH
from claimpack.errors import SourceError
from claimpack.files import PackageFiles, decode_text, sha256_hex
from claimpack.findings import Finding, Rule, Severity, make_finding, quote
from claimpack.readers.offsets import find_nearest
from claimpack.sources import TableRows

TEXT_MISSING = Rule(
    code="text-not-here",
    severity=Severity.NOTE,
    template=(
        "the spans of {document} are not verifiable here: the package does not have "
        "the text"
    ),
    explanation=(
        "Some texts may not be shipped. Whoever has one with the right SHA-256 can "
        "verify its spans; without it they are neither right nor wrong."
    ),
)
TEXT_DAMAGED = Rule(
    code="text-damaged",
    severity=Severity.ERROR,
    template="the text of {document} is here and cannot be read: {reason}",
    explanation="What the package has must be what was annotated, every byte of it.",
)
TEXT_CHANGED = Rule(
    code="text-changed",
    severity=Severity.ERROR,
    template="the SHA-256 of {path} is {found}",
    explanation="Offsets count the characters of one exact text, and of no other.",
)
CHAR_COUNT = Rule(
    code="char-count",
    severity=Severity.ERROR,
    template="char_count is {found}",
    explanation="The count tells whether a reader decodes the text as we do.",
)
TITLE_TEXT = Rule(
    code="title-text",
    severity=Severity.ERROR,
    template="the text has {found} from title_start to title_end",
    explanation="The headline is located so that claims made in it can be told apart.",
)
SPAN_TEXT = Rule(
    code="span-text",
    severity=Severity.ERROR,
    template="the article has {found} at {start}-{end}",
    explanation="Every row can be traced to the exact characters that carry it.",
)
SPAN_LENGTH = Rule(
    code="span-length",
    severity=Severity.ERROR,
    template="the text has {found} characters",
    explanation=(
        "Offsets count Unicode code points, so that the length of the words is known "
        "even where the article is not at hand."
    ),
)
SPAN_BOUNDS = Rule(
    code="span-bounds",
    severity=Severity.ERROR,
    template="the span ends at {end}, after the end of the article",
    explanation="A span is a piece of its article.",
)
RULES = (
    TEXT_MISSING,
    TEXT_DAMAGED,
    TEXT_CHANGED,
    CHAR_COUNT,
    TITLE_TEXT,
    SPAN_TEXT,
    SPAN_LENGTH,
    SPAN_BOUNDS,
)

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """What is known of a document here."""

    char_count: int | None
    text: str | None
    """None where the exact text is not at hand."""


def check_spans(
    folder: PackageFiles, tables: Mapping[str, TableRows]
) -> Iterator[Finding]:
    """Yield what is wrong with the texts, the headlines and the spans.

    `tables` has those tables of the model that have all of their columns.
    """
    documents = tables.get("documents")
    if documents is None:
        return
    articles: dict[object, Article] = {}
    for index, row in enumerate(documents.cells.to_pylist()):
        text = yield from read_text(folder, documents, index, row)
        if text is not None:
            yield from check_document(documents, index, row, text)
        count = row["char_count"] if text is None else len(text)
        articles[row["document_id"]] = Article(char_count=count, text=text)
    spans = tables.get("spans")
    if spans is None:
        return
    for index, row in enumerate(spans.cells.to_pylist()):
        article = articles.get(row["document_id"])
        if article and row["char_start"] is not None and row["char_end"] is not None:
            yield from check_span(spans, index, row, article)


def read_text(
    folder: PackageFiles, documents: TableRows, index: int, row: Row
) -> Generator[Finding, None, str | None]:
    """Return the exact text of a document, None where it is not at hand."""
    path, document = row["text_path"], quote(row["document_id"])
    place = documents.locate(index, "text_path")
    try:
        is_here = bool(path) and folder.exists(path)
    except SourceError as error:
        yield make_finding(UNSAFE_PATH, place, reason=str(error))
        return None
    if not is_here:
        yield make_finding(TEXT_MISSING, place, document=document)
        return None
    try:
        return (yield from verify_text(folder, documents, index, row))
    except SourceError as error:
        reason = str(error)
        yield make_finding(TEXT_DAMAGED, place, document=document, reason=reason)
        return None


def verify_text(
    folder: PackageFiles, documents: TableRows, index: int, row: Row
) -> Generator[Finding, None, str | None]:
    """Return the text if its bytes are those that were annotated.

    Raises SourceError where it cannot be read.
    """
    path = row["text_path"]
    content = folder.read_bytes(path)
    found = sha256_hex(content)
    if found == row["text_sha256"]:
        return decode_text(content, path)
    yield make_finding(
        TEXT_CHANGED,
        documents.locate(index, "text_sha256"),
        path=quote(path),
        found=found,
        expected=quote(row["text_sha256"]),
        hint="restore the exact bytes of the text, then build again",
    )
    return None


def check_document(
    documents: TableRows, index: int, row: Row, text: str
) -> Iterator[Finding]:
    """Yield where a row of documents disagrees with its text."""
    if row["char_count"] not in (None, len(text)):
        yield make_finding(
            CHAR_COUNT,
            documents.locate(index, "char_count"),
            found=quote(row["char_count"]),
            expected=f"{len(text)}, the code points of the text",
        )
    start, end = row["title_start"], row["title_end"]
    if start is None or end is None:
        return
    if text[start:end] != row["title"]:
        yield make_finding(
            TITLE_TEXT,
            documents.locate(index, "title"),
            found=quote(text[start:end]),
            expected=quote(row["title"]),
            hint=find_words(text, row["title"], start),
        )


def check_span(
    spans: TableRows, index: int, row: Row, article: Article
) -> Iterator[Finding]:
    """Yield where a span does not fit its article."""
    start, end, words = row["char_start"], row["char_end"], row["text"]
    if article.char_count is not None and end > article.char_count:
        yield make_finding(
            SPAN_BOUNDS,
            spans.locate(index, "char_end"),
            end=end,
            expected=f"at most {article.char_count}, the length of the article",
        )
    elif words is None:
        return
    elif article.text is not None and article.text[start:end] != words:
        yield make_finding(
            SPAN_TEXT,
            spans.locate(index, "text"),
            found=quote(article.text[start:end]),
            start=start,
            end=end,
            expected=quote(words),
            hint=find_words(article.text, words, start),
        )
    elif article.text is None and len(words) != end - start:
        yield make_finding(
            SPAN_LENGTH,
            spans.locate(index, "text"),
            found=len(words),
            expected=f"{end - start}, from char_start to char_end",
        )


def find_words(text: str, words: str | None, start: int) -> str | None:
    """Return a hint with the place nearest to `start` at which the words stand."""
    if not words:
        return None
    place = find_nearest(words, text, start, reach=start + len(text))
    if place is None:
        return "these words stand nowhere in the text"
    return f"these words stand at {place}-{place + len(words)}"
