"""Dates in words, resolved to the interval within which the text places a thing.

The interval is no narrower than the words: "late 2023" is 2023, since no text says
where late begins. Words that are vague (recently), that only last (two years) or
recur (every Monday) have no interval and stay unresolved.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import MAXYEAR, MINYEAR, date, timedelta
from functools import lru_cache

from claimpack.dates.bounds import BOUNDS, Frame, Result
from claimpack.dates.periods import Interval, find_period
from claimpack.dates.ranges import split_range
from claimpack.dates.recurring import Clock
from claimpack.dates.rules import ABSOLUTE_RULES, RELATIVE_RULES, go_back
from claimpack.dates.tenses import FUTURE, PAST, UNKNOWN, find_direction
from claimpack.dates.tokens import split_tokens
from claimpack.dates.words import LONGEST_DATE, Token
from claimpack.document import Unresolved, When
from claimpack.edtf import hull, make_when

NO_DAY = Unresolved(reason="the date is relative, and no day is known to count from")
NO_RULE = Unresolved(reason="no rule reads these words as a date")
REASONS = {
    "vague": "the words are vague: they give no bounds",
    "repeated": "the words name a time that recurs, not an interval",
    "anaphoric": "the words point back to a time named elsewhere",
    "us": "a plural without a number is vague: it gives no bounds",
    "fiscal": "a fiscal year is not the calendar year",
}
DURATION = "a duration says how long, not when"
SHAPE_REASONS = {
    **dict.fromkeys(("P", "L", "X"), REASONS["vague"]),
    **dict.fromkeys(("u", "n u", "for n u", "over n u", "in n u"), DURATION),
    "u n": "a year has four figures",
}
MORE = [["more", "than"], ["over"]]
LESS = [["less", "than"], ["under"]]
DISTANCE = ["n", "u", "ago"]
ONE_DAY = timedelta(days=1)
MOST_TOKENS = 16
STARTS_OF_DATE = frozenset({"in", "w", "m", "y", "D", "L", "T", "r", "e", "earlier"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What stands around the words."""

    sentence: str = ""
    """The sentence that holds them: its tense tells past from future."""
    said: When | None = None
    """When the words were said, where that is not the day of publication. Relative
    words count from it; an open side counts as the other one."""


def resolve(
    words: str, anchor: date | None, context: Context | None = None
) -> When | Unresolved:
    """Return the interval that words denote, counted from the day of publication.

    Without `anchor` and `context.said`, relative words are unresolved. Where the
    day of saying is itself an interval, the result holds the readings on its first
    and on its last day. Never raises; stable under letter case and spaces.

    >>> resolve("On Thursday", date(2024, 12, 23)).edtf
    '2024-12-19'
    >>> resolve("earlier this year", date(2024, 12, 23)).edtf
    '2024-01-01/2024-12-23'
    >>> said = When(edtf="", start=date(2024, 12, 16), end=date(2024, 12, 22))
    >>> resolve("since December", date(2024, 12, 23), Context(said=said)).edtf
    '2024-12-01/2024-12-22'
    >>> resolve("recently", date(2024, 12, 23)).reason
    'the words are vague: they give no bounds'
    """
    if len(words) > LONGEST_DATE:
        return Unresolved(reason=f"longer than {LONGEST_DATE} characters")
    context = context or Context()
    sentence = context.sentence
    direction = find_direction(words, sentence) if sentence else UNKNOWN
    first, last = find_days_said(anchor, context.said)
    latest = resolve_on(words, last, direction)
    if first == last or isinstance(latest, Unresolved):
        return latest
    earliest = resolve_on(words, first, direction)
    return earliest if isinstance(earliest, Unresolved) else hull(earliest, latest)


def find_days_said(
    anchor: date | None, said: When | None
) -> tuple[date | None, date | None]:
    """Return the first and the last day on which words can have been said."""
    if said is None:
        return anchor, anchor
    return said.start or said.end or anchor, said.end or said.start or anchor


@lru_cache(maxsize=16384)
def resolve_on(words: str, day: date | None, direction: int) -> When | Unresolved:
    """Return what words denote that are read on a day, in a past or future sentence."""
    tokens = split_tokens(words)
    if isinstance(tokens, Unresolved):
        return tokens
    if len(tokens) > MOST_TOKENS:
        return Unresolved(reason=f"more than {MOST_TOKENS} words")
    try:
        interval = read_expression(tokens, Frame(day=day, direction=direction))
    except (ValueError, OverflowError):
        return Unresolved(reason="the calendar has no such day")
    if isinstance(interval, Unresolved):
        return interval
    if interval.start and interval.end and interval.start > interval.end:
        return Unresolved(reason="the interval ends before it starts")
    qualifier = "~" if interval.is_approximate else ""
    return make_when(interval.start, interval.end, qualifier)


def read_expression(tokens: list[Token], frame: Frame) -> Result:
    """Return the interval of an expression with the words that bound it."""
    kinds = [token.kind for token in tokens]
    sides = split_range(tokens)
    if sides is not None:
        return read_range(*sides, frame)
    if kinds and kinds[0] in BOUNDS:
        return read_bounded(tokens, frame)
    if kinds[:1] == ["approx"]:
        interval = read_expression(tokens[1:], frame)
        if isinstance(interval, Interval):
            return replace(interval, is_approximate=True)
        return interval
    distance = read_distance(tokens, frame)
    if distance is not None:
        return distance
    return read_simple(tokens, frame)


def read_simple(tokens: list[Token], frame: Frame) -> Result:
    """Return the interval of an expression by the rule of its shape."""
    kinds = [token.kind for token in tokens]
    reason = next((REASONS[kind] for kind in REASONS if kind in kinds), None)
    if reason is not None:
        return Unresolved(reason=reason)
    if kinds[:1] in (["over"], ["for"]) and kinds[1:2] != ["n"]:
        tokens = tokens[1:]
    core = drop_parts(tokens, frame)
    if isinstance(core, Interval):
        return core
    core = name_year(core, frame)
    return apply_rule(core, frame) or read_composed(core, frame)


def read_composed(tokens: list[Token], frame: Frame) -> Result:
    """Return a day after its weekday, or the period of a unit that holds a date."""
    if len(tokens) > 1 and tokens[0].kind == "w":
        return check_weekday(tokens, frame)
    if len(tokens) > 1 and tokens[0].kind == "u":
        return read_period_of(tokens, frame)
    return explain_shape(tokens)


def explain_shape(tokens: list[Token]) -> Unresolved:
    """Return why no rule reads the tokens."""
    shape = " ".join(token.kind for token in tokens)
    return (
        Unresolved(reason=SHAPE_REASONS[shape]) if shape in SHAPE_REASONS else NO_RULE
    )


def apply_rule(tokens: list[Token], frame: Frame) -> Result | None:
    """Return what the rule of the shape gives, None where there is none."""
    shape = " ".join(token.kind for token in tokens)
    values = [token.value for token in tokens]
    absolute = ABSOLUTE_RULES.get(shape)
    if absolute is not None:
        found = absolute(values)
        if found is not None:
            return found
    relative = RELATIVE_RULES.get(shape)
    if relative is None:
        return None
    if frame.day is None:
        return NO_DAY
    return relative(values, Clock(day=frame.day, direction=frame.direction))


def drop_parts(tokens: list[Token], frame: Frame) -> list[Token] | Interval:
    """Return the tokens that denote a day or more; parts of a day are a day.

    "this morning" and "at 3 p.m." are the day itself, "last night" the day before;
    "the end of the year" is this year.
    """
    dropped = {token.kind for token in tokens if token.kind in ("p", "t", "e")}
    core = [token for token in tokens if token.kind not in ("p", "t", "e")]
    if core and core[0].kind == "in" and [t.kind for t in core[1:]] != ["n", "u"]:
        core = core[1:]
    core = core[:1] + [token for token in core[1:] if token.kind != "in"]
    kinds = [token.kind for token in core]
    if kinds == ["u"] and "e" in dropped:
        return [Token("T"), *core]
    if not dropped & {"p", "t"} or frame.day is None:
        return core
    if kinds == ["L"]:
        day = frame.day - ONE_DAY
        return Interval(start=day, end=day)
    if kinds == ["T"] or (not kinds and "t" in dropped):
        return Interval(start=frame.day, end=frame.day)
    return core


def name_year(tokens: list[Token], frame: Frame) -> list[Token]:
    """Return the tokens with `last year` behind a date put as that year."""
    if not tokens[2:] or frame.day is None or tokens[-1].value != "year":  # m L u
        return tokens
    offset = {"L": -1, "T": 0, "X": 1}.get(tokens[-2].kind)
    if offset is None or tokens[-3].kind not in ("m", "n", "o", "s", "u", "q", "h"):
        return tokens
    if frame.day.year + offset not in range(MINYEAR, MAXYEAR + 1):  # years of dates
        return tokens
    return [*tokens[:-2], Token("y", frame.day.year + offset)]


def check_weekday(tokens: list[Token], frame: Frame) -> Result:
    """Return the day after its weekday, if it falls on that: Monday, December 23."""
    found = apply_rule(tokens[1:], frame)
    if not isinstance(found, Interval) or found.start is None:
        return found or NO_RULE
    if found.start != found.end:
        return NO_RULE
    if found.start.weekday() != tokens[0].value:
        return Unresolved(reason=f"{found.start} is another day of the week")
    return found


def read_period_of(tokens: list[Token], frame: Frame) -> Result:
    """Return the period of a unit that holds a date: the week of December 16."""
    found = apply_rule(tokens[1:], frame)
    if not isinstance(found, Interval) or found.start is None:
        return found or explain_shape(tokens)
    period = find_period(str(tokens[0].value), found.start)
    is_inside = period.end and found.end and found.end <= period.end
    return period if is_inside else NO_RULE


def read_range(left: list[Token], right: list[Token], frame: Frame) -> Result:
    """Return the interval from one date to another, the undated side near the other.

    A sentence that looks ahead fixes the first side, any other the last.
    """
    if frame.direction == FUTURE:
        first = read_simple(left, frame)
        day = first.start if isinstance(first, Interval) else frame.day
        last = read_simple(right, replace(frame, day=day))
    else:
        last = read_simple(right, frame)
        day = last.start if isinstance(last, Interval) else frame.day
        first = read_simple(left, replace(frame, day=day, direction=PAST))
    if isinstance(first, Unresolved):
        return first
    if isinstance(last, Unresolved):
        return last
    is_approximate = first.is_approximate or last.is_approximate
    return Interval(start=first.start, end=last.end, is_approximate=is_approximate)


def read_bounded(tokens: list[Token], frame: Frame) -> Result:
    """Return the interval of a date behind a word that bounds it.

    What was done may stand between: "since entering combat in December".
    """
    bound = BOUNDS[tokens[0].kind]
    looking = bound.look(frame)
    found: Result = NO_RULE
    rest = tokens[1:]
    if rest and rest[-1].kind in ("onward", "onwards"):
        rest = rest[:-1]
    for start in range(len(rest)):
        if start == 0 or rest[start].kind in STARTS_OF_DATE:
            found = read_expression(rest[start:], looking)
        if isinstance(found, Interval) or tokens[0].kind != "since":
            break
    return bound.apply(found, looking) if isinstance(found, Interval) else found


def read_distance(tokens: list[Token], frame: Frame) -> Result | None:
    """Return what `more than` or `less than` two years ago leaves open."""
    kinds = [token.kind for token in tokens]
    opening = kinds[:-3]
    if kinds[-3:] != DISTANCE or opening not in MORE + LESS:
        return None
    if frame.day is None:
        return NO_DAY
    day = go_back(str(tokens[-2].value), int(str(tokens[-3].value)), frame.day)
    if opening in LESS:
        return Interval(start=day, end=frame.day)
    return Interval(start=None, end=day)
