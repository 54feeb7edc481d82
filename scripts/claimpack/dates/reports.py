"""The quarter that a sentence of business news reports on.

"Net rose to $58 million, or $1.40 a share, from $41 million a year earlier" compares
quarters, although it names none: companies report on the quarter that ended last.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from claimpack.dates.periods import find_period, shift

ORDINALS = ("first", "second", "third", "fourth")
NAMED_QUARTER = re.compile(rf"\b({'|'.join(ORDINALS)})[ -]quarter\b")
QUARTER_WORDS = ("quarter", "a share")
"""No sentence without one of them reports on a quarter."""
QUARTER_CUE = re.compile(r"\bquarter(?:ly)?\b|\ba share\b")
RESULTS = re.compile(
    r"\$[0-9]"
    r"|\b(?:net|earn(?:ed|s|ings)|income|profits?|loss(?:es)?|revenues?|sales|results)\b"
)
OTHER_PERIOD = re.compile(
    r"\b(?:six|nine) months\b|\bhalf\b|\b(?:full|for the|fiscal) year\b|\bannual"
)
ONE_DAY = timedelta(days=1)


def find_reported_quarter(sentence: str, day: date | None) -> date | None:
    """Return the first day of the quarter that a sentence reports on, None for none.

    A quarter that is named is the nearest one that has begun by `day`.

    >>> find_reported_quarter("It earned $2 a share.", date(1989, 10, 26))
    datetime.date(1989, 7, 1)
    >>> find_reported_quarter("Sales rose in the first nine months.", None)
    """
    folded = sentence.casefold()
    if day is None or not any(word in folded for word in QUARTER_WORDS):
        return None
    if not RESULTS.search(folded):
        return None
    named = NAMED_QUARTER.search(folded)
    if named:
        first = date(day.year, 3 * ORDINALS.index(named[1]) + 1, 1)
        return first if first <= day else shift("year", first, -1)
    if QUARTER_CUE.search(folded) and not OTHER_PERIOD.search(folded):
        this_quarter = find_period("quarter", day).start or day
        return find_period("quarter", this_quarter - ONE_DAY).start
    return None
