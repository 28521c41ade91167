"""Make the engine's output carry the pinned terms, and prove it.

A ladder that stops as soon as a text is right:

1. right: the engine wrote the term itself;
2. forced: the text is kept up to where the attention says that the term belongs, the term is written there, and the
   engine decodes on (CTranslate2's `target_prefix`);
3. substituted: the words that attend to the term are replaced by it, or its capitals are mended;
4. failed: the text stays as it is, and a finding says so.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bilingual import attention
from bilingual.checks import form
from bilingual.engines import Hypothesis, Job
from bilingual.grammar import indefinite
from bilingual.renderings import ENFORCED, missing, occurrences, overlap, recased, sought, surplus, wanted
from bilingual.types import Span

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from bilingual.engines import Engine
    from bilingual.types import Occurrence, Pin, Verdict

VERSION = "2"
"""Raised whenever the same input may come out another way, so that remembered results are not mistaken for it."""
ROUNDS = 4
"""How often a text is forced, a term a round."""
_Edit = tuple[Span, str]
"""A span of the target and what to write there."""
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
    return [_settle(engine, draft, _lacking(engine, first)) for draft, first in zip(now, drafts, strict=True)]


@dataclass(frozen=True, slots=True)
class _Step:
    """What to try next for a draft."""

    pin: int
    """Number of the pin."""
    jobs: tuple[Job, ...]
    """The ways to write it: one or more places."""


def _next_step(engine: Engine, draft: Draft) -> _Step | None:
    """How to force the leftmost missing term; None when none is left to try."""
    left = [number for number in _lacking(engine, draft) if number not in draft.tried]
    if not left:
        return None
    sources, written = engine.tokenize(draft.source).spans, draft.hypothesis
    at, number = min((attention.place(sources, written, draft.pins[number])[0], number) for number in left)
    places = dict.fromkeys((at, attention.reading_place(sources, written, draft.pins[number])))
    return _Step(number, tuple(_job(engine, draft, draft.pins[number], at) for at in places))


def _lacking(engine: Engine, draft: Draft) -> list[int]:
    """Numbers of the pins to be enforced that are not honoured.

    Of several pins of one rendering it is those whose attention is not at a rendering, wherever they stand.
    """
    by_order = missing(draft.pins, draft.hypothesis.text)
    if not by_order:
        return []
    found = occurrences(draft.pins, draft.hypothesis.text, loosely=True)
    said = [attention.said(engine.tokenize(draft.source).spans, draft.hypothesis, pin) for pin in draft.pins]
    numbers: list[int] = []
    for group in dict.fromkeys(sought(draft.pins[number].term) for number in by_order):
        alike = [n for n, pin in enumerate(draft.pins) if sought(pin.term) == group]
        places = [(found[n].start, found[n].end) for n in alike]
        served = {n: any(overlap(said[n], place) for place in places) for n in alike}
        likely = sorted(alike, key=lambda n: (served[n], n not in by_order))
        numbers += likely[: sum(n in by_order for n in alike)]
    return sorted(numbers)


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


def _best(engine: Engine, old: Draft, ways: Sequence[Draft]) -> Draft:
    """The most probable of the ways in which most terms are right and nothing broke; without any, the old draft."""
    most, lacking = surplus(old.pins, old.hypothesis.text), len(missing(old.pins, old.hypothesis.text))
    sound = [
        (len(missing(way.pins, way.hypothesis.text)), way)
        for way in ways
        if not form.broken(way.source, way.hypothesis.text) and surplus(way.pins, way.hypothesis.text) <= most
    ]
    fewest = min((count for count, _ in sound), default=lacking)
    best = [way for count, way in sound if count == fewest < lacking]
    if len(best) > 1:
        scores = engine.score([(way.source, way.hypothesis.pieces) for way in best])
        return best[scores.index(max(scores))]
    return best[0] if best else old


def _settle(engine: Engine, draft: Draft, at_first: Collection[int]) -> Rendering:
    """The last rungs, without the engine: mends capitals, substitutes what is still missing, and gives the verdicts."""
    text = draft.hypothesis.text
    loose = occurrences(draft.pins, text, loosely=True)
    lacking = _lacking(engine, draft)
    edits = {**_recapitalised(draft, loose), **_unforbidden(draft, loose, lacking)}
    right = [(o.start, o.end) for o in loose if o.pin.term.rule in ENFORCED]
    for number in lacking:
        taken = right + [span for span, _ in edits.values()]
        if number not in edits and (edit := _substitution(engine, draft, draft.pins[number], taken)):
            edits[number] = edit
    behind = len(text)
    for (start, end), said in sorted(edits.values(), reverse=True):
        if end <= behind:  # two forbidden renderings may share words
            text, behind = text[:start] + said + text[end:], start
    final = occurrences(draft.pins, text)
    verdicts = [_verdict(o, substituted=n in edits, forced=n in at_first) for n, o in enumerate(final)]
    judged = tuple(replace(o, verdict=verdict) for o, verdict in zip(final, verdicts, strict=True))
    return Rendering(text, draft.hypothesis.score, judged)


def _unforbidden(draft: Draft, found: Sequence[Occurrence], lacking: Collection[int]) -> dict[int, _Edit]:
    """For pins whose words were rendered in a forbidden way, the edit that writes the rendering asked for instead.

    Where that one stands elsewhere already, nothing is edited: it would be there twice.
    """
    edits: dict[int, _Edit] = {}
    asked = {(pin.start, pin.end): n for n, pin in enumerate(draft.pins) if pin.term.rule in ENFORCED}
    for occurrence in found:
        number = asked.get((occurrence.pin.start, occurrence.pin.end))
        if occurrence.pin.term.rule != "forbidden" or occurrence.verdict != "right" or number is None:
            continue
        place = (occurrence.start, occurrence.end)
        if number in lacking or overlap(place, (found[number].start, found[number].end)):
            edits[number] = (place, wanted(draft.pins[number], draft.source))
    return edits


def _recapitalised(draft: Draft, found: Sequence[Occurrence]) -> dict[int, _Edit]:
    """For pins that came out right but for their capitals, the edit that mends these."""
    text = draft.hypothesis.text
    exact = occurrences(draft.pins, text)
    right = {(o.start, o.end) for o in exact}
    edits: dict[int, _Edit] = {}
    for term in {sought(pin.term) for pin in draft.pins if pin.term.rule in ENFORCED}:
        failing = [n for n, o in enumerate(exact) if sought(o.pin.term) == term and o.verdict == "failed"]
        places = [(o.start, o.end) for o in found if sought(o.pin.term) == term and o.verdict == "right"]
        wrong = [place for place in places if place not in right]
        edits |= {n: (place, recased(term, text[slice(*place)])) for n, place in zip(failing, wrong, strict=False)}
    return edits


def _verdict(occurrence: Occurrence, *, substituted: bool, forced: bool) -> Verdict:
    if occurrence.verdict == "failed" or occurrence.pin.term.rule not in ENFORCED:
        return occurrence.verdict
    return "substituted" if substituted else "forced" if forced else "right"


def _substitution(engine: Engine, draft: Draft, pin: Pin, taken: Sequence[Span]) -> _Edit | None:
    """The edit that writes a term in the place of the words that stand for it, unless they stand for another one."""
    text = draft.hypothesis.text
    start, end = attention.said(engine.tokenize(draft.source).spans, draft.hypothesis, pin)
    article, term = _dressed(text[:start], wanted(pin, draft.source), pin)
    if article:
        start, term = text.rindex(article[0], 0, start), f"{article[1]} {term}"
    return None if start >= end or any(overlap((start, end), other) for other in taken) else ((start, end), term)
