"""The seeds of a package: annotated articles, registers and links, read from files.

Beside the files of the articles there are `entities.csv`, `events.csv` and `links.csv`,
which may be missing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from claimpack.corpus import Corpus
from claimpack.files import PackageFiles
from claimpack.findings import (
    Finding,
    Location,
    Rule,
    Severity,
    has_errors,
    make_finding,
)
from claimpack.mapping import LabelTallies, add_lines, report_labels
from claimpack.members import (
    load_files,
    read_member,
    read_optional,
)
from claimpack.registers import LINK_FIELDS, Register, read_register, read_sheet
from claimpack.schema import SEEDS, Schema
from claimpack.unread import iter_unread

LINKS_HEADER = b"claim_id,relation,target_id,note\n"

NO_ARTICLE = Rule(
    code="no-article",
    severity=Severity.ERROR,
    template="there is no annotated article",
    explanation="A package is built from at least one annotated article.",
)
RULES = (NO_ARTICLE,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seeds:
    """What was read, and what is wrong with it."""

    corpus: Corpus
    findings: tuple[Finding, ...]


def read_seeds(folder: PackageFiles, schema: Schema, where: str = SEEDS) -> Seeds:
    """Return all annotated articles below `where`, with registers and links.

    Every defect of every file is reported; articles that cannot be read at all
    are left out.

    Raises:
        SourceError: the folder or a register cannot be opened.

    """
    paths, beside = list_articles(folder, where)
    read = [read_member(load_files(folder, path), schema) for path in paths]
    tallies: LabelTallies = {}
    for it in read:
        add_lines(tallies, it.left_out)
    registers, wrong = read_registers(folder, schema, where)
    findings = [finding for it in read for finding in it.findings]
    findings += [*report_labels(tallies, schema.codes), *beside, *wrong]
    corpus = replace(
        registers,
        members=tuple([it.member for it in read if it.member is not None]),
        broken=frozenset(it.document_id for it in read if it.is_broken),
        is_whole=not has_errors(findings),
    )
    return Seeds(corpus=corpus, findings=tuple(findings))


def list_articles(
    folder: PackageFiles, where: str = SEEDS
) -> tuple[list[str], list[Finding]]:
    """Return the paths of all annotations, and what lies beside them unread."""
    paths = list(folder.iter_files(where, ".ann"))
    findings = list(iter_unread(folder, where))
    if not paths:
        expected = "at least one <document_id>.ann beside its .txt"
        missing = make_finding(NO_ARTICLE, Location(path=where), expected=expected)
        findings.insert(0, missing)
    return paths, findings


def read_registers(
    folder: PackageFiles, schema: Schema, where: str = SEEDS
) -> tuple[Corpus, list[Finding]]:
    """Return a corpus that has no articles yet, and what is wrong with its registers.

    Raises:
        SourceError: a register cannot be opened.

    """
    findings: list[Finding] = []
    entities = read_table_register(folder, where, schema, "entities", findings)
    events = read_table_register(folder, where, schema, "events", findings)
    path = join(where, "links.csv")
    links = read_sheet(path, read_optional(folder, path) or LINKS_HEADER, LINK_FIELDS)
    findings += links.findings
    registers = Corpus(
        members=(),
        entities=entities,
        events=events,
        links=links.entries,
        is_whole=not has_errors(findings),
    )
    return registers, findings


def join(where: str, name: str) -> str:
    """Return the path of a file in the folder of the seeds."""
    return str(PurePosixPath(where) / name)


def read_table_register(
    folder: PackageFiles, where: str, schema: Schema, name: str, findings: list[Finding]
) -> Register:
    """Return the register of a table; a missing one is empty."""
    path = join(where, f"{name}.csv")
    content = read_optional(folder, path)
    if content is None:
        return Register(path=path, entries={})
    register, found = read_register(path, content, schema.tables[name])
    findings += found
    return register
