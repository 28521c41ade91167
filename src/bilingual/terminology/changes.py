"""What an editor changed in the machine's text, stretch by stretch, and which French each stretch stands for.

The French of a stretch is the glossary's term whose rendering it touches, else what the word links say: a word, and
each name or word group around it (see `recurring`). Which of these is the term is told by how often they recur, not
here.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bilingual.lexicon import lemma as french_lemma
from bilingual.lexicon import role
from bilingual.recurring import candidates
from bilingual.rendered import Target, form, lemma, same
from bilingual.renderings import occurrences, overlap
from bilingual.terminology.sides import LONGEST, MOST, Sides

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bilingual.glossary import Glossary
    from bilingual.terminology.sides import Stretch
    from bilingual.types import Link, Occurrence, Pin, Span, Term

Key = tuple[str, str]
"""French lemmas and nothing, or source and target of a glossary's entry."""


@dataclass(frozen=True, slots=True)
class Edit:
    """A translation that an editor has changed."""

    article: str
    """The article's name."""
    address: str
    """Of the segment."""
    source: str
    machine: str
    """What the engine wrote."""
    target: str
    """What the editor made of it."""
    words: tuple[Link, ...] = ()
    """Word links between source and machine text; none where they are not known."""


@dataclass(frozen=True, slots=True)
class Change:
    """One way to read a changed stretch: this French was rendered so, and is rendered otherwise by the editor."""

    key: Key
    source: str
    """As it stands; of a glossary's term the entry's."""
    machine: str
    target: str
    edit: Edit
    terms: tuple[Term, ...] = ()
    """The glossary's entry, if there is one, and its homonyms where nothing tells them apart."""

    @property
    def term(self) -> Term | None:
        """The glossary's entry, if there is one."""
        return self.terms[0] if self.terms else None

    @property
    def name(self) -> tuple[Key, tuple[str, ...]]:
        """Alike for the same change in whatever inflection."""
        return self.key, tuple(map(lemma, form(self.target)))


def changes(edit: Edit, glossary: Glossary) -> list[tuple[Change, ...]]:
    """For each changed stretch that stands for some French, the ways to read it; none where the text was rewritten."""
    sides = Sides(edit.machine, edit.target)
    if not sides.stretches or len(sides.old) > LONGEST or sides.is_rewritten():
        return []
    french = _French(edit, sides, glossary)
    by_term = list(french.terms())
    used = {one for touching, _change in by_term for one in touching}
    by_links = [tuple(french.phrases(one)) for one in sides.stretches if one not in used and not sides.is_moved(one)]
    return [*((change,) for _touching, change in by_term if change), *filter(None, by_links)]


class _French:
    """The French of an edit, and what of it the machine's words stand for."""

    def __init__(self, edit: Edit, sides: Sides, glossary: Glossary) -> None:
        self._edit, self._sides = edit, sides
        self._pins = [pin for pin in glossary.find(edit.source) if pin.term.rule != "forbidden"]
        self._taken = [(pin.start, pin.end) for pin in self._pins]
        self._said: dict[int, Span] = {}
        """The French word of each of the machine's."""
        self._standing: dict[Span, set[int]] = {}
        for said, written in edit.words:
            for number in sides.numbers(written) if any(map(str.isalnum, edit.source[slice(*said)])) else ():
                self._said[number] = said
                self._standing.setdefault(said, set()).add(number)
        found = candidates(edit.source, self._taken) if edit.words else ()
        self._groups = [(one.key, (one.start, one.end)) for one in found if " " in one.key]
        self._rendered = {place: set(self._renders(place)) for _key, place in self._groups}

    def terms(self) -> Iterator[tuple[list[Stretch], Change | None]]:
        """The stretches that touch a rendering of a glossary's term, and what they make of it, if that can be told."""
        found = occurrences(self._pins, self._edit.machine)
        before, after = _right(found), _right(occurrences(self._pins, self._edit.target))
        target = Target(self._edit.machine, self._edit.words)
        for one in found:
            span = (one.start, one.end) if one.start >= 0 else target.place((one.pin.start, one.pin.end))
            numbers = self._sides.numbers(span) if span else range(0)
            touching = [s for s in self._sides.stretches if numbers and s.touches(numbers.start, numbers.stop)]
            if touching and not 0 < before[one.pin.term] <= after[one.pin.term]:
                yield touching, self._of_term(one.pin, numbers)

    def phrases(self, one: Stretch) -> Iterator[Change]:
        """The names and word groups that a stretch may be a rendering of, or of a part of."""
        content = [n for n in range(one.first, one.behind) if not self._sides.is_outer(n) and n in self._said]
        said = {self._said[number] for number in content}
        if any(role(self._word(span)) != "content" or self._is_taken(span) for span in said):
            return
        if len(said) == 1:
            (span,) = said
            if change := self._change((french_lemma(self._word(span)), ""), span, content):
                yield change
        for key, place in self._groups:
            if not all(place[0] <= start and end <= place[1] for start, end in said):
                continue
            numbers = self._run(one, self._rendered[place], place).union(content)
            is_part = numbers and (content or min(numbers) < one.first <= max(numbers))
            if is_part and (change := self._change((key, ""), place, numbers)):
                yield change

    def _of_term(self, pin: Pin, numbers: Iterable[int]) -> Change | None:
        term = pin.term
        change = self._change((term.source, term.target), (pin.start, pin.end), numbers, is_term=True)
        return replace(change, source=term.source, terms=(term, *pin.homonyms)) if change else None

    def _change(self, key: Key, place: Span, numbers: Iterable[int], *, is_term: bool = False) -> Change | None:
        """What became of some of the machine's words, as long as none beside them stands for other French.

        Beside a term, whose bounds are known, words without a link are taken for others.
        """
        known = set(numbers)
        whole = self._sides.whole(min(known), max(known) + 1)
        beside = [n for n in range(whole.first, whole.behind) if n not in known]
        if any(self._is_other(n, place) or (is_term and self._is_unknown(n)) for n in beside):
            return None
        machine, target = self._sides.texts(whole)
        if not _differ(form(machine), form(target)):
            return None
        return Change(key, " ".join(self._edit.source[slice(*place)].split()), machine, target, self._edit)

    def _run(self, one: Stretch, numbers: Iterable[int], place: Span) -> set[int]:
        """Of the words that stand for some French those around a stretch, up to words that stand for other French."""
        first, behind = one.first, one.behind
        while first > max(0, one.first - MOST) and not self._is_other(first - 1, place):
            first -= 1
        while behind < min(len(self._sides.old), one.behind + MOST) and not self._is_other(behind, place):
            behind += 1
        return {number for number in numbers if first <= number < behind}

    def _is_other(self, number: int, place: Span) -> bool:
        """Whether a word stands for other French than that at a place."""
        is_linked = number in self._said and not self._sides.is_outer(number)
        return is_linked and not overlap(self._said[number], place)

    def _is_unknown(self, number: int) -> bool:
        return number not in self._said and not self._sides.is_outer(number)

    def _renders(self, place: Span) -> Iterator[int]:
        """The machine's words that stand for a stretch of French."""
        for said, numbers in self._standing.items():
            if overlap(said, place):
                yield from (number for number in numbers if not self._sides.is_outer(number))

    def _is_taken(self, span: Span) -> bool:
        return any(overlap(span, taken) for taken in self._taken)

    def _word(self, span: Span) -> str:
        return self._edit.source[slice(*span)].rstrip("'’")


def _differ(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two renderings differ in more than inflection and order."""
    if not one or not other or same(one, other):
        return False
    return sorted(map(lemma, one)) != sorted(map(lemma, other))


def _right(found: Iterable[Occurrence]) -> Counter[Term]:
    return Counter(one.pin.term for one in found if one.start >= 0)
