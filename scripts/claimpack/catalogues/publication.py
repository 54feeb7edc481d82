"""A package as its catalogues see it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from claimpack.catalogues.licences import KnownLicence
from claimpack.content import PLAIN, Wrapping
from claimpack.csv_files import DEFAULT_DIALECT, Dialect
from claimpack.document import When

CREATORS = {"creator", "author"}
PUBLISHER = "publisher"


@dataclass(frozen=True, slots=True, kw_only=True)
class Contributor:
    """A person, or a group of people that is named as one."""

    name: str
    given_name: str | None = None
    family_name: str | None = None
    roles: frozenset[str] = frozenset()
    """In lower case."""
    affiliation: str | None = None
    email: str | None = None
    url: str | None = None
    orcid: str | None = None
    """The sixteen digits, with hyphens."""

    @property
    def is_person(self) -> bool:
        """Whether it is named as people are: by parts, an ORCID or an affiliation."""
        return any((self.given_name, self.family_name, self.orcid, self.affiliation))

    @property
    def sorted_name(self) -> str:
        """The name as in a list of names: `Lind, Eva`."""
        if self.given_name and self.family_name:
            return f"{self.family_name}, {self.given_name}"
        return self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Licence:
    """What may be done with the package, or with a part of it as its title says."""

    title: str
    url: str | None = None
    known: KnownLicence | None = None
    """Its names in public lists; None for a licence that is on none of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """What the package was made of."""

    title: str
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Column:
    """One column of a table, equal to itself alone."""

    name: str
    type: str
    description: str | None = None
    unit: str | None = None
    exact_match: str | None = None
    """URI of the public term that means the same."""
    rdf_type: str | None = None
    """URI of the public class that the values belong to."""
    codes: tuple[Any, ...] = ()
    """All values that it may have; empty where it is open."""
    code_list: str | None = None
    """The name of that list; None where it has none."""
    is_plain: bool = True
    """False where a reader of CSV must know more than the type."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A column whose values stand in a column of another table, or of its own."""

    column: str
    table: str
    target: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Files:
    """One resource: the files that it lies in, and the table that they are, if any.

    It is equal to itself alone: two resources may say the same.
    """

    name: str
    paths: tuple[str, ...]
    """Relative to the package; several are one table, one after the other."""
    title: str | None = None
    description: str | None = None
    format: str | None = None
    """csv or parquet; None for all else."""
    media_type: str | None = None
    size_bytes: int | None = None
    """Of all files together."""
    hashes: Mapping[str, str]
    """Digest by algorithm, of all files together; empty where none is known."""
    twin_of: str | None = None
    """The table of which this has the same rows."""
    columns: tuple[Column, ...] = ()
    primary_key: tuple[str, ...] = ()
    references: tuple[Reference, ...] = ()
    row_count: int | None = None
    """None where nobody has counted."""
    dialect: Dialect = DEFAULT_DIALECT
    """How it is written, if it is CSV."""
    wrapping: Wrapping = PLAIN
    """What it is packed and encoded in, if it is CSV."""
    obstacle: str | None = None
    """Why nobody reads this table, in words; None where nothing is known against it."""

    @property
    def is_packed(self) -> bool:
        """Whether it is packed with gzip."""
        return self.wrapping.packs(self.paths[0])


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """What a descriptor says of a package; None and nothing: it does not say."""

    title: str | None
    """Its title, or else its name."""
    name: str | None = None
    description: str | None = None
    """In Markdown, as the standard has it."""
    version: str | None = None
    created_on: str | None = None
    """A day, as 2025-01-31."""
    doi: str | None = None
    """As 10.1234/abc, without a scheme."""
    odd_doi: str | None = None
    """The id that looks like a DOI and is none."""
    homepage: str | None = None
    keywords: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    temporal: When | None = None
    """From when to when that is which it is about; a bound may be open."""
    spatial: str | None = None
    """The name of a place."""
    contributors: tuple[Contributor, ...] = ()
    licences: tuple[Licence, ...] = ()
    origins: tuple[Origin, ...] = ()
    files: tuple[Files, ...] = ()

    @property
    def creators(self) -> tuple[Contributor, ...]:
        """Those who made it."""
        return tuple(it for it in self.contributors if it.roles & CREATORS)

    @property
    def publisher(self) -> Contributor | None:
        """The first who publishes it."""
        publishers = (it for it in self.contributors if PUBLISHER in it.roles)
        return next(publishers, None)

    @property
    def tables(self) -> tuple[Files, ...]:
        """The resources with columns."""
        return tuple(it for it in self.files if it.columns)

    def find_table(self, name: str) -> Files | None:
        """Return the table with a name; None where there is none."""
        return next((it for it in self.tables if it.name == name), None)

    def find_parquet(self, table: Files) -> Files | None:
        """Return where a table lies in Parquet; None where it does not."""
        known = [table, *(it for it in self.files if it.twin_of == table.name)]
        return next((it for it in known if it.format == "parquet"), None)
