"""The columns of a brat line and the ids in it, checked alike for every kind."""

from __future__ import annotations

from claimpack.annotations import Defects, Origin
from claimpack.findings import Rule, Severity, quote

LINE_COLUMNS = Rule(
    code="line-columns",
    severity=Severity.ERROR,
    template="the line has {found} columns",
    explanation="The columns are separated by tabs; each kind of line has its number.",
)
LINE_SYNTAX = Rule(
    code="line-syntax",
    severity=Severity.ERROR,
    template="the second column, {found}, has not the form of its kind of line",
    explanation="A line that is read in parts would say something else than it was.",
)
DANGLING_ID = Rule(
    code="dangling-id",
    severity=Severity.ERROR,
    template="{found} stands on no line of the file",
    explanation="What the line says, it says of something that is not there.",
)
TARGET_KIND = Rule(
    code="target-kind",
    severity=Severity.ERROR,
    template="{found} is of a kind that cannot stand here",
    explanation="The letter of an id says what it is; each place takes some kinds.",
)
RULES = (LINE_COLUMNS, LINE_SYNTAX, DANGLING_ID, TARGET_KIND)

Row = tuple[list[str], Origin]
"""The columns of a line, split at the first two tabs, and the line itself."""
EVENT_FORM = "Type:T1 Role:T2 Role2:E3 …"
KIND_NAMES = {
    "T": "a mark (T)",
    "TE": "a mark (T) or a node (E)",
    "TER": "a mark (T), a node (E) or a link (R)",
}


def split_body(
    cells: list[str],
    origin: Origin,
    form: str,
    defects: Defects,
    columns: tuple[int, ...] = (2,),
) -> list[str]:
    """Return the words of the second column, at least two; none with a defect.

    brat itself ends some lines with a space or a tab, and skips repeated spaces.
    """
    is_ended_by_tab = columns == (2,) and cells[2:] == [""]
    if len(cells) not in columns and not is_ended_by_tab:
        expected = " or ".join(map(str, columns))
        defects.refuse(
            LINE_COLUMNS,
            origin,
            found=len(cells),
            expected=f"{expected}, separated by tabs; the second like {form}",
        )
        return []
    words = cells[1].split()
    if words and (len(words) > 1 or form is EVENT_FORM):
        return words
    refuse_syntax(cells[1], form, origin, defects)
    return []


def refuse_syntax(found: str, form: str, origin: Origin, defects: Defects) -> None:
    """Refuse a line whose second column has not its form."""
    defects.refuse(
        LINE_SYNTAX,
        origin,
        found,
        found=quote(found),
        expected=f"like {form}",
    )


def accept_targets(
    target_ids: list[str],
    kinds: str,
    origin: Origin,
    ids: frozenset[str],
    defects: Defects,
) -> bool:
    """Return whether each id is declared and of a kind that may stand there."""
    return all(
        accept_target(target_id, kinds, origin, ids, defects)
        for target_id in target_ids
    )


def accept_target(
    target_id: str, kinds: str, origin: Origin, ids: frozenset[str], defects: Defects
) -> bool:
    """Return whether the id is declared and of a kind that may stand there.

    Where it is not, the line is refused.
    """
    if target_id in ids and target_id[0] in kinds:
        return True
    is_declared = target_id in ids
    defects.refuse(
        TARGET_KIND if is_declared else DANGLING_ID,
        origin,
        target_id,
        found=quote(target_id),
        expected=KIND_NAMES[kinds],
        hint=None if is_declared else suggest_id(target_id, ids),
    )
    return False


def suggest_id(target_id: str, ids: frozenset[str]) -> str:
    """Return a hint for an id that no line has."""
    for spelling in (target_id.upper(), target_id.strip(".,;")):
        if spelling in ids:
            return f"write {spelling}"
    return "refer to another line, or restore the one that is gone"
