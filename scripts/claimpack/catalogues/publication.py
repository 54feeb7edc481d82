"""A package as its catalogues see it, read from its descriptor (Data Package 2.0).

The descriptor may be a stranger's: a value of the wrong type is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from claimpack.catalogues.licences import KnownLicence, find_licence
from claimpack.package import Json, list_paths, only_objects

DOI = re.compile(r"(?i:doi:|https?://(?:dx\.)?doi\.org/)?(10\.[0-9]{4,9}/\S+)")
ORCID = re.compile(r"https?://orcid\.org/([0-9]{4}(?:-[0-9]{4}){2}-[0-9]{3}[0-9X])")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9])")
WEB = re.compile(r"https?://\S+")
CREATORS = {"creator", "author"}
PUBLISHER = "publisher"
MEDIA_TYPES = {"csv": "text/csv", "parquet": "application/vnd.apache.parquet"}


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of a table."""

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Files:
    """One resource: the files that it lies in, and the table that they are, if any."""

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
    homepage: str | None = None
    keywords: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    temporal: str | None = None
    """An interval of days, as 2024-12-01/2024-12-31."""
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


def read_publication(
    descriptor: Json, row_counts: Mapping[str, int] | None = None
) -> Publication:
    """Return what a descriptor says; schemas in files of their own stand in it already.

    `row_counts` has the number of rows by table, where they were counted.
    """
    doi = DOI.fullmatch(read_text(descriptor, "id") or "")
    created = DAY.match(read_text(descriptor, "created") or "")
    files = only_objects(descriptor.get("resources"))
    return Publication(
        title=read_text(descriptor, "title") or read_text(descriptor, "name"),
        name=read_text(descriptor, "name"),
        description=read_text(descriptor, "description"),
        version=read_text(descriptor, "version"),
        created_on=created[0] if created else None,
        doi=doi[1] if doi else None,
        homepage=read_url(descriptor, "homepage"),
        keywords=read_texts(descriptor, "keywords"),
        languages=read_texts(descriptor, "languages"),
        temporal=read_interval(descriptor.get("temporal")),
        spatial=read_text(descriptor, "spatial"),
        contributors=tuple(iter_contributors(descriptor)),
        licences=tuple(iter_licences(descriptor)),
        origins=tuple(iter_origins(descriptor)),
        files=tuple(
            read_files(resource, (row_counts or {}).get(str(resource.get("name"))))
            for resource in files
            if list_paths(resource)
        ),
    )


def read_text(content: Json, key: str) -> str | None:
    """Return the text at a key; None where there is none, or but blanks."""
    value = content.get(key)
    return (value.strip() or None) if isinstance(value, str) else None


def read_url(content: Json, key: str) -> str | None:
    """Return the address in the web at a key, else None."""
    value = read_text(content, key)
    return value if value and WEB.fullmatch(value) else None


def read_texts(content: Json, key: str) -> tuple[str, ...]:
    """Return the texts in the list at a key, each once; a lone text is a list too."""
    value = content.get(key)
    texts = value if isinstance(value, list) else [value]
    found = (it for it in texts if isinstance(it, str) and it.strip())
    return tuple(dict.fromkeys(found))


def read_interval(value: Any) -> str | None:  # noqa: ANN401  # JSON enters here
    """Return the days between which something is, from `{"start": …, "end": …}`."""
    if not isinstance(value, dict):
        return None
    start, end = (read_text(value, key) for key in ("start", "end"))
    return f"{start or '..'}/{end or '..'}" if start or end else None


def iter_contributors(descriptor: Json) -> Iterator[Contributor]:
    """Yield those with a name, in their order."""
    for entry in only_objects(descriptor.get("contributors")):
        given, family = (read_text(entry, key) for key in ("givenName", "familyName"))
        parts = " ".join(part for part in (given, family) if part)
        name = read_text(entry, "title") or parts
        url = read_url(entry, "path")
        orcid = ORCID.fullmatch(url or "")
        if name:
            yield Contributor(
                name=name,
                given_name=given,
                family_name=family,
                roles=frozenset(read_roles(entry)),
                affiliation=read_text(entry, "organization"),
                email=read_text(entry, "email"),
                url=url,
                orcid=orcid[1] if orcid else None,
            )


def read_roles(entry: Json) -> Iterator[str]:
    """Yield the roles of a contributor; Data Package 1 has one, at `role`."""
    for key in ("roles", "role"):
        yield from (role.lower() for role in read_texts(entry, key))


def iter_licences(descriptor: Json) -> Iterator[Licence]:
    """Yield the licences, titled by name or address where they have no title."""
    for entry in only_objects(descriptor.get("licenses")):
        name, url = read_text(entry, "name"), read_url(entry, "path")
        title = read_text(entry, "title") or name or url
        if title:
            yield Licence(title=title, url=url, known=find_licence(name or ""))


def iter_origins(descriptor: Json) -> Iterator[Origin]:
    """Yield the sources that have a title or an address."""
    for entry in only_objects(descriptor.get("sources")):
        url = read_url(entry, "path")
        title = read_text(entry, "title") or url
        if title:
            yield Origin(title=title, url=url)


def read_files(resource: Json, row_count: int | None) -> Files:
    """Return a resource that has files."""
    paths = tuple(list_paths(resource))
    name = read_text(resource, "name") or paths[0]
    schema = resource.get("schema")
    schema = schema if isinstance(schema, dict) else {}
    size = resource.get("bytes")
    form = find_format(resource, paths[0])
    return Files(
        name=name,
        paths=paths,
        title=read_text(resource, "title"),
        description=read_text(resource, "description"),
        format=form,
        media_type=read_text(resource, "mediatype") or MEDIA_TYPES.get(form or ""),
        size_bytes=size if type(size) is int else None,
        hashes=read_hash(read_text(resource, "hash")),
        twin_of=read_text(resource, "twinOf"),
        columns=tuple(map(read_column, only_objects(schema.get("fields")))),
        primary_key=read_texts(schema, "primaryKey"),
        references=tuple(iter_references(name, schema)),
        row_count=row_count,
    )


def find_format(resource: Json, path: str) -> str | None:
    """Return csv or parquet, by what the resource says or how its file is called."""
    suffix = path.removesuffix(".gz").rpartition(".")[2]
    form = (read_text(resource, "format") or suffix).lower()
    return {"csv": "csv", "pq": "parquet", "parquet": "parquet"}.get(form)


def read_hash(value: str | None) -> dict[str, str]:
    """Return the digest by its algorithm; without one it is MD5 (Data Package 2.0).

    >>> read_hash("sha256:ab"), read_hash("ab"), read_hash(None)
    ({'sha256': 'ab'}, {'md5': 'ab'}, {})
    """
    algorithm, _, digest = (value or "").rpartition(":")
    return {(algorithm or "md5").lower(): digest.lower()} if digest else {}


def read_column(field: Json) -> Column:
    """Return a column of a Table Schema."""
    constraints = field.get("constraints")
    codes = constraints.get("enum") if isinstance(constraints, dict) else None
    special = {"format", "trueValues", "falseValues", "decimalChar", "groupChar"}
    return Column(
        name=str(field.get("name", "")),
        type=read_text(field, "type") or "any",
        description=read_text(field, "description"),
        unit=read_text(field, "unit"),
        exact_match=read_url(field, "skos:exactMatch"),
        rdf_type=read_url(field, "rdfType"),
        codes=tuple(codes) if isinstance(codes, list) else (),
        code_list=read_text(field, "vocabulary"),
        is_plain=not special & set(field) and field.get("bareNumber", True) is True,
    )


def iter_references(name: str, schema: Json) -> Iterator[Reference]:
    """Yield the foreign keys of one column; an empty resource is the table itself."""
    for key in only_objects(schema.get("foreignKeys")):
        for reference in only_objects([key.get("reference")]):
            columns, targets = (
                read_texts(key, "fields"),
                read_texts(reference, "fields"),
            )
            if len(columns) == len(targets) == 1:
                table = read_text(reference, "resource") or name
                yield Reference(column=columns[0], table=table, target=targets[0])
