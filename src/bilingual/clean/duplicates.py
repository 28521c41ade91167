"""What a page says twice is translated once: headlines, captions that repeat the lead, pulled quotes."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from bilingual.address import digest
from bilingual.clean.folding import key, words
from bilingual.clean.phrases import phrases

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bilingual.types import Block, Document

NEAR = 6
"""Blocks before and after in which a repetition is looked for: farther off, a writer repeats himself on purpose."""

LEAST = 40
"""Letters and digits: what is shorter may well be said twice."""

LONG = 80
"""Letters and digits: two equal blocks of so many are a page's doing, however far apart."""

LIKENESS = 0.9
"""Share of the words, the longer text's, that two headlines have in common where one repeats the other."""

MOST = 20_000
"""Characters: what is longer is not compared."""

_HEADLINE_WORDS = 4
"""Words: shorter headings may come twice."""

_LONGEST_HEADLINE = 300
"""Characters."""


def mark_duplicates(document: Document) -> Document:
    """Sets aside repeated headlines, blocks contained in one near by, and the credit of a caption set aside."""
    blocks = list(document.blocks)
    _repeated_headlines(blocks)
    _contained(blocks)
    _equal(blocks)
    _credits(blocks, document.lang)
    return replace(document, blocks=tuple(blocks))


def alike(text: str, other: str) -> bool:
    """Whether two headlines say the same but for a word; figures must be equal."""
    mine, its = words(text), words(other)
    if min(len(mine), len(its)) < _HEADLINE_WORDS:
        return False
    if [word for word in mine if word.isdigit()] != [word for word in its if word.isdigit()]:
        return False
    common = (Counter(mine) & Counter(its)).total()
    return common >= LIKENESS * max(len(mine), len(its))


def _repeated_headlines(blocks: list[Block]) -> None:
    """The article's title counts once, wherever it comes again."""
    headings = (block.text for block in blocks if block.kind == "heading" and block.skip is None)
    title = next(
        (text for text in headings if text.count(" ") >= _HEADLINE_WORDS - 1), None
    )  # the first may be a rubric
    if title is None or len(title) > _LONGEST_HEADLINE:
        return
    wanted, seen = key(title), False
    for place, block in enumerate(blocks):
        if block.skip is not None or len(block.text) > _LONGEST_HEADLINE:
            continue
        if key(block.text) == wanted or (block.kind == "heading" and alike(title, block.text)):
            if seen and len(words(title)) >= _HEADLINE_WORDS:
                blocks[place] = replace(block, skip="duplicate")
            seen = True


def _contained(blocks: list[Block]) -> None:
    """A block that a neighbour says word for word: the second of two equals, else the shorter."""
    places = [place for place, block in enumerate(blocks) if block.skip is None]
    keys = dict.fromkeys(places, "")
    for index, place in enumerate(places):
        for later in places[index : index + NEAR + 1]:
            if not keys[later] and len(blocks[later].text) <= MOST:
                keys[later] = key(blocks[later].text)
        near = [other for other in places[max(0, index - NEAR) : index + NEAR + 1] if other != place]
        if blocks[place].kind == "heading":  # a paragraph that says the same does not make up for a missing heading
            near = [other for other in near if blocks[other].kind == "heading"]
        if _is_said(place, [other for other in near if blocks[other].skip is None], keys):
            blocks[place] = replace(blocks[place], skip="duplicate")
        if index >= NEAR:
            del keys[places[index - NEAR]]  # memory stays flat on a long text


def _equal(blocks: list[Block]) -> None:
    """A long block that has come before, anywhere, and the shorter ones that come along with it in the same order."""
    keys: list[str] = []  # digests: the texts themselves would be a second copy of a long article
    first: dict[str, int] = {}
    shifts: list[int] = []
    for place, block in enumerate(blocks):
        mine = key(block.text) if block.skip is None and len(block.text) <= MOST else ""
        keys.append(digest(mine) if mine else "")
        shifts.append(place - first.setdefault(keys[-1], place) if len(mine) >= LONG else 0)
    for step, places in ((-1, range(1, len(keys))), (1, range(len(keys) - 2, -1, -1))):
        for place in places:
            earlier = place - shifts[place + step]
            if shifts[place] == 0 and keys[place] and earlier >= 0 and keys[place] == keys[earlier]:
                shifts[place] = place - earlier
    for place, shift in enumerate(shifts):
        if shift and blocks[place].kind == blocks[place - shift].kind:
            blocks[place] = replace(blocks[place], skip="duplicate")


def _is_said(place: int, near: Sequence[int], keys: dict[int, str]) -> bool:
    mine = keys[place]
    if len(mine) < LEAST:
        return False
    return any(mine in keys[other] and (len(mine) < len(keys[other]) or other < place) for other in near)


def _credits(blocks: list[Block], lang: str) -> None:
    table = phrases(lang)
    if not table:
        return
    for place in range(1, len(blocks)):
        before, block = blocks[place - 1], blocks[place]
        of_repeated = before.skip == "duplicate" and before.kind == block.kind == "caption"
        if of_repeated and block.skip is None and table["credit"].tell(block.text):
            blocks[place] = replace(block, skip="duplicate")
