"""A package that somebody names: its files, whether it is sound, and its tables.

The checks are imported where they run: that takes longer than opening a package that is
taken unchecked.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pyarrow as pa

from claimpack.archives import read_archive
from claimpack.checks.dereference import dereference
from claimpack.checks.reread import reread_package, without_findings
from claimpack.columns import VALUE_TYPES
from claimpack.csv_scan import ROWS_OF_BATCH
from claimpack.errors import UsageError
from claimpack.files import Folder, PackageFiles, refusal
from claimpack.findings import Finding, Rest, Severity
from claimpack.package import DESCRIPTOR_PATH, Json, read_descriptor
from claimpack.schema_files import load_shipped_schema
from claimpack.sources import Package, Resource, TableRows
from claimpack.stored_tables import StoredTable, find_stored

ADVICE = (
    "run `claimpack validate`, which tells all of them, or read what is readable with "
    "--unchecked (in Python, unchecked=True)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A package that was opened; its tables are read when they are asked for."""

    path: Path
    """The folder or the archive that the package is."""
    files: PackageFiles
    descriptor_path: str
    """The descriptor, relative to the package."""
    package: Package
    """What the descriptor says that nothing is wrong with."""

    @property
    def resources(self) -> dict[str, Resource]:
        """The tables that it declares, in its order; twins are not among them."""
        return {
            each.name: each
            for each in self.package.resources
            if each.table is not None and each.paths
        }

    def read(self, name: str) -> pa.Table:
        """Return the rows of a table, in the types that its columns declare.

        Null stands for an empty or unreadable cell; types that Arrow lacks, and columns
        with a value that their type does not hold, are text.

        Raises:
            SourceError: the file cannot be read to the end.

        """
        stored = self.find_stored(name)
        return stored.read(self.files) if stored else self.read_words(name)

    def read_batches(self, name: str) -> tuple[pa.Schema, Iterator[pa.RecordBatch]]:
        """Return the columns that `read` gives, and its rows one batch after the other.

        Raises:
            SourceError: the file cannot be read to the end.

        """
        if stored := self.find_stored(name):
            return stored.declared, stored.iter_rows(self.files)
        rows = self.read_words(name)
        return rows.schema, iter(rows.to_batches(ROWS_OF_BATCH))

    def read_words(self, name: str) -> pa.Table:
        """Return what `read` does, each value made of the words of its cell."""
        from claimpack.checks.resources import check_table
        from claimpack.checks.table_plans import make_plans

        resource = self.find_source(self.resources[name])
        plan = make_plans(self.package, load_shipped_schema())[name]
        whole = replace(
            plan,
            key_fields=frozenset(),
            kept_fields=frozenset(plan.table.field_names),
            has_lines=resource.format == "csv",
        )
        rows = without_findings(check_table(self.files, resource, whole, 0))
        if rows is None:
            expected = "expected a file that can be read to the end"
            advice = "run `claimpack validate`, which says what is wrong"
            raise refusal(str(resource.path), "found damage", expected, advice)
        return rows.cells if rows.row_count else type_empty(rows)

    def read_descriptor(self) -> Json:
        """Return the descriptor, with schemas that stand in files of their own.

        Raises:
            SourceError: it has not the shape of a descriptor.

        """
        content = read_descriptor(self.files, self.descriptor_path)
        path = self.descriptor_path
        return without_findings(dereference(self.files, path, content))

    def count_rows(self) -> dict[str, int]:
        """Return the number of rows by table.

        Raises:
            SourceError: a file cannot be read to the end.

        """
        return {name: self.count_rows_of(name) for name in self.resources}

    def count_rows_of(self, name: str) -> int:
        """Return the number of rows of a table."""
        stored = self.find_stored(name)
        return stored.count_rows(self.files) if stored else self.read(name).num_rows

    def find_stored(self, name: str) -> StoredTable | None:
        """Return where the rows of a table are stored in the types that it declares.

        None where they are not.

        Raises:
            SourceError: the file is no Parquet file.

        """
        return find_stored(self.files, self.find_source(self.resources[name]))

    def find_source(self, resource: Resource) -> Resource:
        """Return where the rows of a table are read: its twin, or the table itself."""
        for twin in self.package.resources:
            is_twin = twin.twin_of == resource.name and twin.path is not None
            if is_twin and self.files.exists(str(twin.path)):
                return replace(resource, paths=twin.paths, format="parquet")
        return resource


def type_empty(rows: TableRows) -> pa.Table:
    """Return no rows, in the types that the columns declare."""
    types = {field.name: field.type for field in rows.table.fields}
    kinds = [VALUE_TYPES.get(types[name], pa.string()) for name in rows.names]
    return pa.schema(zip(rows.names, kinds, strict=True)).empty_table()


def open_package(path: Path, *, unchecked: bool = False) -> Opened:
    """Return the package that a path names: a folder, a descriptor or a zip archive.

    Raises:
        UsageError: there is no package.
        SourceError: it cannot be read or, unless it is taken unchecked, has errors.

    """
    found = find_package(path)
    if found is None:
        raise UsageError(f"{path}: there is no {DESCRIPTOR_PATH}; name a package")
    files, descriptor_path = found
    if not unchecked:
        require_sound(files, descriptor_path)
    package = reread_package(files, descriptor_path)
    return Opened(
        path=files.root if isinstance(files, Folder) else path,
        files=files,
        descriptor_path=descriptor_path,
        package=package,
    )


def require_sound(files: PackageFiles, descriptor_path: str) -> None:
    """Raise `SourceError` for a package with errors: how many, and which is first."""
    from claimpack.checks.package import check_package
    from claimpack.render.summary import count_words
    from claimpack.render.text import name_finding

    schema = load_shipped_schema()
    count = 0
    first: Finding | Rest | None = None
    for finding in check_package(files, schema, descriptor_path=descriptor_path):
        if finding.severity is Severity.ERROR:
            first = first or finding
            count += 1 if isinstance(finding, Finding) else finding.count
    if isinstance(first, Finding):  # what is counted alone follows what is described
        found = f"found {count_words(count, 'error')}, first {name_finding(first)}"
        raise refusal(descriptor_path, found, "expected a valid package", ADVICE)


def find_package(path: Path) -> tuple[PackageFiles, str] | None:
    """Return the package that is meant and the path of its descriptor in there.

    None where it is a folder without one.
    """
    if path.is_dir():
        is_package = os.path.lexists(path / DESCRIPTOR_PATH)
        return (Folder(path), DESCRIPTOR_PATH) if is_package else None
    if path.suffix.lower() == ".zip":
        return read_archive(path, DESCRIPTOR_PATH), DESCRIPTOR_PATH
    if path.is_file() and path.suffix != ".json":
        message = (
            f"{path}: found a file that is no descriptor (.json) and no archive (.zip);"
            " expected a package or a folder of annotations; name the folder that it"
            " is in"
        )
        raise UsageError(message)
    return Folder(path.parent), path.name
