"""The cases of sources: how one is read, and what is counted in it.

The files are counted without the readers, by patterns that each annotation of a case
matches once; tests/cases/README.md says which endings stand for which format.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from cases import SOURCE, Case, read_folder, read_json
from claimpack.files import Folder
from claimpack.mapping.scheme_files import SchemeMapping, read_mapping
from claimpack.source_corpus import Choices
from claimpack.source_files import SourceText
from packages import SCHEMA
from read_sources import SourceCorpus, read_source

COUNTS = "counts.json"
MAPPING = "mapping.toml"
STAND_OFF = frozenset({"brat", "bionlp"})
RELATION = "SameAs"
"""What every relation of the cases is called; other links are parts of something."""
WITH_SKIPPED = "text-left-out"
"""The code that is only found with `--skip-invalid`."""
FORMATS = {
    ".ann": "brat",
    ".a1": "bionlp",
    ".a2": "bionlp",
    ".tsv": "webanno-tsv",
    ".jsonld": "web-annotation",
    ".xmi": "cas-xmi",
    ".uima.json": "cas-json",
    ".zip": "inception-zip",
    ".document.json": "document",
    ".ls.json": "label-studio",
    ".jsonl": "doccano",
}
"""Format by the ending of its files."""
PATTERNS = {
    "brat": rb"[^\n]+",
    "bionlp": rb"[^\n]+",
    "web-annotation": rb'"target"',
    "cas-xmi": rb"<a:(?!Names)",
    "cas-json": rb'"%TYPE": "a\.',
    "document": rb'"(?:mark_id|node_id)"',
    "label-studio": rb'"(?:from_name|from_id)"',
    "doccano": rb'"start_offset"|"from_id"|\[[^][{}]+\]',
}
"""What each annotation matches once, by format."""


@dataclass(slots=True)
class Count:
    """How many annotations of a format were read, and how many refused."""

    read: int = 0
    refused: int = 0


def read_case(case: Case) -> SourceCorpus:
    """What is read of a case, and what is found in it."""
    return read_source(
        Folder(case.folder / SOURCE),
        SCHEMA,
        Choices(scheme=find_mapping(case.folder)),
        skips_invalid=case.code == WITH_SKIPPED,
    )


def find_mapping(folder: Path) -> SchemeMapping | None:
    """The mapping of a case; None where its labels are ours."""
    path = folder / MAPPING
    if not path.exists():
        return None
    return read_mapping(path.read_bytes(), MAPPING, SCHEMA.codes)


def read_counts(case: Case) -> dict[str, dict[str, int]]:
    """What counts.json says of each format."""
    counts: dict[str, dict[str, int]] = read_json(case.folder / COUNTS)
    return counts


def count_texts(source: SourceCorpus) -> dict[str, dict[str, int]]:
    """What was read and refused of each format."""
    counts: dict[str, Count] = defaultdict(Count)
    for text in source.texts:
        counts[text.format].read += count_read(text)
        counts[text.format].refused += text.reading.refused_count
    return {name: asdict(count) for name, count in sorted(counts.items())}


def count_read(text: SourceText) -> int:
    """How many annotations of the file were read: of stand-off, how many lines."""
    found = text.reading.annotations
    if text.format not in STAND_OFF:
        relation_count = sum(link.label == RELATION for link in found.links)
        return len(found.marks) + len(found.nodes) + relation_count
    spans = (found.marks, found.nodes)
    facts = (found.attributes, found.references, found.notes, found.links)
    return len({item.origin[:2] for items in (*spans, *facts) for item in items})


def count_files(case: Case) -> Mapping[str, int]:
    """How many annotations of each format the files of a case have."""
    counts: dict[str, int] = defaultdict(int)
    for path, content in read_folder(case.folder / SOURCE).items():
        for ending, name in FORMATS.items():
            if path.endswith(ending):
                counts[name] += count_annotations(name, content)
    return counts


def count_annotations(format_name: str, content: bytes) -> int:
    """How many annotations a file has."""
    if format_name == "inception-zip":
        return sum(count_annotations(name, it) for name, it in iter_members(content))
    if format_name == "webanno-tsv":
        return len(set(iter_cells(content.decode(errors="replace"))))
    return len(re.findall(PATTERNS[format_name], content))


def iter_members(content: bytes) -> Iterator[tuple[str, bytes]]:
    """The annotations in an archive and in those within it, each with its format."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            if name.endswith(".zip"):
                yield from iter_members(archive.read(name))
            elif name.endswith((".xmi", ".json")):
                is_json = name.endswith(".json")
                yield "cas-json" if is_json else "cas-xmi", archive.read(name)


def iter_cells(content: str) -> Iterator[tuple[str, ...]]:
    """What stands for each annotation of WebAnno TSV, once for each of its tokens.

    All tokens of one have its id in brackets, or its number in its chain.
    """
    for line in re.findall(r"^#Sentence\.id=.+$", content, re.MULTILINE):
        yield (line,)
    layers = re.findall(r"^#T_..=([^|\n]+)\|?(.*)$", content, re.MULTILINE)
    for line in content.splitlines():
        cells = line.split("\t")[3:] if line[:1].isdigit() else []
        for layer, features in layers:
            width = features.count("|") + 1
            own, cells = cells[:width], cells[width:]
            longest = max(own, key=lambda it: it.count("|"), default="_")
            for number, entry in enumerate(longest.split("|")):
                if set(own) - {"_"}:
                    chain = re.search(r"->(\d+-\d+)", own[-1])
                    bracket = re.search(r"\[(\d+)\]$", entry)
                    alone = f"{line} {number}"
                    ids = [it[1] for it in (chain, bracket) if it]
                    yield layer, ids[0] if ids else alone
