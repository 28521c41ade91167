"""Finding a phrase in texts as people type it: capitals, accents and the width of spaces do not matter."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unicodedata import combining, normalize

from bilingual.memory.coding import read

if TYPE_CHECKING:
    from collections.abc import Callable


def holder(phrase: str) -> Callable[[str], bool]:
    """A function that tells whether a text, as stored, holds the phrase."""
    bare = _Bare()
    wanted = _folded(phrase, bare)
    return lambda stored: wanted in _folded(read(stored), bare)


class _Bare(dict[int, str]):
    """Characters without their accents, each looked up once.

    Normalised as a whole, a text with thousands of marks in a row would take their square in time.
    """

    def __missing__(self, code: int) -> str:
        parts = normalize("NFD", chr(code))
        self[code] = "".join("'" if part in "’ʼ" else part for part in parts if not combining(part))
        return self[code]


def _folded(text: str, bare: _Bare) -> str:
    return " ".join(text.translate(bare).casefold().split())
