"""Long articles in parts, so that a reading program has never much to lay out at once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import chain
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bilingual.edition.book import Edition, Layout, Paragraph

LONGEST = 300
"""Paragraphs in a part."""
MOST = 150_000
"""Characters in a part, those of both languages together; a single paragraph may have more."""

Side = Literal["source", "target"]


@dataclass(frozen=True, slots=True)
class Part:
    """What stands on one page of an article."""

    edition: Edition
    """With the paragraphs of this part."""
    side: Side
    """Which language, in layouts where a part has one; the target in the others."""
    begins: bool
    """Whether nothing of its side stands before it."""
    is_first: bool
    is_last: bool

    @property
    def lang(self) -> str:
        """The language of the side."""
        return self.edition.source_lang if self.side == "source" else self.edition.target_lang


def parts(edition: Edition, layout: Layout) -> Iterator[Part]:
    """An article in parts, at least one; `source-first` has all of the source before the target."""
    sides: tuple[Side, ...] = ("source", "target") if layout == "source-first" else ("target",)
    cut = [tuple(part) for part in _cut(edition.paragraphs)] or [()]
    places = list(chain.from_iterable([(side, number, part) for number, part in enumerate(cut)] for side in sides))
    for place, (side, number, part) in enumerate(places):
        whole = replace(edition, paragraphs=part)
        yield Part(whole, side, begins=not number, is_first=not place, is_last=place == len(places) - 1)


def _cut(paragraphs: Iterable[Paragraph]) -> Iterator[list[Paragraph]]:
    part: list[Paragraph] = []
    size = 0
    for paragraph in paragraphs:
        length = len(paragraph.source.text) + len(paragraph.target.text)
        if part and (len(part) == LONGEST or size + length > MOST):
            # a heading goes with what it stands above
            kept = [part.pop()] if len(part) > 1 and part[-1].kind == "heading" else []
            yield part
            part, size = kept, sum(len(one.source.text) + len(one.target.text) for one in kept)
        part.append(paragraph)
        size += length
    if part:
        yield part
