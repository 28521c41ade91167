"""Where in a target text the words stand that the attention links to a stretch of the source.

Throughout, `sources` says where the source pieces stand in the source text, and a pin is such a stretch.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bilingual.grammar import is_function_word
from bilingual.renderings import overlap

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bilingual.engines import Hypothesis
    from bilingual.types import Pin, Span

_EDGE = re.compile(r"\W|_")
_NEAR = 12
"""Source pieces before a pin in which its neighbours are looked for; farther links are more often stray than true."""


def place(sources: Sequence[Span], written: Hypothesis, pin: Pin) -> Span:
    """The target pieces, as (first, behind last), that stand for a pin: the words whose attention peaks inside it.

    Where there are none, the empty place where a reader would come to it.
    """
    inside = _inside(sources, pin)
    linked = [t for t, s in enumerate(written.links) if s in inside]
    if not linked:
        at = reading_place(sources, written, pin)
        return at, at
    first, last = _longest_run(linked)
    first, last = _word_start(written, first), _word_end(written, last)
    while (after := _word_end(written, first + 1)) < last and _is_function_word(written, first, after):
        first = after
    return first, last


def said(sources: Sequence[Span], written: Hypothesis, pin: Pin) -> Span:
    """The characters of the target that stand for a pin; none where no word does."""
    first, last = place(sources, written, pin)
    if first == last:
        return 0, 0
    start, end = written.spans[first][0], written.spans[last - 1][1]
    return end - len(written.text[start:end].lstrip()), end


def reading_place(sources: Sequence[Span], written: Hypothesis, pin: Pin) -> int:
    """The target piece where a reader going from left to right would come to a pin.

    It stands behind the words that attend to what precedes the pin, and behind an article or preposition after them.
    """
    first = min(_inside(sources, pin), default=0)
    before = [t for t, s in enumerate(written.links) if first - _NEAR <= s < first]
    at = _word_end(written, before[-1] + 1 if before else 0)
    after = _word_end(written, at + 1)
    return after if at < len(written.spans) and _is_function_word(written, at, after) else at


def _inside(sources: Sequence[Span], pin: Pin) -> set[int]:
    """Numbers of the source pieces that a pin covers."""
    return {i for i, span in enumerate(sources) if overlap(span, (pin.start, pin.end))}


def _is_function_word(written: Hypothesis, first: int, last: int) -> bool:
    """Whether some pieces are a word that goes before a term rather than into it."""
    return is_function_word(written.text[written.spans[first][0] : written.spans[last - 1][1]])


def _longest_run(numbers: Sequence[int]) -> Span:
    """The longest stretch of ascending numbers (one may be missing between two), as (first, behind last)."""
    best = run = (numbers[0], numbers[0] + 1)
    for number in numbers[1:]:
        run = (run[0], number + 1) if number - run[1] <= 1 else (number, number + 1)
        best = max(best, run, key=lambda span: span[1] - span[0])
    return best


def _word_start(written: Hypothesis, piece: int) -> int:
    while piece > 0 and not _begins_word(written, piece):
        piece -= 1
    return piece


def _word_end(written: Hypothesis, piece: int) -> int:
    while piece < len(written.spans) and not _begins_word(written, piece):
        piece += 1
    return piece


def _begins_word(written: Hypothesis, piece: int) -> bool:
    """Whether a piece stands at the beginning of a word, or is punctuation, which ends one."""
    start, end = written.spans[piece]
    return start in {0, end} or bool(_EDGE.match(written.text[start:end]) or _EDGE.match(written.text[start - 1]))
