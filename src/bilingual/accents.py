"""Accents that a text was typed without, as an engine understands it better.

A word gets them back where French has none without them and one with them. The other words, `a` and `à`, `publie` and
`publié`, are left to the engine, which has the sentence.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files
from itertools import product
from math import prod
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

LEAST_WORDS = 2
"""Words of a text that lack accents, if it was typed without: one may be foreign."""
SHORTEST = 4
"""Letters of a word that is looked up; shorter ones are in the list."""
LONGEST = 30
"""Letters of a word that is looked up; French has hardly a longer one."""
MOST_SPELLINGS = 2_000
"""Ways to put accents on a word that are tried."""

_ACCENTS = {"e": "eéèê", "a": "aàâ", "c": "cç", "i": "iîï", "o": "oô", "u": "uùû"}
"""What a letter may stand for; the commonest first."""
_ACCENTED = re.compile("[à-öø-ÿœÀ-ÖØ-ÞŒ]")
_WORD = re.compile(r"(?<![\w.@/])[^\W\d_]{2,}+(?![\w@/])")


def restored(text: str) -> str:
    """A text without any accents with those that are sure, letter for letter as long; another text itself.

    Words with a capital inside a sentence are names, and stay.
    """
    if _ACCENTED.search(text):
        return text
    first = next((place for place, char in enumerate(text) if char.isalpha()), 0)
    found = {
        word.start(): accented
        for word in _WORD.finditer(text)
        if (word[0].islower() or word.start() == first) and (accented := _accented(word[0].lower())) != word[0].lower()
    }
    if len(found) < LEAST_WORDS:
        return text
    letters = list(text)
    for start, word in found.items():
        letters[start : start + len(word)] = (
            new.upper() if old.isupper() else new for old, new in zip(text[start:], word, strict=False)
        )
    return "".join(letters)


def spellings(word: str) -> Iterator[str]:
    """A word in small letters, and the ways to put accents on it, as many as are worth it; of a very long one, none."""
    if len(word) > LONGEST:
        return iter((word,))
    choices = [_ACCENTS.get(letter, letter) for letter in word]
    while prod(map(len, choices)) > MOST_SPELLINGS:
        longest = max(range(len(choices)), key=lambda at: len(choices[at]))
        choices[longest] = choices[longest][:-1]
    return map("".join, product(*choices))


@lru_cache(maxsize=20_000)
def _accented(word: str) -> str:
    """The word with its accents, where there is one way only; else itself."""
    from simplemma import is_known  # its word lists are slow to load, and few texts lack their accents

    plain, *others = spellings(word)
    known = [one for one in others if one in _words()["words"]]
    if not known and len(word) >= SHORTEST and word not in _words()["stays"] and not is_known(plain, lang="fr"):
        known = [one for one in others if is_known(one, lang="fr")]
    return known[0] if len(known) == 1 else word


@cache
def _words() -> Mapping[str, frozenset[str]]:
    """The lists of the data file, by name."""
    table = tomllib.loads(files("bilingual").joinpath("data/accents.fr.toml").read_text("utf-8"))
    return {name: frozenset(words) for name, words in table.items()}
