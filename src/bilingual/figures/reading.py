"""Find the figures and dates of a text, by the rules of its language."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from bilingual.figures import building
from bilingual.figures.language import language
from bilingual.figures.literals import literal, literals

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bilingual.figures.figure import Figure
    from bilingual.figures.language import Language

_ANCHOR = re.compile(r"\d|[€$£¥]|[^\W\d_]+")
_RUN = re.compile(r"\w+(?:[-.]\w+){0,9}")
_ROMAN = re.compile(r"(?:I(?:er|re|ère|ᵉʳ)|[IVX]{1,6}(?:e|ᵉ|è|ème|ième|th|st|nd|rd)?)$")
_THOUSAND, _CENTURY = 1000, 100
_JOINTS = frozenset({"-", "–", "/"})


@lru_cache(maxsize=64)  # the checks of a pair ask for the same two texts
def found(text: str, lang: str) -> tuple[Figure, ...]:
    """The figures of a text in its order, none inside another; linear in its length.

    Args:
        text: in one line or many.
        lang: `fr` or `en`.
    """
    rules = language(lang)
    figures = list(_all(text, rules))
    return tuple(_shared(text, figures, rules)) if len(figures) > 1 else tuple(figures)


def _all(text: str, rules: Language) -> Iterator[Figure]:
    names = literals(text)
    next_literal = next(names, None)
    end = 0
    for anchor in _ANCHOR.finditer(text):
        at = anchor.start()
        while next_literal and next_literal.end <= at:
            next_literal = next(names, None)
        if at < end:
            continue
        if next_literal and next_literal.start <= at:
            yield next_literal
            end = next_literal.end
            continue
        figure = _figure(text, at, anchor[0], rules)
        if figure:
            yield figure
            end = figure.end


def _figure(text: str, at: int, said: str, rules: Language) -> Figure | None:
    """The figure that begins at a place, by the first rule that fits; digits that fit none are a literal."""
    if said.isdigit():
        begin = "digit"
    elif said in "€$£¥":
        begin, at = "symbol", at - _letters_before(text, at)
    else:
        begin = said.casefold()
        if begin not in rules.rules:
            begin = "roman" if said[0] in "IVX" and _ROMAN.match(said) else ""
    for rule in rules.rules.get(begin, ()):
        match = rule.pattern.match(text, at)
        if match and (figure := building.built(rule, match, rules)):
            return figure
    return literal(text, *run.span()) if begin == "digit" and (run := _RUN.match(text, at)) else None


def _letters_before(text: str, at: int) -> int:
    """How many letters of a currency stand before its sign: US$."""
    return 2 if text[max(0, at - 2) : at] in {"US", "HK", "NZ"} else 0


def _shared(text: str, figures: list[Figure], rules: Language) -> Iterator[Figure]:
    """The figures; of two that are linked the first may share the scale, the second be a year's last digits."""
    before: Figure | None = None
    for one, behind in zip(figures, [*figures[1:], None], strict=True):
        others = one.others
        if behind and behind.scale > 1 >= one.scale and one.value < _THOUSAND and _linked(text, one, behind, rules):
            others = (*others, one.value * behind.scale)
        if before and one.value < _CENTURY and _is_year(text, before) and text[before.end : one.start] in _JOINTS:
            others = (*others, before.value // _CENTURY * _CENTURY + one.value)
        yield replace(one, others=others) if others is not one.others else one
        before = one


def _linked(text: str, one: Figure, other: Figure, rules: Language) -> bool:
    """Whether two numbers have only a `to`, `or` and the like between them."""
    numbers = {one.kind, other.kind} == {"number"} and not one.unit
    return numbers and bool(rules.shared.fullmatch(text[one.end : other.start]))


def _is_year(text: str, figure: Figure) -> bool:
    return figure.kind == "number" and len(text[figure.start : figure.end]) == 4 and not figure.words  # noqa: PLR2004
