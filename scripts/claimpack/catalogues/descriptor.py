"""What a descriptor says for catalogues (Data Package 2.0), read without a complaint.

It may be a stranger's: a value of the wrong type is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from itertools import chain
from typing import Any

from claimpack.catalogues.dois import find_doi, is_meant_as_doi
from claimpack.catalogues.licences import find_licence
from claimpack.catalogues.paths import WEB
from claimpack.catalogues.publication import (
    Column,
    Contributor,
    Files,
    Licence,
    Origin,
    Publication,
    Reference,
)
from claimpack.checks.descriptor import find_obstacle, read_wrapping
from claimpack.checks.dialects import read_dialect
from claimpack.checks.reread import without_findings
from claimpack.derivation import FOREIGN_KEYS
from claimpack.document import When
from claimpack.edtf import OPEN_END, parse_edtf
from claimpack.findings import Location
from claimpack.package import Json, list_paths, only_objects

ORCID = re.compile(r"https?://orcid\.org/([0-9]{4}(?:-[0-9]{4}){2}-[0-9]{3}[0-9X])")
MEDIA_TYPES = {"csv": "text/csv", "parquet": "application/vnd.apache.parquet"}


def read_publication(
    descriptor: Json, row_counts: Mapping[str, int] | None = None
) -> Publication:
    """Return what a descriptor says; schemas in files of their own stand in it already.

    `row_counts` has the number of rows by table, where they were counted.
    """
    identifier = read_text(descriptor, "id") or ""
    doi = find_doi(identifier)
    files = only_objects(descriptor.get("resources"))
    return Publication(
        title=read_text(descriptor, "title") or read_text(descriptor, "name"),
        name=read_text(descriptor, "name"),
        description=read_text(descriptor, "description"),
        version=read_text(descriptor, "version"),
        created_on=read_day(descriptor, "created"),
        doi=doi,
        odd_doi=identifier if not doi and is_meant_as_doi(identifier) else None,
        homepage=read_url(descriptor, "homepage"),
        keywords=read_texts(descriptor, "keywords"),
        languages=read_texts(descriptor, "languages"),
        temporal=read_interval(descriptor.get("temporal")),
        spatial=read_text(descriptor, "spatial"),
        contributors=merge_contributors(iter_contributors(descriptor)),
        licences=tuple(dict.fromkeys(iter_licences(descriptor))),
        origins=tuple(dict.fromkeys(iter_origins(descriptor))),
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


def read_day(content: Json, key: str) -> str | None:
    """Return the day of the date or point in time at a key, else None."""
    text = read_text(content, key) or ""
    try:
        return date.fromisoformat(text.partition("T")[0]).isoformat()
    except ValueError:
        return None


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


def read_interval(value: Any) -> When | None:  # noqa: ANN401  # JSON enters here
    """Return between which dates something is, from `{"start": …, "end": …}`.

    Dates may be months and years, and approximate or uncertain (EDTF). What is no date
    is left out, as if that bound were open; None where neither is one.
    """
    if not isinstance(value, dict):
        return None
    start, end = (read_bound(value, key) for key in ("start", "end"))
    when = parse_edtf(f"{start}/{end}")
    is_open = start == end == OPEN_END
    return when if isinstance(when, When) and not is_open else None


def read_bound(interval: Json, key: str) -> str:
    """Return the date at a key in EDTF, without a time; `..` where it is none."""
    words = (read_text(interval, key) or "").partition("T")[0]
    is_date = "/" not in words and isinstance(parse_edtf(words), When)
    return words if is_date else OPEN_END


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


def merge_contributors(found: Iterable[Contributor]) -> tuple[Contributor, ...]:
    """Return each of them once, with all roles that entries like it have."""
    roles: dict[Contributor, frozenset[str]] = {}
    for contributor in found:
        bare = replace(contributor, roles=frozenset())
        roles[bare] = roles.get(bare, frozenset()) | contributor.roles
    return tuple(replace(bare, roles=roles[bare]) for bare in roles)


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
    columns = tuple(map(read_column, only_objects(schema.get("fields"))))
    return Files(
        name=name,
        paths=paths,
        title=read_text(resource, "title"),
        description=read_text(resource, "description"),
        format=form,
        media_type=read_text(resource, "mediatype") or MEDIA_TYPES.get(form or ""),
        size_bytes=size if type(size) is int else None,
        hashes=read_hash(find_hash(resource)),
        twin_of=read_text(resource, "twinOf"),
        columns=columns,
        primary_key=read_texts(schema, "primaryKey"),
        references=tuple(iter_references(name, schema)),
        row_count=row_count,
        dialect=without_findings(read_dialect(Location(), resource.get("dialect"))),
        wrapping=read_wrapping(resource, paths),
        obstacle=find_obstacle(resource, paths) if columns else None,
    )


def find_format(resource: Json, path: str) -> str | None:
    """Return csv or parquet, by what the resource says or how its file is called."""
    suffix = path.removesuffix(".gz").rpartition(".")[2]
    form = (read_text(resource, "format") or suffix).lower()
    return {"csv": "csv", "pq": "parquet", "parquet": "parquet"}.get(form)


def find_hash(resource: Json) -> str | None:
    """Return the hash of a resource in one file, which may be its only part."""
    parts = list(only_objects(resource.get("parts")))
    return read_text(parts[0] if len(parts) == 1 else resource, "hash")


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
    lists = [only_objects(schema.get(place)) for place in FOREIGN_KEYS]
    for key in chain(*lists):
        for reference in only_objects([key.get("reference")]):
            columns, targets = (
                read_texts(key, "fields"),
                read_texts(reference, "fields"),
            )
            if len(columns) == len(targets) == 1:
                table = read_text(reference, "resource") or name
                yield Reference(column=columns[0], table=table, target=targets[0])
