"""Marked words as writers need them: stretches that do not overlap, or elements that nest."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Literal, NamedTuple

from markupsafe import Markup, escape

from bilingual.uri import uri

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bilingual.edition.book import Line
    from bilingual.types import Inline, InlineKind

ELEMENTS: dict[InlineKind, str] = {
    "bold": "b",
    "italic": "i",
    "superscript": "sup",
    "subscript": "sub",
    "code": "code",
    "link": "a",
}

_UNWRITABLE = re.compile("[^\t\n\r -\x7e\x85\xa0-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd\U00010000-\U0010ffff]")


class Mark(NamedTuple):
    """What is done to a stretch."""

    kind: InlineKind
    href: str = ""
    """Of a link: an address that may be followed."""


class Run(NamedTuple):
    """A stretch of a text that is marked alike from end to end."""

    text: str
    marks: tuple[Mark, ...] = ()
    """The outer one first; a link is the outermost, and no kind stands there twice."""

    @property
    def href(self) -> str:
        """Where the stretch leads; empty where nowhere."""
        return next((mark.href for mark in self.marks if mark.kind == "link"), "")

    def has(self, kind: InlineKind) -> bool:
        """Whether the stretch is marked so."""
        return any(mark.kind == kind for mark in self.marks)


class Event(NamedTuple):
    """What comes next when a line is written as nested elements."""

    what: Literal["open", "text", "close"]
    mark: Mark = Mark("bold")
    """Of what is opened or closed."""
    text: str = ""


def plain(text: str) -> str:
    """A text as XML can hold it: what it cannot, NUL and lone surrogates among them, becomes U+FFFD, one for one."""
    return _UNWRITABLE.sub("\ufffd", text)


def runs(line: Line) -> Iterator[Run]:
    """The text cut where marks begin and end; joined, the runs give the text back.

    Marks that lie outside the text or are empty are left out, as are links that lead nowhere allowed, or stand in
    another one; the words stay.
    """
    spans = _spans(line)
    cuts = sorted({0, len(line.text), *(at for start, end, _mark in spans for at in (start, end))})
    waiting, active = spans[::-1], list[tuple[int, int, Mark]]()
    for start, end in pairwise(cuts):
        while waiting and waiting[-1][0] <= start:
            active.append(waiting.pop())
        active = [span for span in active if span[1] > start]
        active.sort(key=lambda span: (span[2].kind != "link", span[0], -span[1]))
        yield Run(line.text[start:end], tuple(mark for _start, _end, mark in active))


def nested(line: Line) -> Iterator[Event]:
    """The text as elements that nest, whatever overlaps: what is opened is closed in the reverse order."""
    opened: list[Mark] = []
    for run in runs(line):
        same = 0
        while same < min(len(opened), len(run.marks)) and opened[same] == run.marks[same]:
            same += 1
        while len(opened) > same:
            yield Event("close", opened.pop())
        for mark in run.marks[same:]:
            opened.append(mark)
            yield Event("open", mark)
        yield Event("text", text=run.text)
    while opened:
        yield Event("close", opened.pop())


def xhtml(line: Line) -> Markup:
    """The text as well-formed markup that HTML and XML read alike."""
    return Markup("").join(_element(event) for event in nested(line))


def _element(event: Event) -> Markup:
    name = ELEMENTS[event.mark.kind]
    if event.what == "text":
        return escape(plain(event.text))
    if event.what == "close":
        return Markup("</{}>").format(name)
    return Markup('<a href="{}">').format(event.mark.href) if event.mark.href else Markup("<{}>").format(name)


def _spans(line: Line) -> list[tuple[int, int, Mark]]:
    """The marks by their starts; of one kind none overlaps another."""
    found: list[tuple[int, int, Mark]] = []
    for kind in ELEMENTS:
        marks = (mark for mark in line.inlines if mark.kind == kind)
        found += _links(marks, len(line.text)) if kind == "link" else _united(marks, kind, len(line.text))
    return sorted(found, key=lambda span: (span[0], -span[1]))


def _links(marks: Iterable[Inline], size: int) -> Iterator[tuple[int, int, Mark]]:
    at = 0
    for mark in sorted(marks, key=lambda mark: (mark.start, -mark.end)):
        href = uri(mark.href)
        if href and at <= mark.start < mark.end <= size:
            yield mark.start, mark.end, Mark("link", href)
            at = mark.end


def _united(marks: Iterable[Inline], kind: InlineKind, size: int) -> Iterator[tuple[int, int, Mark]]:
    """Stretches of one kind; those that touch are one."""
    first, last = -1, -1
    for mark in sorted(marks, key=lambda mark: mark.start):
        if not 0 <= mark.start < mark.end <= size:
            continue
        if mark.start > last:
            if first >= 0:
                yield first, last, Mark(kind)
            first, last = mark.start, mark.end
        last = max(last, mark.end)
    if first >= 0:
        yield first, last, Mark(kind)
