"""A machine's text and an editor's, word by word (Levenshtein): what is alike, and the stretches in between."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from bilingual.grammar import is_outer_word, is_pronoun
from bilingual.links import word_spans
from bilingual.rendered import form, lemma

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bilingual.types import Span

LONGEST = 300
"""Words of a text that is looked at: longer ones are no sentences, and take their square in time."""
MOST = 6
"""Words of a stretch, on either side; of a text with fewer words of content, any part may have been changed."""


class Stretch(NamedTuple):
    """Numbers of words, ends exclusive: those of the machine's text, and those of the edit in their place."""

    first: int
    behind: int
    new_first: int
    new_behind: int

    def touches(self, first: int, behind: int) -> bool:
        """Whether it changes some of the machine's words, or puts others between them."""
        return first < self.behind and self.first < behind


class Sides:
    """The machine's text and the edit, word by word."""

    def __init__(self, machine: str, target: str) -> None:
        self.machine, self.target = machine, target
        self.old, self.new = word_spans(machine), word_spans(target)
        self._starts = [start for start, _ in self.old]
        self._outer = [_is_outer(machine[slice(*span)]) for span in self.old]
        self.stretches: list[Stretch] = []
        if max(len(self.old), len(self.new)) <= LONGEST:
            self.stretches = _stretches(_folded(machine, self.old), _folded(target, self.new))
        old, new = _content(machine, self.old), _content(target, self.new)
        self._lost, self._gained = old - new, new - old

    def is_rewritten(self) -> bool:
        """Whether less than half of the machine's words of content were left where they stood, in a text with some."""
        content = self._outer.count(False)
        gone = (number for one in self.stretches for number in range(one.first, one.behind))
        changed = sum(not self.is_outer(number) for number in gone)
        return content > MOST and 2 * changed > content

    def is_moved(self, one: Stretch) -> bool:
        """Whether all words of a stretch stand elsewhere on the other side."""
        old = _content(self.machine, self.old[one.first : one.behind])
        new = _content(self.target, self.new[one.new_first : one.new_behind])
        return not old & self._lost and not new & self._gained

    def is_outer(self, number: int) -> bool:
        """Whether a word of the machine's text is none of a term's."""
        return self._outer[number]

    def numbers(self, span: Span) -> range:
        """The machine's words that share a character with a span."""
        first = max(0, bisect_right(self._starts, span[0]) - 1)
        if first < len(self.old) and self.old[first][1] <= span[0]:
            first += 1
        return range(first, max(first, bisect_right(self._starts, span[1] - 1)))

    def whole(self, first: int, behind: int) -> Stretch:
        """Some of the machine's words and what the edit has in their place; stretches that they touch come in whole.

        So does what was put right before or behind them: an appeals court for a court of appeal.
        """
        inside = [one for one in self.stretches if one.touches(first, behind) or self._is_beside(one, first, behind)]
        first = min([first, *(one.first for one in inside)])
        behind = max([behind, *(one.behind for one in inside)])
        before = [one for one in self.stretches if one.behind <= first and one not in inside]
        until = inside or before
        shift = before[-1].new_behind - before[-1].behind if before else 0
        shift_behind = until[-1].new_behind - until[-1].behind if until else 0
        return Stretch(first, behind, first + shift, behind + shift_behind)

    def _is_beside(self, one: Stretch, first: int, behind: int) -> bool:
        """Whether a stretch merely puts words before some of the machine's, be it in an article's place, or behind."""
        if one.behind == first:
            return all(map(self.is_outer, range(one.first, one.behind)))
        return one.first == one.behind == behind

    def texts(self, one: Stretch) -> tuple[str, str]:
        """What stands on both sides, without function words at the ends; empty where it is too long."""
        sides = (
            (self.machine, self.old[one.first : one.behind]),
            (self.target, self.new[one.new_first : one.new_behind]),
        )
        old, new = (_trimmed(text, spans) for text, spans in sides)
        return old, new


def _stretches(old: Sequence[str], new: Sequence[str]) -> list[Stretch]:
    """What is not alike, in order; between two there is at least one word that is."""
    from rapidfuzz.distance import Levenshtein

    found: list[Stretch] = []
    for step in Levenshtein.opcodes(old, new):
        one = Stretch(step.src_start, step.src_end, step.dest_start, step.dest_end)
        if step.tag == "equal":
            continue
        if found and (found[-1].behind, found[-1].new_behind) == (one.first, one.new_first):
            found[-1] = found[-1]._replace(behind=one.behind, new_behind=one.new_behind)
        else:
            found.append(one)
    return found


def _content(text: str, spans: Iterable[Span]) -> Counter[str]:
    """The lemmas of what names something."""
    return Counter(one for span in spans for one in map(lemma, form(text[slice(*span)])))


def _folded(text: str, spans: Iterable[Span]) -> list[str]:
    return [text[start:end].casefold().replace("’", "'") for start, end in spans]


def _is_outer(word: str) -> bool:
    return is_outer_word(word) or is_pronoun(word)


def _trimmed(text: str, spans: Sequence[Span]) -> str:
    """The text from the first to the last word that a term may begin or end with; empty where it is too long."""
    inner = [span for span in spans if not _is_outer(text[slice(*span)])]
    if not inner:
        return ""
    count = spans.index(inner[-1]) - spans.index(inner[0]) + 1
    return " ".join(text[inner[0][0] : inner[-1][1]].split()) if count <= MOST else ""
