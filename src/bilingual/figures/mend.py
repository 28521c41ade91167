"""Write the figures of a translation the English way where they are right as values, and leave all others."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import takewhile
from typing import TYPE_CHECKING

from bilingual.figures.agree import gaps
from bilingual.figures.language import language
from bilingual.figures.reading import found
from bilingual.figures.write import written

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bilingual.figures.figure import Figure
    from bilingual.figures.write import Style
    from bilingual.types import Link, Occurrence, Span

Edit = tuple["Span", str]
"""A span of the target and what to write there, as in `bilingual.mending`."""

_Value = tuple[str, object]

_MOST = 20
"""Figures of one value that are looked at."""
_SPACE = " \u00a0\u202f\u2009"
_SPACING = re.compile(
    rf"«[{_SPACE}]{{0,3}}|[{_SPACE}]{{0,3}}»"
    rf"|(?<=[\w)\]”’%])[{_SPACE}]{{1,3}}(?=[!?]+(?:[\s”\"'’)»]|$)|[:;](?:\s|$))(?!: ?\d)"
    rf"|(?<=\d)[{_SPACE}]{{1,3}}(?=[%‰])"
)
_MAY_SPACE = re.compile(rf"[«»!?:;%‰](?:(?<=[«»])|(?<=[{_SPACE}].))")
"""What a text has that `_SPACING` finds something in."""
_NONDIGIT = re.compile(r"\D")
_SIGNS = "€$£¥"
_LEFT_OVER = frozenset({"date", "decade", "century", "time", "ordinal", "number"})
"""Kinds that are looked for in French; the others are read alike in both languages, or not safe."""
_FIVE = 5
_LARGE = 1_000
_RUNS_ON = re.compile(r" [a-z]")
_HOUR, _AFTERNOON = 60, 13 * 60
_NEAR = 8
"""Characters before a figure in which its `the` or `at` ends."""
_LONG = 4
"""Letters of a word from which on it is French for sure, if English does not read it as the same figure."""


def mended(
    source: str, target: str, style: Style | None = None, keep: Iterable[Span] = (), *, slips: bool = False
) -> tuple[str, tuple[Edit, ...]]:
    """A target with its figures, quotation marks and spacing as English has them, and the edits that made it.

    Written anew is what has the value of a figure in the source: `1.400`, `12,5 %`, `14h30`, `29 octobre`. Edits are in
    the order of the text, and share no characters. Names with digits and addresses are not touched.

    Args:
        source: French.
        target: its translation.
        style: whose dates and times to write; where it is None, what is English already stays as it is.
        keep: spans of the target that are not to be touched.
        slips: whether a large number with a digit too many, too few or wrong is written anew as well, where no other
            figure disagrees: engines lose count in `100000`.
    """
    edits = tuple(_edits(source, target, style, tuple(keep), slips=slips))
    return applied(target, edits), edits


def moved(occurrences: Iterable[Occurrence], edits: Sequence[Edit]) -> tuple[Occurrence, ...]:
    """Terms at their places once the edits are made, none of which touches them."""
    return tuple(_moved(occurrence, edits) for occurrence in occurrences)


def relinked(links: Iterable[Link], edits: Sequence[Edit]) -> tuple[Link, ...]:
    """The word links once the edits are made; a figure that is written anew keeps that of its first word."""
    return tuple(_relinked(links, edits))


def applied(text: str, edits: Iterable[Edit]) -> str:
    """The text with edits made that are in its order and share no characters."""
    pieces, end = [], 0
    for (start, stop), said in edits:
        pieces += [text[end:start], said]
        end = stop
    return "".join([*pieces, text[end:]])


def fitted(text: str, target: str, end: int) -> str:
    """What is to be written before a place of the target: p.m. has no stop of its own before a full stop."""
    return text[:-1] if text.endswith(".") and target.startswith(".", end) else text


def _edits(source: str, target: str, style: Style | None, keep: tuple[Span, ...], *, slips: bool) -> Iterator[Edit]:
    """The edits from left to right; what is written anew goes before what is only closed up."""
    if not target or not source:
        return
    mine, theirs = found(source, "fr"), found(target, "en")
    edits = [*_rewritten(source, target, mine, theirs, style), *_left_over(source, target, mine, theirs, style)]
    edits += _slips(source, target, mine, theirs, style) if slips else ()
    if _MAY_SPACE.search(target):
        edits += [(match.span(), _closed(match[0])) for match in _SPACING.finditer(target)]
    if not edits:
        return
    taken = bytearray(len(target))
    for start, end in (*keep, *((one.start, one.end) for one in found(target, "fr") if one.kind == "literal")):
        taken[start:end] = b"\1" * (end - start)
    for (start, end), said in sorted(edits, key=lambda edit: (edit[0][0], -edit[0][1])):
        text = fitted(said, target, end)
        if not any(taken[start:end]) and target[start:end] != text:
            yield (start, end), text
            taken[start:end] = b"\1" * (end - start)


def _closed(said: str) -> str:
    return "“" if "«" in said else "”" if "»" in said else ""


def _rewritten(
    source: str, target: str, mine: Sequence[Figure], theirs: Sequence[Figure], style: Style | None
) -> Iterator[Edit]:
    """Figures that English can read, and writes otherwise."""
    values: dict[_Value, list[Figure]] = {}
    for one in mine:
        values.setdefault(_value(one), []).append(one)
    for other in theirs:
        said = target[other.start : other.end]
        alike = [one for value in _values(other) for one in values.get(value, ())[:_MOST]]
        same = next((one for one in alike if _counts_alike(one, other)), None)
        asked = other.foreign or said[-1:] in _SIGNS or (style is not None and _has_style(other))
        asked = asked or _is_count(other, said, target)
        if same is None:
            meant = [one for value in other.others for one in values.get(("number", value), ())[:_MOST]]
            same = next((one for one in meant if _is_meant(one, other, source[one.start : one.end], said)), None)
            asked = same is not None
        if asked and same and _is_clear(same, source, said) and (text := _as_said(same, other, source, style)):
            yield (other.start, other.end), text + _comma(target, other, text)


def _slips(
    source: str, target: str, mine: Sequence[Figure], theirs: Sequence[Figure], style: Style | None
) -> Iterator[Edit]:
    """The one figure that disagrees, where it is a large number in which the engine lost count."""
    if not any(_is_large(one) for one in mine):
        return
    left = gaps(mine, theirs)
    one, other = (left[0].source, left[0].target) if len(left) == 1 else (None, None)
    if one is None or other is None or not _is_large(one) or not _counts_alike(one, other):
        return
    said = target[other.start : other.end]
    if _is_slip(source[one.start : one.end], said) and (text := _as_said(one, other, source, style)):
        yield (other.start, other.end), text


def _is_large(one: Figure) -> bool:
    return one.kind == "number" and not one.words and one.scale == 1 and one.value >= _LARGE and not one.others


def _is_slip(mine: str, theirs: str) -> bool:
    """Whether two numbers begin alike and differ in one digit at the most, be it too many or too few."""
    a, b = _NONDIGIT.sub("", mine), _NONDIGIT.sub("", theirs)
    if not b or a[0] != b[0] or abs(len(a) - len(b)) > 1:
        return False
    same = sum(1 for _ in takewhile(lambda both: both[0] == both[1], zip(a, b, strict=False)))
    rest = max(len(a), len(b)) - same - 1
    return rest <= 0 or a[len(a) - rest :] == b[len(b) - rest :]


def _is_count(other: Figure, said: str, target: str) -> bool:
    """Whether a number of five digits and more has no commas, and counts what follows: it is no code or name."""
    if other.kind != "number" or not said.isdecimal() or len(said) < _FIVE:
        return False
    return language("en").counted.match(target, other.end) is not None


def _is_clear(one: Figure, source: str, said: str) -> bool:
    """Whether a time is one of the day for sure: a film of 2h30 does not begin at 2:30 a.m."""
    if one.kind != "time" or one.value >= _AFTERNOON or not said[-1:].isdigit():
        return True
    before = source[: one.start].rsplit(None, 1)
    return bool(before) and before[-1].casefold() in language("fr").moment


def _value(figure: Figure) -> _Value:
    """What two figures must have in common to be the same."""
    return ("date", figure.day[:3]) if figure.kind == "date" else (figure.kind, figure.value)


def _values(other: Figure) -> list[_Value]:
    """The value that a figure has, and a time may have."""
    return [_value(other), *(("time", value) for value in other.others if other.kind == "time")]


def _counts_alike(one: Figure, other: Figure) -> bool:
    """Whether two figures do not count different things, and are of those that are written anew."""
    return one.kind != "literal" and not (one.unit and other.unit and one.unit != other.unit)


def _is_meant(one: Figure, other: Figure, mine: str, theirs: str) -> bool:
    """Whether the same digits have the source's value if they are read as French: 1.400, and 3,125 %.

    `3,125 users` is left alone: French that was written in a hurry has the English comma.
    """
    if other.kind != "number" or other.words or one.scale != other.scale or other.value in one.others:
        return False
    whole = one.value.as_tuple().exponent == 0
    return _NONDIGIT.sub("", mine) == _NONDIGIT.sub("", theirs) and (whole or one.unit == "%" or one.scale > 1)


def _as_said(one: Figure, other: Figure, source: str, style: Style | None) -> str | None:
    """The source's value in English, without a unit where the target has none in the figure itself."""
    if one.kind == "number" and one.unit and not other.unit:
        one = replace(one, unit="")
    if one.kind == "date":
        one = replace(one, day=one.day._replace(weekday=other.day.weekday))
    return written(one, source[one.start : one.end], style)


def _has_style(figure: Figure) -> bool:
    """Whether the press writes a figure one way here and another there; an hour alone may be a duration."""
    return (figure.kind == "date" and bool(figure.day.day and figure.day.month)) or (
        figure.kind == "time" and bool(figure.value % _HOUR)
    )


def _comma(target: str, other: Figure, text: str) -> str:
    """The comma that follows an American date with its year inside a sentence."""
    dated = (
        other.kind == "date" and other.day.year and other.day.day and "," in text.removesuffix(f", {other.day.year}")
    )
    full = other.kind == "date" and text.endswith(f", {other.day.year}")
    return "," if (dated or full) and _RUNS_ON.match(target, other.end) else ""


def _left_over(
    source: str, target: str, mine: Sequence[Figure], theirs: Sequence[Figure], style: Style | None
) -> Iterator[Edit]:
    """Figures that came through in French: octobre 2019, XVIe siècle, 5 millions d'euros."""
    said = {
        (one.kind, text): one
        for one in mine
        if one.kind in _LEFT_OVER and _is_french(one, text := source[one.start : one.end].casefold())
    }
    small = target.casefold() if said else ""
    if len(said) < _MOST and not any(text in small for _, text in said):
        return
    english = {(other.start, other.end) for other in theirs if not other.foreign and other.kind != "literal"}
    for left in found(target, "fr"):
        text = target[left.start : left.end]
        one = said.get((left.kind, text.casefold()))
        if one is None or (left.start, left.end) in english:
            continue
        before = target[max(0, left.start - _NEAR) : left.start].casefold()
        if one.unit == "h" and not before.rstrip().endswith(" at"):
            continue
        if _is_clear(one, source, text) and (english_text := written(one, text, style)):
            the = "the " if one.kind == "decade" and not before.endswith("the ") else ""
            yield (left.start, left.end), the + english_text


def _is_french(one: Figure, text: str) -> bool:
    """Whether a figure is surely French where it stands in the target as it is; an hour, behind an `at`."""
    if one.faint:
        return False
    if one.kind == "ordinal":
        return text[:1].isdigit()
    if one.kind == "number":
        return one.scale > 1 or bool(one.unit) or (one.words and len(text) >= _LONG)
    return True


def _moved(occurrence: Occurrence, edits: Sequence[Edit]) -> Occurrence:
    if occurrence.start < 0:
        return occurrence
    shift = _shift(occurrence.start, edits)
    return replace(occurrence, start=occurrence.start + shift, end=occurrence.end + shift)


def _shift(at: int, edits: Iterable[Edit]) -> int:
    """By how many characters what begins at a place is moved by the edits before it."""
    return sum(len(said) - (end - start) for (start, end), said in edits if end <= at)


def _relinked(links: Iterable[Link], edits: Sequence[Edit]) -> Iterator[Link]:
    done: set[Span] = set()
    for source, (start, end) in links:
        hit = next(((span, said) for span, said in edits if said and span[0] < end and start < span[1]), None)
        begin = hit[0][0] if hit else start
        length = len(hit[1]) if hit else end - start
        place = (begin + _shift(begin, edits), begin + _shift(begin, edits) + length)
        if place not in done:
            done.add(place)
            yield source, place
