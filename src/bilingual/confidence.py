"""How likely a machine translation is to need an editor's second look: 0 for hardly, 1 for surely.

A logistic curve over a handful of features, fitted to how well translations of the built-in model agree with human
ones (`benchmarks/confidence.py`, `docs/gates.md`). The coefficients stand in `data/confidence.toml`.
"""

from __future__ import annotations

import math
import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from bilingual.checks.coverage import uncovered
from bilingual.checks.form import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bilingual.types import Pair

FEATURES = ("one", "score", "sure", "same", "names", "short", "spread", "alone", "unlinked", "findings")
_LETTERS = 5
"""Log-probability is counted for so many letters of the target, a word's worth."""
_UNSURE = 3.0
"""Beyond which less says no more."""
_MOST_FINDINGS = 3
_ALTERNATIVES = 3


def doubt(pair: Pair) -> float | None:
    """The share of pairs like this one that are among the worse half, 0 to 1; None where no engine wrote the target.

    The score is part of it where the engine gave one; checks must have been run.
    """
    seen = features(pair)
    if seen is None:
        return None
    odds = sum(map(float.__mul__, seen, _coefficients()))
    return 1 / (1 + math.exp(-odds))


def mean(pairs: Sequence[Pair]) -> float | None:
    """The doubt of an article: the mean over its machine pairs, each for its words; None where there is none."""
    doubts = [(one, len(words(pair.source.text))) for pair in pairs if (one := doubt(pair)) is not None]
    total = sum(size for _, size in doubts)
    return sum(one * size for one, size in doubts) / total if total else None


def features(pair: Pair) -> list[float] | None:
    """What the doubt is made of, in the order of `FEATURES`; None as in `doubt`."""
    if pair.origin != "machine" or pair.score is None or not pair.target:
        return None
    source, target = words(pair.source.text), words(pair.target)
    score = min(_UNSURE, -pair.score * _LETTERS / (1 + len(pair.target)))
    known = set(source)
    capitals = sum(word[0].isupper() for word in pair.source.text.split()[1:])
    graver = sum(finding.severity != "info" for finding in pair.findings)
    return [
        1.0,
        score,
        math.exp(-score),
        sum(word in known for word in target) / (len(target) or 1),
        capitals / (1 + len(source)),
        1 / (1 + len(source)),
        _spread(pair, target),
        sum(uncovered(pair)),
        _unlinked(pair, len(source) or 1),
        float(min(_MOST_FINDINGS, graver)),
    ]


def _spread(pair: Pair, target: Sequence[str]) -> float:
    """How far the engine's other targets are from the one it chose: the mean share of words that are others."""
    others = [words(other) for other in pair.alternatives[:_ALTERNATIVES]]
    chosen = set(target)
    return sum(len(chosen ^ set(other)) / (len(chosen | set(other)) or 1) for other in others) / (len(others) or 1)


def _unlinked(pair: Pair, size: int) -> float:
    """The share of the source's words that no word of the target is linked to; 0 where links are not known."""
    if not pair.words:
        return 0.0
    return max(0.0, 1 - len({source for source, _ in pair.words}) / size)


@cache
def _coefficients() -> list[float]:
    table = tomllib.loads((files("bilingual") / "data" / "confidence.toml").read_text(encoding="utf-8"))
    return [float(table["coefficients"][feature]) for feature in FEATURES]
