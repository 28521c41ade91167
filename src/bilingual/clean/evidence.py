"""What a whole document tells about a place in it where something may have been glued."""

from __future__ import annotations

import re
from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING

from bilingual.clean.english import count
from bilingual.clean.folding import fold
from bilingual.clean.phrases import phrases, reason
from bilingual.segment import load_rules
from bilingual.segment.heads import WINDOW, cannot_be_name, head_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bilingual.types import Block, Document

_FREE_NAME = re.compile(r"(?<![^\s'’«“\"(])[A-ZÀ-Þ][^\W_]+")
_CREDIT_MAY_BEGIN = re.compile(r"(?<![^\s.!?…»”\")])(?=[/©(\[]|(?:[Cc]rédits?|[Pp]hotos?)\b)")
_BYLINE_MAY_BEGIN = re.compile(r"(?<![-'’A-ZÀ-Þ])(?=(?:Par|Propos|De|Publié|Mis|Modifié|Temps)\b)")
_WORD = r"(?:[A-ZÀ-Þ][a-zß-ÿ]+(?:[-'’][A-ZÀ-Þ][a-zß-ÿ]+)?|[A-ZÀ-Þ]\.)"
_NAMES = tuple(re.compile(_WORD + rf"(?: {_WORD}){{{more}}}") for more in (1, 2, 0))
"""People's names: first of two words, then of three, then of one."""

_SEPARATOR = re.compile(r" ?[/|,–-] ?|,? (?:et|avec) ")
_MOST_ITEMS = 4
_ENDS = tuple('.!?…»”")')


class Evidence:
    """A document's words, counted when they are first asked for, with the rules and phrases of its language."""

    def __init__(self, document: Document) -> None:
        """Takes a document in a language of which we know the phrases."""
        self._document = document
        self._table = phrases(document.lang)
        self.lang = document.lang
        self.rules = load_rules(document.lang)
        self.size = sum(len(block.text) for block in document.blocks if block.skip is None)

    @cached_property
    def _names(self) -> Counter[str]:
        """How often each word with a capital stands free."""
        found: Counter[str] = Counter()
        for block in self._document.blocks:
            found.update(_FREE_NAME.findall(block.text))
        return found

    def is_first(self, block: Block) -> bool:
        """Whether the document begins with this block, or with what it was cut from."""
        return self._document.blocks[0].text.startswith(block.text[:WINDOW])

    def begins(self, text: str, place: int) -> bool:
        """Whether a sentence begins there for sure: with an opening quote, or with a word that is no name."""
        head = head_of(text[place : place + WINDOW])
        if head is None or not head.word[0].isupper():
            return False
        if head.lead:
            return head.lead[0] in "«“(" and not _space(text, place)
        return cannot_be_name(head, self.rules) and head.free

    def is_known(self, text: str, place: int) -> bool:
        """Whether a name stands there that the document has elsewhere, too: `Anne Duval WhatsApp accuse`.

        Behind a stop without a space, only where the word before the stop is no abbreviation.
        """
        head = head_of(text[place : place + WINDOW])
        if head is None or head.lead or not head.word[0].isupper() or not head.free:
            return False
        if _space(text, place):
            return self._names[head.word] > 1
        before = text[max(0, place - WINDOW) : place].rstrip("".join(_ENDS)).rsplit(None, 1)[-1:]
        is_word = bool(before) and len(before[0]) > len("Mme") and (before[0][-1].islower() or text[place - 1] in "»”)")
        return is_word and self._names[head.word] > 0

    def credits(self, text: str) -> Iterator[tuple[int, int]]:
        """Where photographers' credits begin and end that a sentence follows."""
        done = 0
        for found in _CREDIT_MAY_BEGIN.finditer(text):
            start = found.start()
            end = self._credit_end(text, start) if start >= done else None
            if end is not None:
                yield start, end
                done = end

    def bylines(self, text: str) -> Iterator[tuple[int, int]]:
        """Where authors' names and dates begin and end that a sentence, or one of them, follows."""
        done = 0
        for found in _BYLINE_MAY_BEGIN.finditer(text):
            start = found.start()
            end = self._byline_end(text, start) if start >= done else None
            if end is not None:
                yield start, end
                done = end

    def is_byline(self, text: str) -> bool:
        """Whether a text begins as the author's name or a date does."""
        return any(self._table[name].start.match(text) for name in ("byline", "published"))

    def signs(self, brackets: str) -> bool:
        """Whether a passage in brackets may be an agency's signature."""
        return self._table["signature"].tell(fold(brackets))

    def signs_surely(self, brackets: str) -> bool:
        """Whether it can be nothing else: it names who translated or edited."""
        return self._table["signed"].tell(fold(brackets))

    def is_site(self, text: str) -> bool:
        """Whether the site speaks in a sentence, or somebody in English."""
        return reason(text, self.lang) is not None or count(text).is_english

    def names_before(self, places: str) -> int:
        """How many characters of a dateline's places are names of the sentence before: `… accuse NSO PARIS`."""
        words = places.split(" ")
        skipped = 0
        while len(words) > 1 and self._names[words[0]] > 1:
            skipped += len(words.pop(0)) + 1
        return skipped

    def _credit_end(self, text: str, start: int) -> int | None:
        closed = self._table["inset"].start.match(text, start)
        if closed is not None:
            end = closed.end()
            place = _next(text, end)
            follows = self.begins(text, place) or (_is_ended(text, start) and text[place : place + 1].isupper())
            return end if follows else None
        opened = self._table["inset_open"].start.match(text, start)
        return self._followed(text, self._items(text, opened.end())) if opened else None

    def _byline_end(self, text: str, start: int) -> int | None:
        dated = self._table["published"].start.match(text, start)
        if dated is not None:
            return self._followed(text, iter([dated.end()]))
        opened = self._table["byline"].start.match(text, start)
        return self._followed(text, self._items(text, opened.end())) if opened else None

    def _followed(self, text: str, ends: Iterator[int]) -> int | None:
        """The first of the ends that a sentence follows, or a date."""
        for end in ends:
            place = _next(text, end)
            if self.begins(text, place) or self.is_known(text, place):
                return end
            if self._table["published"].start.match(text, place):
                return end
        return None

    def _items(self, text: str, at: int, depth: int = 1) -> Iterator[int]:
        """Where a list of names and agencies may end, the likeliest first: `REUTERS/Anne Duval`."""
        agency = self._table["agency"].start.match(text, at)
        items = [agency] if agency else [name.match(text, at) for name in _NAMES]
        for item in items:
            if item is None:
                continue
            more = _SEPARATOR.match(text, item.end())
            if more and depth < _MOST_ITEMS:
                yield from self._items(text, more.end(), depth + 1)
            if agency or depth > 1 or " " in item[0]:  # one word alone may be anything
                yield item.end()


def _space(text: str, place: int) -> bool:
    return place > 0 and text[place - 1].isspace()


def _next(text: str, place: int) -> int:
    """The first place from there on that is no space."""
    return place + 1 if text[place : place + 1].isspace() else place


def _is_ended(text: str, place: int) -> bool:
    """Whether a sentence's end stands before a place."""
    return text[max(0, place - WINDOW) : place].rstrip().endswith(_ENDS)
