"""Marked words of a text as the steps in which markup is written, and what the three formats call them."""

from __future__ import annotations

from collections import defaultdict, deque
from heapq import heappop, heappush
from html import escape, unescape
from typing import TYPE_CHECKING, Literal, NamedTuple

from bilingual.exchange.characters import freed

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from bilingual.types import Inline, InlineKind

TAGS: dict[str, str] = {
    "bold": "b",
    "italic": "i",
    "superscript": "sup",
    "subscript": "sub",
    "code": "code",
    "link": "a",
}
"""As what a mark is shown to a translator: the code of the original, of which the formats keep a copy."""
_DEEPEST = 50
"""Marks inside each other; what goes deeper is written like what overlaps."""
_HREF = ' href="'


class Mark(NamedTuple):
    """A stretch of a text that is marked."""

    start: int
    end: int
    name: str
    """Its number, the same in source and target for what belongs together; terms have names of their own."""
    kind: InlineKind | Literal["term"]
    href: str = ""


class Step(NamedTuple):
    """What is written next."""

    what: Literal["text", "begin", "end", "open", "close"]
    """Marks that lie inside each other begin and end; those that overlap others open and close."""
    text: str = ""
    mark: Mark | None = None


def numbered(source: Sequence[Inline], target: Sequence[Inline]) -> tuple[list[Mark], list[Mark]]:
    """The marks of both sides with numbers from 1: what stands for the same has the same one."""
    waiting: dict[tuple[str, str], deque[str]] = defaultdict(deque)
    here = [Mark(one.start, one.end, str(n), one.kind, one.href) for n, one in enumerate(source, 1)]
    for mark in here:
        waiting[mark.kind, mark.href].append(mark.name)
    more = len(here)
    there = []
    for one in target:
        same = waiting[one.kind, one.href]
        more += not same
        there.append(Mark(one.start, one.end, same.popleft() if same else str(more), one.kind, one.href))
    return here, there


def apart(marks: Iterable[Mark]) -> frozenset[str]:
    """The names of marks that overlap others of the same text, so that no element can hold their words."""
    found: set[str] = set()
    inside: list[Mark] = []
    crossing: list[tuple[int, str]] = []
    for mark in _ordered(marks):
        while inside and inside[-1].end <= mark.start:
            inside.pop()
        while crossing and crossing[0][0] <= mark.start:
            heappop(crossing)
        while inside and inside[-1].end < mark.end:
            one = inside.pop()
            found.add(one.name)
            heappush(crossing, (one.end, one.name))
        if len(inside) >= _DEEPEST or (crossing and crossing[0][0] < mark.end):
            found.add(mark.name)
            heappush(crossing, (mark.end, mark.name))
        else:
            inside.append(mark)
    return frozenset(found)


def steps(text: str, marks: Iterable[Mark], opened: Collection[str]) -> Iterator[Step]:
    """The steps in which a text and its marks are written; marks that do not fit the text are left out.

    Args:
        text: the text.
        marks: its marks.
        opened: the names of those that open and close: all that are apart, and whichever else.
    """
    events = []
    for order, mark in enumerate(_ordered(one for one in marks if 0 <= one.start < one.end <= len(text))):
        begin, end = (Step("begin", mark=mark), Step("end", mark=mark))
        if mark.name in opened:
            begin, end = begin._replace(what="open"), end._replace(what="close")
        events += [(mark.start, 1, order, begin), (mark.end, 0, -order, end)]
    at = 0
    for place, _which, _order, step in sorted(events, key=lambda event: event[:3]):
        if place > at:
            yield Step("text", text[at:place])
            at = place
        yield step
    if text[at:]:
        yield Step("text", text[at:])


def code(mark: Mark) -> str:
    """The code with which a mark begins in the original: `<b>`, `<a href="https://…">`."""
    told = f'{_HREF}{escape(mark.href)}"' if mark.href else ""
    return f"<{TAGS[mark.kind]}{told}>"


def closing(mark: Mark) -> str:
    """The code with which it ends."""
    return f"</{TAGS[mark.kind]}>"


def href(told: str) -> str:
    """Where a link leads, by the code that `code` has written; empty where it does not tell."""
    _tag, begun, rest = told.partition(_HREF)
    return unescape(freed(rest.partition('"')[0])) if begun else ""


def _ordered(marks: Iterable[Mark]) -> list[Mark]:
    return sorted(marks, key=lambda one: (one.start, -one.end))
