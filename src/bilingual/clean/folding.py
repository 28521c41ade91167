"""Texts made comparable: what typists and programs vary is evened out."""

from __future__ import annotations

import re
from unicodedata import normalize

_EVEN = (("’", "'"), ("‘", "'"), ("ʼ", "'"), ("œ", "oe"), ("æ", "ae"))
_ACCENT = re.compile("[\u0300-\u036f]")
_WORD = re.compile(r"[^\W_]+")
_NO_WORD_AT_START = re.compile(r"^(?:[^\w«\"“(\[©/#]|#(?!\w))+")
_ARROWS = " →➜➔➝▸►▶›⇒↗✕✖❯"
"""What a button bears at its end."""


def fold(text: str) -> str:
    """The text in small letters, without accents, with straight apostrophes, single spaces, no symbols at its start.

    Arrows at its end go, too; the mark of a hashtag stays.

    Letters written as one character with their accent and those written as two come out the same.
    """
    plain = text.casefold()
    for char, even in _EVEN:
        plain = plain.replace(char, even)
    plain = _ACCENT.sub("", normalize("NFKD", plain))
    return _NO_WORD_AT_START.sub("", " ".join(plain.split())).rstrip(_ARROWS)


def words(text: str) -> list[str]:
    """The words of a text, folded; figures keep their digits in a row: `1.400` and `1 400` are `1` `400`."""
    return _WORD.findall(fold(text))


def key(text: str) -> str:
    """The letters and digits of a text, folded: equal for texts that differ in spaces, quotes and stops only."""
    return "".join(words(text))
