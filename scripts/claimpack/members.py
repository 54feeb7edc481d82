"""One annotated article, read from its files.

They are `<document_id>.txt` (the exact text), `.ann` (the brat annotation) and
`.meta.json` (what else is known, may be missing).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import Any

from claimpack import identifiers
from claimpack.annotations import Annotations, Origin
from claimpack.corpus import LinkKey, Member
from claimpack.document import Article, ClaimLink
from claimpack.errors import SourceError
from claimpack.files import PackageFiles, explain, sha256_hex
from claimpack.findings import (
    Finding,
    Location,
    Rule,
    Severity,
    has_errors,
    make_finding,
    quote,
)
from claimpack.identifiers import ID_FORM, is_valid_id
from claimpack.mapping import LabelLines, Mapped, map_native
from claimpack.metadata import read_article
from claimpack.readers import READERS
from claimpack.readers.texts import read_text, report_missing
from claimpack.resolution import Locate
from claimpack.schema import Schema
from claimpack.strict_json import parse_json

FORMAT = "brat"

METADATA_UNREADABLE = Rule(
    code="metadata-unreadable",
    severity=Severity.ERROR,
    template="the metadata cannot be read: {found}",
    explanation="The metadata of an article are one JSON object in strict UTF-8.",
)
DOCUMENT_ID = Rule(
    code="document-id",
    severity=Severity.ERROR,
    template="the file name gives the document id {found}",
    explanation="The file name without its ending is the permanent id of the article.",
)
RULES = (METADATA_UNREADABLE, DOCUMENT_ID)


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleFiles:
    """What the files of one article hold, and what is wrong with it."""

    findings: tuple[Finding, ...]
    member: Member | None = None
    """None where the article cannot be read at all."""
    unknown_labels: LabelLines = field(default_factory=dict)
    """Lines with labels that the scheme does not have, which no finding tells."""

    @property
    def is_broken(self) -> bool:
        """Whether something that the files say is not known."""
        return bool(self.unknown_labels) or has_errors(self.findings)


def name_document(path: str) -> str:
    """Return the id that an article has by the name of its annotation."""
    return PurePosixPath(path).name.removesuffix(".ann")


def read_optional(folder: PackageFiles, path: str) -> bytes | None:
    """Return the content of a file, None where it does not exist."""
    return folder.read_bytes(path) if folder.exists(path) else None


def read_member(folder: PackageFiles, path: str, schema: Schema) -> ArticleFiles:
    """Return one annotated article by the path of its annotation."""
    article, findings = read_own_article(folder, path, schema)
    if article is None:
        return ArticleFiles(findings=tuple(findings))
    return add_annotations(folder, path, article, schema, findings)


def read_own_article(
    folder: PackageFiles,
    path: str,
    schema: Schema,
    defaults: Mapping[str, Any] = MappingProxyType({}),
) -> tuple[Article | None, list[Finding]]:
    """Return the article of an annotation, without it, and what is wrong.

    There is none where its id is none or its text cannot be read. `defaults` stand for
    what its metadata do not say.
    """
    stem, document_id = path.removesuffix(".ann"), name_document(path)
    if not is_valid_id(document_id):
        return None, [refuse_id(path, document_id)]
    text_path = f"{stem}.txt"
    content = read_optional(folder, text_path)
    if content is None:
        return None, [report_missing(path, text_path)]
    text = read_text(content, text_path)
    if not isinstance(text, str):
        return None, [text]
    return read_metadata(folder, stem, text, schema, defaults)


def refuse_id(path: str, document_id: str) -> Finding:
    """Return the finding of a file name that is no id."""
    return make_finding(
        DOCUMENT_ID,
        Location(path=path),
        found=quote(document_id),
        expected=ID_FORM,
        hint="rename the .txt, .ann and .meta.json of the article",
    )


def read_metadata(
    folder: PackageFiles,
    stem: str,
    text: str,
    schema: Schema,
    defaults: Mapping[str, Any] = MappingProxyType({}),
) -> tuple[Article, list[Finding]]:
    """Return the article of a text with what its metadata file says.

    `defaults` stand for what it does not say. Metadata that cannot be read are
    reported and taken for absent.
    """
    path = f"{stem}.meta.json"
    metadata_bytes = read_optional(folder, path) or b"{}"
    unreadable: list[Finding] = []
    try:
        metadata = parse_object(metadata_bytes, path)
    except SourceError as error:
        unreadable.append(
            make_finding(METADATA_UNREADABLE, Location(path=path), found=str(error))
        )
        metadata, metadata_bytes = {}, b"{}"
    article, findings = read_article(
        document_id=PurePosixPath(stem).name,
        text=text,
        text_path=f"{stem}.txt",
        text_sha256=sha256_hex(text.encode()),
        metadata={**defaults, **metadata},
        metadata_path=path,
        metadata_text=metadata_bytes.decode("utf-8"),
        table=schema.tables["documents"],
    )
    return article, [*unreadable, *findings]


def parse_object(content: bytes, path: str) -> Mapping[str, Any]:
    """Return the JSON object that a metadata file holds.

    Raises:
        SourceError: it holds something else, or cannot be read.

    """
    value = parse_json(content, path)
    if not isinstance(value, dict):
        found = f"found {quote(content.decode('utf-8').strip())}"
        expected = "expected an object with columns of documents as keys"
        message = explain(path, found, expected, "write it in braces")
        raise SourceError(message)
    return value


def add_annotations(
    folder: PackageFiles,
    path: str,
    article: Article,
    schema: Schema,
    findings: list[Finding],
) -> ArticleFiles:
    """Return the article with its annotation mapped, and all that is wrong."""
    reading = READERS[FORMAT](folder.read_bytes(path), article.text, path)
    mapped = map_native(reading.annotations, article, schema.codes)
    return ArticleFiles(
        member=make_member(mapped, reading.annotations),
        findings=(*findings, *reading.findings, *mapped.findings),
        unknown_labels=mapped.unknown_labels,
    )


def make_member(mapped: Mapped, annotations: Annotations) -> Member:
    """Return an article with the places of what it says."""
    document_id = mapped.document.article.document_id
    return Member(
        document=mapped.document,
        locate=make_locate(annotations),
        link_places={
            name_link(document_id, link): origin.locate()
            for link, origin in mapped.link_origins.items()
        },
    )


def make_locate(annotations: Annotations) -> Locate:
    """Return a function from annotation ids to their places in the file.

    A mark is placed at its words, a node at the beginning of its line.
    """
    places: dict[str, tuple[Origin, str]] = {
        **{
            mark.mark_id.lower(): (mark.origin, mark.text) for mark in annotations.marks
        },
        **{node.node_id.lower(): (node.origin, "") for node in annotations.nodes},
    }

    def locate(annotation_id: str) -> Location:
        if annotation_id not in places:
            return Location(path=annotations.path)
        origin, words = places[annotation_id]
        return origin.locate(words)

    return locate


def name_link(document_id: str, link: ClaimLink) -> LinkKey:
    """Return the primary key that a link of an article has in the tables."""
    ends = (link.claim_node_id, link.target_node_id)
    claim_id, target_id = (identifiers.claim_id(document_id, it) for it in ends)
    return claim_id, link.relation, target_id
