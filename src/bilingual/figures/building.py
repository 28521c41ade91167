"""Make figures of what a rule has matched."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from bilingual.figures import moments
from bilingual.figures.figure import Figure
from bilingual.figures.matched import Matched, matched, whole
from bilingual.figures.numerals import numeral
from bilingual.figures.words import counted

if TYPE_CHECKING:
    from collections.abc import Callable

    from bilingual.figures.figure import Kind
    from bilingual.figures.language import Language, Rule

PLACES = 6
"""Decimals of fractions."""
_HUNDRED, _THOUSAND = 100, 1000
_SEVERAL = re.compile(r"\w\W+\w")


def built(rule: Rule, match: re.Match[str], language: Language) -> Figure | None:
    """The figure that a rule has matched; None where its values make none."""
    figure = _MAKERS[rule.kind](matched(rule, match, language))
    if figure and (rule.others or rule.times or rule.faint):
        times = (figure.value * rule.times,) if rule.times else ()
        return replace(figure, others=(*figure.others, *rule.others, *times), faint=figure.faint or rule.faint)
    return figure


def _number(found: Matched) -> Figure | None:
    """A number with what multiplies it and what it counts."""
    return _in_words(found) if "words" in found.groups else _in_digits(found)


def _in_words(found: Matched) -> Figure | None:
    """A number in words; where they make several, the first one, without the unit of the last."""
    said, language, start = found.groups["words"], found.language, found.start
    count = counted(said, language)
    if not count:
        return None
    kind: Kind = "ordinal" if count.ordinal else "number"
    faint = not _SEVERAL.search(said) and (count.value >= _HUNDRED or said in language.faint)
    if count.end < len(said):
        return Figure(start, start + count.end, kind, count.value, scale=count.scale, words=True, faint=faint)
    factor, _ = _scale(found)
    value = (count.value + _half(found, count.scale)) * factor
    scale, unit = max(count.scale, factor), _unit(found)
    return Figure(start, found.end, kind, value, unit=unit, scale=scale, words=True, faint=faint)


def _in_digits(found: Matched) -> Figure:
    """A number in digits, with all the values that they may have."""
    said, language = found.groups["numeral"], found.language
    values, foreign = numeral(said, language.decimal)
    (factor, loose), unit = _scale(found), _unit(found)
    if len(values) > 1 and not _is_doubtful(said, unit, factor, language):
        values = values[:1]
    values = tuple(value + _half(found, Decimal(1)) for value in values)
    readings = [value * factor for value in values]
    if loose:
        readings += [value * loose for value in values]
    elif "abbreviation" in found.groups and not unit:
        readings += values  # 10m may be metres
    others = tuple(readings[1:])
    return Figure(
        found.start, found.end, "number", readings[0], others=others, unit=unit, scale=factor, foreign=foreign
    )


def _half(found: Matched, scale: Decimal) -> Decimal:
    """What `and a half` adds: deux millions et demi has half a million more."""
    return scale / 2 if "half" in found.groups else Decimal(0)


def _is_doubtful(numeral: str, unit: str, factor: Decimal, language: Language) -> bool:
    """Whether three digits behind a mark may be the other thing: 1,400 users in a French text, 3.125 %."""
    measured = unit == "%" or factor > _THOUSAND
    if measured and numeral.endswith("0") and not (language.decimal == "." and "." in numeral):
        return False  # no decimals end in 0; in English, 10.000 million is French left over
    return language.decimal == "." or measured != ("," in numeral)


def _scale(found: Matched) -> tuple[Decimal, Decimal]:
    """By what a number is multiplied, and by what it may be instead."""
    factor, loose = Decimal(1), Decimal(0)
    for word in found.groups.get("scale", "").casefold().split():
        factor *= found.language.scales[word]
        loose = found.language.loose.get(word, Decimal(0))
    return factor * found.language.scales.get(found.groups.get("abbreviation", ""), Decimal(1)), loose


def _unit(found: Matched) -> str:
    """What is counted, as the program names it."""
    units, groups = found.language.units, found.groups
    said = " ".join((groups.get("before") or groups.get("unit") or groups.get("unitword") or "").split())
    return units.get(said) or units.get(said.casefold(), "")


def _about(found: Matched) -> Figure | None:
    """About so many."""
    times = whole(found) if "words" in found.groups else Decimal(1)
    if times is None:
        return None
    value, (scale, _) = found.language.about[found.groups["about"].casefold()] * times, _scale(found)
    unit = _unit(found)
    return Figure(found.start, found.end, "about", value * scale, unit=unit, scale=scale, words=True)


def _fraction(found: Matched) -> Figure | None:
    """A part of something; of a million, it is a number."""
    said, language = found.groups["fraction"].casefold(), found.language
    times = whole(found) if "words" in found.groups else Decimal(1)
    if times is None:
        return None
    value, (scale, _) = language.fractions[said] * times, _scale(found)
    if scale > 1:
        unit = _unit(found)
        return Figure(found.start, found.end, "number", value * scale, unit=unit, scale=scale, words=True)
    ordinal = language.ordinals.get(said) if times == 1 else None  # a third, the third
    others = (ordinal,) if ordinal else ()
    return Figure(found.start, found.end, "fraction", round(value, PLACES), others=others, words=True)


def _article(found: Matched) -> Figure:
    """A place in a law, without the word before it."""
    code = found.groups["code"]
    digits = tuple(map(Decimal, re.findall(r"\d+", code)))
    return Figure(found.end - len(code), found.end, "article", digits=digits)


_MAKERS: dict[Kind, Callable[[Matched], Figure | None]] = {
    "number": _number,
    "about": _about,
    "fraction": _fraction,
    "article": _article,
    "ordinal": moments.rank,
    "century": moments.rank,
    "decade": moments.decade,
    "date": moments.date,
    "time": moments.time,
}
