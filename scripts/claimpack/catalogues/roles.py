"""Who did what for a package, in the words that DataCite and Zenodo share.

Source: DataCite Metadata Schema 4.5, appendix "contributorType".
"""

from __future__ import annotations

from claimpack.catalogues.publication import PUBLISHER, Contributor, Publication

CONTRIBUTOR_TYPES = (
    *("ContactPerson", "DataCollector", "DataCurator", "DataManager", "Distributor"),
    *("Editor", "HostingInstitution", "Producer", "ProjectLeader", "ProjectManager"),
    *("ProjectMember", "RegistrationAgency", "RegistrationAuthority", "RelatedPerson"),
    *("Researcher", "ResearchGroup", "RightsHolder", "Sponsor", "Supervisor"),
    "WorkPackageLeader",
)
KINDS = {kind.lower(): kind for kind in CONTRIBUTOR_TYPES} | {
    "contact": "ContactPerson",
    "maintainer": "DataManager",
    "wrangler": "DataCurator",
}
"""Types of contributors by the role in a descriptor, in lower case and one word."""


def list_contributors(publication: Publication) -> list[tuple[Contributor, str]]:
    """Return who did something other than to make or publish it, and what.

    A role that DataCite does not know is Other, unless somebody is named already.
    """
    found = []
    for contributor in publication.contributors:
        roles = sorted(role.replace(" ", "") for role in contributor.roles)
        kinds = [KINDS[role] for role in roles if role in KINDS]
        is_named = contributor in publication.creators or PUBLISHER in roles
        found += [(contributor, kind) for kind in kinds]
        if not kinds and not is_named:
            found.append((contributor, "Other"))
    return found
