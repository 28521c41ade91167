"""How often words come, and with which partners: what tells a true term from a slip of the aligner."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING

from training import words
from training.align import fitting, key

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from training.phrases import Linked, Phrase

_TIMES, _SHARE = 2, 0.03
"""How often two words must be linked: so many times, and in that share of the links of the rarer one."""

_key = lru_cache(maxsize=200_000)(key)


class Lexicon:
    """Counts over linked pairs: French, English, links."""

    def __init__(self, pairs: Iterable[tuple[str, str, Sequence[tuple[int, int]]]]) -> None:
        self.french: Counter[str] = Counter()
        """French words, in small letters with straight apostrophes."""
        self.small: Counter[str] = Counter()
        """English words that stand in small letters."""
        self._links: Counter[tuple[str, str]] = Counter()
        for french, english, links in pairs:
            here, there = words.split(french), words.split(english)
            self.french.update(word.lower().replace("’", "'") for word in here)
            self.small.update(filter(str.islower, there))
            fitting(links, len(here), len(there))
            self._links.update((_key(here[i]), _key(there[j])) for i, j in links)
        self._here: Counter[str] = Counter()
        self._there: Counter[str] = Counter()
        for (one, other), count in self._links.items():
            self._here[one] += count
            self._there[other] += count

    def supports(self, side: Linked, phrase: Phrase) -> bool:
        """Whether each content word of a phrase, on both sides, has a partner that is not by chance."""
        sure = set()
        for i, partners in side.content_links(phrase):
            good = [j for j in partners if self._known(side.french[i], side.english[j])]
            if not good:
                return False
            sure.update(good)
        return all(j in sure or not side.content_english(j) for j in range(phrase.english, phrase.english_end))

    def _known(self, french: str, english: str) -> bool:
        if french == english:
            return True
        one, other = _key(french), _key(english)
        least = max(_TIMES, _SHARE * min(self._here[one], self._there[other]))
        return self._links[one, other] >= least
