"""The catalogues that a package can be described for, by their names."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from claimpack.catalogues.citation import write_citation
from claimpack.catalogues.croissant import write_croissant
from claimpack.catalogues.datacite import write_datacite
from claimpack.catalogues.hugging_face import write_hugging_face
from claimpack.catalogues.json_ld import write_json_ld
from claimpack.catalogues.publication import Publication
from claimpack.catalogues.zenodo import write_zenodo

CATALOGUES: Mapping[str, Callable[[Publication], bytes]] = {
    "citation": write_citation,
    "croissant": write_croissant,
    "datacite": write_datacite,
    "huggingface": write_hugging_face,
    "jsonld": write_json_ld,
    "zenodo": write_zenodo,
}
