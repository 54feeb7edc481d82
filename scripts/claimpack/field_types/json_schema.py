"""JSON Schemas of strangers, run without danger: in bounded time, without a network.

Source: Table Schema, `jsonSchema`. Formats are not checked, as JSON Schema has it by
default. Patterns run on RE2, because Python's own engine can take years for one cell.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from claimpack.field_types.declarations import DeclarationError
from claimpack.field_types.json_text import Json, write_json
from claimpack.field_types.patterns import is_found, require_pattern
from claimpack.findings import quote

MOST_STEPS = 10_000
"""Keywords that are looked at for one value: references can multiply them."""
STEPS_OF_PART = 100
"""Keywords more for each value within it."""
REFERENCES = ("$ref", "$dynamicRef", "$recursiveRef")
Keyword = Callable[[Any, Any, Any, Any], Iterable[Any] | None]
"""A keyword of jsonschema: validator, value of the keyword, instance, schema."""
Errors = Iterator[Any]
"""What is wrong, as ValidationErrors of jsonschema."""


class Steps:
    """How many keywords may still be looked at for one value."""

    def __init__(self) -> None:
        """Begin with none; each value brings its own."""
        self.left = 0

    def allot(self, value: Json) -> None:
        """Begin with as many as a value may take."""
        self.left = MOST_STEPS + STEPS_OF_PART * count_parts(value)

    def count(self, keyword: Keyword) -> Keyword:
        """Return a keyword that takes a step, and raises RecursionError without one."""

        def run(validator: Any, value: Any, instance: Any, schema: Any) -> Any:  # noqa: ANN401  # as jsonschema calls it
            self.left -= 1
            if self.left < 0:
                raise RecursionError
            return keyword(validator, value, instance, schema)

        return run


def compile_schema(schema: Json) -> Callable[[Json], bool]:
    """Return a test of JSON values.

    A value that takes too many steps, or nests too deep for its schema, fails it.

    Raises:
        DeclarationError: it is no JSON Schema; or it has a pattern that RE2 cannot
            take, or leads to what is not in it.

    """
    draft = find_draft(schema)
    # Without "$schema", no part of it can lead jsonschema back to its own keywords.
    schema = {name: value for name, value in schema.items() if name != "$schema"}
    require_safe(list_parts(schema, draft))
    steps = Steps()
    validator = make_validator(schema, draft, steps)

    def is_valid(value: Json) -> bool:
        steps.allot(value)
        try:
            return bool(validator.is_valid(value))
        except (RecursionError, OverflowError):
            return False

    return is_valid


def count_parts(value: Json) -> int:
    """Return how many values there are in a JSON value, at all levels."""
    if isinstance(value, dict):
        return len(value) + sum(map(count_parts, value.values()))
    if isinstance(value, list):
        return len(value) + sum(map(count_parts, value))
    return 0


def find_draft(schema: Json) -> Any:  # noqa: ANN401  # a class of jsonschema
    """Return the validator class of the draft that a schema names, else of 2020-12.

    Raises:
        DeclarationError: it is no object, or names another draft.

    """
    from jsonschema import Draft202012Validator
    from jsonschema.validators import validator_for

    if not isinstance(schema, Mapping):
        raise DeclarationError(f"jsonSchema is {quote(schema)}; expected an object")
    if "$schema" not in schema:
        return Draft202012Validator
    name = schema["$schema"]
    draft = None
    if isinstance(name, str):
        draft = validator_for(schema, default=None)  # type: ignore[arg-type]  # None for an unknown draft
    if draft is None:
        raise DeclarationError(
            f"the $schema of jsonSchema is {quote(name)}; "
            "expected a draft, as https://json-schema.org/draft/2020-12/schema"
        )
    return draft


def list_parts(schema: Json, draft: Any) -> list[Json]:  # noqa: ANN401  # as above
    """Return a schema and all schemas in it, those that only references reach too.

    Raises:
        DeclarationError: one is no schema, or a reference leads to none.

    """
    from referencing import Registry
    from referencing.jsonschema import specification_with

    specification = specification_with(draft.ID_OF(draft.META_SCHEMA))
    registry: Registry[Any] = Registry()
    resolver = registry.resolver_with_root(specification.create_resource(schema))
    require_schema(schema, draft)
    parts = [*iter_tree(schema, specification)]
    seen = set(map(id, parts))
    for part in parts:  # which grows by what is referred to
        for reference in (part[name] for name in REFERENCES if name in part):
            target = look_up(reference, resolver)
            if id(target) not in seen:
                require_schema(target, draft)
                tree = [*iter_tree(target, specification)]
                seen.update(map(id, tree))
                parts.extend(tree)
    return parts


def iter_tree(schema: Json, specification: Any) -> Iterator[Json]:  # noqa: ANN401  # of referencing
    """Yield a schema and those within it that are objects, from the outside in."""
    waiting = [schema]
    while waiting:
        part = waiting.pop()
        if isinstance(part, Mapping):
            yield part
            waiting.extend(specification.subresources_of(part))


def look_up(reference: Json, resolver: Any) -> Json:  # noqa: ANN401  # as above
    """Return what a reference leads to; DeclarationError where that is nothing."""
    from referencing.exceptions import Unresolvable

    try:
        return resolver.lookup(reference).contents
    except (AttributeError, TypeError, Unresolvable) as error:
        raise DeclarationError(
            f"jsonSchema refers to {quote(reference)}; expected a schema within it"
        ) from error


def require_schema(schema: Json, draft: Any) -> None:  # noqa: ANN401  # as above
    """Raise DeclarationError where a value is no JSON Schema of a draft."""
    from jsonschema.exceptions import SchemaError

    try:
        draft.check_schema(schema, format_checker=None)
    except SchemaError as error:
        raise DeclarationError(
            f"jsonSchema is no JSON Schema: {quote(error.message)}"
        ) from error
    except RecursionError as error:
        raise DeclarationError("jsonSchema nests too deep to be checked") from error


def require_safe(parts: Sequence[Json]) -> None:
    """Raise DeclarationError where schemas, the outermost first, ask for the unsafe.

    An own `$schema` or id would lead jsonschema past the keywords and references that
    were looked at, and unevaluatedProperties would run patterns on Python's engine.
    """
    for part in parts[1:]:
        for name in ("$schema", "$id", "id"):
            if isinstance(part.get(name), str):
                raise DeclarationError(
                    f"a part of jsonSchema has {name}; expected it at the top only"
                )
    names = {name for part in parts for name in part}
    if {"unevaluatedProperties", "patternProperties"} <= names:
        raise DeclarationError(
            "jsonSchema has unevaluatedProperties and patternProperties; "
            "expected one of both"
        )
    for part in parts:
        for pattern in list_patterns(part):
            require_pattern(pattern, declared=pattern)


def list_patterns(part: Json) -> list[str]:
    """Return the regular expressions of one schema, without those within it."""
    patterns = [*part.get("patternProperties", ())]
    return [*patterns, part["pattern"]] if "pattern" in part else patterns


def make_validator(schema: Json, draft: Any, steps: Steps) -> Any:  # noqa: ANN401  # as above
    """Return the validator of a schema, whose keywords are counted and linear."""
    from jsonschema.validators import extend
    from referencing import Registry

    keywords = {**draft.VALIDATORS, **KEYWORDS}
    counted = {name: steps.count(keyword) for name, keyword in keywords.items()}
    registry: Registry[Any] = Registry()
    counting = extend(draft, counted)  # type: ignore[no-untyped-call]  # it has no types
    return counting(schema, registry=registry)


def check_pattern(validator: Any, pattern: str, instance: Json, _: Json) -> Errors:  # noqa: ANN401  # as jsonschema calls it
    """Yield an error where a text has no match of a pattern."""
    if validator.is_type(instance, "string") and not is_found(instance, pattern):
        yield make_error("no match")


def check_named(validator: Any, patterns: Json, instance: Json, _: Json) -> Errors:  # noqa: ANN401  # as above
    """Yield what is wrong with the members whose names match patterns."""
    if validator.is_type(instance, "object"):
        for pattern, schema in patterns.items():
            for name in instance:
                if is_found(name, pattern):
                    yield from validator.descend(instance[name], schema, path=name)


def check_other(validator: Any, other: Json, instance: Json, schema: Json) -> Errors:  # noqa: ANN401  # as above
    """Yield what is wrong with the members that nothing else in a schema names."""
    if validator.is_type(instance, "object"):
        patterns = schema.get("patternProperties", ())
        for name in instance:
            is_named = name in schema.get("properties", ())
            if not (is_named or any(is_found(name, each) for each in patterns)):
                yield from validator.descend(instance[name], other, path=name)


def check_unique(validator: Any, is_asked: Json, instance: Json, _: Json) -> Errors:  # noqa: ANN401  # as above
    """Yield an error where an item comes twice; jsonschema compares each two."""
    is_list = is_asked and validator.is_type(instance, "array")
    if is_list and len(set(map(write_json, instance))) < len(instance):
        yield make_error("an item twice")


def make_error(message: str) -> Exception:
    """Return an error as jsonschema has them."""
    from jsonschema import ValidationError

    return ValidationError(message)


KEYWORDS: Mapping[str, Keyword] = {
    "pattern": check_pattern,
    "patternProperties": check_named,
    "additionalProperties": check_other,
    "uniqueItems": check_unique,
}
"""Keywords that jsonschema has as well, though not in linear time."""
