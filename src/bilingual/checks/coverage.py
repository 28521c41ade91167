"""Which words of a pair have a partner on the other side, and where the longest stretch is that has none.

Each word is weighed: how much likelier is what we see if its passage was left out than if it was translated? A word
whose telling partner stands on the other side speaks against it, one without any for it, and one that goes unrendered
often (`déjà`, most articles) says little. The stretch is the run of words whose weights have the largest sum. It is
judged together with how the rest of the pair is covered, since a free translation has gaps everywhere.
"""

from __future__ import annotations

import math
import re
import tomllib
from collections import Counter
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from bilingual.dictionary import COGNATE, dictionary, key

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bilingual.types import Link, Pair, Span

_SIGNS = frozenset(',;:.!?()«»"“”–—')
_WORD = re.compile(r"[^\W\d_]+")
_TOKEN = re.compile(rf"{_WORD.pattern}|[{re.escape(''.join(sorted(_SIGNS)))}]")
_MOST, _LEAST_ALONE, _MOST_ALONE, _ALONE = 3.0, 0.1, 0.9, 0.2
"""No word weighs more than this; shares without a partner are kept within bounds, and are 0.2 where unknown."""
_SAME, _AKIN, _SHORT_SAME = 1100.0, 150.0, 50.0
"""How many times likelier than by chance: the same word on both sides, one that begins alike, a short one."""
_LINKED = 30.0
"""The same for a word link, in words of the other side: attention is right more often than not."""
_COGNATES = 8
"""Words that begin alike and are looked at, at the most."""
_RATIO, _DEVIATION = 0.93, 0.75
"""Words of the target for one of the source, and how far n words stray, in √n: newstest2009 to 2012."""
FREE = 0.63
"""`uncovered`, both sides: 95 in 100 of the built-in model's translations of newstest2012 stay below, 57 of its
references."""
LEAST_WORDS = 5
"""Words of a gap: fewer may well be said in one."""
FEATURES = ("one", "run", "length", "other_run", "outside", "other_side", "other_gaps", "words", "edges", "size")


@dataclass(frozen=True, slots=True)
class Side:
    """A text by its words."""

    text: str
    keys: list[str]
    breaks: frozenset[int]
    """Numbers of the words before which punctuation stands, or that would come behind the last one."""


@dataclass(frozen=True, slots=True)
class Gap:
    """The longest stretch of a text without partners."""

    score: float
    """Log-odds that it has no counterpart on the other side, above the bound (`data/gates.toml`) if positive."""
    words: int
    span: Span
    """Empty where the score is not positive."""


def gaps(pair: Pair) -> tuple[Gap, Gap]:
    """The gap of the source, which is missing in the target, and that of the target, which is not in the source."""
    return _gaps(pair.source.text, pair.target, pair.words)


def uncovered(pair: Pair) -> tuple[float, float]:
    """How much of the source, and of the target, stands alone: the mean weight of its words, 0 to `_MOST`."""
    source, target, mine, theirs = _weighed(pair.source.text, pair.target, pair.words)
    return _above(mine, len(source.keys)), _above(theirs, len(target.keys))


def is_close(pair: Pair, but: frozenset[str] = frozenset(), bound: float = FREE) -> bool:
    """Whether a pair is no freer than what an engine writes, so that a word without partner means something.

    Args:
        pair: the pair.
        but: keys of words that do not count.
        bound: of `uncovered`, both sides, where it is not to be the usual one.
    """
    source, target, mine, theirs = _weighed(pair.source.text, pair.target, pair.words)
    return _alone(source, mine, but) + _alone(target, theirs, but) < bound


def features(source: str, target: str, links: tuple[Link, ...] = ()) -> tuple[list[float], list[float]]:
    """What a gap is judged by, for either side, in the order of `FEATURES`."""
    one, other, mine, theirs = _weighed(source, target, links)
    return _features(one, mine, theirs, _RATIO), _features(other, theirs, mine, 1 / _RATIO)


@lru_cache(maxsize=4)  # both checks ask for the same pair
def _gaps(source: str, target: str, links: tuple[Link, ...]) -> tuple[Gap, Gap]:
    one, other, mine, theirs = _weighed(source, target, links)
    dropped, added = _bounds()
    return _gap(one, mine, theirs, _RATIO, dropped), _gap(other, theirs, mine, 1 / _RATIO, added)


def _gap(
    side: Side, mine: Sequence[float], theirs: Sequence[float], ratio: float, coefficients: Sequence[float]
) -> Gap:
    _, start, end = _run(mine)
    if end - start < LEAST_WORDS or not theirs:
        return Gap(-math.inf, end - start, (0, 0))
    odds = sum(map(float.__mul__, _features(side, mine, theirs, ratio), coefficients))
    spans = word_spans(side.text) if odds > 0 else ()
    return Gap(odds, end - start, (spans[start][0], spans[end - 1][1]) if spans else (0, 0))


@lru_cache(maxsize=4)
def _weighed(source: str, target: str, links: tuple[Link, ...]) -> tuple[Side, Side, list[float], list[float]]:
    one, other, known = _side(source), _side(target), dictionary()
    mine, theirs = _partners(one.keys, other.keys)
    if links:
        starts = {span[0] for span, _ in links}
        for word, (start, end) in zip(one.keys, word_spans(source), strict=True):
            if start in starts or any(at in starts for at in range(start + 1, end)):
                mine[word] = max(mine[word], _LINKED * len(other.keys))
    return (
        one,
        other,
        _weights(one.keys, mine, len(other.keys), known.french),
        _weights(other.keys, theirs, len(one.keys), known.english),
    )


def word_spans(text: str) -> list[Span]:
    """Where the words of a text stand."""
    return [match.span() for match in _WORD.finditer(text)]


def _side(text: str) -> Side:
    keys: list[str] = []
    breaks = {0}
    for said in _TOKEN.findall(text):
        if said in _SIGNS:
            breaks.add(len(keys))
        else:
            keys.append(key(said))
    breaks.add(len(keys))
    return Side(text, keys, frozenset(breaks))


def _partners(source: Sequence[str], target: Sequence[str]) -> tuple[dict[str, float], dict[str, float]]:
    """For each key of either side, how tellingly all its partners speak, added up."""
    known = dictionary().partners
    here, there = Counter(source), Counter(target)
    alike: dict[str, list[str]] = {}
    for word in there:
        if len(word) >= COGNATE:
            alike.setdefault(word[:COGNATE], []).append(word)
    mine, theirs = dict.fromkeys(here, 0.0), dict.fromkeys(there, 0.0)
    for word, times in here.items():
        listed = known.get(word, {})
        found = {partner: listed[partner] for partner in listed.keys() & there.keys()}
        if len(word) >= COGNATE:
            for partner in alike.get(word[:COGNATE], ())[:_COGNATES]:
                found.setdefault(partner, _SAME if partner == word else _AKIN)
        elif word in there and len(word) > 1:
            found.setdefault(word, _SHORT_SAME)
        for partner, weight in found.items():
            mine[word] += weight * there[partner]
            theirs[partner] += weight * times
    return mine, theirs


def _weights(words: Sequence[str], partners: Mapping[str, float], size: int, alone: Mapping[str, float]) -> list[float]:
    """For each word, the log of how much likelier it is if its passage was left out."""
    weights = {}
    size = size or 1
    for word, speaks in partners.items():
        share = alone.get(word, _ALONE)
        share = _LEAST_ALONE if share < _LEAST_ALONE else min(share, _MOST_ALONE)
        weight = -math.log((1 - share) * speaks / size + share)
        weights[word] = max(-_MOST, weight)  # it cannot be above: no share is that small
    return [weights[word] for word in words]


def _run(weights: Sequence[float]) -> tuple[float, int, int]:
    """The stretch with the largest sum: the sum, its first word, and the one behind its last."""
    best, so_far, start = (0.0, 0, 0), 0.0, 0
    for i, weight in enumerate(weights):
        if so_far <= 0:
            so_far, start = 0.0, i
        so_far += weight
        if so_far > best[0]:
            best = (so_far, start, i + 1)
    return best


def _features(side: Side, mine: Sequence[float], theirs: Sequence[float], ratio: float) -> list[float]:
    run, start, end = _run(mine)
    n, m = len(mine), len(theirs)
    outside = (sum(mine) - sum(mine[start:end])) / max(4, n - (end - start))
    edges = sum(any(at + by in side.breaks for by in (-1, 0, 1)) for at in (start, end))
    return [
        1.0,
        run,
        _length(n, m, end - start, ratio),
        _run(theirs)[0],
        outside,
        sum(theirs) / max(4, m),
        _above(theirs, m),
        math.log(1 + end - start),
        float(edges),
        math.log(1 + n),
    ]


def _alone(side: Side, weights: Sequence[float], but: frozenset[str]) -> float:
    counted = [weight for word, weight in zip(side.keys, weights, strict=True) if word not in but]
    return _above(counted, len(counted))


def _above(weights: Sequence[float], size: int) -> float:
    return sum(weight for weight in weights if weight > 0) / max(4, size)


def _length(size: int, other: int, gap: int, ratio: float) -> float:
    """The log of how much likelier the other side's length is without the gap than with it."""
    return _fit(other, ratio * (size - gap)) - _fit(other, ratio * size)


def _fit(words: int, expected: float) -> float:
    expected = max(1.0, expected)
    variance = _DEVIATION**2 * (expected + 2)
    return -((words - expected) ** 2) / (2 * variance) - math.log(variance) / 2


@cache
def _bounds() -> tuple[list[float], list[float]]:
    """The coefficients of either side, less the bound."""
    table = tomllib.loads((files("bilingual") / "data" / "gates.toml").read_text(encoding="utf-8"))
    dropped, added = (
        [
            float(table[name][feature]) - (float(table[name]["bound"]) if feature == "one" else 0.0)
            for feature in FEATURES
        ]
        for name in ("dropped", "added")
    )
    return dropped, added
