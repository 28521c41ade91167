"""Headlines in capitals, as an engine understands them: models have seen few, and guess.

Words that French does not have are names, which keep their first capital, or initialisms, which keep all.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from bilingual.accents import spellings
from bilingual.datelines import english_place
from bilingual.dictionary import key, likely

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bilingual.types import Pin

LEAST_WORDS = 2
"""Words of four letters or more: fewer are a name or an initialism."""
LONGEST_INITIALISM = 4
"""Letters of a word that is none of French: more are a name."""
LEAST_LIKELY = 50.0
"""How many times likelier than by chance a partner in the dictionary must be."""
_WORD = re.compile(r"(?<!\w)[^\W\d_]{2,}+(?![\w'’])")
_LONG_WORD = re.compile(r"(?<!\w)[^\W\d_]{4,}+(?!\w)")


def calmed(text: str, pins: Iterable[Pin]) -> str:
    """The text in small letters where it is all in capitals, letter for letter as long; else the text itself.

    Its first letter stays a capital, and so do the first of a name and all of an initialism; terms of the glossary are
    written as they stand there.
    """
    small = text.lower()
    if not text.isupper() or len(small) != len(text) or len(_LONG_WORD.findall(text)) < LEAST_WORDS:
        return text
    letters = list(small)
    first = next(i for i, letter in enumerate(letters) if letter.isalpha())
    letters[first] = text[first]
    for word in _WORD.finditer(small):
        start, end = word.span()
        if not is_french(word[0]):
            named = text[start : end if end - start <= LONGEST_INITIALISM else start + 1]
            letters[start : start + len(named)] = named
    for pin in pins:
        if len(pin.term.source) == pin.end - pin.start:
            letters[pin.start : pin.end] = pin.term.source
    return "".join(letters)


@lru_cache(maxsize=4096)
def is_french(word: str) -> bool:
    """Whether it is an ordinary word: English says it otherwise, or French inflects it; accents may be lost."""
    if not likely(LEAST_LIKELY)[key(word)] <= {key(word)}:
        return english_place(word) == word
    from simplemma import is_known  # its word lists are slow to load, and few texts are in capitals

    return any(is_known(one, lang="fr") for one in spellings(word))
