"""Sentences as numbered pieces with their places, terms in tags, and links between the pieces of two sides."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from training import words
from training.align import fitting
from training.recipe import RecipeError
from training.vocabulary import SIGNS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from training.terms import Tag

    Span = tuple[int, int]

_NOWHERE = (-1, -1)
_SPACES = frozenset(" \u00a0\u202f\u2009\t")


@dataclass(slots=True)
class Pieces:
    """A text in pieces."""

    ids: list[int] = field(default_factory=list)
    spans: list[tuple[int, int]] = field(default_factory=list)
    """Where each stands in the text, without white space before it; what is not of the text, at -1."""

    def add(self, other: Pieces, shift: int | None) -> None:
        """Puts the pieces of a part behind, which starts at `shift` in the text; None: it is not of the text."""
        self.ids += other.ids
        self.spans += [_NOWHERE if shift is None else (start + shift, end + shift) for start, end in other.spans]

    def mark(self, number: int) -> None:
        """Puts a piece behind that is not of the text."""
        self.ids.append(number)
        self.spans.append(_NOWHERE)


class Encoder:
    """A SentencePiece model with the pieces of tags in it."""

    def __init__(self, model: Path) -> None:
        from sentencepiece import SentencePieceProcessor

        try:
            self._model: Any = SentencePieceProcessor(model_file=str(model))
        except (OSError, RuntimeError) as error:
            raise RecipeError(f"{model} cannot be read: run training.vocabulary first ({error})") from error
        self.tags = tuple(self._model.piece_to_id(piece) for piece in SIGNS)
        if self._model.unk_id() in self.tags:
            raise RecipeError(f"{model} has not the pieces {' '.join(SIGNS)}: run training.vocabulary again")
        self.size = int(self._model.get_piece_size())

    def ids(self, texts: Sequence[str]) -> list[list[int]]:
        """The pieces of each text."""
        found: list[list[int]] = self._model.encode(list(texts), num_threads=2)
        return found

    def pieces(self, texts: Sequence[str]) -> list[Pieces]:
        """The pieces of each text, with their places."""
        found = self._model.encode(list(texts), return_type="offset_mapping", num_threads=2)
        return [Pieces(each["ids"], _trimmed(text, each["offsets"])) for text, each in zip(texts, found, strict=True)]

    def tagged(self, pairs: Sequence[tuple[str, Sequence[Tag]]]) -> Iterator[tuple[Pieces, list[Pieces]]]:
        """The pieces of French texts with terms in tags, and those of each term's English alone.

        Each part is cut on its own, as it is in use, so that what stands around a tag never changes the cut within it.
        """
        parts = iter(self.pieces([part for text, tags in pairs for part, _ in _parts(text, tags)]))
        before, between, behind = self.tags
        for text, tags in pairs:
            whole, inside = Pieces(), []
            for number, (_, shift) in enumerate(_parts(text, tags)):
                part = next(parts)
                if number % 3 == 1:
                    whole.mark(before)
                whole.add(part, shift)
                if number % 3 == 1:
                    whole.mark(between)
                if shift is None:
                    whole.mark(behind)
                    inside.append(part)
            yield whole, inside


def word_links(
    french: str, english: str, links: Sequence[tuple[int, int]], source: Pieces, target: Pieces
) -> dict[int, int]:
    """The source piece of each target piece that has one: the first of the word that its own word is linked to.

    Of several such words it is the longest, which says most.
    """
    source_words, target_words = words.spans(french), words.spans(english)
    partner: dict[int, int] = {}
    for i, j in fitting(links, len(source_words), len(target_words)):
        if j not in partner or _length(source_words[i]) > _length(source_words[partner[j]]):
            partner[j] = i
    firsts: dict[int, int] = {}
    for piece, word in enumerate(_words_of(source.spans, source_words, spaces=False)):
        if word >= 0:
            firsts.setdefault(word, piece)
    found = {}
    for piece, word in enumerate(_words_of(target.spans, target_words, spaces=True)):
        first = firsts.get(partner.get(word, -1), -1)
        if word >= 0 <= first:
            found[piece] = first
    return found


def tag_links(
    tags: Sequence[Tag], source: Pieces, inside: Sequence[Pieces], target: Pieces, between: int
) -> dict[int, int]:
    """The source piece of each target piece of a tagged term: the one inside the tag that it copies.

    Where both are cut alike, it is the one of the same number; else that at the same place in characters: what the tag
    gives differs from the English in capitals and endings.
    """
    starts = [place + 1 for place, number in enumerate(source.ids) if number == between]
    found = {}
    for tag, start, given in zip(tags, starts, inside, strict=True):
        first, end = tag.english
        term = [piece for piece, (at, _) in enumerate(target.spans) if first <= at < end]
        alike = [target.ids[piece] for piece in term] == given.ids
        for number, piece in enumerate(term):
            found[piece] = start + (number if alike else _at(target.spans[piece][0] - first, given.spans))
    return found


def _at(place: int, spans: Sequence[Span]) -> int:
    """The number of the piece that has a character, the last one where none has."""
    return next((number for number, (_, end) in enumerate(spans) if end > place), len(spans) - 1)


def _parts(text: str, tags: Sequence[Tag]) -> Iterator[tuple[str, int | None]]:
    """Text, term, English, text, term, English, … text: each with its place in the text, the English with None."""
    at = 0
    for tag in tags:
        start, end = tag.french
        yield text[at:start], at
        yield text[start:end], start
        yield tag.text, None
        at = end
    yield text[at:], at


def _trimmed(text: str, spans: Iterable[Span]) -> list[Span]:
    """Spans without the white space before them."""
    found = []
    for start, end in spans:
        at = start
        while at < end and text[at] in _SPACES:
            at += 1
        found.append((at, end))
    return found


def _length(span: Span) -> int:
    return span[1] - span[0]


def _words_of(spans: Sequence[Span], some_words: Sequence[Span], *, spaces: bool) -> Iterator[int]:
    """For each piece the first word that it has a character of; -1: none. A space is of the next word, or of none."""
    ends = [end for _, end in some_words]
    for start, end in spans:
        word = bisect_right(ends, start) if start >= 0 and (spaces or end > start) else len(ends)
        yield word if word < len(ends) and some_words[word][0] < max(end, start + 1) else -1
