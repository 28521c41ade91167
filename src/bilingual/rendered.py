"""What the word links say a stretch of the source was rendered as, and whether two renderings are the same."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache
from typing import TYPE_CHECKING

from bilingual.grammar import is_function_word, is_outer_word, is_pronoun

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bilingual.types import Link, Span

Form = tuple[str, ...]
"""The words of a rendering in small letters, without articles, other function words, and the possessive 's."""
_WORD = re.compile(r"(?<=\w)['’]s\b|[^\W_]+")
_LONGEST = 30
"""Characters between two words of a rendering, so that a stray link to a far word costs nothing."""
_ASKED = 8
"""Places of a word at which a name is looked for."""
_STEM = 4
"""Letters that two words of a name have in common at the least, if they are taken for one: German, Germany."""


def form(said: str) -> Form:
    """A rendering without regard to case, articles and hyphens; empty where it names nothing, as a pronoun does not."""
    words = [word.casefold() for word in _WORD.findall(said) if word[0] not in "'’"]
    return tuple(word for word in words if not _names_nothing(word))


def same(one: Form, other: Form) -> bool:
    """Whether two renderings differ in inflection at most."""
    return one == other or (len(one) == len(other) and all(map(_same_word, one, other)))


def alike(one: Form, other: Form) -> bool:
    """Whether the longer rendering has all words of the shorter: a word link too many or too few is no other term."""
    shorter, longer = sorted((one, other), key=len)
    return all(any(_akin(word, partner) for partner in longer) for word in shorter)


class Target:
    """A target text that can be asked where the words of its source are; each question costs what its answer holds."""

    def __init__(self, text: str, links: Iterable[Link]) -> None:
        self._text = text
        self._links = sorted(links)
        self._starts = [source[0] for source, _ in self._links]
        self._words: dict[str, list[int]] = {}
        for match in _WORD.finditer(text):
            known = self._words.setdefault(match[0], [])
            if len(known) < _ASKED:
                known.append(match.start())

    def place(self, said: Span) -> Span | None:
        """Where the words stand that are linked to a stretch of the source; None where no word is linked.

        The longest run of them, with one word between two at the most, without function words at its ends.
        """
        first, behind = bisect_left(self._starts, said[0]), bisect_left(self._starts, said[1])
        runs: list[list[Span]] = []
        for span in sorted(target for _, target in self._links[first:behind]):
            if runs and span[0] - runs[-1][-1][1] <= _LONGEST and self._is_near(runs[-1][-1], span):
                runs[-1].append(span)
            else:
                runs.append([span])
        best = max((self._trimmed(run) for run in runs), key=len, default=[])
        return (best[0][0], best[-1][1]) if best else None

    def verbatim(self, said: str) -> Span | None:
        """Where a name stands as it is in French; None where it does not."""
        word = _WORD.match(said)
        for at in self._words.get(word[0], ()) if word and said[0].isupper() else ():
            end = at + len(said)
            if self._text.startswith(said, at) and not self._text[end : end + 1].isalnum():
                return at, end
        return None

    def _is_near(self, one: Span, other: Span) -> bool:
        return len(_WORD.findall(self._text, one[1], other[0])) <= 1

    def _trimmed(self, run: list[Span]) -> list[Span]:
        first, last = 0, len(run)
        while last > first and _is_outer(self._text[slice(*run[last - 1])]):
            last -= 1
        while last > first and _is_outer(self._text[slice(*run[first])]):
            first += 1
        return run[first:last]


def _akin(one: str, other: str) -> bool:
    short, long = sorted((lemma(one), lemma(other)), key=len)
    return short == long or (len(short) >= _STEM and long.startswith(short))


def _same_word(one: str, other: str) -> bool:
    return one == other or lemma(one) == lemma(other)


@lru_cache(maxsize=20_000)
def _names_nothing(word: str) -> bool:
    return is_function_word(word) or is_pronoun(word)


@lru_cache(maxsize=20_000)
def _is_outer(word: str) -> bool:
    return is_outer_word(word) or is_pronoun(word)


@lru_cache(maxsize=20_000)
def lemma(word: str) -> str:
    """The dictionary's form of an English word in small letters; the word itself where it has none."""
    from simplemma import lemmatize

    return lemmatize(word, lang="en").casefold() if word.isalpha() else word
