"""Blocks to sentences; not a character is altered: what stands in no sentence is white space.

One pass over the places where a sentence may end, each judged from a bounded window (see `stops.py`), so that the time
is linear on any input.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from bilingual.address import Addresses
from bilingual.inlines import cut
from bilingual.segment.heads import BULLETS, WINDOW, Rules, load_rules
from bilingual.segment.recut import recut
from bilingual.segment.stops import Stop, ends_glued, ends_sentence, ends_unstopped
from bilingual.types import Segment

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bilingual.types import Block

__all__ = ["Rules", "load_rules", "segments", "spans"]

_CANDIDATE = re.compile(
    r"([.!?…]+)"  # a mark
    r"((?:[)\]}\"”’'›*]|[ \u00a0\u202f\u2009]{0,2}[»)\]])*"  # what closes with it: quotes, brackets, French spacing
    r"(?:\[\d{1,3}\])*)"  # notes of an encyclopaedia
    r"(\s*)"
    r"|\s(?<=[\w»”\"%€$)]\s)(?=[A-ZÀ])"  # or a capital where a stop may be missing
    rf"|\s(?<=\S\s)(?=[{BULLETS}]\s)|\s(?<=[;:]\s)(?=[\-–]\s)|\s(?<=:\s)(?=—\s)"  # or an item of a list
    r"|[a-zß-ÿ](?=[A-ZÀ][a-z’' ])"  # or a capital inside a word, where stop and space may be missing
)
"""Each match ends before another can begin, so that no character is looked at twice."""

_LOOK_BACK = 400
"""How far back an opening bracket or quote is looked for, in characters."""

_NOT_SPACE = re.compile(r"\S")
_WORD = re.compile(r"[^\W_]")


def segments(
    blocks: Iterable[Block], rules: Rules, addresses: Addresses | None = None, cuts: frozenset[str] = frozenset()
) -> Iterator[Segment]:
    """The sentences of the blocks that are to be translated, in order, each with its address.

    Args:
        blocks: the article's.
        rules: of its language.
        addresses: counts repeated texts; the article's own where other texts of it were named before.
        cuts: segments that an editor has set (see `recut.py`); they stand as they are where a block has them.
    """
    addresses = Addresses() if addresses is None else addresses
    for block in blocks:
        if block.skip is None:
            found = spans(block.text, rules)
            for (start, end), marked in cut(block.inlines, recut(block.text, found, cuts) if cuts else found):
                yield Segment(block, start, end, addresses.of(block.text[start:end]), marked)


def spans(text: str, rules: Rules) -> Iterator[tuple[int, int]]:
    """The offsets of the sentences, in characters: none empty, no space at their ends, only space between them."""
    sentence = _Sentence.at(text, _next(_NOT_SPACE, text, 0))
    quotes = _Quotes(text)
    for match in _CANDIDATE.finditer(text, sentence.start):
        if match.start() <= sentence.word:
            continue  # a sentence has a word
        if match[1] is None:
            end, onset = match.end() - match[0].isspace(), match.end()
        else:
            end, onset = quotes.close(match.end(2), match.end())
        if onset < len(text) and _is_end(text, sentence, match, onset, rules):
            yield sentence.start, end
            sentence = _Sentence.at(text, onset)
    if sentence.start < len(text):
        yield sentence.start, len(text.rstrip())


class _Sentence(NamedTuple):
    """The sentence that is being read."""

    start: int
    word: int
    """Where its first letter or figure stands."""

    @classmethod
    def at(cls, text: str, start: int) -> _Sentence:
        return cls(start, _next(_WORD, text, start))


def _is_end(text: str, sentence: _Sentence, match: re.Match[str], onset: int, rules: Rules) -> bool:
    at = match.start()
    far = max(sentence.start, at - _LOOK_BACK)
    after = text[onset : onset + WINDOW]
    if match[1] is None:
        return ends_unstopped(text[far : at + (not match[0].isspace())], after, rules)
    near = max(sentence.start, at - WINDOW)
    closed = onset - at > len(match[1]) + len(match[3])
    aside = ")" in match[2] and text.rfind("(", far, at) > sentence.word
    stop = Stop(text[near:at], match[1], after, near == sentence.start, closed, aside)
    return ends_sentence(stop, rules) if match[3] else ends_glued(stop, rules)


def _next(pattern: re.Pattern[str], text: str, start: int) -> int:
    found = pattern.search(text, start)
    return found.start() if found else len(text)


class _Quotes:
    """Tells of a straight quote between spaces whether it closes: `part ! " Il` does after an odd number of them."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._seen = 0
        self._count = 0

    def close(self, end: int, onset: int) -> tuple[int, int]:
        """Where the sentence ends and the next begins, a closing quote between them included."""
        text = self._text
        if text[onset : onset + 1] != '"' or onset == end or not text[onset + 1 : onset + 2].isspace():
            return end, onset
        self._count += text.count('"', self._seen, onset)
        self._seen = onset
        if self._count % 2 == 0:
            return end, onset
        return onset + 1, _next(_NOT_SPACE, text, onset + 1)
