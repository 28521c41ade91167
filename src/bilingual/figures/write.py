"""The English way of writing a value, as the American or the British press does.

American is the style of the Associated Press (`2:30 p.m.`, `October 29, 2019`), British that of the Guardian (`2.30pm`,
`29 October 2019`); months are written out. What both do alike: `1,400`, `1.5 billion`,
`12.5%`, `€3 million`, `16th century`, `1990s`.
"""

from __future__ import annotations

import calendar
import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal

from bilingual.figures.building import PLACES
from bilingual.figures.language import language

if TYPE_CHECKING:
    from collections.abc import Callable

    from bilingual.figures.figure import Day, Figure, Kind

Style = Literal["us", "uk"]

_SCALES = {Decimal(10) ** 12: "trillion", Decimal(10) ** 9: "billion", Decimal(10) ** 6: "million"}
_DECIMALS = 3
"""More than so many, and a number is written with the scale that the source has."""
_TEN, _HUNDRED, _NOON = 10, 100, 12
_HOUR, _DAY = 60, 1440
_TEENS = range(11, 14)
_LEAP, _MONTHS, _DAYS = 2000, 12, 31
_YEAR = 4
_TWENTIETH = 1900
_FRACTIONS = {
    round(Decimal(part) / whole, PLACES): said
    for part, whole, said in (
        (1, 2, "half"),
        (1, 3, "a third"),
        (2, 3, "two-thirds"),
        (1, 4, "a quarter"),
        (3, 4, "three-quarters"),
    )
}


def written(figure: Figure, said: str, style: Style | None = None) -> str | None:
    """A figure's value in English; None for what cannot be written, such as a day that does not exist.

    Args:
        figure: of a French text.
        said: its characters there.
        style: American where it is None.
    """
    write = _WRITERS.get(figure.kind)
    return write(figure, said, style or "us") if write else said


def ordinal(number: int) -> str:
    """`1st`, `2nd`, `11th`."""
    last = 0 if number % _HUNDRED in _TEENS else number % _TEN
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(last, 'th') }"


def exists(day: Day) -> bool:
    """Whether there is such a day; what is not said of it does not matter, a wrong day of the week does."""
    if day.month and not 1 <= day.month <= _MONTHS:
        return False
    if not day.day:
        return True
    year = day.year or _LEAP
    if not 1 <= day.day <= (calendar.monthrange(year, day.month)[1] if day.month else _DAYS):
        return False
    return not (day.weekday and day.year) or dt.date(*day[:3]).isoweekday() == day.weekday


def _table(style: Style) -> dict[str, Any]:
    table: dict[str, Any] = language("en").written[style]
    return table


def _date(day: Day, style: Style) -> str | None:
    from babel.dates import format_date, get_day_names

    if not day.month or not exists(day._replace(weekday=0)):
        return None
    table = _table(style)
    pattern = table["full" if day.day and day.year else "day" if day.day else "year"] if day.day or day.year else "MMMM"
    text = str(format_date(dt.date(day.year or _LEAP, day.month, day.day or 1), pattern, locale="en"))
    return f"{get_day_names(locale='en')[day.weekday - 1]}{table['weekday']}{text}" if day.weekday else text


def _time(minutes: int, style: Style) -> str | None:
    if not 0 <= minutes <= _DAY:
        return None
    words = language("en").written
    if minutes == _NOON * _HOUR:
        return str(words["noon"])
    if minutes % _DAY == 0:
        return str(words["midnight"])
    table = _table(style)
    hour, minute = divmod(minutes, _HOUR)
    half = str(table["pm"] if hour >= _NOON else table["am"])
    return f"{(hour - 1) % _NOON + 1}" + (f"{table['colon']}{minute:02}" if minute else "") + half


def _number(figure: Figure, said: str) -> str:
    """A number with its unit: a year stays without a comma, and numbers below ten in words stay in words."""
    words = language("en").written
    if said.isdigit() and len(said) == _YEAR:
        return said
    if figure.words and figure.value < _TEN and figure.value == int(figure.value) and not figure.unit:
        return str(words["below_ten"][int(figure.value)])
    number = _scaled(figure)
    if symbol := words["symbols"].get(figure.unit):
        return f"{symbol}{number}"
    if figure.unit in {"", "h"}:
        return number
    return number + str(words["behind"].get(figure.unit, f" {figure.unit}"))


def _scaled(figure: Figure) -> str:
    """A number with `million` and the like where the source has such a word."""
    value = figure.value
    if figure.scale > 1 and value == value.to_integral_value():
        value = value.quantize(Decimal(1))  # 0.50 million
    if figure.scale < min(_SCALES):
        return _plain(value)
    for scale, name in _SCALES.items():
        if value >= scale:
            mantissa = (value / scale).normalize()
            if -int(mantissa.as_tuple().exponent) <= _DECIMALS:
                return f"{_plain(mantissa)} {name}"
    return _plain(value)


def _decade(figure: Figure) -> str:
    return f"{figure.value if figure.value >= _HUNDRED else figure.value + _TWENTIETH}s"


def _plain(value: Decimal) -> str:
    """Digits with their commas."""
    return f"{value:,f}"


_WRITERS: dict[Kind, Callable[[Figure, str, Style], str | None]] = {
    "date": lambda figure, _, style: _date(figure.day, style),
    "time": lambda figure, _, style: _time(int(figure.value), style),
    "decade": lambda figure, _, __: _decade(figure),
    "century": lambda figure, _, __: f"{ordinal(int(figure.value))} century",
    "ordinal": lambda figure, _, __: ordinal(int(figure.value)),
    "fraction": lambda figure, _, __: _FRACTIONS.get(figure.value),
    "about": lambda figure, said, _: f"about {_number(figure, said)}",
    "number": lambda figure, said, _: _number(figure, said),
}
