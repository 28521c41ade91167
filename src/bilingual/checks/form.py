"""Does the target have the form of a translation at all? The engine is asked again where the answer is no."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from itertools import islice, pairwise
from operator import eq
from typing import TYPE_CHECKING

from bilingual.dictionary import letters
from bilingual.messages import _, counted, number
from bilingual.types import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bilingual.types import Pair

_WORD, _UNLETTERED = re.compile(r"\w+"), re.compile(r"[\d_]")

LONGEST_LOOP = 12
"""Words; longer stretches are not said twice in a row by accident either, but they were not seen to loop."""
STRETCH = 24
"""Words that are looked at together for their variety."""
LEAST_VARIETY = 0.45
"""Share of different words in any such stretch of running text, at the least; the references of newstest2010 and 2012,
5,492 sentences, have 0.58 and more, and a translation that goes round in circles, with small changes, 0.04 to 0.4."""
_MOST_AGAIN = int((1 - LEAST_VARIETY) * STRETCH)
"""Words that have been said before: no stretch of a text with so few of them has less than the least variety."""
LENGTH_RATIO = 2.5
"""The references of newstest2012 have 0.88 words for one of the source, and none of them goes beyond this ratio with
ten words to spare: there, text was invented or lost."""
LENGTH_SPARE = 10
TWICE = 3
"""Words that are not said twice in a row by accident."""
_AGAIN = 2
"""Neighbours in a loop that have stood there before, at the least."""
NEVER_TWICE = frozenset({"the", "a", "an", "of", "to", "and", "for", "with", "from", "by", "at", "or", "their", "its"})
"""English words that are never said twice in a row."""


@lru_cache(maxsize=8)  # many checks ask for those of the same two texts
def words(text: str) -> Sequence[str]:
    """The words of a text, caseless, without punctuation."""
    return list(map(str.casefold, _WORD.findall(text) if _UNLETTERED.search(text) else letters(text)))


def loop(said: Sequence[str]) -> tuple[int, int] | None:
    """Where some words stand three times in a row (a single word: four times), as (first, length in words)."""
    if len(said) - 1 - len(set(pairwise(said))) < _AGAIN:
        return None
    for size in range(1, LONGEST_LOOP + 1):
        run = 0
        needed = size * (3 if size == 1 else 2)
        for i in range(size, len(said)):
            run = run + 1 if said[i] == said[i - size] else 0
            if run >= needed:
                return i - run - size + 1, size
    return None


def stutter(said: Sequence[str]) -> tuple[int, int] | None:
    """Where some words stand twice in a row, three of them or a small one, as (first, length in words)."""
    if any(map(eq, said, islice(said, 1, None))):
        for i, (word, behind) in enumerate(pairwise(said)):
            if word == behind and word in NEVER_TWICE:
                return i, 1
    if len(set(zip(said, said[1:], said[2:], strict=False))) >= len(said) - 2:
        return None
    for size in range(TWICE, LONGEST_LOOP + 1):
        run = 0
        for i in range(size, len(said)):
            run = run + 1 if said[i] == said[i - size] else 0
            if run >= size:
                return i - run - size + 1, size
    return None


def variety(said: Sequence[str]) -> float:
    """The share of different words in the poorest stretch of `STRETCH` words, or in all where they are fewer."""
    counts = Counter(said[:STRETCH])
    fewest = len(counts)
    for gone, come in zip(said, said[STRETCH:], strict=False):
        counts[come] += 1
        counts[gone] -= 1
        if not counts[gone]:
            del counts[gone]
        fewest = min(fewest, len(counts))
    return fewest / min(STRETCH, len(said)) if said else 1.0


def broken(source: str, target: str) -> bool:
    """Whether the engine should not get away with a target: it is empty, goes in circles, or is far off in length."""
    mine, theirs = words(source), words(target)
    looping = loop(theirs) is not None and loop(mine) is None
    return bool(mine and not theirs) or looping or _circling(mine, theirs) or _far_off(mine, theirs)


def _circling(source: Sequence[str], target: Sequence[str]) -> bool:
    """Whether the target says the same few words over and over, with small changes, where the source does not."""
    again = len(target) - len(set(target))
    return again > _MOST_AGAIN and len(target) >= STRETCH and variety(target) < LEAST_VARIETY <= variety(source)


def _far_off(source: Sequence[str], target: Sequence[str]) -> bool:
    few, many = sorted((len(source), len(target)))
    return many > LENGTH_RATIO * few + LENGTH_SPARE


def empty(pair: Pair) -> Iterator[Finding]:
    """No words came out of a source that has some."""
    if words(pair.source.text) and not words(pair.target):
        yield Finding("empty", "error", _("There is no translation."), pair.source.address)


def repeated(pair: Pair) -> Iterator[Finding]:
    """The translation goes round in circles."""
    source, said = words(pair.source.text), words(pair.target)
    if (found := loop(said)) and not loop(source):
        start, size = found
        what = " ".join(said[start : start + size])
        yield Finding("repeated", "error", _("The translation repeats “{words}”.", words=what), pair.source.address)
    elif _circling(source, said):
        message = _("The translation says the same few words again and again.")
        yield Finding("repeated", "error", message, pair.source.address)
    elif (found := stutter(said)) and not stutter(source):
        start, size = found
        what = " ".join(said[start : start + size])
        yield Finding("repeated", "warning", _("“{words}” is said twice in a row.", words=what), pair.source.address)


def length(pair: Pair) -> Iterator[Finding]:
    """The translation is far longer or shorter than the source."""
    source, target = words(pair.source.text), words(pair.target)
    if source and target and _far_off(source, target):
        message = counted(
            "{n} word became {target}: something was lost or invented.",
            "{n} words became {target}: something was lost or invented.",
            len(source),
            target=number(len(target)),
        )
        yield Finding("length", "warning", message, pair.source.address)
