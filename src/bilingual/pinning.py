"""Make the engine's output carry the pinned terms, and prove it.

A ladder that stops as soon as a text is right:

1. right: the engine wrote the term itself;
2. forced: the text is kept up to where the attention says that the term belongs, the term is written there, and the
   engine decodes on (CTranslate2's `target_prefix`);
3. substituted: the words that attend to the term are replaced by it, or its capitals are mended;
4. failed: the text stays as it is, and a finding says so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bilingual.checks import form
from bilingual.engines import Hypothesis, Job
from bilingual.renderings import ENFORCED, missing, occurrences, overlap, spans, wanted

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from bilingual.engines import Engine, Span
    from bilingual.types import Occurrence, Pin, Verdict

VERSION = "1"
"""Raised whenever the same input may come out another way, so that remembered results are not mistaken for it."""
ROUNDS = 4
"""How often a text is forced, a term a round."""
_EDGE = re.compile(r"\W|_")
_NEAR = 12
"""Source pieces before a pin in which its neighbours are looked for; farther links are more often stray than true."""
_FUNCTION_WORDS = frozenset(
    (
        "a",
        "an",
        "the",
        "this",
        "that",
        "these",
        "those",
        "its",
        "his",
        "her",
        "their",
        "our",
        "your",
        "my",
        "of",
        "to",
        "in",
        "on",
        "at",
        "by",
        "for",
        "from",
        "with",
        "and",
        "or",
        "as",
    )
)
_OPENING = " \"“‘'«([–—-"


@dataclass(frozen=True, slots=True)
class Draft:
    """A text on its way up the ladder."""

    source: str
    pins: tuple[Pin, ...]
    hypothesis: Hypothesis
    tried: frozenset[int] = frozenset()
    """Numbers of the pins that were forced, with or without success."""


@dataclass(frozen=True, slots=True)
class Rendering:
    """A target text and what became of the pins of its source, in their order."""

    text: str
    score: float
    occurrences: tuple[Occurrence, ...] = ()


def enforce(engine: Engine, drafts: Sequence[Draft]) -> list[Rendering]:
    """The drafts with their terms in place, as far as the ladder goes; one that is right already is not touched."""
    now = list(drafts)
    for _ in range(ROUNDS):
        steps = [(i, step) for i, draft in enumerate(now) if (step := _next_step(engine, draft))]
        if not steps:
            break
        written = iter(next(iter(engine.decode([[job for _, step in steps for job in step.jobs]]))))
        for i, step in steps:
            tried = replace(now[i], tried=now[i].tried | {step.pin})
            ways = [replace(tried, hypothesis=hypothesis) for _, hypothesis in zip(step.jobs, written, strict=False)]
            now[i] = _best(engine, tried, ways)
    return [
        _settle(engine, draft, missing(first.pins, first.hypothesis.text))
        for draft, first in zip(now, drafts, strict=True)
    ]


@dataclass(frozen=True, slots=True)
class _Step:
    """What to try next for a draft."""

    pin: int
    """Number of the pin."""
    jobs: tuple[Job, ...]
    """The ways to write it: one or more places."""


def _next_step(engine: Engine, draft: Draft) -> _Step | None:
    """How to force the leftmost missing term; None when none is left to try."""
    left = [number for number in missing(draft.pins, draft.hypothesis.text) if number not in draft.tried]
    if not left:
        return None
    at, number = min((_place(engine, draft, draft.pins[number])[0], number) for number in left)
    places = dict.fromkeys((at, _reading_place(engine, draft, draft.pins[number])))
    return _Step(number, tuple(_job(engine, draft, draft.pins[number], at) for at in places))


def _job(engine: Engine, draft: Draft, pin: Pin, at: int) -> Job:
    """The text as written up to a piece, then the term of a pin, and on from there."""
    written = draft.hypothesis
    before = written.text[: written.spans[at][0]] if at < len(written.spans) else written.text
    article, term = _dressed(before, wanted(pin, draft.source), pin)
    kept = written.pieces[:at]
    if article:
        kept = (*kept[: -len(engine.tokenize_target(article[0]))], *engine.tokenize_target(article[1]))
    return Job(draft.source, (*kept, *engine.tokenize_target(term)))


def _dressed(before: str, term: str, pin: Pin) -> tuple[tuple[str, str] | None, str]:
    """How a term stands behind some text: the indefinite article to be mended (old, new) if any, and the term.

    It gets a capital where a sentence begins.
    """
    if not before.strip(_OPENING) and pin.term.rule != "read-only":
        term = term[:1].upper() + term[1:]
    last = before.rsplit(maxsplit=1)[-1] if before.strip() else ""
    if last.lower() in {"a", "an"} and last != (right := indefinite(term, last)):
        return (last, right), term
    return None, term


def indefinite(term: str, article: str) -> str:
    """`a` or `an`, with the article's own capital, as the term's first letter asks; an initialism is spelt out."""
    spelt = re.match(r"[A-Z]{2,}\b", term)
    vowels = "AEFHILMNORSX" if spelt else "AEIOUaeiou"
    return article[0] + ("n" if term[:1] in vowels else "")


def _place(engine: Engine, draft: Draft, pin: Pin) -> Span:
    """The target pieces, as (first, behind last), that stand for a pin: the words whose attention peaks inside it.

    Where there are none, the empty place where a reader would come to it.
    """
    inside = _inside(engine, draft, pin)
    written = draft.hypothesis
    linked = [t for t, s in enumerate(written.links) if s in inside]
    if not linked:
        at = _reading_place(engine, draft, pin)
        return at, at
    first, last = _longest_run(linked)
    first, last = _word_start(written, first), _word_end(written, last)
    while (after := _word_end(written, first + 1)) < last and _is_function_word(written, first, after):
        first = after
    return first, last


def _reading_place(engine: Engine, draft: Draft, pin: Pin) -> int:
    """The target piece where a reader going from left to right would come to a pin.

    It stands behind the words that attend to what precedes the pin, and behind an article or preposition after them.
    """
    first = min(_inside(engine, draft, pin), default=0)
    written = draft.hypothesis
    before = [t for t, s in enumerate(written.links) if first - _NEAR <= s < first]
    at = _word_end(written, before[-1] + 1 if before else 0)
    after = _word_end(written, at + 1)
    return after if at < len(written.spans) and _is_function_word(written, at, after) else at


def _inside(engine: Engine, draft: Draft, pin: Pin) -> set[int]:
    """Numbers of the source pieces that a pin covers."""
    spans = engine.tokenize(draft.source).spans
    return {i for i, span in enumerate(spans) if overlap(span, (pin.start, pin.end))}


def _is_function_word(written: Hypothesis, first: int, last: int) -> bool:
    """Whether some pieces are a word that goes before a term rather than into it."""
    return written.text[written.spans[first][0] : written.spans[last - 1][1]].strip().casefold() in _FUNCTION_WORDS


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


def _best(engine: Engine, old: Draft, ways: Sequence[Draft]) -> Draft:
    """The most probable of the ways in which most terms are right and nothing broke; without any, the old draft."""
    surplus, lacking = _surplus(old.pins, old.hypothesis.text), len(missing(old.pins, old.hypothesis.text))
    sound = [
        (len(missing(way.pins, way.hypothesis.text)), way)
        for way in ways
        if not form.broken(way.source, way.hypothesis.text) and _surplus(way.pins, way.hypothesis.text) <= surplus
    ]
    fewest = min((count for count, _ in sound), default=lacking)
    best = [way for count, way in sound if count == fewest < lacking]
    if len(best) > 1:
        scores = engine.score([(way.source, way.hypothesis.pieces) for way in best])
        return best[scores.index(max(scores))]
    return best[0] if best else old


def _surplus(pins: Sequence[Pin], text: str) -> int:
    """How many renderings a text has beyond those that the source asks for."""
    asked = [pin.term for pin in pins if pin.term.rule in ENFORCED]
    return sum(max(0, len(spans(term, text, loosely=True)) - asked.count(term)) for term in set(asked))


def _settle(engine: Engine, draft: Draft, at_first: Collection[int]) -> Rendering:
    """The last rungs, without the engine: mends capitals, substitutes what is still missing, and gives the verdicts."""
    text = draft.hypothesis.text
    loose = occurrences(draft.pins, text, loosely=True)
    strict = occurrences(draft.pins, text)
    edits = _unforbidden(draft, loose)
    for number, (pin, found, exact) in enumerate(zip(draft.pins, loose, strict, strict=True)):
        if pin.term.rule not in ENFORCED or exact.verdict == "right" or number in edits:
            continue
        term = wanted(pin, draft.source)
        if found.verdict == "right":
            edits[number] = ((found.start, found.end), term)
        elif span := _free_span(engine, draft, pin, [(o.start, o.end) for o in loose] + [s for s, _ in edits.values()]):
            edits[number] = _fitted(text, span, term, pin)
    for span, term in sorted(edits.values(), reverse=True):
        text = text[: span[0]] + term + text[span[1] :]
    final = occurrences(draft.pins, text)
    verdicts = [_verdict(o, substituted=n in edits, forced=n in at_first) for n, o in enumerate(final)]
    judged = tuple(replace(o, verdict=verdict) for o, verdict in zip(final, verdicts, strict=True))
    return Rendering(text, draft.hypothesis.score, judged)


def _unforbidden(draft: Draft, found: Sequence[Occurrence]) -> dict[int, tuple[Span, str]]:
    """For pins whose words were rendered in a forbidden way, the edit that writes the rendering asked for instead."""
    edits: dict[int, tuple[Span, str]] = {}
    asked = {(pin.start, pin.end): n for n, pin in enumerate(draft.pins) if pin.term.rule in ENFORCED}
    for occurrence in found:
        place = (occurrence.pin.start, occurrence.pin.end)
        if occurrence.pin.term.rule == "forbidden" and occurrence.verdict == "right" and place in asked:
            number = asked[place]
            edits[number] = ((occurrence.start, occurrence.end), wanted(draft.pins[number], draft.source))
    return edits


def _verdict(occurrence: Occurrence, *, substituted: bool, forced: bool) -> Verdict:
    if occurrence.verdict == "failed" or occurrence.pin.term.rule not in ENFORCED:
        return occurrence.verdict
    return "substituted" if substituted else "forced" if forced else "right"


def _free_span(engine: Engine, draft: Draft, pin: Pin, taken: Sequence[Span]) -> Span | None:
    """The characters of the target that stand for a pin, when they stand for no other one."""
    first, last = _place(engine, draft, pin)
    if first == last:
        return None
    start, end = draft.hypothesis.spans[first][0], draft.hypothesis.spans[last - 1][1]
    start += len(draft.hypothesis.text[start:end]) - len(draft.hypothesis.text[start:end].lstrip())
    return None if start >= end or any(overlap((start, end), other) for other in taken) else (start, end)


def _fitted(text: str, span: Span, term: str, pin: Pin) -> tuple[Span, str]:
    """An edit that puts a term in the place of a span, together with the indefinite article before it."""
    before = text[: span[0]]
    article, term = _dressed(before, term, pin)
    if article is None:
        return span, term
    start = before.rindex(article[0])
    return (start, span[1]), f"{article[1]} {term}"
