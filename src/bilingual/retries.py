"""What the engine is asked again, and which of its texts is kept.

1. A text that is no translation at all (empty, going in circles, cut off, far too long or short) gives way to a careful
   decoding, which says no three pieces twice; if that is none either, to one in halves at its clauses, in halves of
   these, and so on; to the first that is none of all that.
2. A text that checks object to (a finding of them graver than `info`) gives way to the likeliest of the engine's other
   proposals to which they object less: fewer errors, or as many and fewer warnings. It must leave no more of the source
   without partner (`coverage.uncovered`), and have no word that is neither English nor in the source nor in the first
   text: such a word has merely escaped the check.
3. Else the likeliest text stands.

What was put aside is kept with what stands in its place, so that a finding can say so (`checks.content.second`).
"""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from bilingual import clauses
from bilingual.checks import findings, form
from bilingual.checks.coverage import uncovered
from bilingual.checks.leftover import is_english
from bilingual.dictionary import letters
from bilingual.engines import Job
from bilingual.figures import mend
from bilingual.types import Block, Pair, Segment
from bilingual.units import glued

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bilingual.engines import Engine, Hypothesis

_SHORTEST = 8
"""Pieces of a text that is cut; shorter ones have no clauses."""
_OTHERS = 4
"""Proposals of the engine that are looked at."""


def kept(
    engine: Engine, texts: Sequence[str], written: Sequence[Hypothesis], *, chooses: bool = True
) -> list[Hypothesis]:
    """For each text what is kept of what the engine writes for it.

    Args:
        engine: what is asked again.
        texts: the sources.
        written: what it has written for them.
        chooses: whether the second rule is heeded.
    """
    best = _unbroken(engine, texts, written)
    wishes = {i: wish for i, text in enumerate(texts) if chooses and (wish := _better(text, best[i]))}
    jobs = [Job(texts[i], tuple(engine.tokenize_target(wish))) for i, wish in wishes.items()]
    again = next(iter(engine.decode([jobs]))) if jobs else []  # for its word links; the text is known
    for (i, wish), second in zip(wishes.items(), again, strict=True):
        if second.text == wish and second.complete:
            first = best[i]
            others = (first.text, *(other for other in first.others if other != wish))
            instead = first.text if first.instead is None else first.instead
            best[i] = replace(second, score=first.score, others=others, instead=instead)
    return best


def _unbroken(engine: Engine, texts: Sequence[str], written: Sequence[Hypothesis]) -> list[Hypothesis]:
    """What was written, with what is no translation replaced by a careful try that is one."""
    best = list(written)
    bad = [i for i, (text, first) in enumerate(zip(texts, written, strict=True)) if _broken(text, first)]
    again = next(iter(engine.decode([[Job(texts[i]) for i in bad]], careful=True))) if bad else []
    for i, second in zip(bad, again, strict=True):
        whole = second if not _broken(texts[i], second) else _in_pieces(engine, texts[i])
        if whole:
            best[i] = replace(whole, instead=best[i].text)
    return best


def _in_pieces(engine: Engine, text: str) -> Hypothesis | None:
    """A text decoded in halves, halves of halves …, joined; None where that does not help."""
    tokens = engine.tokenize(text)
    limit = len(tokens.pieces) // 2
    while limit >= _SHORTEST:
        spans = list(clauses.cut(text, tokens.spans, limit))
        parts = next(iter(engine.decode([[Job(text[start:end]) for start, end in spans]], careful=True)))
        whole = glued(tokens, spans, parts)
        if not _broken(text, whole):
            return whole
        limit //= 2
    return None


def _broken(source: str, written: Hypothesis) -> bool:
    return not written.complete or form.broken(source, written.text)


def _better(source: str, first: Hypothesis) -> str | None:
    """The other proposal that is kept in place of the first text; None where that stands."""
    if not first.others or not any(objections := _objections(source, first.text)):
        return None
    others = islice(first.others, _OTHERS)
    return next((other for other in others if _is_better(source, first.text, other, objections)), None)


def _is_better(source: str, first: str, other: str, objections: tuple[int, int]) -> bool:
    return (
        not form.broken(source, other)
        and not any(_strange(source, first, other))
        and uncovered(_pair(source, other))[0] <= uncovered(_pair(source, first))[0]
        and _objections(source, other) < objections
    )


def _objections(source: str, target: str) -> tuple[int, int]:
    """How many errors and warnings checks find, figures and signs once they are written the English way."""
    told = [finding.severity for finding in findings(_pair(source, mend.mended(source, target, slips=True)[0]))]
    return told.count("error"), told.count("warning")


def _strange(source: str, first: str, other: str) -> Iterator[str]:
    """Words of the other text that are neither English nor in the source, nor in the first one."""
    known = {word.lower() for text in (source, first) for word in letters(text)}
    return (word for word in letters(other) if word.lower() not in known and not is_english(word))


def _pair(source: str, target: str) -> Pair:
    return Pair(Segment(Block(source), 0, len(source), ""), target)
