"""The descriptor against a profile: a JSON Schema of descriptors."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from jsonschema.validators import validator_for
from referencing import Registry, Resource
from referencing.exceptions import Unresolvable
from referencing.jsonschema import DRAFT202012

from claimpack.errors import SchemaError
from claimpack.findings import Finding, Location, Rule, Severity, make_finding, quote

PROFILE = Rule(
    code="profile-error",
    severity=Severity.ERROR,
    template="{where}: {message}",
    explanation="Tools of others expect descriptors in the form of the profile.",
)
RULES = (PROFILE,)


def check_profile(
    path: str,
    descriptor: Any,  # noqa: ANN401  # JSON enters here
    profiles: Mapping[str, Any],
    name: str = "datapackage.json",
) -> Iterator[Finding]:
    """Yield what the profile called `name` says against the descriptor.

    `profiles` has every schema that it refers to, by file name; nothing is fetched.

    Raises:
        SchemaError: a schema is not there, or one refers to another that is not.

    """
    if name not in profiles:
        message = f"there is no profile {name}"
        raise SchemaError(message)
    schema = profiles[name]
    validator = validator_for(schema)(schema, registry=make_registry(profiles))
    try:
        defects = sorted(validator.iter_errors(descriptor), key=str)
    except Unresolvable as error:
        message = f"the profile {name} refers to a schema that is not here: {error}"
        raise SchemaError(message) from error
    for defect in defects:
        pointer = "/".join(map(str, defect.absolute_path))
        yield make_finding(
            PROFILE,
            Location(path=path),
            where=quote(pointer) if pointer else "the descriptor",
            message=quote(defect.message),
        )


def make_registry(profiles: Mapping[str, Any]) -> Registry[Any]:
    """Return a registry of the schemas, by file name and by their own ids."""
    resources = [
        (uri, Resource.from_contents(schema, DRAFT202012))
        for name, schema in profiles.items()
        for uri in {name, schema.get("$id", name)}
    ]
    return Registry().with_resources(resources)
