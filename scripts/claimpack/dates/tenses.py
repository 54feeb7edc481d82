"""Whether a sentence puts a date into the past or the future, by its nearest cue.

"On Thursday, Pyongyang lashed out" looks back, "will meet on Thursday" ahead. Only
words count, no grammar: the cue that stands nearest to the date decides.
"""

from __future__ import annotations

import re

from claimpack.quantities.numerals import words_in

PAST, UNKNOWN, FUTURE = -1, 0, 1

FUTURE_CUES = frozenset(
    words_in(
        "will won't 'll shall would could may might must should expected"
        " expects expect scheduled slated due plans plan planned planning"
        " intends intend intended aims hopes upcoming forthcoming tomorrow"
        " poised likely going promised vowed pledged set upcoming await"
        " awaits looming deadline"
    )
)
PAST_CUES = frozenset(
    words_in(
        "said was were had has have did been told took came went saw left"
        " began begun won lost met held found gave got made sent struck hit"
        " shot fell rose broke brought built bought caught chose cut died"
        " drew drove fled flew fought grew heard kept killed knew led let"
        " lay paid put ran read sank sold spoke spent stood stole swept"
        " taught thought threw understood withdrew wrote wore became sought"
        " spread shut quit burst beat hurt yesterday ago became overthrew"
        " woke sworn"
    )
)
NOT_PAST = frozenset(
    words_in(
        "need indeed hundred speed feed seed breed red bed united embed"
        " shed aged proceed succeed exceed wed greed creed unprecedented"
        " alleged armed so-called"
    )
)
AUXILIARIES = frozenset({"is", "are", "was", "were", "be"})
WINDOW = 200
"""Characters on each side that are looked at."""
WORD_PATTERN = re.compile(r"'ll|[a-z]+(?:-[a-z]+)*(?:'t)?")
CLAUSE_END = re.compile(r"[.;:!?](?:\s|$)")
AFTER_PENALTY = 1
"""A cue behind the date counts as one word further off than one before it."""


def find_direction(words: str, sentence: str) -> int:
    """Return PAST, FUTURE or UNKNOWN for the first place of the words in a sentence.

    >>> find_direction("Thursday", "Talks will resume on Thursday.") == FUTURE
    True
    """
    at = sentence.find(words)
    if at < 0:
        return UNKNOWN
    before = sentence[max(0, at - WINDOW) : at].casefold().replace("\u2019", "'")
    after = sentence[at + len(words) : at + len(words) + WINDOW].casefold()
    before = CLAUSE_END.split(before)[-1]
    after = CLAUSE_END.split(after, maxsplit=1)[0]
    near = find_cue(WORD_PATTERN.findall(before)[::-1], is_reversed=True)
    far = find_cue(WORD_PATTERN.findall(after), is_reversed=False)
    if near is None or (far is not None and far[0] + AFTER_PENALTY < near[0]):
        near = far
    return UNKNOWN if near is None else near[1]


def find_cue(words: list[str], *, is_reversed: bool) -> tuple[int, int] | None:
    """Return the distance and direction of the first cue; words nearest first."""
    for distance, word in enumerate(words):
        neighbour = words[distance + 1 : distance + 2]
        if is_reversed and word == "to" and not AUXILIARIES.isdisjoint(neighbour):
            return distance, FUTURE
        if word in FUTURE_CUES:
            return distance, FUTURE
        if is_reversed and word == "be" and neighbour == ["to"]:
            return distance, FUTURE
        if is_reversed and neighbour == ["be"]:
            continue
        if word in PAST_CUES or (word.endswith("ed") and word not in NOT_PAST):
            return distance, PAST
    return None
