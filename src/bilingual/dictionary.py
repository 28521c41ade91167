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
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

LETTERS = 5
"""Of a key. On newstest2012 four to seven find dropped clauses about equally well; with five, the file is smallest."""
COGNATE = 4
"""Letters that two words have in common if they are taken for the same one: président, president."""
NAME = "dictionary.fr-en.tsv.xz"


@dataclass(frozen=True, slots=True)
class Dictionary:
    """The file, ready to be asked."""

    partners: dict[str, dict[str, float]]
    """By French key: its English keys, and how many times likelier than by chance they stand beside it."""
    french: dict[str, float]
    """How often a French key has no partner, as a share."""
    english: dict[str, float]


@cache
def dictionary() -> Dictionary:
    """What is known; read when it is first asked for, some 50 ms."""
    packed = (files("bilingual") / "data" / NAME).read_bytes()
    found = Dictionary({}, {}, {})
    for line in lzma.decompress(packed).decode("utf-8").splitlines():
        french, digit, rest = line.split("\t")
        if french:
            found.french[french] = int(digit) / 10
            found.partners[french] = {one[:-1]: math.exp(ord(one[-1]) - ord("a")) for one in rest.split()}
        else:
            found.english[rest] = int(digit) / 10
    return found


@lru_cache(maxsize=100_000)
def key(word: str) -> str:
    """The name that a word is known by: its first letters, small, without accents and ligatures."""
    return fold_accents(word[: 4 * LETTERS])[:LETTERS]


def fold_accents(word: str) -> str:
    """A word in small letters without accents and ligatures."""
    small = word.lower()
    if small.isascii():
        return small
    decomposed = unicodedata.normalize("NFKD", small.replace("œ", "oe").replace("æ", "ae"))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


@cache
def likely(least: float, *, backward: bool = False) -> dict[str, frozenset[str]]:
    """For each key, those of the other language that stand beside it more than so many times likelier than by chance.

    Args:
        least: how many times.
        backward: from English to French.
    """
    found: dict[str, set[str]] = {}
    for french, partners in dictionary().partners.items():
        for english, weight in partners.items():
            if weight > least:
                one, other = (english, french) if backward else (french, english)
                found.setdefault(one, set()).add(other)
    return {word: frozenset(partners) for word, partners in found.items()}
