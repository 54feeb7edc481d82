"""The Parquet files that repeat a table, as they are stored, one after the other."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pyarrow as pa

from claimpack.errors import SourceError
from claimpack.files import PackageFiles
from claimpack.findings import Location
from claimpack.parquet_files import iter_batches, open_parquet
from claimpack.sources import DeclaredPart, Resource


class DamagedTwinError(SourceError):
    """A file of a twin cannot be read."""

    def __init__(self, path: str, error: SourceError) -> None:
        """Say what `error` says, of the file of that path."""
        super().__init__(str(error))
        self.path = path


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFile:
    """What the footer of a Parquet file says, and what the descriptor says of it."""

    place: Location
    columns: pa.Schema
    row_count: int
    declared: DeclaredPart

    @property
    def path(self) -> str:
        """The file, relative to the package."""
        return str(self.place.path)

    @property
    def labels(self) -> tuple[str, ...]:
        """The names of its columns, in order."""
        return tuple(self.columns.names)


@dataclass(frozen=True, slots=True, kw_only=True)
class Twin:
    """A table in Parquet: each of its files is open only while it is read."""

    folder: PackageFiles
    resource: Resource
    files: tuple[StoredFile, ...]

    @property
    def row_count(self) -> int:
        """How many rows the files have together."""
        return sum(file.row_count for file in self.files)

    def iter_batches(self) -> Iterator[tuple[StoredFile, pa.RecordBatch]]:
        """Yield the rows, with the file that they are in.

        Raises DamagedTwinError where a page or a value is damaged.
        """
        for file in self.files:
            with telling(file.path), self.folder.open_file(file.path) as stream:
                for batch in iter_batches(file.path, open_parquet(file.path, stream)):
                    yield file, batch


def open_twin(folder: PackageFiles, resource: Resource) -> Twin:
    """Return the files of a twin, after a look at their footers.

    Raises DamagedTwinError where one is no Parquet file.
    """
    files = [
        read_footer(folder, Location(path=path, resource=resource.name), part)
        for path, part in resource.iter_files()
    ]
    return Twin(folder=folder, resource=resource, files=tuple(files))


def read_footer(
    folder: PackageFiles, place: Location, declared: DeclaredPart
) -> StoredFile:
    """Return what the footer of a Parquet file says."""
    path = str(place.path)
    with telling(path), folder.open_file(path) as stream:
        stored = open_parquet(path, stream)
        return StoredFile(
            place=place,
            columns=stored.schema_arrow,
            row_count=stored.metadata.num_rows,
            declared=declared,
        )


@contextmanager
def telling(path: str) -> Iterator[None]:
    """Let an error tell which file it is about."""
    try:
        yield
    except SourceError as error:
        raise DamagedTwinError(path, error) from error
