"""Find the figures and dates of a text, by the rules of its language."""

from __future__ import annotations

import re
from collections import deque
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from bilingual.dictionary import letters
from bilingual.figures import building
from bilingual.figures.language import language
from bilingual.figures.literals import literal, literals

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bilingual.figures.figure import Figure
    from bilingual.figures.language import Language

_SIGN = re.compile(r"[\d€$£¥@IVX]|://")
"""What a text has that has a figure or a name with digits, but none of a language's words for them."""
_RUN = re.compile(r"\w+(?:[-.]\w+){0,9}")
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
    if not _SIGN.search(text) and rules.words.isdisjoint(map(str.casefold, letters(text))):
        return ()
    figures = list(_all(text, rules))
    return tuple(_shared(text, figures, rules)) if len(figures) > 1 else tuple(figures)


def _all(text: str, rules: Language) -> Iterator[Figure]:
    names, end = deque(literals(text)), 0
    for anchor in rules.anchors.finditer(text):
        at = anchor.start()
        while names and names[0].start <= at:
            name = names.popleft()
            if name.start >= end:
                yield name
                end = name.end
        if at >= end and (figure := _figure(text, anchor, rules)):
            yield figure
            end = figure.end
    yield from (name for name in names if name.start >= end)


def _figure(text: str, anchor: re.Match[str], rules: Language) -> Figure | None:
    """The figure that begins at an anchor, by the first rule that fits; digits that fit none are a literal."""
    at, begin = anchor.start(), anchor.lastgroup or ""
    if begin == "word":
        begin = anchor[0].casefold()
    elif begin == "symbol":
        at -= _letters_before(text, at)
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
