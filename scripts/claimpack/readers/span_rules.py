"""What the spans of a text must be, in formats that write offsets as values."""

from __future__ import annotations

from claimpack.findings import Rule, Severity

OFFSET_VALUE = Rule(
    code="offset-value",
    severity=Severity.ERROR,
    template="an offset is {found}",
    explanation="Offsets are whole numbers from 0 on; others would have to be guessed.",
)
SPLIT_CHARACTER = Rule(
    code="split-character",
    severity=Severity.ERROR,
    template="the span {place} begins or ends within a character, in {unit}",
    explanation="Half of a character is no text; what was meant is not known.",
)
CROWDED_TEXT = Rule(
    code="crowded-text",
    severity=Severity.ERROR,
    template="the spans before this one cover the text {times} times",
    explanation=(
        "No annotation does that. To copy the words of each would take time and memory "
        "that grow with the square of the file."
    ),
)
RULES = (OFFSET_VALUE, SPLIT_CHARACTER, CROWDED_TEXT)

MOST_COVERS = 100
"""How many times the spans of a text may cover it."""
LEAST_ROOM = 100_000
"""How many characters they may cover in any case."""


def limit_room(text: str) -> int:
    """Return how many characters the spans of a text may cover."""
    return max(MOST_COVERS * len(text), LEAST_ROOM)
