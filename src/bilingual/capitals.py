"""Headlines in capitals, as an engine understands them: models have seen few, and guess."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bilingual.types import Pin

LEAST_WORDS = 2
"""Words of four letters or more: fewer are a name or an initialism."""
_LONG_WORD = re.compile(r"(?<!\w)[^\W\d_]{4,}+(?!\w)")


def calmed(text: str, pins: Iterable[Pin]) -> str:
    """The text in small letters where it is all in capitals, letter for letter as long; else the text itself.

    Its first letter stays a capital, and terms of the glossary are written as they stand there.
    """
    small = text.lower()
    if not text.isupper() or len(small) != len(text) or len(_LONG_WORD.findall(text)) < LEAST_WORDS:
        return text
    letters = list(small)
    first = next(i for i, letter in enumerate(letters) if letter.isalpha())
    letters[first] = text[first]
    for pin in pins:
        if len(pin.term.source) == pin.end - pin.start:
            letters[pin.start : pin.end] = pin.term.source
    return "".join(letters)
