"""Which of several ways to write a term is the best: by the engine's own opinion, and by what became of the rest."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from bilingual.renderings import occurrences, overlap

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bilingual.engines import Hypothesis
    from bilingual.types import Pin, Span

LOST = 1.6
"""What it costs, in log-probability, to lose a word of the source.
Between 0.5 and 4 it hardly matters to chrF (60.9 to 61.0 on our development set of terms, 60.8 without); by eye, 1.6
keeps most neighbours and still lets the engine mend the grammar around a term."""
BESIDE = 2.2
"""What it costs to say, beside a term, a word for which the term stands: “IT piracy hacking”, “amicus brief note”."""
REPEATED = 5.0
"""What it costs to say a word twice in a row, or with one word in between."""
_WORD = re.compile(r"\w+")
_LONG = 4
"""Letters of a word that is not often said twice with one in between; the, of and the like are."""


def cost(old: Hypothesis, new: Hypothesis, pins: Sequence[Pin], score: float, inside: frozenset[int]) -> float:
    """What a way costs, less is better: improbability at the length of the old text, and faults that were not there.

    Args:
        old: the text without the term.
        new: the text with it.
        pins: those of the source.
        score: log-probability of the new text, summed over its pieces.
        inside: numbers of the source pieces that the term's pin covers.
    """
    improbability = -score / max(1, len(new.pieces)) * len(old.pieces)
    lost = len(set(old.links) - set(new.links) - inside)
    again = max(0, repetitions(new.text) - repetitions(old.text))
    return improbability + LOST * lost + BESIDE * _beside(new, pins, inside) + REPEATED * again


def is_neat(old: Hypothesis, new: Hypothesis, pins: Sequence[Pin], inside: frozenset[int]) -> bool:
    """Whether a way has none of the faults that `cost` counts; arguments as there."""
    again = repetitions(new.text) > repetitions(old.text)
    return not (again or _beside(new, pins, inside) or set(old.links) - set(new.links) - inside)


def repetitions(text: str) -> int:
    """How many words stand twice in a row, or, if they are long, with one word in between."""
    words: list[str] = [word.casefold() for word in _WORD.findall(text.replace(".", ""))]  # U.S. is US
    in_a_row = sum(one == other for one, other in pairwise(words))
    near = sum(one == other for one, other in zip(words, words[2:], strict=False) if len(one) >= _LONG)
    return in_a_row + near


def _beside(written: Hypothesis, pins: Sequence[Pin], inside: frozenset[int]) -> int:
    """How many pieces attend to a pin but belong to no rendering."""
    taken: list[Span] = [
        (o.start, o.end) for o in occurrences(pins, written.text, loosely=True) if o.verdict == "right"
    ]
    beside = [span for span, link in zip(written.spans, written.links, strict=True) if link in inside]
    words = [span for span in beside if _WORD.search(written.text[slice(*span)])]
    return sum(not any(overlap(span, other) for other in taken) for span in words)
