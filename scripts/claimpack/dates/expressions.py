"""Expressions of dates: what bounds them, joins two, and what is left for the rules.

Words are tokens by now. Each reader returns an interval of days or why there is none.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import MAXYEAR, MINYEAR, timedelta
from typing import TypeGuard

from claimpack.dates.bounds import BOUNDS, Frame, Result
from claimpack.dates.periods import Interval, find_period, span_day
from claimpack.dates.ranges import split_range
from claimpack.dates.recurring import Clock
from claimpack.dates.rules import ABSOLUTE_RULES, RELATIVE_RULES, go_back
from claimpack.dates.tenses import FUTURE, PAST
from claimpack.dates.words import Token
from claimpack.document import Unresolved

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
    **dict.fromkeys(("n u later", "u later", "u n u later"), REASONS["anaphoric"]),
}
YEARS_OFF = {"L": -1, "T": 0, "X": 1}
DATED = frozenset({"m", "n", "o", "s", "u", "q", "h"})
"""Kinds of a date's last token that a year may follow."""
MORE = [["more", "than"], ["over"]]
LESS = [["less", "than"], ["under"]]
DISTANCE = ["n", "u", "ago"]
ONE_DAY = timedelta(days=1)
STARTS_OF_DATE = frozenset({"in", "w", "m", "y", "D", "L", "T", "r", "e", "earlier"})


def read_expression(tokens: list[Token], frame: Frame) -> Result:
    """Return the interval of an expression with the words that bound it."""
    kinds = [token.kind for token in tokens]
    sides = split_range(tokens)
    if sides is not None:
        return read_range(*sides, frame)
    if kinds[-1:] == ["onward"] and kinds[0] not in BOUNDS:
        tokens, kinds = [Token("from"), *tokens], ["from", *kinds]
    if kinds and kinds[0] in BOUNDS:
        return read_bounded(tokens, frame)
    if "approx" in (kinds[:1] + kinds[-1:]) and len(kinds) > 1:
        inner = tokens[1:] if kinds[0] == "approx" else tokens[:-1]
        interval = read_expression(inner, frame)
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
    if kinds[:1] == ["following"]:
        if frame.direction == PAST:
            return Unresolved(reason=REASONS["anaphoric"])
        tokens = [Token("X"), *tokens[1:]]
    if kinds[:1] in (["over"], ["for"]) and kinds[1:2] != ["n"]:
        tokens = tokens[1:]
    core = drop_parts(tokens, frame)
    if isinstance(core, Interval):
        return core
    core = name_year(core, frame)
    return apply_rule(core, frame) or read_composed(core, frame)


def read_composed(tokens: list[Token], frame: Frame) -> Result:
    """Return a day after its weekday, or the period of a unit that holds a date."""
    weekday = next((i for i, t in enumerate(tokens[:-1]) if t.kind == "w"), None)
    if weekday is not None and all(t.kind in "TXLP" for t in tokens[:weekday]):
        return check_weekday(tokens[weekday:], frame)
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
    clock = Clock(
        day=frame.day,
        direction=frame.direction,
        is_certain=frame.is_certain,
        reported=frame.reported,
    )
    return relative(values, clock)


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
        return span_day(day)
    if kinds == ["T"] or (not kinds and "t" in dropped):
        return span_day(frame.day)
    return core


def name_year(tokens: list[Token], frame: Frame) -> list[Token]:
    """Return the tokens with `last year` beside a date put as that year."""
    core, offset = split_year(tokens)
    if frame.day is None or offset is None or not core or core[-1].kind not in DATED:
        return tokens
    if frame.day.year + offset not in range(MINYEAR, MAXYEAR + 1):  # years of dates
        return tokens
    return [*core, Token("y", frame.day.year + offset)]


def split_year(tokens: list[Token]) -> tuple[list[Token], int | None]:
    """Return the tokens without `last year`, and how many years off that is."""
    years = [index for index, token in enumerate(tokens) if token.value == "year"]
    if years == [1] and tokens[0].kind in YEARS_OFF:  # this year's third quarter
        return tokens[2:], YEARS_OFF[tokens[0].kind]
    if years != [len(tokens) - 1]:
        return tokens, None
    if tokens[-2:-1] and tokens[-2].kind in YEARS_OFF:  # July last year
        return tokens[:-2], YEARS_OFF[tokens[-2].kind]
    is_part = len(tokens) > 1 and tokens[-2].kind in ("u", "q")
    return tokens[:-1], 0 if is_part else None  # the first half of the year


def check_weekday(tokens: list[Token], frame: Frame) -> Result:
    """Return the day after its weekday, if it falls on that: Monday, December 23.

    Without a year it may be the nearest one on either side of the day of reading.
    """
    found = apply_rule(tokens[1:], frame)
    if not isinstance(found, Interval) or found.start is None:
        return found or NO_RULE
    if found.start != found.end:
        return NO_RULE
    frames = [
        replace(frame, direction=each, is_certain=True) for each in (PAST, FUTURE)
    ]
    for day in (found, *(apply_rule(tokens[1:], each) for each in frames)):
        if is_weekday(day, tokens[0].value):
            return day
    return Unresolved(reason=f"{found.start} is another day of the week")


def is_weekday(found: Result | None, weekday: object) -> TypeGuard[Interval]:
    """Return whether a result begins on a weekday, 0 for Monday."""
    start = found.start if isinstance(found, Interval) else None
    return start is not None and start.weekday() == weekday


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
    if rest and rest[-1].kind == "onward":
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
