"""Words as a parser gives them, run after run, each with what is marked in it; blocks come out."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field, replace
from operator import itemgetter
from typing import TYPE_CHECKING

from bilingual.read.marks import Mark, settled, telling
from bilingual.read.text import one_line, single_spaced

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bilingual.types import Block, InlineKind, Span

Marks = frozenset[Mark]
"""What holds for a run: each kind once."""

PLAIN: Marks = frozenset()

TAGS: dict[str, InlineKind] = {
    **dict.fromkeys(("b", "strong"), "bold"),
    **dict.fromkeys(("i", "em", "cite", "dfn", "var"), "italic"),
    **dict.fromkeys(("code", "kbd", "samp", "tt"), "code"),
    "sup": "superscript",
    "sub": "subscript",
}
"""What the elements of HTML mark, and those that other formats have of it."""

_BLANK_LINE = re.compile(r"\n[^\S\n]*\n\s*")


def changed(marks: Marks, look: Mapping[InlineKind, bool]) -> Marks:
    """Marks, with what begins or ends to hold."""
    for kind, holds in look.items():
        marks = marks | {(kind, "")} if holds else marks - {(kind, "")}
    return marks


def linked(marks: Marks, href: str) -> Marks:
    """Marks inside a link; those given where it leads nowhere."""
    if not href:
        return marks
    return unlinked(marks) | {("link", href)}


def unlinked(marks: Marks) -> Marks:
    """Marks outside of any link."""
    return frozenset(mark for mark in marks if mark[0] != "link")


@dataclass(slots=True)
class Runs:
    """The runs since the last break."""

    _words: list[str] = field(default_factory=list)
    _turns: list[tuple[int, Marks]] = field(default_factory=list)
    """Where other marks begin to hold; from the start on, none do."""
    _marks: Marks = PLAIN
    """Those of the last run."""
    _size: int = 0

    def __bool__(self) -> bool:
        return bool(self._words)

    @property
    def text(self) -> str:
        """All of it, its white space as it came."""
        return "".join(self._words)

    def add(self, words: str, marks: Marks = PLAIN) -> None:
        """Takes note of a run."""
        if not words:
            return
        if marks is not self._marks and marks != self._marks:
            self._turns.append((self._size, marks))
            self._marks = marks
        self._words.append(words)
        self._size += len(words)

    def end_line(self) -> None:
        """Takes note of a break of the line: two of them with nothing between end a block."""
        self.add("\n", self._marks)

    def line(self, like: Block) -> Block:
        """All of it as one line, be it of a longer block; its text may come out empty."""
        return self._line(like, self.text, (0, self._size))

    def blocks(self, like: Block) -> Iterator[Block]:
        """The blocks between blank lines, of the kind given; what is nothing but white space is none."""
        text = self.text
        lines = (self._line(like, text, span) for span in _between_blank_lines(text))
        return (telling(line) for line in lines if line.text)

    def _line(self, like: Block, text: str, span: Span) -> Block:
        """A stretch with its white space reduced, its marks on the same words."""
        raw = text[slice(*span)]
        line = one_line(raw)
        if not self._turns or not line:
            return replace(like, text=line)
        first = span[0] + len(raw) - len(raw.lstrip())
        spans: dict[Mark, list[Span]] = {}
        end = 0
        spaced = False
        for words, marks in self._held(text, first, first + len(raw.strip())):
            piece = single_spaced(words)
            start, end = end, end + len(piece) - (spaced and piece.startswith(" "))
            spaced = piece.endswith(" ")
            for mark in marks:
                spans.setdefault(mark, []).append((start, end))
        return replace(like, text=line, inlines=settled(line, spans))

    def _held(self, text: str, start: int, end: int) -> Iterator[tuple[str, Marks]]:
        """The runs of a stretch that have the same marks, together."""
        number = bisect_right(self._turns, start, key=itemgetter(0))
        marks = self._turns[number - 1][1] if number else PLAIN
        while number < len(self._turns) and self._turns[number][0] < end:
            yield text[start : self._turns[number][0]], marks
            start, marks = self._turns[number]
            number += 1
        yield text[start:end], marks


def _between_blank_lines(text: str) -> Iterator[Span]:
    start = 0
    for found in _BLANK_LINE.finditer(text) if "\n" in text else ():
        yield start, found.start()
        start = found.end()
    yield start, len(text)
