"""Terms that two linked sentences share: phrase pairs that no link leaves (Och et al. 1999), cut at content words."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from training.align import fitting

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_FRENCH_WORDS, _ENGLISH_WORDS = 4, 5
"""Words of a phrase at the most."""


_VERBAL = ("ant", "er", "ir", "oir", "re")
"""Endings behind a preposition of a verb (*en tapant*, *de contribuer*): a few nouns (*de fer*) are lost too."""


class Phrase(NamedTuple):
    """A French phrase and its English: numbers of their first words, and of those behind their last."""

    french: int
    french_end: int
    english: int
    english_end: int


@dataclass(frozen=True, slots=True)
class Words:
    """What `function-words.toml` says."""

    french: frozenset[str]
    """Function words: none is the edge of a term."""
    english: frozenset[str]
    before: frozenset[str]
    """French words before a noun."""
    verbal: frozenset[str]
    """French words before a verb."""
    verbal_english: frozenset[str]
    inner: frozenset[str]
    """French words that may stand between two nouns of a term."""
    inner_english: frozenset[str]


@cache
def function_words() -> Words:
    """The lists of words beside this file."""
    table = tomllib.loads((Path(__file__).parent / "function-words.toml").read_text(encoding="utf-8"))
    french, english = table["french"], table["english"]
    return Words(
        *(
            frozenset(text.split())
            for text in (
                french["words"],
                english["words"],
                french["before"],
                french["verbal"],
                english["verbal"],
                french["inner"],
                english["inner"],
            )
        )
    )


class Linked:
    """Two sentences of words and their links."""

    def __init__(self, french: Sequence[str], english: Sequence[str], links: Sequence[tuple[int, int]]) -> None:
        known = function_words()
        self.french = [word.lower().replace("’", "'") for word in french]
        """In small letters, with straight apostrophes."""
        self.english = [word.lower().replace("’", "'") for word in english]
        self._content = (
            [_named(word) and word not in known.french for word in self.french],
            [_named(word) and word not in known.english for word in self.english],
        )
        self._links: tuple[list[list[int]], list[list[int]]] = ([[] for _ in french], [[] for _ in english])
        for i, j in fitting(links, len(french), len(english)):
            self._links[0][i].append(j)
            self._links[1][j].append(i)

    def phrases(self) -> Iterator[Phrase]:
        """Every term of one to four French words, with content words at its edges, all of them linked within it."""
        for start, content in enumerate(self._content[0]):
            if not content:
                continue
            for end in range(start + 1, min(start + _FRENCH_WORDS, len(self.french)) + 1):
                if _sign(self.french[end - 1]):
                    break
                found = self._english(start, end) if self._content[0][end - 1] else None
                if found and self._nominal(Phrase(start, end, *found)):
                    yield Phrase(start, end, *found)

    def content_links(self, phrase: Phrase) -> Iterator[tuple[int, list[int]]]:
        """The content words of a phrase's French, each with the content words it is linked to."""
        for i in range(phrase.french, phrase.french_end):
            if self._content[0][i]:
                yield i, [j for j in self._links[0][i] if self._content[1][j]]

    def content_english(self, j: int) -> bool:
        """Whether an English word is a content word."""
        return self._content[1][j]

    def _nominal(self, phrase: Phrase) -> bool:
        """Whether a phrase can be a noun with what belongs to it: a cheap guess in place of a tagger.

        Between its nouns stand *de*, *à* and the like. Where two of its French words stand side by side, their English
        changes places (*vie privée*, *private life*) or is one word; else the second might be a verb.
        """
        known = function_words()
        inner = [i for i in range(phrase.french, phrase.french_end) if not self._content[0][i]]
        english = [j for j in range(phrase.english, phrase.english_end) if not self._content[1][j]]
        if not known.inner.issuperset(self.french[i] for i in inner):
            return False
        if not known.inner_english.issuperset(self.english[j] for j in english):
            return False
        if any(self.french[i + 1].endswith(_VERBAL) or self._objects(i) for i in inner):
            return False
        one = phrase.english_end == phrase.english + 1
        return one or all(
            self._swapped(i) or (self._copied(i) and self._copied(i + 1))
            for i in range(phrase.french, phrase.french_end - 1)
            if self._content[0][i] and self._content[0][i + 1]
        )

    def _objects(self, i: int) -> bool:
        """Whether an article stands where a verb has its object (*activer l'accès*), not behind *de* or *à*."""
        return self.french[i] in {"la", "l'"} and self.french[i - 1] not in {"de", "à"}

    def _swapped(self, i: int) -> bool:
        """Whether the English of a French word stands behind that of the next one."""
        here, there = self._links[0][i], self._links[0][i + 1]
        return bool(here and there) and min(here) > max(there)

    def _copied(self, i: int) -> bool:
        """Whether a French word stands in the English as it is."""
        return any(self.english[j] == self.french[i] for j in self._links[0][i])

    def _english(self, start: int, end: int) -> tuple[int, int] | None:
        """The English of a French phrase, where it has just one."""
        if not self._whole(0, start, end):
            return None
        places = [j for i in range(start, end) for j in self._links[0][i]]
        first, last = min(places), max(places) + 1
        if last - first > _ENGLISH_WORDS or any(map(_sign, self.english[first:last])):
            return None
        if not (self._content[1][first] and self._content[1][last - 1] and self._whole(1, first, last)):
            return None
        if any(not start <= i < end for j in range(first, last) for i in self._links[1][j]):
            return None
        return first, last

    def _whole(self, side: int, start: int, end: int) -> bool:
        """Whether each content word of a phrase is linked, and none beside it is left without a link."""
        content, links = self._content[side], self._links[side]
        around = range(max(0, start - 1), min(len(content), end + 1))
        return all(links[place] or not content[place] for place in around)


def _named(word: str) -> bool:
    """Whether it may be the edge of a term: not a sign, a number or a single letter."""
    return len(word) > 1 and any(map(str.isalpha, word))


def _sign(word: str) -> bool:
    return not any(map(str.isalnum, word))
