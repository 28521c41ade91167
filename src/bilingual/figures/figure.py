"""What a figure is, and what it may stand for on the other side."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, NamedTuple

Kind = Literal["number", "about", "fraction", "ordinal", "date", "decade", "century", "time", "article", "literal"]
"""`literal` is a name or an address with digits in it, `article` a place in a law: both are copied as they are."""

Key = tuple[str, Decimal]
"""A value and its sort: `n` a number, `m` a month, `t` minutes from midnight, `d` a decade by its first year."""

SMALL = 12
"""Numbers up to here are said in so many ways (both, the pair, a dozen) that one in words is never missed alone."""
_HOUR = 60
_HALF_DAY = 12 * _HOUR
_CENTURY = 100
_CENTURIES = range(14, 21)


class Day(NamedTuple):
    """A date as far as it is said; 0 for what is not."""

    year: int = 0
    month: int = 0
    day: int = 0
    weekday: int = 0
    """From 1, Monday."""


_NO_DAY = Day()


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure in a text: `text[start:end]`."""

    start: int
    end: int
    kind: Kind
    value: Decimal = Decimal(0)
    """Of a time, minutes from midnight; of a decade, its first year; of a literal, nothing."""
    day: Day = _NO_DAY
    """Of a date."""
    others: tuple[Decimal, ...] = ()
    """Other values that the same characters may have."""
    unit: str = ""
    """A currency by ISO 4217, `%`, `km` …; for an hour without minutes, `h`."""
    scale: Decimal = Decimal(1)
    """By what the number was multiplied: a million, where `millions` is said."""
    words: bool = False
    """Whether it is said in words."""
    foreign: bool = False
    """Whether it is written as the other language does."""
    faint: bool = False
    """Whether it may be no figure at all: `neuf` is new, `may` is allowed to."""
    digits: tuple[Decimal, ...] = ()
    """Of a literal, the numbers in it."""

    @property
    def readings(self) -> tuple[Decimal, ...]:
        """The value, then the others."""
        return (self.value, *self.others)


class Part(NamedTuple):
    """What must be found on the other side."""

    keys: frozenset[Key]
    """One is enough."""
    firm: bool
    """Whether it is missed if it is not there; what is not firm only counts beside something that does not fit."""
    ways: tuple[frozenset[Key], ...] = ()
    """Of these, all that stand together are enough, too: 14 h 30 may be fourteen hours and thirty minutes."""


def parts(figure: Figure) -> tuple[Part, ...]:
    """The parts of a figure: the day, the month and the year of a date, each on its own; for most others one."""
    match figure.kind:
        case "date":
            return _of_date(figure)
        case "time":
            return (_of_time(figure),)
        case "literal" | "article":
            firm = figure.kind == "article"
            return tuple(Part(frozenset({("n", digits)}), firm) for digits in figure.digits)
        case "decade":
            return (Part(frozenset(_decades(figure.value)), firm=True),)
    keys = {("n", value) for value in figure.readings}
    if figure.kind == "fraction":  # half of them, 50 percent
        keys.add(("n", figure.value * 100))
    return (Part(frozenset(keys), _is_firm(figure)),)


def _is_firm(figure: Figure) -> bool:
    if figure.faint or figure.kind in {"fraction", "about"}:
        return False
    if figure.words:
        return figure.kind == "number" and figure.value > SMALL
    return figure.value > 1 or figure.unit in {"%", "EUR", "USD", "GBP"}


def _of_date(figure: Figure) -> tuple[Part, ...]:
    year, month, day, _ = figure.day
    found = []
    either = {Decimal(month), *figure.others}  # 05/06/2019 is in May or in June
    if day:
        found.append(Part(frozenset({("n", Decimal(day)), *(("n", other) for other in figure.others)}), firm=True))
    if month:
        found.append(Part(frozenset(("m", each) for each in either), firm=not figure.faint))
    if year:
        found.append(Part(frozenset({("n", Decimal(year))}), firm=True))
    return tuple(found)


def _of_time(figure: Figure) -> Part:
    """The time of the day; where it is a duration, numbers stand for it: 20 heures is twenty hours, 2 h 30 is 2.5."""
    hour, minute = divmod(figure.value, _HOUR)
    numbers = [{hour}, {hour % (_HALF_DAY // _HOUR)}]
    if minute:
        numbers = [{hour, minute}, {figure.value}, {hour + minute / _HOUR}, {hour + minute / 100}]  # 20.45 without p.m.
    ways = tuple(frozenset(("n", number) for number in way) for way in numbers)
    return Part(frozenset(("t", value) for value in figure.readings), bool(figure.unit or minute), ways)


def _decades(year: Decimal) -> set[Key]:
    """The 1990s; without a century, those of any, or a person's forties."""
    if year >= _CENTURY:
        return {("d", year), ("n", year)}
    return {("d", year), ("n", year), *(("d", year + century * _CENTURY) for century in _CENTURIES)}
