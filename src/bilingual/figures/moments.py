"""Make dates, times, decades and centuries of what a rule has matched."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from bilingual.figures.figure import Day, Figure
from bilingual.figures.matched import whole

if TYPE_CHECKING:
    from bilingual.figures.matched import Matched

_NOON, _HOURS, _HOUR = 12, 24, 60
_EVENING = ("soir", "midi")
"""Ends of what tells the second half of the day: du soir, de l'après-midi."""
_NEAR = 200
"""Characters around an hour in which evening is looked for."""
_MONTHS = 12
_TWENTY, _HUNDRED = 20, 100


def date(found: Matched) -> Figure | None:
    """A date in digits, or with the name of its month; None for an abbreviation that alone is no month."""
    groups, language = found.groups, found.language
    year, day = int(groups.get("year", 0)), int(groups.get("day", 0))
    if "mm" in groups:
        return _in_digits(found, year, day, int(groups["mm"]))
    said, alone = groups["month"].casefold(), not day and not year
    if alone and said in language.lone:
        return None
    weekday = language.weekdays.get(groups.get("weekday", "").casefold(), 0)
    faint = alone and said in language.faint
    return Figure(found.start, found.end, "date", day=Day(year, language.months[said], day, weekday), faint=faint)


def _in_digits(found: Matched, year: int, day: int, month: int) -> Figure:
    """A date in digits: in English, day and month may stand in either order."""
    if found.language.decimal == "." and month > _MONTHS >= day:
        day, month = month, day
    others = (Decimal(day), Decimal(month)) if max(day, month) <= _MONTHS else ()
    return Figure(found.start, found.end, "date", day=Day(year, month, day), others=others)


def time(found: Matched) -> Figure | None:
    """A time of the day.

    Without a word for its half, an English one may be in either, a French one if evening is spoken of nearby.
    """
    groups = found.groups
    if "noon" in groups or "midnight" in groups:
        return Figure(found.start, found.end, "time", Decimal(_NOON * _HOUR if "noon" in groups else 0))
    said = whole(found) if "words" in groups else Decimal(groups["hour"])
    if said is None or (said > _HOURS and found.language.decimal == "."):
        return None
    hour, minute = int(said), int(groups.get("minute", 30 if "half" in groups else 0))
    second = "pm" in groups or groups.get("part", "").casefold().endswith(_EVENING)
    if second and hour < _NOON:
        hour += _NOON
    elif "am" in groups and hour == _NOON:
        hour = 0
    sure = second or "am" in groups or "part" in groups or hour >= _NOON
    value = Decimal(hour * _HOUR + minute)
    others = () if sure or not _may_be_later(found) else (value + _NOON * _HOUR,)
    if hour == _HOURS:
        others = (Decimal(minute),)
    unit = "" if {"minute", "half"} & groups.keys() else "h"
    return Figure(found.start, found.end, "time", value, others=others, unit=unit, foreign=found.rule.french)


def _may_be_later(found: Matched) -> bool:
    """Whether 8 may be 20 o'clock."""
    near = found.text[max(0, found.start - _NEAR) : found.end + _NEAR]
    return found.language.decimal == "." or any(word in near for word in found.language.evening)


def decade(found: Matched) -> Figure | None:
    """A decade by its first year, which is less than a hundred where no century is said."""
    if "year" in found.groups:
        value: Decimal | None = Decimal(found.groups["year"])
    elif "named" in found.groups:
        value = found.language.cardinals[found.groups["named"].casefold().removesuffix("ies") + "y"]
    else:
        value = whole(found)
        value = value if value and not value % 10 and _TWENTY <= value < _HUNDRED else None
    return None if value is None else Figure(found.start, found.end, "decade", value)


def rank(found: Matched) -> Figure | None:
    """A century or an ordinal."""
    value = whole(found)
    if value is None:
        return None
    return Figure(found.start, found.end, found.rule.kind, value, words="words" in found.groups)
