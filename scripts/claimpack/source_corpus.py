"""Articles that others have annotated, in any format and by any scheme.

There is no register: each entity and event is local to its text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from claimpack.annotations import Annotations
from claimpack.corpus import ReadArticle
from claimpack.document import Article
from claimpack.files import Folder
from claimpack.findings import (
    Finding,
    Location,
    Rule,
    Severity,
    make_finding,
    quote,
)
from claimpack.mapping.labels import LabelTallies
from claimpack.mapping.native import map_native
from claimpack.mapping.scheme import make_scheme
from claimpack.mapping.scheme_files import SchemeMapping
from claimpack.mapping.translation import Translated, translate
from claimpack.members import make_member, read_metadata, read_optional
from claimpack.schema import Schema
from claimpack.source_files import (
    AUTO,
    SourceText,
    iter_paths,
    name_documents,
    read_files,
)

LEFT_OUT = Rule(
    code="label-left-out",
    severity=Severity.WARNING,
    template="{found} is in no table (lines: {lines:,}, files: {files:,})",
    explanation="The mapping has nothing for it; what it tells is not in the package.",
)
TEXT_LEFT_OUT = Rule(
    code="text-left-out",
    severity=Severity.WARNING,
    template="{name} is left out for its errors ({count:,}), told as warnings",
    explanation="Without --skip-invalid one text with an error keeps all others out.",
)
RULES = (LEFT_OUT, TEXT_LEFT_OUT)

TEXT_ACCESS = "none"
"""Nobody has said that the words of others may be shipped."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """How the articles of a source are read."""

    scheme: SchemeMapping | None = None
    """What its labels are in ours; None: they are ours."""
    format_name: str = AUTO
    annotator: str | None = None
    """Whose annotations are read of a text that several have annotated."""
    text_access: str = TEXT_ACCESS
    """What of a text may be shipped whose metadata do not say it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedText:
    """One text of a source, under its id."""

    document_id: str
    text: SourceText
    metadata: bytes | None = None
    """What the `.meta.json` beside it holds; None where there is none."""

    @property
    def stem(self) -> str:
        """The path of the text, without its ending."""
        return str(self.text.path.parent / self.text.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedTexts:
    """The texts of a source, and what is wrong with its files."""

    texts: tuple[NamedText, ...]
    findings: tuple[Finding, ...]


def read_texts(folder: Folder, choices: Choices) -> NamedTexts:
    """Return the texts of all files below a folder, not yet in our scheme.

    Raises:
        UsageError: no format has the name that is chosen, or nobody who annotated.
        SourceError: a file cannot be read.

    """
    paths = iter_paths(folder)
    found = read_files(folder, paths, choices.format_name, choices.annotator)
    texts = tuple(iter_named(folder, found.texts))
    return NamedTexts(texts=texts, findings=found.findings)


def iter_named(folder: Folder, texts: Sequence[SourceText]) -> Iterator[NamedText]:
    """Yield each text under the id that a build gives it."""
    for text, document_id in zip(texts, name_documents(texts), strict=True):
        named = NamedText(document_id=document_id, text=text)
        metadata = read_optional(folder, f"{named.stem}.meta.json")
        yield replace(named, metadata=metadata)


def describe_article(
    named: NamedText, schema: Schema, text_access: str
) -> tuple[Article, list[Finding]]:
    """Return a text with what its `.meta.json` says, or else its own file.

    The package that is built does not have the text.
    """
    reading = named.text.reading
    article, findings = read_metadata(
        named.stem,
        reading.annotations.text,
        named.metadata,
        schema,
        {"text_access": text_access, **reading.metadata},
    )
    described = replace(
        article,
        document_id=named.document_id,
        text_path=None,
        annotator=reading.annotator or article.annotator,
    )
    return described, findings


def map_text(named: NamedText, schema: Schema, choices: Choices) -> ReadArticle:
    """Return a text in our scheme."""
    reading = named.text.reading
    article, findings = describe_article(named, schema, choices.text_access)
    translated = say_in_ours(reading.annotations, choices.scheme, schema)
    annotations = translated.annotations
    is_translated = choices.scheme is not None
    mapped = map_native(annotations, article, schema.codes, is_translated=is_translated)
    return ReadArticle(
        document_id=named.document_id,
        path=str(named.text.path),
        member=make_member(mapped, annotations),
        findings=(*reading.findings, *findings, *mapped.findings),
        left_out={**translated.left_out, **mapped.unknown_labels},
    )


def say_in_ours(
    annotations: Annotations, scheme: SchemeMapping | None, schema: Schema
) -> Translated:
    """Return annotations in the labels of ours, which they have without a mapping."""
    if scheme is None:
        return Translated(annotations=annotations, left_out={})
    return translate(annotations, scheme, make_scheme(schema.codes))


def report_omission(
    path: str, document_id: str, findings: Sequence[Finding], count: int
) -> Iterator[Finding]:
    """Yield what is wrong with a text that is left out for its errors, as warnings.

    They are so many, of which `findings` may be the first.
    """
    yield make_finding(
        TEXT_LEFT_OUT, Location(path=path), name=document_id, count=count
    )
    for finding in findings:
        is_error = finding.severity is Severity.ERROR
        severity = Severity.WARNING if is_error else finding.severity
        yield replace(finding, severity=severity)


def report_left_out(tallies: LabelTallies) -> list[Finding]:
    """Return one finding for all that is in no table under one name."""
    return [
        make_finding(
            LEFT_OUT,
            tally.place,
            found=quote(what),
            lines=tally.lines,
            files=tally.files,
            hint="map it, or put it into `ignore` of the mapping",
        )
        for what, tally in sorted(tallies.items())
    ]
