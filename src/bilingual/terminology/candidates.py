"""Which of the names and phrases that recur in some texts are likely terms.

Measured by C-value (K. Frantzi, S. Ananiadou, H. Mima, "Automatic recognition of multi-word terms: the C-value/NC-value
method", International Journal on Digital Libraries 3(2), 2000): the length of a phrase times how often it stands
by itself rather than inside a longer one; one is added to the logarithm, for the sake of single words (A.
Barrón-Cedeño and others, "An improved automatic term recognition method for Spanish", CICLing 2009).
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from bilingual import lexicon, recurring

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bilingual.glossary import Glossary

_LONGEST = 120
"""Characters of a candidate."""


class Place(NamedTuple):
    """Where a candidate stands."""

    text: int
    """Number of the text."""
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """A name or phrase that may be a term."""

    key: str
    """Its lemmas: inflections of a phrase are one candidate."""
    places: tuple[Place, ...]
    value: float
    """Its C-value."""


def candidates(texts: Sequence[str], glossary: Glossary, least: int) -> list[Candidate]:
    """The phrases that stand in the texts at least so many times, outside the glossary's terms; best first.

    Reads each text twice, and keeps in memory the places of what recurs.
    """
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(found.key for found in _found(text, glossary))
    values = _values({key: count for key, count in counts.items() if count >= least}, least)
    places: defaultdict[str, list[Place]] = defaultdict(list)
    for number, text in enumerate(texts):
        for found in _found(text, glossary):
            if found.key in values:
                places[found.key].append(Place(number, found.start, found.end))
    chosen = [Candidate(key, tuple(places[key]), value) for key, value in values.items()]
    return sorted(chosen, key=lambda one: (-one.value, one.key))


def _values(counts: dict[str, int], least: int) -> dict[str, float]:
    """The C-value of each phrase; without those that stand inside longer ones but for fewer than `least` times."""
    around: defaultdict[str, list[int]] = defaultdict(list)
    for key, count in counts.items():
        words = key.split(" ")
        inside = {" ".join(words[i:j]) for i in range(len(words)) for j in range(i + 1, len(words) + 1)} - {key}
        for part in inside & counts.keys():
            around[part].append(count)
    values = {}
    for key, count in counts.items():
        longer = around.get(key, [0])
        if count - max(longer) >= least:
            size = sum(lexicon.role(word) == "content" for word in key.split(" "))
            values[key] = (1 + math.log2(max(1, size))) * (count - sum(longer) / len(longer))
    return values


def _found(text: str, glossary: Glossary) -> Iterator[recurring.Candidate]:
    """What may be a term in a text: no part of one that is known, and no French word with a capital (l'État)."""
    taken = [(pin.start, pin.end) for pin in glossary.find(text)]
    for found in recurring.candidates(text, taken):
        is_short = found.end - found.start <= _LONGEST
        if is_short and (" " in found.key or not lexicon.is_french(text[found.start : found.end])):
            yield found
