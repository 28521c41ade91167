"""From the runs of a word processor to blocks: what its readers share."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bilingual.read import text
from bilingual.read.runs import PLAIN, Runs
from bilingual.read.styles import Style
from bilingual.types import Block

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bilingual.read.runs import Marks
    from bilingual.types import Reason


@dataclass(slots=True)
class _Paragraph:
    style: Style
    runs: Runs = field(default_factory=Runs)
    hidden: list[str] = field(default_factory=list)
    """Comes in a block of its own behind them."""
    inside: list[Block] = field(default_factory=list)
    """Of the text boxes that hang on the paragraph; they come behind it."""


@dataclass(slots=True)
class Flow:
    """Collects paragraphs, which may stand inside each other, in reading order; text between them is not lost."""

    skip: Reason | None = None
    """Why all of it is not the article."""
    _found: list[Block] = field(default_factory=list)
    _open: list[_Paragraph] = field(default_factory=lambda: [_Paragraph(Style())])
    """The first one takes what stands outside of all others."""
    _carried: Runs = field(default_factory=Runs)
    _size: int = 0

    @property
    def size(self) -> int:
        """How many runs of text have been added so far."""
        return self._size

    def begin(self, style: Style | None = None) -> None:
        """A paragraph begins, inside the one that is open if there is one."""
        self._open.append(_Paragraph(style or Style(), self._carried))
        self._carried = Runs()

    def restyle(self, style: Style) -> None:
        """Says what the innermost paragraph is."""
        self._open[-1].style = style

    def add(self, words: str, marks: Marks = PLAIN, *, hidden: bool = False) -> None:
        """Takes note of text and of what is marked in it; its own line ends mean nothing."""
        here = self._open[-1]
        shown = words.replace("\n", " ").replace("\r", " ")
        if hidden:
            here.hidden.append(shown)
        else:
            here.runs.add(shown, marks)
        self._size += 1

    def end_line(self) -> None:
        """Takes note of a line break: two of them with nothing between are a break between paragraphs."""
        self._open[-1].runs.end_line()

    def end(self, *, joined: bool = False) -> None:
        """The innermost paragraph ends; with `joined`, its mark was deleted, and the next one goes on in its line."""
        here = self._open.pop()
        if joined and self._open:
            self._carried, here.runs = here.runs, Runs()
        if self._open:
            self._open[-1].inside += self._made(here)
        else:
            self._found += self._made(here)
            self._open.append(_Paragraph(Style()))

    def finish(self) -> list[Block]:
        """All blocks; what is still open has ended."""
        if self._carried:
            self.begin()
        while len(self._open) > 1:
            self.end()
        self.end()
        return self._found

    def _made(self, paragraph: _Paragraph) -> list[Block]:
        style = paragraph.style
        made = list(paragraph.runs.blocks(Block("", style.kind, style.level, self.skip or style.skip)))
        if aside := text.one_line("".join(paragraph.hidden)):
            made.append(Block(aside, skip=self.skip or style.skip or "boilerplate"))
        return made + paragraph.inside


def headed(found: Sequence[Block]) -> Sequence[Block]:
    """The blocks of a document; where no style tells its headings, they are guessed as in plain text."""
    if any(block.level for block in found if block.skip is None):
        return found
    return list(text.with_headings(found))


def once(found: Sequence[Block]) -> list[Block]:
    """The blocks without those whose text came before: first, even and odd pages have their headers in common."""
    first: dict[str, Block] = {}
    for block in found:
        first.setdefault(block.text, block)
    return list(first.values())
