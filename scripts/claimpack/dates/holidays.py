"""Holidays that news English dates things by, and their day in a year.

Only those that one name gives one day: Independence Day is another day in each
country. Thanksgiving and Labor Day, so spelt, are those of the United States; Easter
is that of the Gregorian calendar.
"""

from __future__ import annotations

from datetime import date, timedelta

FIXED = {
    "christmas": (12, 25),
    "christmas day": (12, 25),
    "christmas eve": (12, 24),
    "boxing day": (12, 26),
    "new year's": (1, 1),
    "new year's day": (1, 1),
    "new year's eve": (12, 31),
    "halloween": (10, 31),
    "valentine's day": (2, 14),
    "veterans day": (11, 11),
    "armistice day": (11, 11),
}
"""Month and day."""
MONDAY, THURSDAY = 0, 3
NTH_WEEKDAY = {"thanksgiving": (11, THURSDAY, 4), "labor day": (9, MONDAY, 1)}
"""Month, weekday, and which of them in the month."""
FROM_EASTER = {"good friday": -2, "easter": 0, "easter sunday": 0, "easter monday": 1}
"""Days after Easter Sunday."""
HOLIDAYS = (*FIXED, *NTH_WEEKDAY, *FROM_EASTER)


def find_holiday(name: str, year: int) -> date:
    """Return the day of a holiday in a year.

    >>> find_holiday("thanksgiving", 1999), find_holiday("good friday", 2024)
    (datetime.date(1999, 11, 25), datetime.date(2024, 3, 29))
    """
    if name in FIXED:
        return date(year, *FIXED[name])
    if name in FROM_EASTER:
        return find_easter(year) + timedelta(days=FROM_EASTER[name])
    month, weekday, count = NTH_WEEKDAY[name]
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (count - 1))


def find_easter(year: int) -> date:
    """Return Easter Sunday, by the rule of Meeus for the Gregorian calendar.

    Source: J. Meeus, Astronomical Algorithms, 1991, chapter 8.
    """
    century, rest = divmod(year, 100)
    moon = 19 * (year % 19) + century - century // 4
    epact = (moon - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    correction = (year % 19 + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * correction + 114, 31)
    return date(year, month, day + 1)
