"""How likely a machine translation is to need an editor's second look: 0 for hardly, 1 for surely.

A logistic curve over a handful of features that cost nothing, fitted to how well translations of the built-in model
agree with human ones (`benchmarks/confidence.py`, `docs/gates.md`, which also says what was tried and did not help).
The coefficients stand in `data/confidence.toml`.
"""

from __future__ import annotations

import math
import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from bilingual.checks.form import words

if TYPE_CHECKING:
    from bilingual.types import Pair

FEATURES = ("one", "sure", "same", "names", "short", "cut")
_LETTERS = 5
"""Log-probability is counted for so many letters of the target, a word's worth."""
_UNSURE = 3.0
"""Beyond which less says no more."""
_WHOLE = 30
"""Words that engines take as a whole; a longer source for which they have no other proposal was cut."""


def doubt(pair: Pair) -> float | None:
    """The share of pairs like this one that are among the worse half, 0 to 1; None where no engine wrote the target."""
    seen = features(pair)
    if seen is None:
        return None
    odds = sum(map(float.__mul__, seen, _coefficients()))
    return 1 / (1 + math.exp(-odds))


def features(pair: Pair) -> list[float] | None:
    """What the doubt is made of, in the order of `FEATURES`; None as in `doubt`.

    They are: how probable the engine found a word of its own; the shares of words that stand in the source as well, and
    of names in it; how short the source is; and whether it was cut, so that the score is a mean over its parts.
    """
    if pair.origin != "machine" or pair.score is None or not pair.target:
        return None
    text = pair.source.text
    source, target = words(text), words(pair.target)
    capitals = sum(word[0].isupper() for word in text.split()[1:])
    return [
        1.0,
        math.exp(max(-_UNSURE, pair.score * _LETTERS / (1 + len(pair.target)))),
        sum(map(set(source).__contains__, target)) / (len(target) or 1),
        capitals / (1 + len(source)),
        1 / (1 + len(source)),
        float(not pair.alternatives and len(source) > _WHOLE),
    ]


@cache
def _coefficients() -> list[float]:
    table = tomllib.loads((files("bilingual") / "data" / "confidence.toml").read_text(encoding="utf-8"))
    return [float(table["coefficients"][feature]) for feature in FEATURES]
