"""The last touches to a text, without its engine: forbidden renderings give way, and terms get their capitals.

Edits are given by the number of the pin that they are for.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bilingual.grammar import indefinite, plural, takes_no_article, takes_no_indefinite
from bilingual.renderings import ENFORCED, occurrences, overlap, recased, sought, wanted

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from bilingual.types import Link, Occurrence, Pin

_ARTICLE = re.compile(r"(?<![\w'’])(the|an?)\s$", re.IGNORECASE)
_NEAR = 5
"""Characters before a term in which its article ends."""
Edit = tuple[tuple[int, int], str]
"""A span of the target and what to write there."""


def edited(text: str, edits: Iterable[Edit]) -> str:
    """The text with the edits made; of two that share characters the one that stands behind."""
    for (start, end), said in _apart(edits):
        text = text[:start] + said + text[end:]
    return text


def relinked(links: Iterable[Link], edits: Collection[Edit]) -> tuple[Link, ...]:
    """The word links of a text once the edits are made: what stands behind one moves, what is overwritten loses its."""
    for (start, end), said in _apart(edits):
        shift = len(said) - (end - start)
        links = [
            (source, place if place[1] <= start else (place[0] + shift, place[1] + shift))
            for source, place in links
            if not overlap(place, (start, end))
        ]
    return tuple(links)


def _apart(edits: Iterable[Edit]) -> Iterator[Edit]:
    """The edits from the last one backwards, without those that share characters with one behind them."""
    behind: int | None = None
    for (start, end), said in sorted(edits, reverse=True):
        if behind is None or end <= behind:  # two forbidden renderings may share words
            yield (start, end), said
            behind = start


def unforbidden(
    source: str, pins: Sequence[Pin], found: Sequence[Occurrence], lacking: Collection[int]
) -> dict[int, Edit]:
    """For pins whose words were rendered in a forbidden way, the edit that writes the rendering asked for instead.

    Where that one stands elsewhere already, nothing is edited: it would be there twice.

    Args:
        source: what the pins stand in.
        pins: those of the source.
        found: each pin with its place in the target.
        lacking: numbers of the pins to be enforced that are not honoured.
    """
    edits: dict[int, Edit] = {}
    asked = {(pin.start, pin.end): n for n, pin in enumerate(pins) if pin.term.rule in ENFORCED}
    for occurrence in found:
        number = asked.get((occurrence.pin.start, occurrence.pin.end))
        if occurrence.pin.term.rule != "forbidden" or occurrence.verdict != "right" or number is None:
            continue
        place = (occurrence.start, occurrence.end)
        term = pins[number].term
        # renderings of one term are told apart by their order alone: the one that is lacking may be any of its pins
        open_ones = [n for n in lacking if pins[n].term == term and n not in edits]
        if open_ones and number not in open_ones:
            number = open_ones[0]
        if number in lacking or overlap(place, (found[number].start, found[number].end)):
            edits[number] = (place, wanted(pins[number], source))
    return edits


def renumbered(source: str, pins: Sequence[Pin], text: str, asked: Mapping[int, Occurrence]) -> dict[int, Edit]:
    """For pins whose singular was asked for and got an ending of the engine's own, the edit that takes it off.

    Going on behind a term, an engine may take it for the beginning of a word: Vicenová|s, a human live|s.

    Args:
        source: what the pins stand in.
        pins: those of the source.
        text: the target.
        asked: by number, those that the engine did not write of itself, with their places in the target.
    """
    edits: dict[int, Edit] = {}
    for number, place in asked.items():
        term, said = wanted(pins[number], source), text[place.start : place.end]
        if not pins[number].term.verb and said.casefold() == plural(term).casefold():
            edits[number] = ((place.start, place.end), said[: len(term)])
    return edits


def articled(text: str, asked: Iterable[Occurrence]) -> Iterator[Edit]:
    """Edits for articles that do not fit the terms behind them: `the law enforcement`, `a amicus brief`.

    Args:
        text: the target.
        asked: terms that the engine did not write of itself, with their places in the target.
    """
    for place in asked:
        said = text[place.start : place.end]
        found = _ARTICLE.search(text, max(0, place.start - _NEAR), place.start)
        if not found:
            continue
        article = found[1]
        if article.casefold() == "the":
            fits = "" if takes_no_article(said) else article
        else:
            fits = "" if takes_no_indefinite(said) else indefinite(said, article)
        if fits:
            yield found.span(1), fits
        else:  # the term begins where the article did, perhaps with its capital
            first = said[:1].upper() if article[0].isupper() else said[:1]
            yield (found.start(1), place.start + 1), first


def recapitalised(pins: Sequence[Pin], text: str, found: Sequence[Occurrence]) -> dict[int, Edit]:
    """For pins that came out right but for their capitals, the edit that mends these.

    Args:
        pins: those of the source.
        text: the target.
        found: each pin with its place in it, whatever the capitals.
    """
    exact = occurrences(pins, text)
    right = {(o.start, o.end) for o in exact}
    edits: dict[int, Edit] = {}
    for term in {sought(pin.term) for pin in pins if pin.term.rule in ENFORCED}:
        failing = [n for n, o in enumerate(exact) if sought(o.pin.term) == term and o.verdict == "failed"]
        places = [(o.start, o.end) for o in found if sought(o.pin.term) == term and o.verdict == "right"]
        wrong = [place for place in places if place not in right]
        edits |= {n: (place, recased(term, text[slice(*place)])) for n, place in zip(failing, wrong, strict=False)}
    return edits
