"""Licences of data and code, and how public lists call them.

Sources: SPDX License List for the ids; Hugging Face, "Licenses" in the
documentation of repository cards. Open Definition calls three of them otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownLicence:
    """A licence that is on public lists."""

    spdx: str
    """Its id at SPDX, which Zenodo has in lower case."""
    hugging_face: str


OPEN_DEFINITION = {"odc-by-1.0": "ODC-By-1.0", "odc-pddl-1.0": "PDDL-1.0"}
"""Ids of Open Definition, in lower case, that SPDX has not."""

SAME_IN_LOWER_CASE = (
    *("CC0-1.0", "CC-BY-2.0", "CC-BY-2.5", "CC-BY-3.0", "CC-BY-4.0"),
    *("CC-BY-SA-3.0", "CC-BY-SA-4.0", "CC-BY-ND-4.0"),
    *("CC-BY-NC-2.0", "CC-BY-NC-3.0", "CC-BY-NC-4.0", "CC-BY-NC-ND-3.0"),
    *("CC-BY-NC-ND-4.0", "CC-BY-NC-SA-2.0", "CC-BY-NC-SA-3.0", "CC-BY-NC-SA-4.0"),
    *("MIT", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "Unlicense"),
    *("CDLA-Permissive-1.0", "CDLA-Sharing-1.0", "EUPL-1.2"),
)
OTHERS = {"ODC-By-1.0": "odc-by", "ODbL-1.0": "odbl", "PDDL-1.0": "pddl"}

KNOWN = {
    spdx.lower(): KnownLicence(spdx=spdx, hugging_face=hugging_face)
    for spdx, hugging_face in (
        *((spdx, spdx.lower()) for spdx in SAME_IN_LOWER_CASE),
        *OTHERS.items(),
    )
}


def find_licence(name: str) -> KnownLicence | None:
    """Return the licence that a descriptor names, whatever the case; else None.

    >>> find_licence("ODC-BY-1.0").hugging_face, find_licence("ours")
    ('odc-by', None)
    """
    name = name.lower()
    return KNOWN.get(OPEN_DEFINITION.get(name, name).lower())
