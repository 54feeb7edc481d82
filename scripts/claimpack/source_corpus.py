"""Articles that others have annotated, in any format and by any scheme.

There is no register: each entity and event is local to its text.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from claimpack.annotations import Annotations, Origin
from claimpack.corpus import Corpus, Member
from claimpack.document import Article
from claimpack.files import Folder
from claimpack.findings import (
    Finding,
    Location,
    Rule,
    Severity,
    has_errors,
    make_finding,
    quote,
)
from claimpack.mapping.native import map_native
from claimpack.mapping.scheme import make_scheme
from claimpack.mapping.scheme_files import SchemeMapping
from claimpack.mapping.translation import Translated, translate
from claimpack.members import make_member, read_metadata
from claimpack.registers import Register
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
    explanation="Without --skip-broken one text with an error keeps all others out.",
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
    skip_broken: bool = False
    """Whether a text with an error is left out; False: it keeps all others out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceCorpus:
    """Articles of a source, with what is wrong with them."""

    corpus: Corpus
    findings: tuple[Finding, ...]
    texts: tuple[SourceText, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MappedText:
    """One text in our scheme, and what of it is not."""

    path: str
    """The file with its annotations."""
    member: Member
    findings: tuple[Finding, ...]
    left_out: Mapping[str, Sequence[Origin]]
    """Lines of what is in no table, by what it is."""


def read_source(folder: Folder, schema: Schema, choices: Choices) -> SourceCorpus:
    """Return the articles of all files below a folder.

    Raises:
        UsageError: no format has the name that is chosen, or nobody who annotated.
        SourceError: a file cannot be read.

    """
    paths = iter_paths(folder)
    found = read_files(folder, paths, choices.format_name, choices.annotator)
    mapped = [
        map_text(folder, text, document_id, schema, choices)
        for text, document_id in zip(
            found.texts, name_documents(found.texts), strict=True
        )
    ]
    findings = [*found.findings]
    if choices.skip_broken:
        findings += report_broken(mapped)
        mapped = [it for it in mapped if not has_errors(it.findings)]
    findings += [finding for it in mapped for finding in it.findings]
    findings += report_left_out(mapped)
    return SourceCorpus(
        corpus=Corpus(
            members=tuple(it.member for it in mapped),
            entities=Register(path="", entries={}),
            events=Register(path="", entries={}),
            has_registers=False,
        ),
        findings=tuple(findings),
        texts=found.texts,
    )


def describe_article(
    folder: Folder, text: SourceText, schema: Schema, text_access: str
) -> tuple[Article, list[Finding]]:
    """Return a text with what its `.meta.json` says, or else its own file.

    The package that is built does not have the text.
    """
    article, findings = read_metadata(
        folder,
        str(text.path.parent / text.name),
        text.reading.annotations.text,
        schema,
        {"text_access": text_access, **text.reading.metadata},
    )
    annotator = text.reading.annotator or article.annotator
    return replace(article, text_path=None, annotator=annotator), findings


def map_text(
    folder: Folder,
    text: SourceText,
    document_id: str,
    schema: Schema,
    choices: Choices,
) -> MappedText:
    """Return a text in our scheme, under its id."""
    article, findings = describe_article(folder, text, schema, choices.text_access)
    article = replace(article, document_id=document_id)
    translated = say_in_ours(text.reading.annotations, choices.scheme, schema)
    annotations = translated.annotations
    is_translated = choices.scheme is not None
    mapped = map_native(annotations, article, schema.codes, is_translated=is_translated)
    return MappedText(
        path=str(text.path),
        member=make_member(mapped, annotations),
        findings=(*text.reading.findings, *findings, *mapped.findings),
        left_out={**translated.left_out, **mapped.unknown_labels},
    )


def say_in_ours(
    annotations: Annotations, scheme: SchemeMapping | None, schema: Schema
) -> Translated:
    """Return annotations in the labels of ours, which they have without a mapping."""
    if scheme is None:
        return Translated(annotations=annotations, left_out={})
    return translate(annotations, scheme, make_scheme(schema.codes))


def report_broken(texts: Sequence[MappedText]) -> Iterator[Finding]:
    """Yield what is wrong with the texts that have errors, as warnings."""
    for text in texts:
        if has_errors(text.findings):
            document_id = text.member.document.article.document_id
            yield from report_omission(text.path, document_id, text.findings)


def report_omission(
    path: str, document_id: str, findings: Sequence[Finding]
) -> Iterator[Finding]:
    """Yield what is wrong with a text that is left out, as warnings."""
    yield make_finding(
        TEXT_LEFT_OUT,
        Location(path=path),
        name=document_id,
        count=sum(it.severity is Severity.ERROR for it in findings),
    )
    for finding in findings:
        is_error = finding.severity is Severity.ERROR
        severity = Severity.WARNING if is_error else finding.severity
        yield replace(finding, severity=severity)


def report_left_out(texts: Sequence[MappedText]) -> list[Finding]:
    """Return one finding for all that is in no table under one name."""
    lines: dict[str, list[Sequence[Origin]]] = defaultdict(list)
    for text in texts:
        for what, origins in text.left_out.items():
            lines[what].append(origins)
    return [
        make_finding(
            LEFT_OUT,
            files[0][0].locate(what),
            found=quote(what),
            lines=sum(map(len, files)),
            files=len(files),
            hint="map it, or put it into `ignore` of the mapping",
        )
        for what, files in sorted(lines.items())
    ]
