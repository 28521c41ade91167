"""Compare the figures of a text with those of its translation, by their values."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bilingual.figures.figure import Figure, parts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

    from bilingual.figures.figure import Key, Part


_COUNTING = frozenset({"number", "about", "ordinal", "century", "date", "decade"})
_DOLLARS = frozenset({"USD", "CAD", "AUD", "HKD", "NZD"})
"""Which of them a $ is, the text alone does not say."""
_COUNTED = frozenset({"EUR", "GBP", "JPY", "CNY", "CHF", "%", "‰", "km", "kg", "m", "cm", "mm"}) | _DOLLARS
"""Units that are not mistaken for others where they are said."""


_MOST = 40
"""Parts that are paired with others; where more do not agree, the text is another one."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A figure without its like on the other side, or two that stand for each other and differ."""

    source: Figure | None
    target: Figure | None


_Left = tuple[Figure, "Part"]


def gaps(source: Sequence[Figure], target: Sequence[Figure]) -> tuple[Gap, ...]:
    """What does not agree between the figures of a text and those of its translation, in the order of the source.

    A part of a figure agrees if the other side has one of its keys, in whatever figure: `29 octobre 2019` agrees with
    `in 2019, on October 29`. Numbers that are said in many ways (both, a pair, half) count only in pairs.
    """
    if not source and not target:
        return ()
    mine, theirs = _open(source, target), _open(target, source)
    paired = list(_pairs(mine, theirs))
    taken = {id(one) for gap in paired for one in (gap.source, gap.target)}
    lost = [Gap(one, None) for one, part in mine if part.firm and id(one) not in taken]
    added = [Gap(None, one) for one, part in theirs if part.firm and id(one) not in taken]
    return tuple(dict.fromkeys([*paired, *lost, *added]))


def _open(figures: Sequence[Figure], others: Sequence[Figure]) -> list[_Left]:
    """The parts of figures that the others do not have."""
    keys: set[Key] = set()
    loose: set[Key] = set()
    for other in others:
        for part in parts(other):
            keys |= part.keys
            loose.update(*part.ways)
    return [(one, part) for one in figures for part in parts(one) if not _is_there(part, keys, loose)]


def _is_there(part: Part, keys: set[Key], loose: set[Key]) -> bool:
    """Whether the other side has a part.

    Args:
        part: of a figure.
        keys: what the other side's figures are.
        loose: what they may be as well, for others than their own sort.
    """
    same = not part.keys.isdisjoint(keys) or not part.keys.isdisjoint(loose)
    return same or any(way <= keys for way in part.ways)


def _pairs(mine: Sequence[_Left], theirs: Sequence[_Left]) -> Iterator[Gap]:
    """Open parts of one sort, taken as standing for each other: those that are most alike first."""
    likely = [
        (_likeness(one, other), -m, -t, one, other)
        for m, (one, part) in enumerate(mine[:_MOST])
        for t, (other, its) in enumerate(theirs[:_MOST])
        if _sort(its) == _sort(part) and _fits(one, other) and (part.firm or its.firm or one.kind == other.kind)
    ]
    taken: set[tuple[int, int]] = set()
    for _, m, t, one, other in sorted(likely, key=lambda way: way[:3], reverse=True):
        if taken.isdisjoint({(0, m), (1, t)}):
            taken |= {(0, m), (1, t)}
            yield Gap(one, other)


def _sort(part: Part) -> str:
    return min(part.keys)[0]


def _fits(one: Figure, other: Figure) -> bool:
    """Whether one figure may stand for the other."""
    return one.kind == other.kind or {one.kind, other.kind} <= _COUNTING


def _likeness(one: Figure, other: Figure) -> int:
    """How much two figures look as if they were meant to be the same: by what they count, then by their digits."""
    alike = 8 * (one.kind == other.kind) + 8 * (one.unit == other.unit) + 2 * (one.words == other.words)
    mine, theirs = Counter(one.value.as_tuple().digits), Counter(other.value.as_tuple().digits)
    return alike + 6 * (mine & theirs).total() // max(mine.total(), theirs.total())


def recounted(source: Sequence[Figure], target: Sequence[Figure]) -> Iterator[Gap]:
    """Figures of equal value that count different things: € 3 million, $3 million."""
    by_value: dict[Decimal, list[Figure]] = {}
    for other in target:
        if other.unit:
            by_value.setdefault(other.value, []).append(other)
    for one in source:
        same = by_value.get(one.value, ())
        if one.unit in _COUNTED and same and all(_differ(one.unit, other.unit) for other in same):
            yield Gap(one, same[0])


def _differ(unit: str, other: str) -> bool:
    return other in _COUNTED and unit != other and not {unit, other} <= _DOLLARS
