"""The type system of a UIMA CAS: beside it, in a folder above, or in itself."""

from __future__ import annotations

import json
from typing import Any

from claimpack.annotations import AnnotationFile
from claimpack.findings import Finding, Location, Rule, Severity, make_finding
from claimpack.readers.safe_xml import XmlError
from claimpack.readers.uima_json import TYPES
from claimpack.readers.uima_library import (
    LibraryError,
    TypeSystem,
    read_json_types,
    read_types,
)

TYPE_SYSTEM = Rule(
    code="type-system",
    severity=Severity.ERROR,
    template="nothing is read, because the type system {fault}",
    explanation=(
        "The type system says what is an annotation, and which numbers are values or "
        "refer to something. The file does not tell, and none would be found."
    ),
)
RULES = (TYPE_SYSTEM,)

TYPE_SYSTEM_NAMES = ("TypeSystem.xml", "typesystem.xml")
"""What INCEpTION and DKPro call the file beside XMI; older versions the second."""


def is_type_system(head: bytes) -> bool:
    """Return whether content is XML with the types of annotations."""
    return head.lstrip().startswith(b"<") and b"<typeSystemDescription" in head


def find_types(file: AnnotationFile) -> TypeSystem | Finding:
    """Return the type system beside a file, or why there is none."""
    location = Location(path=file.path)
    for name in TYPE_SYSTEM_NAMES:
        content = file.find_beside(name)
        if content is None:
            continue
        try:
            return read_types(content)
        except (XmlError, LibraryError) as error:
            line = getattr(error, "line", None)
            where = name if line is None else f"{name} line {line}"
            fault = f"cannot be read from {where}: {error}"
            return make_finding(TYPE_SYSTEM, location, fault=fault)
    return make_finding(
        TYPE_SYSTEM,
        location,
        fault="is missing",
        expected=f"{TYPE_SYSTEM_NAMES[0]} beside the file",
        hint="take it from the ZIP file in which the annotations were exported",
    )


def find_json_types(
    file: AnnotationFile, value: dict[str, Any]
) -> TypeSystem | Finding:
    """Return the type system of a file in JSON, or why there is none."""
    if TYPES not in value:
        return find_types(file)
    try:
        return read_json_types(json.dumps(value[TYPES]))
    except LibraryError as error:
        fault = f"cannot be read from {TYPES}: {error}"
        return make_finding(TYPE_SYSTEM, Location(path=file.path), fault=fault)
