"""How a term is written into a target text: in which dress, as a prefix to go on from, or over other words."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from bilingual import attention
from bilingual.engines import Hypothesis, Job
from bilingual.grammar import (
    asks_for_indefinite,
    indefinite,
    lacks_determiner,
    repeats,
    takes_no_article,
    takes_no_indefinite,
)
from bilingual.renderings import wanted

if TYPE_CHECKING:
    from bilingual.engines import Engine
    from bilingual.types import Pin, Span

_OPENING = " \"“‘'«([–—-"
_GLUE = frozenset("\"“‘'’«([{-‐‑–—/")
"""Signs that a word may follow without a space."""
_NEAR = 60
"""Characters before a term among which its article is looked for."""
_ELISION = re.compile(r"^\w{1,2}['’]")
_SENTENCE_END = (".", "!", "?", "…")


class Dressed(NamedTuple):
    """A term as it stands behind some text."""

    kept: int
    """Characters of the text that stay; an article that does not fit does not, nor a word that the term repeats."""
    said: str
    """What comes behind them: a mended article, the sign that the term is glued to, the term."""


def dressed(before: str, pin: Pin, source: str, *, glued: bool = False, capital: bool = False) -> Dressed:
    """A pin's rendering, to be written behind some text.

    It gets a capital where the text begins. Behind `a` it is singular; `a` falls away before what cannot be
    counted, and `the` before what takes no article. It gets an `a` where French has one and English cannot do without.

    Args:
        before: the target up to where the term goes.
        pin: asks for the term.
        source: the text that the pin stands in.
        glued: whether no space goes between.
        capital: whether what the term replaces had one.
    """
    term = wanted(pin, source)
    kept, head = len(before), ""
    if glued:
        kept = _last_word(before, kept)
        head = before[kept:]
    elif repeats(before[_last_word(before, kept) :], term):
        kept = _last_word(before, kept)
    start = _last_word(before, kept)
    article = before[start:kept].strip()
    if article.lower() in {"a", "an"}:
        term = pin.term.target
        kept, head = start, head if takes_no_indefinite(term) else f"{indefinite(term, article)} {head}"
    elif article.lower() == "the" and takes_no_article(term):
        kept = start
    elif not head and _asks_for_article(pin, term, before[:kept], source):
        head = f"{indefinite(term, 'a')} "
    if pin.term.rule != "read-only" and not head.strip(_OPENING) and _begins(before[:kept], capital=capital):
        term = term[:1].upper() + term[1:]
    return Dressed(kept, head + term)


def prefix(engine: Engine, source: str, written: Hypothesis, pin: Pin, at: int) -> Job:
    """The text as written up to a piece, then the term of a pin, and on from there."""
    pieces, said = _fitted(source, written, pin, at)
    return Job(source, (*written.pieces[:pieces], *engine.tokenize_target(said)))


def unglued(written: Hypothesis, at: int) -> Hypothesis:
    """The text without the letters that begin at a piece and belong to the word before, which was whole: live|s."""
    behind = attention.word_end(written, at)
    if behind == at or not attention.words(written, at, behind).isalpha():
        return written
    start, end = written.spans[at][0], written.spans[behind - 1][1]
    return replace(
        written,
        text=written.text[:start] + written.text[end:],
        pieces=(*written.pieces[:at], *written.pieces[behind:]),
        spans=(*written.spans[:at], *_shifted(written, behind, start - end)),
        links=(*written.links[:at], *written.links[behind:]),
        others=(),
    )


def over(engine: Engine, source: str, written: Hypothesis, pin: Pin, place: Span) -> Hypothesis:
    """The text with the pieces at a place, (first, behind last), replaced by a pin's term."""
    first, last = place
    pieces, said = _fitted(source, written, pin, first)
    last = _behind_repetition(written, last, wanted(pin, source))
    term = engine.tokenize_target(said)
    left = written.text[: written.spans[pieces - 1][1]] if pieces else ""
    left += " " if left and not left[-1].isspace() else ""
    start, end = len(left), len(left) + len(said)
    shift = end - written.spans[last - 1][1]
    link = min(attention.covered(engine.tokenize(source).spans, pin), default=0)
    return Hypothesis(
        left + said + written.text[written.spans[last - 1][1] :],
        (*written.pieces[:pieces], *term, *written.pieces[last:]),
        # the first piece of the term stands for all of it: engines do not tell where target pieces stand
        (
            *written.spans[:pieces],
            *[(start, end), *[(end, end)] * len(term)][: len(term)],
            *_shifted(written, last, shift),
        ),
        (*written.links[:pieces], *[link] * len(term), *written.links[last:]),
        written.score,
        written.complete,
    )


def _fitted(source: str, written: Hypothesis, pin: Pin, at: int) -> tuple[int, str]:
    """How many pieces stay before a term that is to stand at a piece, and what to write behind them."""
    start = written.spans[at][0] if at < len(written.spans) else len(written.text)
    before, after = written.text[:start], written.text[start:]
    glued = bool(after) and not after[0].isspace() and before[-1:] in _GLUE and bool(before)
    kept, said = dressed(before, pin, source, glued=glued, capital=after.lstrip()[:1].isupper())
    pieces = bisect_right(written.spans[:at], kept, key=lambda span: span[1])
    while pieces and written.text[slice(*written.spans[pieces - 1])].isspace():
        pieces -= 1
    stays = written.spans[pieces - 1][1] if pieces else 0
    return pieces, before[stays:kept].lstrip() + said


def _behind_repetition(written: Hypothesis, last: int, term: str) -> int:
    """The piece behind a word that comes at a piece, if the term would only say it again; else that piece."""
    if last >= len(written.spans):
        return last
    behind = attention.word_end(written, last + 1)
    return behind if repeats(attention.words(written, last, behind), term) else last


def _shifted(written: Hypothesis, first: int, by: int) -> list[tuple[int, int]]:
    return [(start + by, end + by) for start, end in written.spans[first:]]


def _asks_for_article(pin: Pin, term: str, before: str, source: str) -> bool:
    """Whether a term needs an indefinite article that is not there, by the words before it in both languages."""
    if pin.term.rule == "read-only" or term != pin.term.target or takes_no_indefinite(term):
        return False
    french = _ELISION.sub("", source[_last_word(source, pin.start) : pin.start].strip())
    return asks_for_indefinite(french) and lacks_determiner(before[-_NEAR:].split()[-3:])


def _last_word(text: str, end: int) -> int:
    """Where the last word before a place begins, whatever signs hang on it."""
    while end > 0 and text[end - 1].isspace():
        end -= 1
    while end > 0 and not text[end - 1].isspace():
        end -= 1
    return end


def _begins(before: str, *, capital: bool) -> bool:
    """Whether a sentence begins behind some text; a full stop may be that of an abbreviation."""
    said = before.rstrip(_OPENING)
    return not said or (capital and said.endswith(_SENTENCE_END))
