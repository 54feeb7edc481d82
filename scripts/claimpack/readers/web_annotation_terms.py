"""What Web Annotations of our own export say by terms of ours (docs/readers.md).

The model has no word for nodes with roles, for references to a register, for the names
of the ends of a link, or for one mark of several targets.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence

from claimpack.annotations import Attribute, Link, Mark, Node, Note, Reference, Role
from claimpack.readers.json_files import Draft, Json
from claimpack.readers.web_annotation_parts import (
    PREFIX,
    Parsed,
    name_own,
    read_address,
)

MARK = "mark"
"""The kind of an annotation of words; all others are about another annotation."""


class TermError(Exception):
    """A term has not the shape that its kind of annotation needs."""

    def __init__(self, what: str, found: Json, expected: str) -> None:
        """Keep what it is called, its value, and its shape."""
        super().__init__(what)
        self.what, self.found, self.expected = what, found, expected


def read_own(parsed: Parsed, draft: Draft) -> None:
    """Add what an annotation of our own export says of another one.

    Raises:
        TermError: a term that its kind needs has not its shape.

    """
    kind = parsed.terms["kind"]
    if not isinstance(kind, str) or kind not in KINDS:
        raise TermError(f"{PREFIX}kind", kind, " or ".join([MARK, *KINDS]))
    if parsed.annotation_id is None or len(parsed.targets) != 1:
        raise TermError(f"the {kind}", None, "an id and one target")
    KINDS[kind](parsed.annotation_id, parsed.targets[0].source, parsed, draft)
    draft.ids.add(parsed.annotation_id)


def list_ends(parsed: Parsed) -> list[str]:
    """Return the annotations that one of our own export refers to, targets first."""
    roles = parsed.terms.get("roles")
    fields = (
        [it for it in roles if isinstance(it, dict)] if isinstance(roles, list) else []
    )
    fillers = [name_own(read_address(it.get(f"{PREFIX}filler"))) for it in fields]
    return [
        *(target.source for target in parsed.targets),
        *(address for _, address in parsed.addresses),
        *filter(None, fillers),
    ]


def add_node(own_id: str, target_id: str, parsed: Parsed, draft: Draft) -> None:
    """Add a node with its roles."""
    roles = parsed.terms.get("roles")
    if not isinstance(roles, list):
        raise TermError(f"{PREFIX}roles", roles, "a list")
    label = pick_word(parsed, "a tag", parsed.tags)
    draft.nodes.append(
        Node(own_id, label, target_id, tuple(map(read_role, roles)), parsed.origin)
    )


def read_role(value: Json) -> Role:
    """Return a role; its filler is an annotation of the page."""
    fields = value if isinstance(value, dict) else {}
    name = fields.get(f"{PREFIX}name")
    filler = read_address(fields.get(f"{PREFIX}filler"))
    if not isinstance(name, str) or not filler:
        raise TermError("a role", value, f"a {PREFIX}name and a {PREFIX}filler")
    return Role(name, name_own(filler))


def add_attribute(own_id: str, target_id: str, parsed: Parsed, draft: Draft) -> None:
    """Add an attribute: its label and then, if it has one, its value are tags."""
    label = pick_word(parsed, "a tag", parsed.tags)
    value = parsed.tags[1] if len(parsed.tags) > 1 else None
    draft.attributes.append(Attribute(own_id, label, target_id, value, parsed.origin))


def add_reference(own_id: str, target_id: str, parsed: Parsed, draft: Draft) -> None:
    """Add a reference to an entry of a register."""
    register, key, text = (read_word(parsed, it) for it in ("register", "key", "text"))
    draft.references.append(
        Reference(own_id, target_id, register, key, text, parsed.origin)
    )


def read_word(parsed: Parsed, name: str) -> str:
    """Return a term that is a string; raise `TermError` where it is none."""
    value = parsed.terms.get(name)
    if not isinstance(value, str):
        raise TermError(f"{PREFIX}{name}", value, "a string")
    return value


def add_note(own_id: str, target_id: str, parsed: Parsed, draft: Draft) -> None:
    """Add a note."""
    label = pick_word(parsed, "a tag", parsed.tags)
    words = pick_word(parsed, "a comment", [it for _, it in parsed.notes])
    draft.notes.append(Note(own_id, label, target_id, words, parsed.origin))


def add_link(own_id: str, target_id: str, parsed: Parsed, draft: Draft) -> None:
    """Add a link with the names of its ends."""
    names = read_names(parsed.terms.get("ends"))
    label = pick_word(parsed, "a tag", parsed.tags)
    end = pick_word(parsed, "an address", [it for _, it in parsed.addresses])
    draft.links.append(Link(own_id, label, target_id, end, parsed.origin, names))


def read_names(value: Json) -> tuple[str, str]:
    """Return the names of the ends of a link; raise `TermError` for others."""
    match value:
        case [str(source), str(target)]:
            return source, target
    raise TermError(f"{PREFIX}ends", value, "two names")


def pick_word(parsed: Parsed, what: str, words: Sequence[str]) -> str:
    """Return the first word of some; raise `TermError` where there is none."""
    if not words:
        raise TermError(f"the body of the {parsed.terms['kind']}", None, what)
    return words[0]


KINDS: Mapping[str, Callable[[str, str, Parsed, Draft], None]] = {
    "node": add_node,
    "attribute": add_attribute,
    "reference": add_reference,
    "note": add_note,
    "link": add_link,
}


def join_fragments(draft: Draft, families: Collection[Sequence[str]]) -> None:
    """Make one mark of those of each family: the fragments of a mark of ours.

    A mark of which a fragment was refused is refused as a whole, and counts once.
    """
    first_of = {it: family[0] for family in families for it in family}
    pieces: dict[str, list[Mark]] = defaultdict(list)
    for mark in draft.marks:
        pieces[first_of.get(mark.mark_id, mark.mark_id)].append(mark)
    for first, *others in families:
        refused = 1 + len(others) - len(pieces[first])
        if refused:
            draft.refused_count -= refused - 1
            del pieces[first]
        draft.ids -= set(others)
    draft.marks = [join_marks(it) for it in pieces.values()]


def join_marks(marks: Sequence[Mark]) -> Mark:
    """Return the first mark with the fragments and the words of all."""
    if len(marks) == 1:
        return marks[0]
    return marks[0]._replace(
        fragments=tuple(it.fragments[0] for it in marks),
        text=" ".join(it.text for it in marks),
    )
