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
from typing import TYPE_CHECKING, NamedTuple

from bilingual.dictionary import COGNATE, WORD, dictionary, key, letters

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

    from bilingual.types import Link, Pair, Span

    _Run = tuple[float, int, int]

_SIGNS = frozenset(',;:.!?()«»"“”–—')
_NOTHING: Mapping[str, float] = {}
_TOKEN = re.compile(rf"{WORD.pattern}|[{re.escape(''.join(sorted(_SIGNS)))}]")
_MOST, _LEAST_ALONE, _ALONE = 3.0, 0.1, 0.2
"""No word weighs more than this; shares without a partner, which are tenths up to nine, are not below one tenth, and
are two where unknown."""
_MOST_TIMES = math.exp(_MOST)
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


class Side(NamedTuple):
    """A text by its words."""

    text: str
    keys: Sequence[str]
    weights: Sequence[float]
    """Of the words: the log of how much likelier each is if its passage was left out."""


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
    one, other = _weighed(pair.source.text, pair.target, pair.words)
    return _above(one.weights), _above(other.weights)


def is_close(pair: Pair, but: frozenset[str] = frozenset(), bound: float = FREE) -> bool:
    """Whether a pair is no freer than what an engine writes, so that a word without partner means something.

    Args:
        pair: the pair.
        but: keys of words that do not count.
        bound: of `uncovered`, both sides, where it is not to be the usual one.
    """
    one, other = _weighed(pair.source.text, pair.target, pair.words)
    return _alone(one, but) + _alone(other, but) < bound


def features(source: str, target: str, links: tuple[Link, ...] = ()) -> tuple[list[float], list[float]]:
    """What a gap is judged by, for either side, in the order of `FEATURES`."""
    one, other = _weighed(source, target, links)
    mine, theirs = _run(one.weights), _run(other.weights)
    return _features(one, other, mine, theirs[0], _RATIO), _features(other, one, theirs, mine[0], 1 / _RATIO)


@lru_cache(maxsize=4)  # both checks ask for the same pair
def _gaps(source: str, target: str, links: tuple[Link, ...]) -> tuple[Gap, Gap]:
    one, other = _weighed(source, target, links)
    mine, theirs = _run(one.weights), _run(other.weights)
    dropped, added = _bounds()
    return (
        _gap(one, other, mine, theirs[0], _RATIO, dropped),
        _gap(other, one, theirs, mine[0], 1 / _RATIO, added),
    )


def _gap(  # noqa: PLR0913, PLR0917  # two sides
    side: Side, other: Side, run: _Run, other_run: float, ratio: float, coefficients: Sequence[float]
) -> Gap:
    _sum, start, end = run
    if end - start < LEAST_WORDS or not other.keys:
        return Gap(-math.inf, end - start, (0, 0))
    odds = sum(map(float.__mul__, _features(side, other, run, other_run, ratio), coefficients))
    spans = word_spans(side.text) if odds > 0 else ()
    return Gap(odds, end - start, (spans[start][0], spans[end - 1][1]) if spans else (0, 0))


@lru_cache(maxsize=4)
def _weighed(source: str, target: str, links: tuple[Link, ...]) -> tuple[Side, Side]:
    known, one, other = dictionary(), list(map(key, letters(source))), list(map(key, letters(target)))
    mine, theirs = _partners(one, other)
    for word in _linked(source, links, mine):
        mine[word] = max(mine[word], _LINKED * len(other))
    return (
        Side(source, one, _weights(one, mine, len(other), known.french)),
        Side(target, other, _weights(other, theirs, len(one), known.english)),
    )


def word_spans(text: str) -> list[Span]:
    """Where the words of a text stand."""
    return [match.span() for match in WORD.finditer(text)]


def _linked(source: str, links: Iterable[Link], known: Container[str]) -> Iterator[str]:
    """Keys of the words that have links; of what hyphens or apostrophes join, the first."""
    for (start, end), _there in links:
        word = key(source[start:end])
        if word not in known and (match := WORD.match(source, start)):
            word = key(match[0])
        if word in known:  # a link may begin inside what counts as one word here
            yield word


def _breaks(text: str) -> set[int]:
    """Numbers of the words before which punctuation stands, or that would come behind the last one."""
    words, breaks = 0, {0}
    for said in _TOKEN.findall(text):
        if said in _SIGNS:
            breaks.add(words)
        else:
            words += 1
    return breaks | {words}


def _partners(source: Sequence[str], target: Sequence[str]) -> tuple[dict[str, float], dict[str, float]]:
    """For each key of either side, how tellingly all its partners speak, added up."""
    known, there = dictionary().partners, Counter(target)
    alike: dict[str, list[str]] = {}
    for word in there:
        if len(word) > 1:
            alike.setdefault(word[:COGNATE], []).append(word)
    mine, theirs = {}, dict.fromkeys(there, 0.0)
    for word, times in Counter(source).items():
        listed, speaks = known.get(word, _NOTHING), 0.0
        for partner in listed.keys() & theirs.keys():
            weight = listed[partner]
            speaks += weight * there[partner]
            theirs[partner] += weight * times
        for partner in alike.get(word[:COGNATE], ())[:_COGNATES]:
            if partner not in listed:
                weight = _AKIN if partner != word else _SAME if len(word) >= COGNATE else _SHORT_SAME
                speaks += weight * there[partner]
                theirs[partner] += weight * times
        mine[word] = speaks
    return mine, theirs


def _weights(words: Sequence[str], partners: Mapping[str, float], size: int, alone: Mapping[str, float]) -> list[float]:
    """For each word, the log of how much likelier it is if its passage was left out."""
    weights, size = {}, size or 1
    for word, speaks in partners.items():
        share = alone.get(word, _ALONE) or _LEAST_ALONE
        times = (1 - share) * speaks / size + share  # likelier if it was translated; never so few that it is `_MOST`
        weights[word] = -math.log(times) if times < _MOST_TIMES else -_MOST
    return [weights[word] for word in words]


def _run(weights: Sequence[float]) -> _Run:
    """The stretch with the largest sum: the sum, its first word, and the one behind its last."""
    best, so_far, start = (0.0, 0, 0), 0.0, 0
    for i, weight in enumerate(weights):
        if so_far <= 0:
            so_far, start = 0.0, i
        so_far += weight
        if so_far > best[0]:
            best = (so_far, start, i + 1)
    return best


def _features(side: Side, other: Side, run: _Run, other_run: float, ratio: float) -> list[float]:
    total, start, end = run
    mine, theirs = side.weights, other.weights
    n, m = len(mine), len(theirs)
    outside = (sum(mine) - sum(mine[start:end])) / max(4, n - (end - start))
    breaks = _breaks(side.text)
    edges = sum(any(at + by in breaks for by in (-1, 0, 1)) for at in (start, end))
    return [
        1.0,
        total,
        _length(n, m, end - start, ratio),
        other_run,
        outside,
        sum(theirs) / max(4, m),
        _above(theirs),
        math.log(1 + end - start),
        float(edges),
        math.log(1 + n),
    ]


def _alone(side: Side, but: frozenset[str]) -> float:
    return _above([weight for word, weight in zip(side.keys, side.weights, strict=True) if word not in but])


def _above(weights: Sequence[float]) -> float:
    return sum(weight for weight in weights if weight > 0) / max(4, len(weights))


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
