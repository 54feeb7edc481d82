"""Types of DKPro Core, which projects of INCEpTION build on, for type systems without.

Exports of INCEpTION declare them; type systems that people keep beside test data often
declare only what is their own. What such a type system does declare stands.
"""

from __future__ import annotations

from typing import Any

METADATA = "de.tudarmstadt.ukp.dkpro.core.api.metadata.type.DocumentMetaData"
METADATA_FEATURES = {
    **dict.fromkeys(
        ("documentTitle", "documentId", "documentUri", "collectionId"),
        "uima.cas.String",
    ),
    "documentBaseUri": "uima.cas.String",
    "isLastSegment": "uima.cas.Boolean",
}
"""Of DKPro Core 2, whose metadata dkpro-cassis does not list among its types."""


def add_known_types(library: Any, known: Any) -> None:  # noqa: ANN401  # of the library
    """Add the types of DKPro Core, `known`, that a type system does not declare."""
    added = [it for it in known.get_types() if not library.contains_type(it.name)]
    for it in added:
        add_type(it, library)
    for it in added:
        for feature in it.features:
            add_feature(it.name, feature, library)
    if not library.contains_type(METADATA):
        library.create_type(METADATA, "uima.tcas.DocumentAnnotation")
        for name, range_name in METADATA_FEATURES.items():
            library.create_feature(METADATA, name, range_name)


def add_type(known: Any, library: Any) -> None:  # noqa: ANN401  # of the library
    """Add a type, and before it those above that are not there yet."""
    if not library.contains_type(known.name):
        add_type(known.supertype, library)
        library.create_type(known.name, known.supertype.name)


def add_feature(type_name: str, known: Any, library: Any) -> None:  # noqa: ANN401  # of the library
    """Add a feature to a type, unless one above it has declared it otherwise."""
    inherited = {it.name for it in library.get_type(type_name).all_features}
    if known.name not in inherited:
        library.create_feature(
            type_name,
            known.name,
            known.rangeType.name,
            elementType=known.elementType.name if known.elementType else None,
            multipleReferencesAllowed=known.multipleReferencesAllowed,
        )
