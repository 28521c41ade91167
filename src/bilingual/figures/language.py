"""A language's way with figures, as its data file has it, ready to be asked."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bilingual.figures.figure import Kind

SPACES = " \u00a0\u202f\u2009\u2007"
"""What may stand between the parts of a figure."""
SYMBOLS = ("US$", "A$", "C$", "HK$", "NZ$", "$", "€", "£", "¥", "EUR", "USD", "GBP", "CHF")
"""Currencies that may stand before their number."""
_PLACE = re.compile(r"\{([a-z]+)\}")
_GROUP = re.compile(r"\(\?P<(\w+)>")
_NUMERAL = (
    r"(?P<numeral>\d{1,3}(?:[ ]\d{3}){1,6}(?:[.,]\d{1,9})?(?!\d)"
    r"|\d{1,3}(?:[.,'’]\d{3}){1,6}(?:[.,]\d{1,9})?(?!\d|[.,]\d)"
    r"|\d{1,30}(?:[.,]\d{1,9})?(?!\d|[.,]\d))"
)


@dataclass(frozen=True, slots=True)
class Rule:
    """One way to write one kind of figure."""

    kind: Kind
    pattern: re.Pattern[str]
    french: bool
    """Whether it is French that stands in an English text."""
    others: tuple[Decimal, ...] = ()
    """What the same words may be on the other side: two, of weeks, for quinze jours."""
    faint: bool = False
    """Whether its figures may be said without a number on the other side."""
    times: Decimal = Decimal(0)
    """So many times its value it may be, too: ten times, of years, for decades."""


@dataclass(frozen=True, slots=True)
class Language:
    """The data file of a language."""

    decimal: str
    cardinals: Mapping[str, Decimal]
    """With what multiplies others."""
    ordinals: Mapping[str, Decimal]
    scales: Mapping[str, Decimal]
    loose: Mapping[str, Decimal]
    about: Mapping[str, Decimal]
    fractions: Mapping[str, Decimal]
    months: Mapping[str, int]
    lone: frozenset[str]
    faint: frozenset[str]
    weekdays: Mapping[str, int]
    units: Mapping[str, str]
    evening: frozenset[str]
    moment: frozenset[str]
    shared: re.Pattern[str]
    placeholders: re.Pattern[str]
    counted: re.Pattern[str]
    """What stands behind a number without commas that counts things."""
    rules: Mapping[str, tuple[Rule, ...]]
    """By what a figure may begin with: `digit`, `symbol`, `roman`, or a word in small letters."""
    words: frozenset[str]
    """Those that a figure without a sign of its own begins with; one of a law has digits."""
    anchors: re.Pattern[str]
    """What a figure may begin with: the group that matches is `digit`, `symbol`, `roman`, or `word`."""
    written: Mapping[str, Any]
    """How values are written; of English only."""


@cache
def language(name: str) -> Language:
    """How a language, `fr` or `en`, writes figures; from `data/figures.NAME.toml`."""
    table = tomllib.loads((files("bilingual") / "data" / f"figures.{name}.toml").read_text(encoding="utf-8"))
    scales, rules = _decimals(table["scales"] | table["abbreviations"]), _rules(table)
    return Language(
        decimal=table["decimal"],
        cardinals=_decimals(table["cardinals"] | table["scales"]),
        ordinals=_decimals(table["ordinals"]),
        scales=scales,
        loose=_decimals(table["loose"]),
        about=_decimals(table["about"]),
        fractions={word: Decimal(part) / Decimal(whole) for word, (part, whole) in table["fractions"].items()},
        months=table["months"],
        lone=frozenset(table["lone"]["months"]),
        faint=frozenset(table.get("faint", {}).get("words", ())),
        weekdays=table["weekdays"],
        units=table["units"] | {unit.casefold(): said for unit, said in table["units"].items() if _is_word(unit)},
        evening=frozenset(table["evening"]["words"]),
        moment=frozenset(table.get("moment", {}).get("words", ())),
        shared=_compiled(table["shared"]["between"]),
        placeholders=re.compile("|".join(map(re.escape, table["placeholders"]["words"]))),
        counted=re.compile(table.get("counted", {}).get("behind", "(?!)")),
        rules=rules,
        words=frozenset(word for word, those in rules.items() if any(rule.kind != "article" for rule in those)),
        anchors=_anchors(rules.keys() - {"digit", "symbol", "roman"}),
        written=table.get("written", {}),
    )


def _decimals(table: Mapping[str, int]) -> dict[str, Decimal]:
    return {word: Decimal(value) for word, value in table.items()}


def _rules(table: Mapping[str, Any]) -> dict[str, tuple[Rule, ...]]:
    """The rules by the words and signs with which a figure of theirs may begin."""
    places = _parts(table)
    begin: dict[str, Iterable[str]] = {
        "word": _beginnings(table),
        "month": table["months"],
        "fraction": table["fractions"],
        "about": table["about"],
    }
    rules: dict[str, list[Rule]] = {}
    for row in table["rule"]:
        pattern = _compiled(_PLACE.sub(lambda place: places[place[1]], row["pattern"]) + r"(?!\w)")
        others = tuple(Decimal(str(other)) for other in row.get("others", ()))
        faint, times = bool(row.get("faint")), Decimal(row.get("times", 0))
        rule = Rule(cast("Kind", row["kind"]), pattern, bool(row.get("french")), others, faint, times)
        at = row["at"]
        for word in at if isinstance(at, list) else begin.get(at, (at,)):
            rules.setdefault(word, []).append(rule)
    return {word: tuple(those) for word, those in rules.items()}


def _anchors(words: Iterable[str]) -> re.Pattern[str]:
    letter, roman = r"[^\W\d_]", r"I(?:er|re|ère|ᵉʳ)|[IVX]{1,6}(?:e|ᵉ|è|ème|ième|th|st|nd|rd)?"
    word = rf"(?<!{letter})(?:(?P<word>{_any(words)})|(?P<roman>(?-i:{roman})))(?!{letter})"
    return re.compile(rf"(?P<digit>\d)|(?P<symbol>[€$£¥])|{word}", re.IGNORECASE)


def _beginnings(table: Mapping[str, Any]) -> list[str]:
    """Words that may begin a number: not one, which is an article or a pronoun; not the plural of what multiplies."""
    cardinals = [word for word, value in table["cardinals"].items() if value != 1]
    scales = [word for word in table["scales"] if not word.endswith("s") and word not in cardinals]
    return [*cardinals, *scales, *(word for word, value in table["ordinals"].items() if value != 1)]


def _parts(table: Mapping[str, Any]) -> dict[str, str]:
    """What stands for the names in braces."""
    cardinals = [*table["cardinals"], *table["scales"], *table["ordinals"]]
    word = _any(cardinals)
    signs = [unit for unit in table["units"] if not unit[0].isalpha()]
    long = [unit for unit in table["units"] if _is_word(unit)]
    short = [unit for unit in table["units"] if unit[0].isalpha() and not _is_word(unit)]
    symbols = "|".join(re.escape(symbol) for symbol in SYMBOLS)
    currency = r"(?= ?(?:[€$£¥]|US\$|EUR|USD|GBP|CHF)| ?d['’]euros?| de (?:dollars|livres|francs))"
    return {
        "numeral": _NUMERAL,
        "words": f"(?P<words>{word}(?:(?:[ -]| et | and |-et-|-and-){word}){{0,12}}(?!\\w))",
        "scale": f"(?P<scale>{_any(table['scales'])}(?: {_any(table['scales'])})?)(?!\\w)",
        "abbreviation": f" ?(?P<abbreviation>(?-i:{_any(table['abbreviations'])}))"
        + (currency if table["decimal"] == "," else r"(?!\w)"),
        "about": f"(?P<about>{_any(table['about'])})s?",
        "fraction": f"(?P<fraction>{_any(table['fractions'])})",
        "month": f"(?P<month>{_any(table['months'])})",
        "symbol": f"(?-i:{symbols})",
        "roman": r"(?-i:(?P<roman>I(?=er|re|ère|ᵉʳ)|[IVX]{1,6}(?=e|ᵉ|è|ème|ième)))",
        "unit": f"(?:(?:[ -]| de )?(?P<unit>{_any(signs)}|(?-i:{_any(short)})(?!\\w))"
        f"|(?:[ -]|{table['shared']['of']})(?P<unitword>{_any(long)})(?!\\w))",
        **table["parts"],
    }


def _is_word(unit: str) -> bool:
    """Whether a unit is a word, in which capitals do not count, and not a sign."""
    return len(unit) > len("MHz") and unit.replace(" ", "").replace("-", "").isalpha()


def _any(words: Iterable[str]) -> str:
    """A pattern for any of some words, the longest that fits; what several begin with is looked at once."""
    ends: dict[str, list[str]] = {}
    for word in words:
        ends.setdefault(word[:1], []).append(word[1:])
    ways = [re.escape(first).replace("\\ ", " ") + _any(ends[first]) for first in sorted(ends) if first]
    if "" in ends:
        return f"(?:{'|'.join(ways)})?" if ways else ""
    return ways[0] if len(ways) == 1 else f"(?:{'|'.join(ways)})"


def _compiled(pattern: str) -> re.Pattern[str]:
    """A pattern whose spaces are any space that may stand in a figure; capitals do not count.

    A group's name may stand in it several times: `month`, then `month_2`.
    """
    counts: Counter[str] = Counter()

    def named(group: re.Match[str]) -> str:
        counts[group[1]] += 1
        return f"(?P<{group[1]}_{counts[group[1]]}>" if counts[group[1]] > 1 else group[0]

    marked = _GROUP.sub(named, pattern).replace("[ ", "[\0").replace(" ", "[\0]")
    return re.compile(marked.replace("\0", SPACES), re.IGNORECASE)
