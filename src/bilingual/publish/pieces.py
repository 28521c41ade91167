"""A text cut where something begins or ends in it, so that the elements around its pieces nest, whatever overlaps."""

from __future__ import annotations

from dataclasses import dataclass, replace
from heapq import heapify, heappop, heappush
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

T = TypeVar("T")

WHOLE = 2
"""The rank of what comes out in one piece or not at all."""


@dataclass(frozen=True, slots=True)
class Span(Generic[T]):
    """A stretch of a text, `text[start:end]`, and what it is."""

    start: int
    end: int
    what: T
    rank: int = 0
    """Of two spans that cross, the one of the lower rank is cut; of one rank, the later."""


@dataclass(frozen=True, slots=True)
class Piece(Generic[T]):
    """A stretch of a text, and what ends and begins before it."""

    text: str
    closed: tuple[T, ...] = ()
    """The inner one first."""
    opened: tuple[T, ...] = ()
    """The outer one first."""


def pieces(text: str, spans: Iterable[Span[T]]) -> Iterator[Piece[T]]:
    """The text in pieces; joined, they give it back, and each element that they open and close holds some of it.

    Of two spans with one start the longer is the outer one. Spans are cut where they cross, and at the ends of the
    text; those of the rank `WHOLE` are left out where they reach beyond it or overlap an earlier or longer one of it.
    The time grows with the number of spans, and with how many lie upon each other.
    """
    waiting = [_turn(number, span) for number, span in enumerate(_fitting(spans, len(text)))]
    heapify(waiting)
    at, opened = 0, list[Span[T]]()
    closing: tuple[T, ...] = ()
    opening: tuple[T, ...] = ()
    while waiting or opened:
        here = min([turn[0] for turn in waiting[:1]] + [span.end for span in opened[-1:]])
        if at < here:
            yield Piece(text[at:here], closing, opening)
        now = [span for span in opened if span.end > here]
        while waiting and waiting[0][0] == here:
            *_order, number, span = heappop(waiting)
            crossing = (one for one in reversed(now) if one.rank >= span.rank and one.end < span.end)
            if crossed := next(crossing, None):
                heappush(waiting, _turn(number, replace(span, start=crossed.end)))
                span = replace(span, end=crossed.end)
            now.insert(sum(one.end >= span.end for one in now), span)
        closing, opening = _between(opened, now)
        at, opened = here, now
    if closing or at < len(text):
        yield Piece(text[at:], closing)


def _turn(number: int, span: Span[T]) -> tuple[int, int, int, int, Span[T]]:
    """When a span has its turn: by its start, the longer first; `number` tells apart those that are alike."""
    return span.start, -span.end, -span.rank, number, span


def _between(before: Sequence[Span[T]], after: Sequence[Span[T]]) -> tuple[tuple[T, ...], tuple[T, ...]]:
    """What is closed, and then what is opened, from one stack of spans to another."""
    same = 0
    while same < min(len(before), len(after)) and before[same] is after[same]:
        same += 1
    return tuple(span.what for span in reversed(before[same:])), tuple(span.what for span in after[same:])


def _fitting(spans: Iterable[Span[T]], size: int) -> Iterator[Span[T]]:
    """The spans inside a text of a size, cut or left out where they do not fit."""
    at = 0
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        start, end = max(span.start, 0), min(span.end, size)
        if start >= end:
            continue
        if span.rank < WHOLE:
            yield replace(span, start=start, end=end)
        elif at <= span.start and span.end == end:
            yield span
            at = end
