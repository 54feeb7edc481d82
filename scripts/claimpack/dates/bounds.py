"""Words that bound a date: since, by, before, after, earlier, later.

Each has two parts: where the date behind it is looked for (past or future), and
what becomes of the interval that was found.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from claimpack.dates.periods import Interval
from claimpack.dates.tenses import FUTURE, PAST, UNKNOWN
from claimpack.document import Unresolved

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """The day on which the words are read, if known, and where they look."""

    day: date | None
    direction: int
    """PAST, UNKNOWN or FUTURE of `tenses`."""
    is_certain: bool = False
    """Whether the words say so (since), or a verb of the past that stands close."""
    reported: date | None = None
    """First day of the quarter that the sentence reports on, if it reports on one."""


Result = Interval | Unresolved


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """What a bounding word does."""

    apply: Callable[[Interval, Frame], Result]
    """Makes the interval of the whole from that of the date behind the word."""
    forced: int = UNKNOWN
    """Where the date lies, whatever the sentence says; UNKNOWN: the sentence says."""
    default: int = UNKNOWN
    """Where the date lies if the sentence does not say."""

    def look(self, frame: Frame) -> Frame:
        """Return the frame in which the date behind the word is read."""
        direction = self.forced or frame.direction or self.default
        is_certain = frame.is_certain or self.forced != UNKNOWN
        return replace(frame, direction=direction, is_certain=is_certain)


def begin_with(found: Interval, frame: Frame) -> Result:
    """Return the days from the start of a date to the day of reading: since."""
    if frame.day and found.start and found.start > frame.day:
        return Unresolved(reason="since a day that lies ahead")
    return replace(found, end=frame.day)


def go_on_from(found: Interval, _frame: Frame) -> Result:
    """Return the days from the start of a date, with an open end: from."""
    return replace(found, end=None)


def end_with(found: Interval, frame: Frame) -> Result:
    """Return the days up to the end of a date, from the day if that is ahead: by."""
    return replace(found, start=find_floor(found.end, frame))


def end_before(found: Interval, frame: Frame) -> Result:
    """Return the days before a date, from the day if that is ahead: before."""
    if found.start is None:
        return found
    end = found.start - ONE_DAY
    return replace(found, start=find_floor(end, frame), end=end)


def find_floor(end: date | None, frame: Frame) -> date | None:
    """Return the day of reading where the end is not before it, else None: open."""
    is_ahead = frame.day is not None and end is not None and frame.day <= end
    return frame.day if is_ahead and frame.direction != PAST else None


def begin_after(found: Interval, frame: Frame) -> Result:
    """Return the days after a date, to the day of reading in a past sentence: after."""
    if found.end is None:
        return found
    start = found.end + ONE_DAY
    is_past = frame.day is not None and frame.direction == PAST and start <= frame.day
    return replace(found, start=start, end=frame.day if is_past else None)


def keep_past(found: Interval, frame: Frame) -> Result:
    """Return the part of a date that is over: earlier."""
    if frame.day is None or found.end is None:
        return found
    return replace(found, end=min(found.end, frame.day))


def keep_future(found: Interval, frame: Frame) -> Result:
    """Return the part of a date that is to come, all of it if it is over: later."""
    if frame.day is None or found.start is None:
        return found
    if found.end is not None and found.end < frame.day:
        return found
    return replace(found, start=max(found.start, frame.day))


BY = Bound(apply=end_with, default=FUTURE)
BOUNDS: dict[str, Bound] = {
    "since": Bound(apply=begin_with, forced=PAST),
    "until": BY,
    "till": BY,
    "by": BY,
    "through": BY,
    "before": Bound(apply=end_before),
    "after": Bound(apply=begin_after),
    "from": Bound(apply=go_on_from),
    "starting": Bound(apply=go_on_from),
    "beginning": Bound(apply=go_on_from),
    "effective": Bound(apply=go_on_from),
    "earlier": Bound(apply=keep_past, forced=PAST),
    "later": Bound(apply=keep_future, default=FUTURE),
}
