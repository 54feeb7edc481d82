"""What the resources of a package say of each other: names, keys, twins."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches

from claimpack.findings import Finding, Location, Rule, Severity, make_finding, quote
from claimpack.schema import ForeignKey, Table
from claimpack.sources import Package, Resource

DUPLICATE_NAME = Rule(
    code="duplicate-name",
    severity=Severity.ERROR,
    template="{count} resources are called {name}",
    explanation="Foreign keys refer to resources by name; with two, to neither.",
)
REFERENCE = Rule(
    code="reference-error",
    severity=Severity.ERROR,
    template="{found}",
    explanation="A key to a table or a column that does not exist protects nothing.",
)
KEY_NOT_CHECKED = Rule(
    code="key-not-checked",
    severity=Severity.WARNING,
    template="the foreign key to {target} is not checked",
    explanation="The rows of the resource that it refers to are not read.",
)
RULES = (DUPLICATE_NAME, REFERENCE, KEY_NOT_CHECKED)


def check_references(package: Package) -> Generator[Finding, None, Package]:
    """Return the package without the references that cannot be followed."""
    yield from check_names(package.path, package.resources)
    by_name = {resource.name: resource for resource in reversed(package.resources)}
    resources = []
    for resource in package.resources:
        location = Location(path=package.path, resource=resource.name)
        if resource.table:
            table = yield from check_keys_of(location, resource.table, by_name)
            resources.append(replace(resource, table=table))
        elif resource.twin_of is not None:
            resources.append((yield from check_twin_of(location, resource, by_name)))
        else:
            resources.append(resource)
    return replace(package, resources=tuple(resources))


def check_names(path: str, resources: Sequence[Resource]) -> Iterator[Finding]:
    """Yield a finding for each name that more than one resource has."""
    names = [resource.name for resource in resources]
    for name in dict.fromkeys(names):
        if (count := names.count(name)) > 1:
            yield make_finding(
                DUPLICATE_NAME,
                Location(path=path, resource=name),
                count=count,
                name=quote(name),
                expected="a name of its own for each resource",
            )


def check_twin_of(
    location: Location, resource: Resource, resources: Mapping[str, Resource]
) -> Generator[Finding, None, Resource]:
    """Return the resource, as no twin where it names no CSV table to be the twin of."""
    target = resources.get(resource.twin_of or "")
    if target is not None and target.table is not None and target.format == "csv":
        return resource
    found = f"`twinOf` names {quote(resource.twin_of)}, which is no table in CSV here"
    yield reference_finding(location, found, resource.twin_of or "", resources)
    return replace(resource, twin_of=None)


def reference_finding(
    location: Location, found: str, name: str, names: Mapping[str, Resource]
) -> Finding:
    """Return the finding that a name leads nowhere, with the nearest that does."""
    near = get_close_matches(name, names, n=1)
    hint = f"did you mean {quote(near[0])}?" if near else None
    return make_finding(REFERENCE, location, found=found, hint=hint)


def check_keys_of(
    location: Location, table: Table, resources: Mapping[str, Resource]
) -> Generator[Finding, None, Table]:
    """Return the table with those of its foreign keys that can be checked."""
    keys: list[ForeignKey] = []
    for key in table.foreign_keys:
        keys += yield from check_reference(location, key, resources)
    return replace(table, foreign_keys=tuple(keys))


def check_reference(
    location: Location, key: ForeignKey, resources: Mapping[str, Resource]
) -> Generator[Finding, None, list[ForeignKey]]:
    """Return the key in a list, an empty one where it cannot be checked."""
    target = resources.get(key.table)
    if target is None:
        found = f"a foreign key refers to {quote(key.table)}, which is no resource"
        yield reference_finding(location, found, key.table, resources)
        return []
    if target.table is None:
        yield make_finding(KEY_NOT_CHECKED, location, target=quote(key.table))
        return []
    for name in key.target_fields:
        if name not in target.table.field_names:
            found = f"a foreign key refers to {quote(name)}, which is no column of "
            found += quote(key.table)
            yield make_finding(REFERENCE, location, found=found)
            return []
    return [key]
