"""The cases of tests/cases: packages and articles, and what is to be found in them.

tests/cases/README.md says how they are laid out.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, Literal

from claimpack.checks.package import check_package
from claimpack.files import PackageFiles
from claimpack.findings import Finding, Rest
from claimpack.rule_book import Part, list_entries
from claimpack.schema_files import find_schemas
from packages import SCHEMA, write_files

Kind = Literal["valid", "invalid"]
Place = dict[str, str | int]
"""A finding as expected.json has it: its code, its severity and where it is."""

ROOT = Path(__file__).parent / "cases"
MODEL = ROOT / "model"
"""The small valid package over which the cases of the model are laid."""
DESCRIPTOR = "datapackage.json"
EXPECTED = "expected.json"
SOURCE = "source"
"""The folder of a case that has what others have annotated."""
CODES = sorted({entry.code for entry in list_entries(SCHEMA)}, key=len, reverse=True)
WITH_ROWS = "row-schema"
"""The code that is only found with `--rows`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One folder of tests/cases."""

    kind: Kind
    folder: Path
    code: str
    """What it is about: the longest code that its name begins with."""
    part: Part

    @property
    def name(self) -> str:
        """Its place in tests/cases."""
        return f"{self.kind}/{self.folder.name}"

    @property
    def expected(self) -> tuple[Place, ...]:
        """All that is to be found, in order."""
        return tuple(read_json(self.folder / EXPECTED))


def read_json(path: Path) -> Any:  # noqa: ANN401  # JSON enters here
    """The value of a JSON file."""
    return json.loads(path.read_bytes())


def list_cases() -> list[Case]:
    """All cases, by name."""
    return [
        Case(kind=kind, folder=folder, code=find_code(folder), part=find_part(folder))
        for kind in ("valid", "invalid")
        for folder in sorted((ROOT / kind).iterdir())
    ]


def find_code(folder: Path) -> str:
    """The code that a case is about."""
    return next(code for code in CODES if folder.name.startswith(f"{code}-"))


def find_part(folder: Path) -> Part:
    """What a case is: a package, one of the model, articles, or a source."""
    if (folder / SOURCE).exists():
        return Part.SOURCES
    if (folder / DESCRIPTOR).exists():
        content = read_json(folder / DESCRIPTOR)
        own = content.get("claimpack") if isinstance(content, dict) else None
        is_model = isinstance(own, dict) and "model" in own
        return Part.MODEL if is_model else Part.PACKAGES
    return Part.MODEL if (folder / "data").exists() else Part.ANNOTATIONS


def read_files(case: Case) -> dict[str, bytes]:
    """The files of a case by path, laid over those of `MODEL` if it is of the model."""
    base = read_folder(MODEL) if case.part is Part.MODEL else {}
    files = {**base, **read_folder(case.folder)}
    return {path: files[path] for path in sorted(files) if path != EXPECTED}


def read_folder(folder: Path) -> dict[str, bytes]:
    """The files below a folder, by their paths in it."""
    paths = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def lay_out(case: Case, root: Path) -> Path:
    """Write the files of a case into a folder, and return it."""
    write_files(root, read_files(case))
    return root


def check_package_at(files: PackageFiles, *, rows: bool) -> tuple[Place, ...]:
    """What is found in a package, with what `--rows` adds if asked for."""
    schemas = find_schemas() / "rows" if rows else None
    return list_places(check_package(files, SCHEMA, row_schemas=schemas))


def list_places(
    findings: Iterable[Finding | Rest], within: str = ""
) -> tuple[Place, ...]:
    """Findings as expected.json has them, with paths relative to `within`."""
    return tuple(dict(iter_place(finding, within)) for finding in findings)


def iter_place(finding: Finding | Rest, within: str) -> Iterator[tuple[str, str | int]]:
    """The code of a finding, its severity, and what is known of its place."""
    yield "code", finding.code
    yield "severity", finding.severity.value
    for key in ("resource", "path", "row", "line", "field"):
        value = getattr(finding.location, key)
        if key == "path" and value is not None:
            value = str(PurePosixPath(value).relative_to(within))
        if value is not None:
            yield key, value
