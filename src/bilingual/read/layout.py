"""From the lines of printed pages to paragraphs: by their places, sizes and lengths, as the eye tells them."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from bilingual.read import text
from bilingual.read.furniture import furniture
from bilingual.read.hyphens import joined
from bilingual.types import Block

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_FULL, _FULL_BEHIND_STOP = 0.91, 0.96
"""Share of the column that a line and the next word must fill for the break between them to be forced; more if the line
ends as paragraphs do. Widths are estimates: on 9 PDFs of ours, forced breaks had 0.95 and more."""
_GAP = 1.25
"""Distance of two lines, in the usual ones: a larger one is a break."""
_LEADING = 1.25
"""Distance of two lines where a file has too few to tell, in sizes of a letter."""
_INDENT = 0.8
"""Sizes of a letter: a line that starts so much farther right begins a paragraph."""
_LARGER, _DROP_CAP = 1.12, 1.8
"""Sizes of a heading and of a letter that opens an article, in that of the text."""
_LONGEST_HEADING, _LONGEST_LABEL = 200, 60
"""Characters."""

_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})
_ITEM = re.compile(r"(?:[-–—•·‣▪●◦]|\d{1,2}[.)])\s+\S|[•‣▪●◦]$")
_ENDS = re.compile(r"[.!?…:;)][»”\"’')\]]{0,3}(?:\s?»)?$")
_STOP = re.compile(r"[.!?…:][»”\"’')\]]{0,3}(?:\s?»)?$")
_WIDTHS = {
    char: share
    for share, chars in (
        (0.25, "iIljîïÎÏ.,;:!|'’‘ \xa0\u202f"),
        (0.32, "tfr()[]-/·`"),
        (0.42, 'sz?“”"'),
        (0.47, "cçJxvyk«»"),
        (0.74, "wŒæœADGHNOQRUVXYKÀÂÔÙÛ&"),
        (0.82, "mÆ%M"),
        (0.95, "W@—…"),
    )
    for char in chars
}
_SMALL, _CAPITAL, _BOLD = 0.5, 0.64, 1.06
"""How wide letters are, in sizes of a letter: between Times and Helvetica; how much wider if bold."""


@dataclass(frozen=True)
class Line:
    """A line as it stands on a page; distances in points."""

    page: int
    """From 1."""
    height: float
    """Of the page."""
    x: float
    y: float
    """Of its base line, above the bottom of the page."""
    size: float
    """Of its first letter."""
    bold: bool
    raw: str

    @cached_property
    def text(self) -> str:
        """Without ligatures and needless white space."""
        return text.one_line(self.raw.translate(_LIGATURES))

    @cached_property
    def end(self) -> float:
        """Where it ends, by an estimate of the widths of its letters."""
        return self.x + width(self.text) * self.size * (_BOLD if self.bold else 1)


def width(words: str) -> float:
    """How wide a text is, in sizes of its letters."""
    return sum(_WIDTHS.get(char) or (_CAPITAL if char.isupper() else _SMALL) for char in words)


def paragraphs(lines: Sequence[Line]) -> Iterator[Block]:
    """The blocks of the pages: all their text, what belongs to the pages rather than to the article marked."""
    lines = [line for line in dict.fromkeys(lines) if line.text]  # some programs print bold by drawing twice
    aside = furniture(lines)
    page = _Page.of([line for line in lines if line not in aside])
    found: list[tuple[Block, list[Block]]] = []
    group: list[Line] = []
    waiting: list[Block] = []
    for line in lines:
        if line in aside:
            waiting.append(Block(line.text, skip="boilerplate"))
        elif group and not page.breaks(group, line):
            group.append(line)
        else:
            if group:
                found.append((page.block(group), waiting))
            elif waiting:
                yield from waiting
            group, waiting = [line], []
    if group:
        found.append((page.block(group), waiting))
    else:
        yield from waiting
    for block, (_, behind) in zip(_headed([block for block, _ in found]), found, strict=True):
        yield block
        yield from behind


def _headed(blocks: Sequence[Block]) -> Sequence[Block]:
    """The blocks; headings guessed where type tells none, and what a site prints above its headline marked."""
    if not any(block.level for block in blocks):
        return list(text.with_headings(blocks))
    first = next((place for place, block in enumerate(blocks) if block.level == 1), 0)
    return [
        replace(block, skip="navigation")
        if place < first and not block.level and len(block.text) <= _LONGEST_LABEL and not _STOP.search(block.text)
        else block
        for place, block in enumerate(blocks)
    ]


@dataclass(frozen=True, slots=True)
class _Page:
    """What is usual on the pages of a file."""

    size: float
    """Of most letters."""
    bold: bool
    """Whether most of them are."""
    leading: dict[int, float]
    """The usual distance of two lines, by the size of their letters."""
    edges: dict[int, float]
    """Where the columns end on the right, by where they begin."""
    sizes: tuple[float, ...]
    """Of headings, the largest first."""

    @classmethod
    def of(cls, lines: Sequence[Line]) -> _Page:
        """What is usual among the lines of the text."""
        sizes: Counter[tuple[float, bool]] = Counter()
        gaps: dict[int, Counter[float]] = {}
        edges: dict[int, float] = {}
        for line in lines:
            sizes[round(line.size, 1), line.bold] += len(line.text)
            edges[_column(line)] = max(edges.get(_column(line), 0.0), line.end)
        for before, after in pairwise(lines):
            gap = before.y - after.y
            if before.page == after.page and _alike(before, after) and 0.3 * after.size < gap < 2.5 * after.size:
                gaps.setdefault(round(after.size), Counter())[round(gap, 1)] += 1
        ((size, bold), _), *_ = [*sizes.most_common(1), ((10.0, False), 0)]
        leading = {key: _least_usual(counts) for key, counts in gaps.items()}
        larger = sorted({one for one, _ in sizes if one > _LARGER * size}, reverse=True)
        return cls(size, bold, leading, edges, tuple(larger))

    def breaks(self, group: Sequence[Line], line: Line) -> bool:
        """Whether a line begins a new paragraph behind those of `group`."""
        last = group[-1]
        if self._is_drop_cap(last) or not _alike(last, line) or _ITEM.match(line.text):
            return not self._is_drop_cap(last)
        gap = last.y - line.y
        forced = self._forced(last, line)
        if last.page != line.page or gap <= 0:
            return not forced or (bool(_STOP.search(last.text)) and not line.text[0].islower())
        if gap > _GAP * self.leading.get(round(line.size), _LEADING * line.size):
            return True
        is_heading = last.size > _LARGER * self.size
        return not is_heading and (not forced or _is_shifted(group, line))

    def block(self, group: Sequence[Line]) -> Block:
        """The lines of a paragraph put together; a heading is larger than the text, or bold where that is not."""
        whole = group[0].text
        for before, line in pairwise(group):
            whole = whole + line.text if self._is_drop_cap(before) else joined(whole, line.text)
        block = Block(whole, "item" if _ITEM.match(whole) else "paragraph")
        size = round(group[-1].size, 1)
        could_head = (
            len(whole) <= _LONGEST_HEADING and not whole.endswith((".", ";", ",")) and any(map(str.isalpha, whole))
        )
        if could_head and size in self.sizes:
            return replace(block, kind="heading", level=min(self.sizes.index(size) + 1, 6))
        if could_head and not self.bold and all(line.bold for line in group) and not whole.endswith(":"):
            return replace(block, kind="heading", level=min(len(self.sizes) + 1, 6))
        return block

    def _forced(self, last: Line, line: Line) -> bool:
        """Whether the first word of a line would not have fitted on the one before."""
        edge = max(self.edges.get(column, 0.0) for column in _beside(last))
        word = line.text.split(" ", 1)[0]
        needed = last.end - last.x + (width(" ") + width(word)) * last.size
        return needed >= (_FULL_BEHIND_STOP if _ENDS.search(last.text) else _FULL) * (edge - last.x)

    def _is_drop_cap(self, line: Line) -> bool:
        return len(line.text) == 1 and line.text.isupper() and line.size > _DROP_CAP * self.size


def _alike(before: Line, after: Line) -> bool:
    """Whether two lines may be of one paragraph."""
    return abs(before.size - after.size) <= (_LARGER - 1) * before.size and before.bold == after.bold


def _is_shifted(group: Sequence[Line], line: Line) -> bool:
    """Whether a line is indented, or ends what was; the lines of an item hang behind its mark."""
    last = group[-1]
    shift = (line.x - last.x) / line.size
    hangs = len(group) == 1 and bool(_ITEM.match(last.text))
    return (shift > _INDENT and not hangs) or (shift < -_INDENT and len(group) > 1)


def _column(line: Line) -> int:
    return round(line.x / 4)


def _beside(line: Line) -> tuple[int, ...]:
    """The columns that a line may be of, itself perhaps indented."""
    column = _column(line)
    return tuple(range(column - 10, column + 2))


def _least_usual(counts: Counter[float]) -> float:
    """The smallest distance that is not rare."""
    rare = 0.15 * counts.total()
    return min((gap for gap, count in counts.items() if count >= rare), default=counts.most_common(1)[0][0])
