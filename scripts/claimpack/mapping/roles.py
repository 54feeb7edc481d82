"""The roles of nodes: which there are, what fills them, how often."""

from __future__ import annotations

from collections.abc import Mapping

from claimpack.annotations import Defects, Node, Role
from claimpack.findings import Rule, Severity, quote
from claimpack.mapping.index import Index
from claimpack.mapping.scheme import RoleRule, suggest_name

UNKNOWN_ROLE = Rule(
    code="unknown-role",
    severity=Severity.ERROR,
    template="{label} has no role {found}",
    explanation="What fills an unknown role would be missing in the tables.",
)
ROLE_FILLER = Rule(
    code="role-filler",
    severity=Severity.ERROR,
    template="{name} of {node_id} is {target_id}, {found}",
    explanation="A role of the wrong kind would make a key that refers to nothing.",
)
ROLE_COUNT = Rule(
    code="role-count",
    severity=Severity.ERROR,
    template="{name} of {node_id} is filled {found} times",
    explanation=(
        "The column holds one value. A claim has at most one quantity: two numbers "
        "are two claims."
    ),
)
ROLE_REPEATED = Rule(
    code="role-repeated",
    severity=Severity.ERROR,
    template="{name} of {node_id} is filled by {found} twice",
    explanation="The second time adds nothing, so that another id was meant.",
)
MISSING_ROLE = Rule(
    code="missing-role",
    severity=Severity.ERROR,
    template="{node_id} has no {name}",
    explanation="An attribution that wraps nothing says that nobody said nothing.",
)
RULES = (UNKNOWN_ROLE, ROLE_FILLER, ROLE_COUNT, ROLE_REPEATED, MISSING_ROLE)

Fillers = Mapping[str, tuple[str, ...]]
"""Ids of what fills each role of a node, by the name of the role."""


def check_roles(index: Index, defects: Defects) -> dict[str, Fillers]:
    """Return what fills the roles of each node, as far as it may fill them."""
    nodes = index.nodes.values()
    return {node.node_id: check_node(node, index, defects) for node in nodes}


def check_node(node: Node, index: Index, defects: Defects) -> Fillers:
    """Return what fills the roles of one node, the first only of a single role."""
    rules, kinds = index.scheme.roles[node.label], index.kinds
    filled: dict[str, dict[str, None]] = {}
    for role in node.roles:
        name, target_id = role
        if name in filled and target_id in filled[name]:
            report_repeated(node, role, defects)
        elif name in rules and kinds.get(target_id) in rules[name].fillers:
            filled.setdefault(name, {})[target_id] = None
        else:
            report_filler(node, role, index, defects)
    fillers = {name: tuple(ids) for name, ids in filled.items()}
    for name, rule in rules.items():
        ids = fillers.get(name, ())
        if rule.is_single and len(ids) > 1:
            report_count(node, name, ids, defects)
            fillers[name] = ids[:1]
        if rule.is_required and not any(role.name == name for role in node.roles):
            report_missing(node, name, rule, defects)
    return fillers


def report_filler(node: Node, role: Role, index: Index, defects: Defects) -> None:
    """Report a role that is not known, or filled by what may not fill it.

    Nothing is said of what was refused: that has a finding already.
    """
    rule = index.scheme.roles[node.label].get(role.name)
    if rule is None:
        report_unknown(node, role, index, defects)
    elif index.find(role.target_id) is not None:
        defects.report(
            ROLE_FILLER,
            node.origin,
            role.target_id,
            name=role.name,
            node_id=node.node_id,
            target_id=role.target_id,
            found=index.describe(role.target_id),
            expected=" or ".join(sorted(rule.fillers)),
            hint=index.suggest(role.target_id, rule.fillers),
        )


def report_unknown(node: Node, role: Role, index: Index, defects: Defects) -> None:
    """Report a role that nodes of this label do not have."""
    names = index.scheme.roles[node.label]
    defects.report(
        UNKNOWN_ROLE,
        node.origin,
        role.name,
        label=node.label,
        found=quote(role.name),
        expected="one of " + ", ".join(sorted(names)),
        hint=suggest_name(role.name, names),
    )


def report_repeated(node: Node, role: Role, defects: Defects) -> None:
    """Report a role that one thing fills twice."""
    defects.report(
        ROLE_REPEATED,
        node.origin,
        role.name,
        name=role.name,
        node_id=node.node_id,
        found=role.target_id,
        expected="each filler once",
    )


def report_count(
    node: Node, name: str, target_ids: tuple[str, ...], defects: Defects
) -> None:
    """Report a role that has more than its one filler."""
    defects.report(
        ROLE_COUNT,
        node.origin,
        target_ids[1],
        name=name,
        node_id=node.node_id,
        found=len(target_ids),
        expected="at most one filler",
        hint="make a claim of each" if name == "Quantity" else "keep one of them",
    )


def report_missing(node: Node, name: str, rule: RoleRule, defects: Defects) -> None:
    """Report a required role that nothing fills."""
    defects.report(
        MISSING_ROLE,
        node.origin,
        node_id=node.node_id,
        name=name,
        expected=" or ".join(sorted(rule.fillers)),
        hint=f"add {name}: and the id of what is said",
    )
