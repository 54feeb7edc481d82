"""Links between the claims of one article."""

from __future__ import annotations

from claimpack.annotations import LINK_ENDS, Annotations, Defects, Link, Origin
from claimpack.document import ClaimLink
from claimpack.findings import Rule, Severity, quote
from claimpack.mapping.index import Index
from claimpack.mapping.scheme import CLAIM, SAME_AS, suggest_name

UNKNOWN_RELATION = Rule(
    code="unknown-relation",
    severity=Severity.ERROR,
    template="{found} is no relation of the scheme",
    explanation="A link with an unknown name would be missing in the tables.",
)
LINK_NAMES = Rule(
    code="link-names",
    severity=Severity.ERROR,
    template="{label} calls its ends {found}",
    explanation="The names say which claim takes up which; by others it is a guess.",
)
LINK_END = Rule(
    code="link-end",
    severity=Severity.ERROR,
    template="{label} has {target_id} at one end, {found}",
    explanation="SameAs joins marks of entities, every other relation two claims.",
)
SELF_LINK = Rule(
    code="self-link",
    severity=Severity.ERROR,
    template="{label} joins {found} with itself",
    explanation="It says nothing, so that another id was meant.",
)
REPEATED_LINK = Rule(
    code="repeated-link",
    severity=Severity.ERROR,
    template="{label} from {source_id} to {target_id} is given again",
    explanation="A link is a row with these three as its key.",
)
RULES = (UNKNOWN_RELATION, LINK_NAMES, LINK_END, SELF_LINK, REPEATED_LINK)


def map_links(
    annotations: Annotations, index: Index, defects: Defects
) -> dict[ClaimLink, Origin]:
    """Return the links between claims with their lines, in the order of the file.

    SameAs is checked here like the others, but what it says is in the entities.
    """
    links: dict[ClaimLink, Origin] = {}
    for link in annotations.links:
        if not is_link(link, index, defects) or link.label == SAME_AS:
            continue
        claim_link = ClaimLink(
            claim_node_id=link.source_id.lower(),
            relation=index.scheme.relations[link.label],
            target_node_id=link.target_id.lower(),
        )
        if claim_link in links:
            report_repeated(link, defects)
        links.setdefault(claim_link, link.origin)
    return links


def is_link(link: Link, index: Index, defects: Defects) -> bool:
    """Return whether a link is known and joins two things that it may join."""
    if link.label != SAME_AS and link.label not in index.scheme.relations:
        report_relation(link, index, defects)
        return False
    if link.names != LINK_ENDS:
        report_names(link, defects)
        return False
    if link.source_id == link.target_id:
        defects.report(
            SELF_LINK,
            link.origin,
            link.source_id,
            label=link.label,
            found=link.source_id,
            expected="two different ids",
        )
        return False
    ends = (link.source_id, link.target_id)
    accepted = [is_end(link, target_id, index, defects) for target_id in ends]
    return all(accepted)


def report_relation(link: Link, index: Index, defects: Defects) -> None:
    """Report a link whose name is not known."""
    names = {*index.scheme.relations, SAME_AS}
    is_equivalence = link.link_id.startswith("*")
    defects.report(
        UNKNOWN_RELATION,
        link.origin,
        link.label,
        found=quote(link.label),
        expected="one of " + ", ".join(sorted(names)),
        hint="write SameAs between each two of the marks"
        if is_equivalence
        else suggest_name(link.label, names),
    )


def report_names(link: Link, defects: Defects) -> None:
    """Report a link whose ends have other names than the scheme gives them."""
    defects.report(
        LINK_NAMES,
        link.origin,
        next(name for name in link.names if name not in LINK_ENDS),
        label=link.label,
        found=" and ".join(map(quote, link.names)),
        expected=" and ".join(LINK_ENDS),
    )


def is_end(link: Link, target_id: str, index: Index, defects: Defects) -> bool:
    """Return whether a link may end there; where it may not, that is reported."""
    labels = index.scheme.entities.keys() if link.label == SAME_AS else {CLAIM}
    if index.kinds.get(target_id) in labels:
        return True
    if index.find(target_id) is None:
        return False
    defects.report(
        LINK_END,
        link.origin,
        target_id,
        label=link.label,
        target_id=target_id,
        found=index.describe(target_id),
        expected=" or ".join(sorted(labels)),
        hint=index.suggest(target_id, labels),
    )
    return False


def report_repeated(link: Link, defects: Defects) -> None:
    """Report a link that an earlier line has already."""
    defects.report(
        REPEATED_LINK,
        link.origin,
        label=link.label,
        source_id=link.source_id,
        target_id=link.target_id,
        expected="each link once",
        hint="delete the line",
    )
