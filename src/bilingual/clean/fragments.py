"""Scraps that cannot be judged alone go with what they stand among: rows of a table, entries of a list, buttons."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from bilingual.clean.english import count
from bilingual.clean.folding import fold
from bilingual.clean.phrases import phrases

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bilingual.types import Block, Document, Reason

LONGEST_SCRAP = 6
"""Words."""

LONGEST_ENTRY = 25
"""Words of a headline in a list of links."""

WIDEST_GAP = 12
"""Scraps in a row."""

_LABEL = 4
"""Words: the longest heading of a list of links, such as `Sur le même sujet`."""

_STOPS = (".", "…", "!", "?", ";", "»", ",")


def mark_fragments(document: Document) -> Document:
    """Sets aside the scraps between two cookie notices, or two English blocks, and behind the last cookie notice."""
    if document.lang != "fr":
        return document
    blocks = list(document.blocks)
    decided = [place for place, block in enumerate(blocks) if not _is_scrap(block)]
    for before, after in pairwise(decided):
        gap = range(before + 1, after)
        reason = _common(blocks[before].skip, blocks[after].skip)
        if reason and len(gap) <= (WIDEST_GAP if reason == "cookies" else 1):
            _set(blocks, gap, reason)
    if decided and blocks[decided[-1]].skip == "cookies":
        _set(blocks, range(decided[-1] + 1, min(len(blocks), decided[-1] + 1 + WIDEST_GAP)), "cookies")
    for place in range(1, len(blocks) - 1):
        if blocks[place].skip == "english" and blocks[place - 1].skip == blocks[place + 1].skip == "cookies":
            _set(blocks, [place], "cookies")
    return replace(document, blocks=tuple(blocks))


def mark_listed(document: Document) -> Document:
    """Sets aside the headlines under "Lire aussi" and the like, and rows of buttons that bear the names of networks."""
    table = phrases(document.lang)
    if not table:
        return document
    blocks = list(document.blocks)
    for place, block in enumerate(document.blocks):
        if block.skip == "related" and _is_label(block):
            _set(blocks, _entries(blocks, place + 1), "related")
    buttons = [block.skip is None and table["networks"].tell(fold(block.text[:40])) for block in blocks]
    for place, is_button in enumerate(buttons):
        beside = place > 0 and (buttons[place - 1] or blocks[place - 1].skip == "share")
        if is_button and (beside or any(buttons[place + 1 : place + 2])):
            _set(blocks, [place], "share")
    return replace(document, blocks=tuple(blocks))


def _set(blocks: list[Block], places: Iterable[int], reason: Reason) -> None:
    for place in places:
        blocks[place] = replace(blocks[place], skip=reason)


def _is_scrap(block: Block) -> bool:
    """Whether it is too short to tell its language, and not a sentence."""
    if block.skip is not None or len(block.text) > LONGEST_ENTRY * LONGEST_SCRAP or block.text.endswith(_STOPS):
        return False
    found = count(block.text)
    return found.words <= LONGEST_SCRAP and not found.french


def _common(before: Reason | None, after: Reason | None) -> Reason | None:
    if before == after == "cookies":
        return "cookies"
    return "english" if {before, after} <= {"english", "cookies"} else None


def _is_label(block: Block) -> bool:
    return block.text.endswith(":") or block.text.count(" ") < _LABEL


def _entries(blocks: Sequence[Block], start: int) -> list[int]:
    """The headlines under a label: list items, else one line, or all lines to the end of the page."""
    end = start
    while end < len(blocks) and _is_entry(blocks[end]):
        end += 1
    items = start
    while items < end and blocks[items].kind == "item":
        items += 1
    if items > start or end == start:
        return list(range(start, items))
    rest_is_aside = all(block.skip is not None for block in blocks[end:])
    return list(range(start, end if rest_is_aside else start + 1))


def _is_entry(block: Block) -> bool:
    return block.skip is None and block.text.count(" ") < LONGEST_ENTRY and not block.text.endswith((".", ";", "…"))
