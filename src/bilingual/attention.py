"""Where in a target text the words stand that the attention links to a stretch of the source.

Throughout, `sources` says where the source pieces stand in the source text, and a pin is such a stretch.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bilingual.grammar import divides, is_function_word, is_outer_word, repeats
from bilingual.renderings import overlap

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bilingual.engines import Hypothesis
    from bilingual.types import Pin, Span

_EDGE = re.compile(r"\W|_")
_POSSESSIVE = re.compile(r"(?<=\w)['’]s\b")
_NEAR = 12
"""Source pieces before a pin in which its neighbours are looked for; farther links are more often stray than true."""


def place(sources: Sequence[Span], written: Hypothesis, pin: Pin, taken: Sequence[Span] = ()) -> Span:
    """The target pieces, as (first, behind last), that stand for a pin: the words whose attention peaks inside it.

    Words at its ends that are no part of a term (articles, prepositions, verbs) and punctuation are left out. Where
    there are none, the empty place where a reader would come to it.

    Args:
        sources: see above.
        written: the target.
        pin: the stretch of the source.
        taken: characters of the target that stand for something else, if others are to be had.
    """
    inside = covered(sources, pin)
    all_linked = [t for t, s in enumerate(written.links) if s in inside]
    free = [t for t in all_linked if not any(overlap(written.spans[t], span) for span in taken)]
    linked = free or all_linked
    if not linked:
        at = reading_place(sources, written, pin)
        return at, at
    first, last = _longest_run(linked)
    first, last = _undivided(written, _word_start(written, first), word_end(written, last))
    while (after := word_end(written, first + 1)) < last and is_outer_word(words(written, first, after)):
        first = after
    while (before := _word_start(written, last - 1)) > first and is_outer_word(words(written, before, last)):
        last = before
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

    It stands behind the words that attend to what precedes the pin, and behind an article or preposition after them;
    without such words before those that attend to what follows it.
    """
    inside = covered(sources, pin)
    first, last = min(inside, default=0), max(inside, default=0)
    before = [t for t, s in enumerate(written.links) if first - _NEAR <= s < first]
    behind = [t for t, s in enumerate(written.links) if last < s <= last + _NEAR]
    if behind and not before:
        return _word_start(written, behind[0])
    earlier = before or [t for t, s in enumerate(written.links) if s < first]
    at = word_end(written, earlier[-1] + 1 if earlier else 0)
    if at == len(written.spans):
        return _before_end(written)
    after = word_end(written, at + 1)
    return after if is_function_word(words(written, at, after)) else at


def at(written: Hypothesis, said: Span) -> Span:
    """The target pieces, as (first, behind last), of the words that share a character with a span of the target."""
    inside = [t for t, span in enumerate(written.spans) if overlap(span, said)]
    return _word_start(written, inside[0]), word_end(written, inside[-1] + 1)


def earlier(written: Hypothesis, piece: int, term: str) -> int:
    """The piece where a word of a term already stands, up to three words before a piece; else that piece."""
    start = piece
    for _ in range(3):
        start = _word_start(written, start - 1) if start > 0 else 0
        if start < piece and repeats(words(written, start, word_end(written, start + 1)), term):
            return start
    return piece


def covered(sources: Sequence[Span], pin: Pin) -> frozenset[int]:
    """Numbers of the source pieces that a pin covers."""
    return frozenset(i for i, span in enumerate(sources) if overlap(span, (pin.start, pin.end)))


def words(written: Hypothesis, first: int, last: int) -> str:
    """What some pieces say."""
    return written.text[written.spans[first][0] : written.spans[last - 1][1]]


def word_end(written: Hypothesis, piece: int) -> int:
    """The first piece from some piece on that begins a word, or the number of pieces."""
    while piece < len(written.spans) and not _begins_word(written, piece):
        piece += 1
    return piece


def _undivided(written: Hypothesis, first: int, last: int) -> Span:
    """The longest stretch of some pieces without a word that divides them; all of them where there is none."""
    best = (first, first)
    start = at = first
    while at < last:
        after = min(word_end(written, at + 1), last)
        if divides(words(written, at, after)):
            start = after
        elif after - start > best[1] - best[0]:
            best = (start, after)
        at = after
    return best if best[0] < best[1] else (first, last)


def _before_end(written: Hypothesis) -> int:
    """The piece where the punctuation begins that ends a text, or the number of pieces."""
    at = len(written.spans)
    while at > 1 and not any(letter.isalnum() for letter in words(written, at - 1, at)):
        at -= 1
    return at


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


def _begins_word(written: Hypothesis, piece: int) -> bool:
    """Whether a piece stands at the beginning of a word, or is punctuation, which ends one; 's is a word of its own."""
    start, end = written.spans[piece]
    if end - start == 1 and start > 0 and _POSSESSIVE.match(written.text, start - 1):
        return False
    return start in {0, end} or bool(_EDGE.match(written.text[start:end]) or _EDGE.match(written.text[start - 1]))
