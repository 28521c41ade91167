"""Marked words in the file of record: a comment each, `markup: link https://a.fr 4-10 → 4-11 the law`.

First their place in the source, behind the arrow that in the target, and its words: whoever changes the text in
another tool moves them, and they are found again by their letters.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, get_args

from bilingual.types import Inline, InlineKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

MARKUP = "markup: "
_PLACE = "([0-9]{1,9})-([0-9]{1,9})"
_LINE = re.compile(rf"{MARKUP}({'|'.join(get_args(InlineKind))})(?: (\S+))? {_PLACE}(?: → {_PLACE} (.*))?")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_SPACE = re.compile(r"\s")


def written(source: Sequence[Inline], target: Sequence[Inline], text: str) -> list[str]:
    """A line for each mark of a source, with its place in the target where it has one.

    Args:
        source: the marks of the source.
        target: those of the target.
        text: the target.
    """
    waiting = list(target)
    lines = []
    for one in source:
        href = f" {_SPACE.sub('%20', one.href)}" if one.href else ""
        line = f"{MARKUP}{one.kind}{href} {one.start}-{one.end}"
        place = next((other for other in waiting if (other.kind, other.href) == (one.kind, one.href)), None)
        if place:
            waiting.remove(place)
            line += f" → {place.start}-{place.end} {_words(text, place)}"
        lines.append(line)
    return lines


def read(comments: Iterable[str], source: str, target: str) -> tuple[tuple[Inline, ...], tuple[Inline, ...]]:
    """The marks of source and target that the comments of an entry tell; what does not fit the texts is left out."""
    found = list(_read(comments, target))
    here = (one for one, _place in found if one.start < one.end <= len(source))
    there = (place for _one, place in found if place)
    return _ordered(here), _ordered(there)


def _read(comments: Iterable[str], target: str) -> Iterator[tuple[Inline, Inline | None]]:
    for line in comments:
        told = _LINE.fullmatch(line) if line.startswith(MARKUP) else None
        if told:
            kind, href, start, end, first, last, words = told.groups()
            mark = Inline(int(start), int(end), kind, href or "")  # type: ignore[arg-type]  # the pattern knows the kinds
            yield mark, _found(replace(mark, start=int(first), end=int(last)), words, target) if words else None


def _found(mark: Inline, words: str, text: str) -> Inline | None:
    """A mark at its words: where it says, else at the nearest place where they stand; None where they are gone."""
    if mark.start < mark.end <= len(text) and _words(text, mark) == words:
        return mark
    behind = text.find(words, mark.start)
    before = text.rfind(words, 0, mark.start + len(words) - 1)
    places = [place for place in (before, behind) if place >= 0]
    at = min(places, key=lambda place: abs(place - mark.start), default=-1)
    return replace(mark, start=at, end=at + len(words)) if at >= 0 else None


def _words(text: str, mark: Inline) -> str:
    return _CONTROL.sub(" ", text[mark.start : mark.end])


def _ordered(marks: Iterable[Inline]) -> tuple[Inline, ...]:
    return tuple(sorted(marks, key=lambda one: (one.start, -one.end)))
