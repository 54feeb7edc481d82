"""Whether a sentence puts a date into the past or the future, by its nearest cue.

"On Thursday, Pyongyang lashed out" looks back, "will meet on Thursday" ahead. Only
words count, no grammar: the cue that stands nearest to the date decides. A cue behind
the date counts as further off, and a verb of saying only beside it, since what is said
may lie in either direction.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from claimpack.quantities.numerals import words_in

PAST, UNKNOWN, FUTURE = -1, 0, 1

FUTURE_CUES = frozenset(
    words_in(
        "will won't 'll shall would could may might must should expected"
        " expects expect scheduled slated due plans plan planned planning"
        " intends intend intended aims hopes upcoming forthcoming tomorrow"
        " poised likely going promised vowed pledged set upcoming await"
        " awaits looming deadline payable expires maturing supposed effective"
    )
)
PAST_CUES = frozenset(
    words_in(
        "said told was were had has have did been took came went saw left began begun"
        " won lost met held found gave got made sent struck hit shot fell rose broke"
        " brought built bought caught chose cut drew drove fled flew fought grew"
        " heard kept knew led let lay paid put ran read sank sold spoke spent stood"
        " stole swept taught thought threw understood withdrew wrote wore became"
        " sought spread shut quit burst beat hurt yesterday ago overthrew woke sworn"
        " tore froze hid rode rang sang shook shrank slept slid slipped stuck swore"
        " swung undertook wound bore bound blew crept dealt dug fed felt forgot"
        " forgave fallen given taken gone seen shown known driven flown"
    )
)
CUES = FUTURE_CUES | PAST_CUES | {"to", "be"}
"""Words that may be a cue, beside those in -ed."""
SAYING = frozenset(
    words_in("said told announced reported added noted stated confirmed")
)
DEADLINES = frozenset({"by", "until", "till", "through"})
"""Before a date they look ahead, where nothing past stands close before them."""
MOVED = frozenset({"extended", "postponed", "delayed", "moved", "rescheduled"})
"""What was moved to a date lies ahead."""
CLOSE, CLOSE_TO_DEADLINE = 3, 2
BESIDE = 1
"""How many words may stand between a verb of saying and its date: said on Monday."""
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
CLAUSE_END = re.compile(
    r"[.;:!?](?<!\b[a-z].)(?<!\bmr.)(?<!\bms.)(?<!\bdr.)(?<!\bst.)(?<!\bco.)"
    r"(?<!\bmrs.)(?<!\binc.)(?<!\bltd.)(?<!\bgen.)(?<!\bcorp.)(?:\s|$)"
)
"""The end of a clause, but not the point of an initial or of an abbreviation.

The point comes first, since patterns are found faster by what they begin with.
"""
AFTER_PENALTY = 4
"""By how many words a cue behind the date counts as further off."""


class Cue(NamedTuple):
    """A word that tells past from future, and how many words stand between."""

    distance: int
    direction: int

    @property
    def is_certain(self) -> bool:
        """Return whether it is a verb of the past close by: said on Monday."""
        return self.direction == PAST and self.distance <= CLOSE


NO_CUE = Cue(WINDOW, UNKNOWN)


def find_cue(words: str, sentence: str) -> Cue:
    """Return the cue that decides for the first place of the words in a sentence.

    >>> find_cue("Thursday", "Talks will resume on Thursday.")
    Cue(distance=2, direction=1)
    """
    at = sentence.find(words) if sentence else -1
    if at < 0:
        return NO_CUE
    before = sentence[max(0, at - WINDOW) : at].casefold().replace("\u2019", "'")
    after = sentence[at + len(words) : at + len(words) + WINDOW].casefold()
    words_before = WORD_PATTERN.findall(CLAUSE_END.split(before)[-1])[::-1]
    words_after = WORD_PATTERN.findall(CLAUSE_END.split(after, maxsplit=1)[0])
    near = find_first_cue(words_before, is_reversed=True)
    if is_deadline(words_before, near):
        return Cue(0, FUTURE)
    far = find_first_cue(words_after, is_reversed=False)
    far = far._replace(distance=far.distance + AFTER_PENALTY)
    return min(near, far)


def is_deadline(words_before: list[str], near: Cue) -> bool:
    """Return whether words, nearest first, make a deadline of the date behind them."""
    if words_before[:1] == ["to"]:
        return not MOVED.isdisjoint(words_before[1:2])
    is_far = near.distance > CLOSE_TO_DEADLINE
    return is_far and not DEADLINES.isdisjoint(words_before[:1])


def find_first_cue(words: list[str], *, is_reversed: bool) -> Cue:
    """Return the first cue, or `NO_CUE`; words nearest first."""
    for distance, word in enumerate(words):
        if word not in CUES and not word.endswith("ed"):
            continue
        neighbour = words[distance + 1 : distance + 2]
        if is_reversed and word == "to" and not AUXILIARIES.isdisjoint(neighbour):
            return Cue(distance, FUTURE)
        if word in FUTURE_CUES:
            return Cue(distance, FUTURE)
        if is_reversed and word == "be" and neighbour == ["to"]:
            return Cue(distance, FUTURE)
        if is_reversed and neighbour == ["be"]:
            continue
        is_past = word in PAST_CUES or (word.endswith("ed") and word not in NOT_PAST)
        if is_past and (word not in SAYING or distance <= BESIDE):
            return Cue(distance, PAST)
    return NO_CUE
