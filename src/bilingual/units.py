"""Units of text: what is decoded as one, how it is remembered, and how the parts of a text come together again."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bilingual import links
from bilingual.engines import Hypothesis
from bilingual.memory import Entry
from bilingual.pinning import Rendering
from bilingual.renderings import ENFORCED, missing, occurrences
from bilingual.types import Occurrence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bilingual.engines import Engine, Tokens
    from bilingual.types import Link, Pin

BOUND = ENFORCED | {"forbidden"}
"""The rules that decide what the target may be; the others only tell the editor something."""


@dataclass(frozen=True, slots=True)
class Unit:
    """What is decoded as one: a text with its pins, and the names of its results in the memory."""

    text: str
    pins: tuple[Pin, ...]
    plain: bytes
    """Key of what the engine writes by itself."""
    pinned: bytes
    """Key of the rendering with the terms in place; the plain one where nothing is to be enforced."""
    size: int
    """Tokens."""

    @property
    def bound(self) -> tuple[Pin, ...]:
        """The pins that decide what the target may be."""
        return tuple(pin for pin in self.pins if pin.term.rule in BOUND)


def plain_entry(name: bytes, source: str, h: Hypothesis) -> Entry:
    """What the engine wrote by itself, to be remembered; `as_written` gives it back."""
    detail = {"pieces": h.pieces, "spans": h.spans, "links": h.links, "complete": h.complete}
    return Entry(name, source, h.text, h.score, {**detail, "others": h.others, "instead": h.instead})


def as_written(entry: Entry) -> Hypothesis:
    """What the engine wrote by itself, as remembered."""
    detail = entry.detail
    spans = tuple((start, end) for start, end in detail["spans"])
    pieces, links = tuple(detail["pieces"]), tuple(detail["links"])
    complete, others, instead = detail["complete"], tuple(detail["others"]), detail["instead"]
    return Hypothesis(entry.target, pieces, spans, links, entry.score, complete, others, instead)


def pinned_entry(unit: Unit, rendering: Rendering) -> Entry:
    """A rendering with its terms, to be remembered; `recalled` gives it back."""
    verdicts = [(o.verdict, o.start, o.end) for o in rendering.occurrences]
    words = [(*source, *target) for source, target in rendering.words]
    detail = {"verdicts": verdicts, "words": words, "others": rendering.others, "instead": rendering.instead}
    return Entry(unit.pinned, unit.text, rendering.text, rendering.score, detail)


def recalled(engine: Engine, unit: Unit, entry: Entry) -> Rendering:
    """A unit's rendering as remembered."""
    if "words" in entry.detail:
        words = tuple(((a, b), (c, d)) for a, b, c, d in entry.detail["words"])
    else:
        words = links.of(unit.text, engine.tokenize(unit.text).spans, as_written(entry))
    others = tuple(other for other in entry.detail["others"] if not missing(unit.pins, other))
    return Rendering(entry.target, entry.score, _judged(unit, entry), words, others, instead=entry.detail["instead"])


def glued(tokens: Tokens, spans: Sequence[tuple[int, int]], parts: Sequence[Hypothesis]) -> Hypothesis:
    """One hypothesis of those of consecutive pieces, its places those in the whole text."""
    text = ""
    placed: list[tuple[int, int]] = []
    links: list[int] = []
    for (start, _), part in zip(spans, parts, strict=True):
        text += " " if text and part.text else ""
        placed += [(len(text) + a, len(text) + b) for a, b in part.spans]
        before = sum(1 for span in tokens.spans if span[1] <= start)
        links += [before + link for link in part.links]
        text += part.text
    score = sum(part.score for part in parts) / len(parts)
    pieces = tuple(piece for part in parts for piece in part.pieces)
    return Hypothesis(text, pieces, tuple(placed), tuple(links), score, all(part.complete for part in parts))


def joined(starts: Sequence[int], parts: Sequence[Rendering]) -> Rendering:
    """The renderings of a text's units as one, with places counted from its beginning."""
    text = ""
    moved: list[Occurrence] = []
    words: list[Link] = []
    for offset, part in zip(starts, parts, strict=True):
        text += " " if text and part.text else ""
        for o in part.occurrences:
            pin = replace(o.pin, start=o.pin.start + offset, end=o.pin.end + offset)
            start, end = (o.start + len(text), o.end + len(text)) if o.start >= 0 else (-1, -1)
            moved.append(replace(o, pin=pin, start=start, end=end))
        words += links.moved(part.words, offset, len(text))
        text += part.text
    others = parts[0].others if len(parts) == 1 else ()
    first = [part.text if part.instead is None else part.instead for part in parts]
    instead = None if all(part.instead is None for part in parts) else " ".join(filter(None, first))
    score = sum(part.score for part in parts) / len(parts)
    return Rendering(text, score, tuple(moved), tuple(words), others, instead=instead)


def _judged(unit: Unit, entry: Entry) -> tuple[Occurrence, ...]:
    """What became of a unit's terms, as remembered; what these do not decide is looked for now."""
    remembered = iter(entry.detail.get("verdicts", ()))
    looked_for = iter(occurrences(unit.pins, entry.target))
    decided = "verdicts" in entry.detail
    judged = []
    for pin, found in zip(unit.pins, looked_for, strict=True):
        judged.append(Occurrence(pin, *next(remembered)) if decided and pin.term.rule in BOUND else found)
    return tuple(judged)
