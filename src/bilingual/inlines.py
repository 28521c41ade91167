"""Where what an author marked in the source (bold words, links) stands in the translation.

Word links tell it; where there are none, as in what a person wrote, the engine's own text does, by what it has in
common with the new one. A mark that fits no words is left out, but a link is never lost: it stands about where it did.
"""

from __future__ import annotations

from collections import Counter, deque
from dataclasses import replace
from typing import TYPE_CHECKING

from bilingual.grammar import is_function_word
from bilingual.links import word_spans
from bilingual.types import within

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bilingual.types import Inline, Link, Span

_PAIRED = {"«": "“", "“": "“", "„": "“", '"': '"', "(": "(", "[": "["}
_CLOSED = {"“": "”", '"': '"', "(": ")", "[": "]"}
"""English signs around a phrase that a mark takes in where it does in French: the opening one, and what closes it."""


def placed(marks: Sequence[Inline], source: str, target: str, links: Sequence[Link]) -> tuple[Inline, ...]:
    """The marks of a source text in its translation, by word links.

    Args:
        marks: of the source.
        source: its text.
        target: its translation.
        links: between the words of both, in the target's order; empty where none are known.
    """
    if not marks:
        return ()
    sides = _Sides(source, target, links)
    found = (_place(mark, sides) for mark in marks)
    return ordered(replace(mark, start=at[0], end=at[1]) for mark, at in zip(marks, found, strict=True) if at)


def carried(marks: Sequence[Inline], before: str, after: str) -> tuple[Inline, ...]:
    """The marks of a text in another version of it; those whose words are gone are left out."""
    if not marks or before == after:
        return tuple(marks)
    from rapidfuzz.distance import Levenshtein

    old, new = word_spans(before), word_spans(after)
    steps = Levenshtein.opcodes([before[a:b] for a, b in old], [after[a:b] for a, b in new])
    moved: list[range] = [range(0)] * len(old)
    for step in steps:
        for n in range(step.src_start, step.src_end):
            is_same = step.tag == "equal"
            first = step.dest_start + n - step.src_start if is_same else step.dest_start
            moved[n] = range(first, first + 1 if is_same else step.dest_end)
    found = []
    for mark in marks:
        inside = [n for n, word in enumerate(old) if _meet(word, mark)]
        there = [m for n in inside for m in moved[n]]
        if there:
            inner = _within_word(mark, before, old[inside[0]], after, new[there[0]]) if len(inside) == 1 else None
            start, end = inner or _quoted(mark, before, after, (new[min(there)][0], new[max(there)][1]))
            found.append(replace(mark, start=start, end=end))
    return ordered(found)


def cut(marks: Iterable[Inline], spans: Iterable[Span]) -> Iterator[tuple[Span, tuple[Inline, ...]]]:
    """Stretches of a text, each with its marks as `within` has them, in one go over all of these.

    Args:
        marks: of the text, by their starts.
        spans: of the text, in order, and apart.
    """
    waiting = deque(marks)
    there: list[Inline] = []
    for start, end in spans:
        there = [one for one in there if one.end > start]
        while waiting and waiting[0].start < end:
            there.append(waiting.popleft())
        yield (start, end), within(there, start, end) if there else ()


def missing(source: Iterable[Inline], target: Iterable[Inline]) -> list[Inline]:
    """The marks of a source that have no counterpart among those of its translation."""
    there = [(one.kind, one.href) for one in target]
    left = []
    for mark in source:
        if (mark.kind, mark.href) in there:
            there.remove((mark.kind, mark.href))
        else:
            left.append(mark)
    return left


def known(source: Iterable[Inline], target: Iterable[Inline]) -> list[Inline]:
    """The marks of a translation that its source has, too: what was marked otherwise before is no longer asked for."""
    there = [(one.kind, one.href) for one in source]
    kept = []
    for mark in target:
        if (mark.kind, mark.href) in there:
            there.remove((mark.kind, mark.href))
            kept.append(mark)
    return kept


def ordered(marks: Iterable[Inline]) -> tuple[Inline, ...]:
    """Marks of one text in their order."""
    return tuple(sorted(marks, key=lambda one: (one.start, -one.end)))


class _Sides:
    """A text and its translation, by their words."""

    def __init__(self, source: str, target: str, links: Sequence[Link]) -> None:
        self.source, self.target, self.links = source, target, links
        self.words, self.said = word_spans(source), word_spans(target)


def _place(mark: Inline, sides: _Sides) -> Span | None:
    """Where a mark of the source stands in the target; None where nothing tells."""
    inside = [word for word in sides.words if _meet(word, mark)]
    if len(inside) == 1 and (mark.start > inside[0][0] or mark.end < inside[0][1]):
        return _part(mark, inside[0], sides)
    if inside and len(inside) == len(sides.words):
        return _stripped(sides.target)
    there = _run(mark, sides) or _same(mark, sides.source, sides.target)
    if there is None and mark.kind == "link":
        there = _about(mark, sides)
    return _quoted(mark, sides.source, sides.target, there) if there else None


def _run(mark: Inline, sides: _Sides) -> Span | None:
    """The longest run of target words whose partners are marked; function words between them do not end it."""
    runs: list[list[Link]] = []
    is_open = False
    for word, there in sides.links:
        if _meet(word, mark):
            if not is_open:
                runs.append([])
            runs[-1].append((word, there))
            is_open = True
        elif not is_function_word(sides.target[slice(*there)]):
            is_open = False
    trimmed = [_trimmed(run, sides.target) for run in runs]
    return max(trimmed, key=lambda run: run[1] - run[0], default=None)


def _trimmed(run: list[Link], target: str) -> Span:
    """Where a run stands, without what merely goes along with its words at the ends: *to* Le Monde, *the* NSO."""
    shared = Counter(word for word, _there in run)
    words = list(run)
    for end in (0, -1):
        while len(words) > 1 and shared[words[end][0]] > 1 and is_function_word(target[slice(*words[end][1])]):
            shared[words.pop(end)[0]] -= 1
    return words[0][1][0], words[-1][1][1]


def _part(mark: Inline, word: Span, sides: _Sides) -> Span | None:
    """The place of a mark inside a word: the same letters of its partner (CO₂), or all of it, but nothing raised."""
    there = next((other for one, other in sides.links if one == word), None)
    if there is None:
        return _same(mark, sides.source, sides.target) or (_about(mark, sides) if mark.kind == "link" else None)
    inner = _within_word(mark, sides.source, word, sides.target, there)
    return inner if inner or mark.kind in {"superscript", "subscript"} else there


def _within_word(mark: Inline, before: str, word: Span, after: str, other: Span) -> Span | None:
    """Where the letters of a mark that begin or end a word begin or end its counterpart; None for whole words."""
    if (mark.start, mark.end) == word:
        return None
    letters, there = before[mark.start : mark.end], after[slice(*other)]
    if mark.end >= word[1] and there.endswith(letters):
        return other[1] - len(letters), other[1]
    if mark.start <= word[0] and there.startswith(letters):
        return other[0], other[0] + len(letters)
    return None


def _same(mark: Inline, source: str, target: str) -> Span | None:
    """The very words of a mark in the target: names, figures, addresses; the place nearest to that in the source."""
    letters = source[mark.start : mark.end]
    share = mark.start / max(len(source), 1)
    places = list(_places(letters, target))
    at = min(places, key=lambda place: abs(place / max(len(target), 1) - share), default=-1)
    return (at, at + len(letters)) if at >= 0 else None


def _places(letters: str, text: str) -> Iterator[int]:
    at = text.find(letters)
    while at >= 0:
        yield at
        at = text.find(letters, at + len(letters))


def _about(mark: Inline, sides: _Sides) -> Span | None:
    """As far into the target as the mark is into the source, by whole words."""
    many, size = len(sides.said), max(len(sides.source), 1)
    if not many:
        return _stripped(sides.target)
    first, last = (sides.said[many * place // size] for place in (mark.start, mark.end - 1))
    return first[0], last[1]


def _quoted(mark: Inline, source: str, target: str, there: Span) -> Span:
    """A place with the quotation marks or brackets around it, where the source has them inside the mark."""
    opened = _PAIRED.get(source[mark.start : mark.start + 1], "")
    start, end = there
    if opened and target[:start].endswith(opened) and target.startswith(_CLOSED[opened], end):
        return start - len(opened), end + len(_CLOSED[opened])
    return there


def _stripped(target: str) -> Span | None:
    start = len(target) - len(target.lstrip())
    end = start + len(target.strip())
    return (start, end) if start < end else None


def _meet(word: Span, mark: Inline) -> bool:
    return word[0] < mark.end and mark.start < word[1]
