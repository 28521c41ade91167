"""Does the target have the form of a translation at all? The engine is asked again where the answer is no."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from bilingual.types import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bilingual.types import Pair

_WORD = re.compile(r"\w+")

LONGEST_LOOP = 12
"""Words; longer stretches are not said twice in a row by accident either, but they were not seen to loop."""
STRETCH = 24
"""Words that are looked at together for their variety."""
LEAST_VARIETY = 0.45
"""Share of different words in any such stretch of running text, at the least; the references of newstest2010 and 2012,
5,492 sentences, have 0.58 and more, and a translation that goes round in circles, with small changes, 0.04 to 0.4."""
LENGTH_RATIO = 2.5
"""The references of newstest2012 have 0.88 words for one of the source, and none of them goes beyond this ratio with
ten words to spare: there, text was invented or lost."""
LENGTH_SPARE = 10
COPIED_SHARE = 0.8
COPIED_WORDS = 6


def words(text: str) -> list[str]:
    """The words of a text, caseless, without punctuation."""
    return [word.casefold() for word in _WORD.findall(text)]


def loop(said: list[str]) -> tuple[int, int] | None:
    """Where some words stand three times in a row (a single word: four times), as (first, length in words)."""
    for size in range(1, LONGEST_LOOP + 1):
        run = 0
        needed = size * (3 if size == 1 else 2)
        for i in range(size, len(said)):
            run = run + 1 if said[i] == said[i - size] else 0
            if run >= needed:
                return i - run - size + 1, size
    return None


def variety(said: list[str]) -> float:
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


def _circling(source: list[str], target: list[str]) -> bool:
    """Whether the target says the same few words over and over, with small changes, where the source does not."""
    return len(target) >= STRETCH and variety(target) < LEAST_VARIETY <= variety(source)


def _far_off(source: list[str], target: list[str]) -> bool:
    few, many = sorted((len(source), len(target)))
    return many > LENGTH_RATIO * few + LENGTH_SPARE


def empty(pair: Pair) -> Iterator[Finding]:
    """No words came out of a source that has some."""
    if words(pair.source.text) and not words(pair.target):
        yield Finding("empty", "error", "There is no translation.", pair.source.address)


def repeated(pair: Pair) -> Iterator[Finding]:
    """The translation goes round in circles."""
    source, said = words(pair.source.text), words(pair.target)
    if (found := loop(said)) and not loop(source):
        start, size = found
        what = " ".join(said[start : start + size])
        yield Finding("repeated", "error", f"The translation repeats “{what}”.", pair.source.address)
    elif _circling(source, said):
        yield Finding(
            "repeated", "error", "The translation says the same few words again and again.", pair.source.address
        )


def length(pair: Pair) -> Iterator[Finding]:
    """The translation is far longer or shorter than the source."""
    source, target = words(pair.source.text), words(pair.target)
    if source and target and _far_off(source, target):
        message = f"{len(source)} words became {len(target)}: something was lost or invented."
        yield Finding("length", "warning", message, pair.source.address)


def copied(pair: Pair) -> Iterator[Finding]:
    """The source came through as it is."""
    source, target = words(pair.source.text), words(pair.target)
    if len(source) >= COPIED_WORDS and len(set(source) & set(target)) >= COPIED_SHARE * len(set(source)):
        yield Finding("copied", "warning", "Most words are still those of the source.", pair.source.address)
