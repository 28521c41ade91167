"""Is one French term one English rendering? Counted over an article, and over the run.

For each term the rendering of each of its occurrences is noted: of a glossary's term the words that were judged to be
it, of what failed or stands in no glossary the words that the engine's word links give. The share of occurrences with
the most frequent rendering is the term's consistency: a pseudo-reference that the text itself sets, as with Semenov and
Bojar, “Automated Evaluation Metric for Terminology Consistency in MT”, WMT 2022.

Memory is bounded: where there are too many different candidates, the rare ones are dropped (lossy counting, Manku and
Motwani, VLDB 2002); articles of ordinary length never come to that.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from bilingual import rendered
from bilingual.messages import _, counted
from bilingual.recurring import candidates
from bilingual.renderings import ENFORCED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bilingual.types import Pair, Severity, Span, Term

RECURS = 3
"""Occurrences that make a term of a candidate that no glossary has; two may differ by one wrong word link."""
ROOM = 10_000
"""Candidates that are held in memory."""
PLACES = 10
"""Places that are named of each rendering."""

Place = tuple[str, str]
"""Name of an article, and address of a segment in it."""
_Key = tuple[str, str]
"""French lemmas and nothing, or source and target of a glossary's entry."""


@dataclass(slots=True)
class Rendering:
    """One of the ways in which a term was rendered."""

    said: str
    """As it stood at the first place."""
    count: int = 0
    places: list[Place] = field(default_factory=list)
    """The first ones."""


@dataclass(slots=True)
class Use:
    """A term with its renderings."""

    said: str
    """The French, as at the first place or in the glossary."""
    term: Term | None = None
    """The glossary's entry, if there is one."""
    count: int = 0
    renderings: dict[rendered.Form, Rendering] = field(default_factory=dict)
    article: str = ""
    """The first one that has it."""
    across: bool = False
    """Whether others have it, too."""

    def add(self, form: rendered.Form, rendering: Rendering) -> None:
        """Counts a rendering's occurrences in."""
        known = self.renderings.setdefault(form, Rendering(rendering.said))
        known.count += rendering.count
        known.places += rendering.places[: PLACES - len(known.places)]
        self.count += rendering.count
        for article, _address in rendering.places:
            self.article = self.article or article
            self.across = self.across or article != self.article

    def grouped(self) -> list[Rendering]:
        """The renderings without regard to inflection, case and articles; the most frequent first."""
        return _grouped(self)


class Figures(NamedTuple):
    """How consistent some terms are."""

    terms: int
    """That occur more than once."""
    occurrences: int
    """Of these terms, those whose rendering is known."""
    consistent: int
    """Of these occurrences, those with their term's most frequent rendering."""


@dataclass(frozen=True, slots=True)
class Inconsistency:
    """A term that was rendered in more than one way."""

    said: str
    severity: Severity
    renderings: tuple[Rendering, ...]
    """The most frequent first."""

    @property
    def message(self) -> str:
        """One sentence for an editor."""
        ways = (
            counted("“{target}” in {n} place", "“{target}” in {n} places", one.count, target=one.said)
            for one in self.renderings
        )
        return _("“{source}” has more than one rendering: {ways}.", source=self.said, ways=", ".join(ways))


class Usage:
    """What was rendered how; filled pair by pair, or from other such tables."""

    def __init__(self) -> None:
        self._uses: dict[_Key, Use] = {}

    def add(self, article: str, pair: Pair) -> None:
        """Counts a pair in."""
        place, target = (article, pair.source.address), rendered.Target(pair.target, pair.words)
        for occurrence in pair.occurrences:
            term, pin = occurrence.pin.term, occurrence.pin
            if term.rule == "forbidden":
                continue
            found: Span | None = (occurrence.start, occurrence.end)
            if occurrence.start < 0:
                found = target.place((pin.start, pin.end))
            self._note((term.source, term.target), Use(term.source, term), pair.target, found, place)
        taken = sorted((o.pin.start, o.pin.end) for o in pair.occurrences)
        for key, start, end in candidates(pair.source.text, taken) if pair.words else ():
            said = pair.source.text[start:end]
            found = target.verbatim(said) or target.place((start, end))
            self._note((key, ""), Use(said), pair.target, found, place)
        self._make_room()

    def merge(self, other: Usage) -> None:
        """Counts in what another table has."""
        for key, use in other._uses.items():
            mine = self._uses.setdefault(key, Use(use.said, use.term))
            for form, rendering in use.renderings.items():
                mine.add(form, rendering)
        self._make_room()

    def figures(self, *, listed: bool) -> Figures:
        """The consistency of the glossary's terms, or of those that it does not list."""
        uses = self._recurring(listed=listed)
        return Figures(
            len(uses), sum(use.count for use in uses), sum(max(one.count for one in use.grouped()) for use in uses)
        )

    def inconsistencies(self, *, across: bool = False) -> Iterator[Inconsistency]:
        """Terms with more than one rendering, the glossary's first, each in the order of their first occurrence.

        Args:
            across: only those that occur in more than one article.
        """
        for use in (*self._recurring(listed=True), *self._recurring(listed=False)):
            renderings = use.grouped()
            if len(renderings) > 1 and (use.across or not across):
                yield Inconsistency(use.said, _severity(use), tuple(renderings))

    def _note(self, key: _Key, use: Use, target: str, found: Span | None, place: Place) -> None:
        if found is not None:
            said = target[slice(*found)]
            if form := rendered.form(said):
                self._uses.setdefault(key, use).add(form, Rendering(said, 1, [place]))

    def _make_room(self) -> None:
        """Drops the rarer half of the candidates when there are too many of them."""
        if len(self._uses) <= ROOM:
            return
        counts = sorted(use.count for use in self._uses.values() if not use.term)
        if len(counts) > ROOM:
            least = counts[len(counts) // 2]
            self._uses = {key: use for key, use in self._uses.items() if use.term or use.count > least}

    def _recurring(self, *, listed: bool) -> list[Use]:
        if listed:
            return [use for use in self._uses.values() if use.term and use.count > 1]
        found = {key: use for (key, _), use in self._uses.items() if not use.term and use.count >= RECURS}
        inside = _most_inside(found)
        return [use for key, use in found.items() if use.count > inside.get(key, 0)]


def _most_inside(found: dict[str, Use]) -> dict[str, int]:
    """How often each part of a candidate of several words occurs as a part of it, at the most."""
    most: dict[str, int] = {}
    for key, use in found.items():
        words = key.split(" ")
        for start in range(len(words)):
            for end in range(start + 1, len(words) + 1 - (start == 0)):
                part = " ".join(words[start:end])
                most[part] = max(most.get(part, 0), use.count)
    return most


def _grouped(use: Use) -> list[Rendering]:
    """See `Use.grouped`; a group goes by the name of its most frequent rendering."""
    groups: list[tuple[rendered.Form, Rendering]] = []
    alike = rendered.same if use.term and use.term.rule in ENFORCED else rendered.alike  # or known by links
    for form, one in sorted(use.renderings.items(), key=lambda item: -item[1].count):
        group = next((known for other, known in groups if alike(form, other)), None)
        if group is None:
            groups.append((form, Rendering(one.said, one.count, list(one.places))))
        else:
            group.count += one.count
            group.places += one.places[: PLACES - len(group.places)]
    return sorted((one for _, one in groups), key=lambda one: -one.count)


def _severity(use: Use) -> Severity:
    """A warning where the glossary asks for one rendering and got others; what it accepts, or does not ask, is its own.

    Of what stands in no glossary the renderings are known by word links alone, and some of these are wrong.
    """
    if not use.term or use.term.rule not in ENFORCED:
        return "info"
    accepted = [form for text in (use.term.target, *use.term.accepted) if (form := rendered.form(text))]
    return "info" if all(any(rendered.same(form, one) for one in accepted) for form in use.renderings) else "warning"
