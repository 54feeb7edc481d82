"""The catalogues that a package can be described for, by their names."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from claimpack.catalogues import croissant, hub_tables
from claimpack.catalogues.citation import write_citation
from claimpack.catalogues.croissant import write_croissant
from claimpack.catalogues.datacite import write_datacite
from claimpack.catalogues.hugging_face import write_hugging_face
from claimpack.catalogues.json_ld import write_json_ld
from claimpack.catalogues.publication import Publication
from claimpack.catalogues.zenodo import write_zenodo
from claimpack.findings import quote

CATALOGUES: Mapping[str, Callable[[Publication], bytes]] = {
    "citation": write_citation,
    "croissant": write_croissant,
    "datacite": write_datacite,
    "huggingface": write_hugging_face,
    "jsonld": write_json_ld,
    "zenodo": write_zenodo,
}
LEFT_OUT: Mapping[str, Callable[[Publication], Mapping[str, str]]] = {
    "croissant": croissant.list_left_out,
    "huggingface": hub_tables.list_left_out,
}
"""Why tables cannot be loaded by what is written, by their names."""


def list_left_out(name: str, publication: Publication) -> list[str]:
    """Return a sentence for all that a package says and a catalogue is not told.

    That is the rows of tables that it cannot load, and an id that is no DOI.
    """
    found = LEFT_OUT[name](publication) if name in LEFT_OUT else {}
    sentences = [
        f"the rows of {quote(table)} are left out: {why}"
        for table, why in found.items()
    ]
    if publication.odd_doi:
        expected = "expected a prefix and a suffix, as in 10.1234/abc"
        said = f"the id {quote(publication.odd_doi)} is left out: it is no DOI"
        sentences.append(f"{said}; {expected}")
    return sentences
