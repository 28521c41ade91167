"""What becomes of marked words when their text is cut, put together or mended; the text never depends on them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import replace
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, cast

from bilingual import inlines
from bilingual.read.text import single_spaced
from bilingual.types import Inline, InlineKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from bilingual.types import Block, Span

Mark = tuple[InlineKind, str]
"""A kind and where it leads."""

MOST_COMPARED = 100_000
"""Characters of a text that is compared with what became of it, letter by letter; a longer one loses its marks."""

_SPACE = re.compile(r"\s*")
_OF_A_PART = frozenset({"bold", "italic"})
"""What sets words off from others: on all the words of a block it tells nothing."""


def settled(text: str, spans: Mapping[Mark, Iterable[Span]]) -> tuple[Inline, ...]:
    """Marks in their order, without white space at their ends; those with nothing else between them are one.

    Args:
        text: of a block.
        spans: where each mark holds, by their starts.
    """
    found = [
        Inline(start, end, kind, href) for (kind, href), held in spans.items() for start, end in _joint(text, held)
    ]
    return tuple(sorted(found, key=_order))


def telling(block: Block) -> Block:
    """The block without bold or italic type on the whole of its text, such as a heading has."""
    whole = (0, len(block.text))
    kept = tuple(one for one in block.inlines if one.kind not in _OF_A_PART or (one.start, one.end) != whole)
    return block if len(kept) == len(block.inlines) else replace(block, inlines=kept)


def cut(block: Block, spans: Iterable[Span]) -> Iterator[Block]:
    """The stretches of a block as blocks, as `Block.part` gives them, in one go over its marks.

    Args:
        block: whose marks stand in the order of their starts.
        spans: in order, and apart.
    """
    for (start, end), there in inlines.cut(block.inlines, spans):
        stretch = replace(block, text=block.text[start:end], inlines=there)
        yield telling(_tidied(stretch.part(0, end - start)))


def joined(blocks: Sequence[Block]) -> Block:
    """The first of some lines with the text of all of them, a space between two, as a block."""
    starts = accumulate((len(block.text) + 1 for block in blocks), initial=0)
    moved = (
        Inline(start + one.start, start + one.end, one.kind, one.href)
        for start, block in zip(starts, blocks, strict=False)
        for one in block.inlines
    )
    whole = replace(blocks[0], text=" ".join(block.text for block in blocks), inlines=tuple(moved))
    return telling(_tidied(whole))


def rewritten(block: Block, change: Callable[[str], str]) -> Block:
    """The block with its text changed as a whole and its white space reduced, its marks on what became of their words.

    Each stretch between the ends of marks is changed by itself; where that does not come to the same, letters are
    compared. The text may come out empty.
    """
    before, text = block.text, single_spaced(change(block.text))
    borders = sorted({0, len(before), *(place for one in block.inlines for place in (one.start, one.end))})
    pieces = [single_spaced(change(before[start:end])) for start, end in pairwise(borders)] if block.inlines else [text]
    if "".join(pieces) == text:
        starts = ends = dict(zip(borders, accumulate(map(len, pieces), initial=0), strict=True))
    elif max(len(before), len(text)) <= MOST_COMPARED:
        starts, ends = _compared(before, text, borders)
    else:
        return replace(block, text=text.strip(), inlines=())
    moved = tuple(Inline(starts[one.start], ends[one.end], one.kind, one.href) for one in block.inlines)
    return _tidied(replace(block, text=text, inlines=moved).part(0, len(text)))


def _tidied(block: Block) -> Block:
    """The block with its marks settled, whatever was done to it."""
    if not block.inlines:
        return block
    spans: dict[Mark, list[Span]] = {}
    for one in sorted(block.inlines, key=_order):
        spans.setdefault((one.kind, one.href), []).append((one.start, one.end))
    return replace(block, inlines=settled(block.text, spans))


def _joint(text: str, spans: Iterable[Span]) -> Iterator[Span]:
    """Spans without white space at their ends; those with nothing else between them are one."""
    start = end = -1
    for span in spans:
        first, last = _behind_space(text, span[0]), _before_space(text, *span)
        if first >= last:
            continue
        if end >= 0 and _behind_space(text, end) < first:
            yield start, end
            end = -1
        start, end = (first, last) if end < 0 else (start, max(end, last))
    if end >= 0:
        yield start, end


def _behind_space(text: str, place: int) -> int:
    """Where the next word begins; looks no farther than it must."""
    if not text[place : place + 1].isspace():
        return place
    return cast("re.Match[str]", _SPACE.match(text, place)).end()


def _before_space(text: str, start: int, place: int) -> int:
    """Where the last word before a place ends, of those from a start on."""
    return start + len(text[start:place].rstrip()) if text[place - 1 : place].isspace() else place


def _order(one: Inline) -> tuple[int, int, bool, str]:
    """By the start, the longer first, and of two with one place the link, which holds the others in all formats."""
    return one.start, -one.end, one.kind != "link", one.kind


def _compared(before: str, after: str, places: Sequence[int]) -> tuple[dict[int, int], dict[int, int]]:
    """Where what begins, and where what ends, at places of a text does so in another version of it."""
    from rapidfuzz.distance import Levenshtein  # hardly a text needs it

    same = Levenshtein.opcodes(before, after).as_matching_blocks()
    kept = [(0, 0, 0), *((one.a, one.b, one.size) for one in same)]
    first = [start for start, _, _ in kept]
    return (
        {place: _there(place, kept, bisect_right(first, place)) for place in places},
        {place: _there(place, kept, bisect_left(first, place) or 1) for place in places},
    )


def _there(place: int, kept: Sequence[tuple[int, int, int]], number: int) -> int:
    """Where a place is that lies behind the start of so many stretches that two texts have in common.

    What lies between two of them is where the second begins.
    """
    start, there, size = kept[number - 1]
    return there + place - start if place <= start + size else kept[number][1]
