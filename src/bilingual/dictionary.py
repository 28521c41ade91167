"""Which English words may stand for a French one, and how tellingly: what tells a lost clause from a free translation.

`data/dictionary.fr-en.tsv.xz` was counted by `python -m training.dictionary` from linked words of the texts that the
built-in model is made from. Words are known by their first letters without accents (`key`), so that inflections count
as one. A line is a French key, how often it has no partner (a digit, tenths), and its English keys, each with a letter
for how many times likelier it stands there than by chance (`a` is e⁰, `b` e¹ …); lines that begin with a tabulator
give the same digit for an English key.
"""

from __future__ import annotations

import lzma
import math
import re
import unicodedata
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from importlib.resources import files
from sys import intern
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

WORD = re.compile(r"[^\W\d_]+")
LETTERS = 5
"""Of a key. On newstest2012 four to seven find dropped clauses about equally well; with five, the file is smallest."""
COGNATE = 4
"""Letters that two words have in common if they are taken for the same one: président, president."""
NAME = "dictionary.fr-en.tsv.xz"


@dataclass(frozen=True)
class Dictionary:
    """The file, ready to be asked."""

    partners: dict[str, dict[str, float]]
    """By French key: its English keys, and how many times likelier than by chance they stand beside it."""
    french: dict[str, float]
    """How often a French key has no partner, as a share."""
    english: dict[str, float]

    @cached_property
    def backward(self) -> dict[str, dict[str, float]]:
        """The partners by English key; made when they are first asked for, some 30 ms."""
        found: dict[str, dict[str, float]] = {}
        for french, partners in self.partners.items():
            for english, weight in partners.items():
                found.setdefault(english, {})[french] = weight
        return found


class Likely(dict[str, frozenset[str]]):
    """For each key, those of the other language that are telling enough beside it; to be asked with brackets.

    They are made as they are asked for: most are never needed.
    """

    def __init__(self, partners: Mapping[str, Mapping[str, float]], least: float) -> None:
        super().__init__()
        self._partners, self._least = partners, least

    def __missing__(self, word: str) -> frozenset[str]:
        listed = self._partners.get(word)
        if not listed:
            return _NONE  # not kept: there is no end of words
        self[word] = found = frozenset(partner for partner, weight in listed.items() if weight > self._least)
        return found


_NONE: frozenset[str] = frozenset()


@cache
def dictionary() -> Dictionary:
    """What is known; read when it is first asked for, some 50 ms."""
    packed = (files("bilingual") / "data" / NAME).read_bytes()
    times = {chr(ord("a") + power): math.exp(power) for power in range(26)}
    found = Dictionary({}, {}, {})
    for line in lzma.decompress(packed).decode("utf-8").splitlines():
        french, digit, rest = line.split("\t")
        if french:
            found.french[intern(french)] = int(digit) / 10
            found.partners[intern(french)] = {intern(one[:-1]): times[one[-1]] for one in rest.split()}
        else:
            found.english[intern(rest)] = int(digit) / 10
    return found


@lru_cache(maxsize=8)  # the checks of a pair ask for the same two texts
def letters(text: str) -> Sequence[str]:
    """The words of a text, as it writes them: its runs of letters."""
    return WORD.findall(text)


@lru_cache(maxsize=100_000)
def key(word: str) -> str:
    """The name that a word is known by: its first letters, small, without accents and ligatures."""
    return intern(fold_accents(word[: 4 * LETTERS])[:LETTERS])


def fold_accents(word: str) -> str:
    """A word in small letters without accents and ligatures."""
    small = word.lower()
    if small.isascii():
        return small
    decomposed = unicodedata.normalize("NFKD", small.replace("œ", "oe").replace("æ", "ae"))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


@cache
def likely(least: float, *, backward: bool = False) -> Likely:
    """For each key, those of the other language that stand beside it more than so many times likelier than by chance.

    Args:
        least: how many times.
        backward: from English to French.
    """
    return Likely(dictionary().backward if backward else dictionary().partners, least)
