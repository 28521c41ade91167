"""Make the engine's output carry the pinned terms, and prove it.

A ladder that stops as soon as a text is right:

1. right: the engine wrote the term itself;
2. inline: an engine that reads terms is told all of them, and writes the text once more;
3. forced: the text is kept up to where the attention says that the term belongs, the term is written there, and the
   engine decodes on (CTranslate2's `target_prefix`); or
   substituted: the words that stand for the term are replaced by it, or its capitals are mended;
   the one or the other, as `weighing` decides; an engine that was told the term is not asked again if there are words;
   where terms stay lost in what it wrote when it was told them, the rung is tried from what it wrote untold as well;
4. failed: the text stays as it is, and a finding says so.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bilingual import attention, links, mending, weighing, writing
from bilingual.checks import form
from bilingual.engines import Job, reads_terms
from bilingual.renderings import ENFORCED, missing, occurrences, overlap, sought, surplus, wanted

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from bilingual.engines import Engine, Hypothesis, Wording
    from bilingual.types import Link, Mend, Occurrence, Pin, Span, Verdict

VERSION = "11"
"""Raised whenever the same input may come out another way, so that remembered results are not mistaken for it."""
ROUNDS = 4
"""How often a text is forced, a term a round."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A text on its way up the ladder."""

    source: str
    pins: tuple[Pin, ...]
    hypothesis: Hypothesis
    inline: frozenset[int] = frozenset()
    """Numbers of the pins that were lacking until the engine was told the terms; none where it was not."""
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
    words: tuple[Link, ...] = ()
    others: tuple[str, ...] = ()
    """What the engine would have written next best."""
    mended: tuple[Mend, ...] = ()
    """What was written anew without the engine."""
    instead: str | None = None
    """As in `Hypothesis`."""


def enforce(engine: Engine, drafts: Sequence[Draft]) -> list[Rendering]:
    """The drafts with their terms in place, as far as the ladder goes; one that is right already is not touched."""
    told = _told(engine, drafts) if reads_terms(engine) else drafts
    now = _climbed(engine, told)
    lost = [i for i, draft in enumerate(now) if told[i] is not drafts[i] and _lost(draft)]
    for i, untold in zip(lost, _climbed(engine, [drafts[i] for i in lost]), strict=True):
        now[i] = min(now[i], untold, key=_lost)
    return [_settle(engine, draft, _lacking(engine, first)) for draft, first in zip(now, drafts, strict=True)]


def _lost(draft: Draft) -> int:
    """How many of its pins are not honoured."""
    return len(missing(draft.pins, draft.hypothesis.text))


def _climbed(engine: Engine, drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts with what they lack forced or substituted, a term a round."""
    now = list(drafts)
    for _ in range(ROUNDS):
        steps = [(i, step) for i, draft in enumerate(now) if (step := _next_step(engine, draft))]
        if not steps:
            break
        jobs = [job for _, step in steps for job in step.jobs]
        written = iter(next(iter(engine.decode([jobs]))) if jobs else ())
        choices = []
        for i, step in steps:
            tried = replace(now[i], tried=now[i].tried | {step.pin})
            texts = [writing.unglued(text, len(job.prefix)) for job, text in zip(step.jobs, written, strict=False)]
            forced = [replace(tried, hypothesis=text) for text in texts]
            choices.append(_Choice(tried, step.pin, _sound(tried, [*forced, *_substituted(engine, tried, step.pin)])))
        for (i, _), best in zip(steps, _best(engine, choices), strict=True):
            now[i] = best
    return now


def _told(engine: Engine, drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts; those that lack terms are decoded once more with all their terms inside the source, if that helps."""
    now = list(drafts)
    lacking = [i for i, draft in enumerate(drafts) if missing(draft.pins, draft.hypothesis.text)]
    if lacking:
        jobs = [Job(drafts[i].source, terms=_wordings(drafts[i])) for i in lacking]
        for i, written in zip(lacking, next(iter(engine.decode([jobs]))), strict=True):
            now[i] = next(iter(_sound(drafts[i], _fit(engine, drafts[i], written))), drafts[i])
    return now


def _fit(engine: Engine, old: Draft, written: Hypothesis) -> list[Draft]:
    """The draft as it was written when the engine was told the terms, unless it is cut off or stammers."""
    if not written.complete or weighing.repetitions(written.text) > weighing.repetitions(old.hypothesis.text):
        return []
    told = replace(old, hypothesis=written)
    return [replace(told, inline=frozenset(_lacking(engine, old)).difference(_lacking(engine, told)))]


def _wordings(draft: Draft) -> tuple[Wording, ...]:
    """What an engine is told of the terms."""
    return tuple((pin.start, pin.end, wanted(pin, draft.source)) for pin in draft.pins if pin.term.rule in ENFORCED)


@dataclass(frozen=True, slots=True)
class _Step:
    """What to try next for a draft."""

    pin: int
    """Number of the pin."""
    jobs: tuple[Job, ...]
    """The ways to go on behind it: one or more places; none where it merely replaces other words."""


@dataclass(frozen=True, slots=True)
class _Choice:
    """A draft, and what may take its place."""

    old: Draft
    pin: int
    """Number of the pin."""
    ways: tuple[Draft, ...]


def _next_step(engine: Engine, draft: Draft) -> _Step | None:
    """How to force the leftmost missing term; None when none is left to try.

    An engine that was told the term already is not asked again where the words that stand for it can be replaced and
    nothing is amiss.
    """
    left = [number for number in _lacking(engine, draft) if number not in draft.tried]
    if not left:
        return None
    (first, _), number = min((_place(engine, draft, number), number) for number in left)
    if reads_terms(engine) and _is_neat(engine, draft, number):
        return _Step(number, ())
    pin, written = draft.pins[number], draft.hypothesis
    places = [first, attention.earlier(written, first, wanted(pin, draft.source))]
    if _forbidden_place(draft, pin) is None:
        places.append(attention.reading_place(engine.tokenize(draft.source).spans, written, pin))
    terms = _wordings(draft) if draft.inline else ()  # what was written inline is not to be lost again
    jobs = (writing.prefix(engine, draft.source, written, pin, at)._replace(terms=terms) for at in places)
    return _Step(number, tuple(dict.fromkeys(jobs)))


def _is_neat(engine: Engine, draft: Draft, number: int) -> bool:
    """Whether a pin's term can take the place of the words that stand for it and leave nothing amiss."""
    ways = _sound(draft, _substituted(engine, draft, number))
    inside = attention.covered(engine.tokenize(draft.source).spans, draft.pins[number])
    return any(weighing.is_neat(draft.hypothesis, way.hypothesis, way.pins, inside) for way in ways)


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
    lacking = _lacking(engine, draft)
    asked = {n: o for n, o in enumerate(loose) if n in at_first and o.verdict == "right"}
    edits = mending.renumbered(draft.source, draft.pins, text, asked)
    edits |= mending.recapitalised(draft.pins, text, loose)
    edits |= mending.unforbidden(draft.source, draft.pins, loose, lacking)
    words = links.of(draft.source, engine.tokenize(draft.source).spans, draft.hypothesis)
    words = mending.relinked(words, edits.values())
    text = mending.edited(text, edits.values())
    now = occurrences(draft.pins, text, loosely=True)
    articles = list(mending.articled(text, [now[n] for n in at_first if now[n].verdict == "right"]))
    words = mending.relinked(words, articles)
    text = mending.edited(text, articles)
    rungs: dict[int, Verdict] = dict.fromkeys(at_first, "forced")
    rungs |= dict.fromkeys(draft.inline - draft.tried, "inline")
    rungs |= dict.fromkeys(draft.substituted | edits.keys(), "substituted")
    judged = [_judged(o, rungs.get(n, "right")) for n, o in enumerate(occurrences(draft.pins, text))]
    written = draft.hypothesis
    return Rendering(text, written.score, tuple(judged), words, written.others, instead=written.instead)


def _judged(occurrence: Occurrence, rung: Verdict) -> Occurrence:
    """An occurrence that is right with the rung of the ladder that made it so; others as they are."""
    asked = occurrence.verdict == "right" and occurrence.pin.term.rule in ENFORCED
    return replace(occurrence, verdict=rung) if asked else occurrence
