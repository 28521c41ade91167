"""Text in lines of so many columns, as a terminal or a typewriter's letters count them."""

from __future__ import annotations

import unicodedata
from itertools import zip_longest
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_WIDE = frozenset("WF")
_NOTHING = frozenset({"Mn", "Me", "Cf"})


def cells(text: str) -> int:
    """How many columns a text takes: an ideogram two, a combining accent none."""
    return len(text) if text.isascii() else sum(map(_cell, text))


def wrapped(text: str, width: int) -> list[str]:
    """The text in lines of at most a width, broken at spaces; a longer word is broken where the line ends."""
    lines: list[str] = []
    line, used = "", 0
    for word in text.split(" "):
        size = cells(word)
        if line and used + 1 + size <= width:
            line, used = f"{line} {word}", used + 1 + size
            continue
        if line:
            lines.append(line)
        *whole, line = _pieces(word, width) if size > width else [word]
        lines += whole
        used = cells(line)
    return [*lines, line] if line or not lines else lines


def columns(left: Sequence[str], right: Sequence[str], width: int, gap: int) -> Iterator[str]:
    """Lines side by side, the left ones filled to a width."""
    for one, other in zip_longest(left, right, fillvalue=""):
        yield (one + " " * (width - cells(one) + gap) + other).rstrip() if other else one


def _cell(char: str) -> int:
    if unicodedata.category(char) in _NOTHING:
        return 0
    return 2 if unicodedata.east_asian_width(char) in _WIDE else 1


def _pieces(word: str, width: int) -> list[str]:
    """A word cut into pieces of a width."""
    pieces, start, used = [], 0, 0
    for at, char in enumerate(word):
        size = _cell(char)
        if used + size > width:
            pieces.append(word[start:at])
            start, used = at, 0
        used += size
    return [*pieces, word[start:]]
