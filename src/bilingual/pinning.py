"""Make the engine's output carry the pinned terms, and prove it.

A ladder that stops as soon as a text is right:

1. right: the engine wrote the term itself;
2. forced: the text is kept up to where the attention says that the term belongs, the term is written there, and the
   engine decodes on (CTranslate2's `target_prefix`); or
   substituted: the words that stand for the term are replaced by it, or its capitals are mended;
   the one or the other, as `weighing` decides;
3. failed: the text stays as it is, and a finding says so.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bilingual import attention, weighing, writing
from bilingual.checks import form
from bilingual.renderings import ENFORCED, missing, occurrences, overlap, recased, sought, surplus, wanted

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from bilingual.engines import Engine, Hypothesis, Job
    from bilingual.types import Occurrence, Pin, Span, Verdict

VERSION = "5"
"""Raised whenever the same input may come out another way, so that remembered results are not mistaken for it."""
ROUNDS = 4
"""How often a text is forced, a term a round."""
_Edit = tuple[tuple[int, int], str]
"""A span of the target and what to write there."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A text on its way up the ladder."""

    source: str
    pins: tuple[Pin, ...]
    hypothesis: Hypothesis
    tried: frozenset[int] = frozenset()
    """Numbers of the pins that were tried, with or without success."""
    substituted: frozenset[int] = frozenset()
    """Numbers of the pins whose terms replaced other words."""


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
        choices = []
        for i, step in steps:
            tried = replace(now[i], tried=now[i].tried | {step.pin})
            forced = [replace(tried, hypothesis=hypothesis) for _, hypothesis in zip(step.jobs, written, strict=False)]
            choices.append(_Choice(tried, step.pin, _sound(tried, [*forced, *_substituted(engine, tried, step.pin)])))
        for (i, _), best in zip(steps, _best(engine, choices), strict=True):
            now[i] = best
    return [_settle(engine, draft, _lacking(engine, first)) for draft, first in zip(now, drafts, strict=True)]


@dataclass(frozen=True, slots=True)
class _Step:
    """What to try next for a draft."""

    pin: int
    """Number of the pin."""
    jobs: tuple[Job, ...]
    """The ways to write it: one or more places."""


@dataclass(frozen=True, slots=True)
class _Choice:
    """A draft, and what may take its place."""

    old: Draft
    pin: int
    """Number of the pin."""
    ways: tuple[Draft, ...]


def _next_step(engine: Engine, draft: Draft) -> _Step | None:
    """How to force the leftmost missing term; None when none is left to try."""
    left = [number for number in _lacking(engine, draft) if number not in draft.tried]
    if not left:
        return None
    (first, _), number = min((_place(engine, draft, number), number) for number in left)
    pin, written = draft.pins[number], draft.hypothesis
    places = [first, attention.earlier(written, first, wanted(pin, draft.source))]
    if _forbidden_place(draft, pin) is None:
        places.append(attention.reading_place(engine.tokenize(draft.source).spans, written, pin))
    jobs = (writing.prefix(engine, draft.source, written, pin, at) for at in places)
    return _Step(number, tuple(dict.fromkeys(jobs)))


def _place(engine: Engine, draft: Draft, number: int) -> Span:
    """The target pieces, (first, behind last), that stand for a pin: a forbidden rendering, or what attends to it."""
    pin, written = draft.pins[number], draft.hypothesis
    found = occurrences(draft.pins, written.text, loosely=True)
    right = [(o.start, o.end) for o in found if o.verdict == "right" and o.pin.term.rule in ENFORCED]
    return _forbidden_place(draft, pin) or attention.place(engine.tokenize(draft.source).spans, written, pin, right)


def _forbidden_place(draft: Draft, pin: Pin) -> Span | None:
    """The target pieces of a forbidden rendering of a pin's words; None where there is none."""
    for o in occurrences(draft.pins, draft.hypothesis.text, loosely=True):
        if o.pin.term.rule == "forbidden" and o.verdict == "right" and (o.pin.start, o.pin.end) == (pin.start, pin.end):
            return attention.at(draft.hypothesis, (o.start, o.end))
    return None


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
        likely = sorted(alike, key=lambda n: (served[n], n in draft.tried, n not in by_order))
        numbers += likely[: sum(n in by_order for n in alike)]
    return sorted(numbers)


def _substituted(engine: Engine, draft: Draft, number: int) -> list[Draft]:
    """The draft with a pin's term in the place of the words that stand for it, if any do."""
    place = _place(engine, draft, number)
    if place[0] == place[1]:
        return []
    written = writing.over(engine, draft.source, draft.hypothesis, draft.pins[number], place)
    return [replace(draft, hypothesis=written, substituted=draft.substituted | {number})]


def _sound(old: Draft, ways: Sequence[Draft]) -> tuple[Draft, ...]:
    """Those of the ways in which most terms are right, more than before, and nothing broke; one of each text."""
    most, lacking = surplus(old.pins, old.hypothesis.text), len(missing(old.pins, old.hypothesis.text))
    sound = {
        way.hypothesis.text: (len(missing(way.pins, way.hypothesis.text)), way)
        for way in reversed(ways)
        if not form.broken(way.source, way.hypothesis.text) and surplus(way.pins, way.hypothesis.text) <= most
    }
    fewest = min((count for count, _ in sound.values()), default=lacking)
    return tuple(way for count, way in reversed(sound.values()) if count == fewest < lacking)


def _best(engine: Engine, choices: Sequence[_Choice]) -> list[Draft]:
    """Of each choice the way that costs least; the old draft where there is none."""
    unsure = [way for choice in choices if len(choice.ways) > 1 for way in choice.ways]
    scores = iter(engine.score([(way.source, way.hypothesis.pieces) for way in unsure]) if unsure else [])
    best = []
    for choice in choices:
        if len(choice.ways) > 1:
            inside = attention.covered(engine.tokenize(choice.old.source).spans, choice.old.pins[choice.pin])
            old = choice.old.hypothesis
            costs = [weighing.cost(old, way.hypothesis, way.pins, next(scores), inside) for way in choice.ways]
            best.append(choice.ways[costs.index(min(costs))])
        else:
            best.append(choice.ways[0] if choice.ways else choice.old)
    return best


def _settle(engine: Engine, draft: Draft, at_first: Collection[int]) -> Rendering:
    """The last rungs, without decoding: substitutes what is still missing, mends capitals, and gives the verdicts."""
    for number in _lacking(engine, draft):
        draft = next(iter(_sound(draft, _substituted(engine, draft, number))), draft)
    text = draft.hypothesis.text
    loose = occurrences(draft.pins, text, loosely=True)
    edits = {**_recapitalised(draft, loose), **_unforbidden(draft, loose, _lacking(engine, draft))}
    behind = len(text)
    for (start, end), said in sorted(edits.values(), reverse=True):
        if end <= behind:  # two forbidden renderings may share words
            text, behind = text[:start] + said + text[end:], start
    final = occurrences(draft.pins, text)
    replaced = draft.substituted | edits.keys()
    verdicts = [_verdict(o, substituted=n in replaced, forced=n in at_first) for n, o in enumerate(final)]
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
        term = draft.pins[number].term
        # renderings of one term are told apart by their order alone: the one that is lacking may be any of its pins
        open_ones = [n for n in lacking if draft.pins[n].term == term and n not in edits]
        if open_ones and number not in open_ones:
            number = open_ones[0]
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
