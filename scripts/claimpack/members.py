"""One annotated article, read from its files.

They are `<document_id>.txt` (the exact text), `.ann` (the brat annotation) and
`.meta.json` (what else is known, may be missing).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import Any

from claimpack import identifiers
from claimpack.annotations import Annotations, Origin
from claimpack.corpus import LinkKey, Member, ReadArticle
from claimpack.document import Article, ClaimLink
from claimpack.errors import SourceError
from claimpack.files import PackageFiles, explain, sha256_hex
from claimpack.findings import (
    Finding,
    Location,
    Rule,
    Severity,
    make_finding,
    quote,
)
from claimpack.identifiers import ID_FORM, is_valid_id
from claimpack.mapping import Mapped, map_native
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
    """What the files of one article hold."""

    document_id: str
    path: str
    """The file with the annotation."""
    text: bytes | None
    """None where there is no such file."""
    annotation: bytes
    metadata: bytes | None = None
    """None where there is no such file."""
    is_packed: bool = False
    """Whether they lie in a shard, so that the package does not have the text."""


def name_document(path: str) -> str:
    """Return the id that an article has by the name of its annotation."""
    return PurePosixPath(path).name.removesuffix(".ann")


def read_optional(folder: PackageFiles, path: str) -> bytes | None:
    """Return the content of a file, None where it does not exist."""
    return folder.read_bytes(path) if folder.exists(path) else None


def load_files(folder: PackageFiles, path: str) -> ArticleFiles:
    """Return the files of an article by the path of its annotation."""
    stem = path.removesuffix(".ann")
    return ArticleFiles(
        document_id=name_document(path),
        path=path,
        text=read_optional(folder, f"{stem}.txt"),
        annotation=folder.read_bytes(path),
        metadata=read_optional(folder, f"{stem}.meta.json"),
    )


def read_member(files: ArticleFiles, schema: Schema) -> ReadArticle:
    """Return one annotated article from its files."""
    article, findings = read_own_article(files, schema)
    if article is None:
        return ReadArticle(
            document_id=files.document_id,
            path=files.path,
            findings=tuple(findings),
        )
    return add_annotations(files, article, schema, findings)


def read_own_article(
    files: ArticleFiles,
    schema: Schema,
    defaults: Mapping[str, Any] = MappingProxyType({}),
) -> tuple[Article | None, list[Finding]]:
    """Return the article of an annotation, without it, and what is wrong.

    There is none where its id is none or its text cannot be read. `defaults` stand for
    what its metadata do not say.
    """
    stem = files.path.removesuffix(".ann")
    if not is_valid_id(files.document_id):
        return None, [refuse_id(files.path, files.document_id)]
    text_path = f"{stem}.txt"
    if files.text is None:
        return None, [report_missing(files.path, text_path)]
    text = read_text(files.text, text_path)
    if not isinstance(text, str):
        return None, [text]
    article, findings = read_metadata(stem, text, files.metadata, schema, defaults)
    if files.is_packed:
        article = replace(article, document_id=files.document_id, text_path=None)
    return article, findings


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
    stem: str,
    text: str,
    content: bytes | None,
    schema: Schema,
    defaults: Mapping[str, Any] = MappingProxyType({}),
) -> tuple[Article, list[Finding]]:
    """Return the article of a text with what its metadata file says.

    `content` is None where there is no such file, and `defaults` stand for what it
    does not say. Metadata that cannot be read are reported and taken for absent.
    """
    path = f"{stem}.meta.json"
    metadata_bytes = content or b"{}"
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
    files: ArticleFiles, article: Article, schema: Schema, findings: list[Finding]
) -> ReadArticle:
    """Return the article with its annotation mapped, and all that is wrong."""
    reading = READERS[FORMAT](files.annotation, article.text, files.path)
    mapped = map_native(reading.annotations, article, schema.codes)
    return ReadArticle(
        document_id=article.document_id,
        path=files.path,
        member=make_member(mapped, reading.annotations),
        findings=(*findings, *reading.findings, *mapped.findings),
        left_out=mapped.unknown_labels,
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
    places: dict[str, tuple[Origin, str]] = {}

    def locate(annotation_id: str) -> Location:
        if not places:  # most articles have no finding, and are asked for no place
            places.update(list_places(annotations))
        if annotation_id not in places:
            return Location(path=annotations.path)
        origin, words = places[annotation_id]
        return origin.locate(words)

    return locate


def list_places(annotations: Annotations) -> dict[str, tuple[Origin, str]]:
    """Return the line of each mark and node, with the words that are on it."""
    marks = {it.mark_id.lower(): (it.origin, it.text) for it in annotations.marks}
    nodes = {it.node_id.lower(): (it.origin, "") for it in annotations.nodes}
    return {**marks, **nodes}


def name_link(document_id: str, link: ClaimLink) -> LinkKey:
    """Return the primary key that a link of an article has in the tables."""
    ends = (link.claim_node_id, link.target_node_id)
    claim_id, target_id = (identifiers.claim_id(document_id, it) for it in ends)
    return claim_id, link.relation, target_id
