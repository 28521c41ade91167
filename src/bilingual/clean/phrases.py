"""Blocks that speak as the site does, not as the article: told by the phrases of `data/clean.LANG.toml`."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, cast, get_args

from bilingual.clean.folding import fold
from bilingual.types import Document, Reason

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bilingual.types import Block

_SITE = frozenset({"promotion", "legal", "newsletter", "cookies", "comments"})
"""Reasons that make fewer hints enough in the block beside it."""

_VAGUE = frozenset({None, "boilerplate", "navigation"})
"""Reasons a reader gives by the structure of a page: the words know better."""

_NEVER = "(?!)"
_NAMES = frozenset(get_args(Reason))
_SCRAP = 40
"""Characters: so short a block between two others does not keep them apart."""

_PROSE = 80
"""Characters: so long a paragraph without a hint is the article's."""

_QUOTED = re.compile(r"«[^«»]*(?:»|$)|“[^“”]*(?:”|$)|\"[^\"]*\"")

_LONGEST_SIGNATURE = 1_000
"""Characters."""

_LONGEST_WORD = 12
"""Characters: a block longer than this times the words allowed is not counted, but taken for the article."""


@dataclass(frozen=True, slots=True)
class Phrases:
    """A table of the file: what tells one kind of block."""

    words: int
    """The longest block looked at."""
    start: re.Pattern[str]
    inside: tuple[re.Pattern[str], ...]
    hints: tuple[re.Pattern[str], ...]
    beside: re.Pattern[str]
    unquoted: bool
    """Whether only what stands outside quotation marks counts: a person quoted says "we" and is not the site."""

    def fits(self, folded: str) -> bool:
        """Whether a block is short enough to be told by phrases."""
        return len(folded) <= self.words * _LONGEST_WORD and folded.count(" ") < self.words

    def tell(self, folded: str) -> bool:
        """Whether a phrase that is enough by itself stands in a folded text."""
        if not self.fits(folded):
            return False
        if self.start.match(folded) is not None:
            return True
        said = _QUOTED.sub(" ", folded) if self.unquoted else folded
        return any(pattern.search(said) for pattern in self.inside)

    def hinted(self, folded: str) -> int:
        """How many different hints stand in a folded text."""
        if not self.hints or not self.fits(folded):
            return 0
        said = _QUOTED.sub(" ", folded)
        return sum(pattern.search(said) is not None for pattern in self.hints)


def mark_phrases(document: Document) -> Document:
    """Sets aside the blocks whose words are the site's, or hint at it beside one that is set aside."""
    table = phrases(document.lang)
    if not table:
        return document
    blocks = [_told(block, table) for block in document.blocks]
    signed = next((place for place, block in enumerate(blocks) if _says(block, table["signature"])), len(blocks))
    tail = ended(blocks, table)
    begun, last = False, False
    for place, block in enumerate(blocks):
        before = place + 1 < len(blocks) and _is_site(blocks[place + 1], table)
        behind = place > signed or (begun and last and place >= tail)
        if behind or before or (begun and last):
            blocks[place] = _hinted(block, table, 1 if behind else 2)
        if blocks[place].skip or len(block.text) > _SCRAP:
            last = _is_site(blocks[place], table)
        begun = begun or (block.kind == "paragraph" and blocks[place].skip is None)
    return replace(document, blocks=tuple(_enclosed(blocks, signed)))


def reason(text: str, lang: str) -> Reason | None:
    """Why a text is not the article by a phrase that is enough; None where it may be."""
    table = phrases(lang)
    folded = fold(text) if table and len(text) <= _LONGEST_WORD * max(one.words for one in table.values()) else ""
    if not folded or table["reported"].tell(folded):
        return None
    return next((name for name in _reasons(table) if table[name].tell(folded)), None)


@cache
def phrases(lang: str) -> Mapping[str, Phrases]:
    """The tables for a language, by name; empty where we have none."""
    file = files("bilingual").joinpath(f"data/clean.{lang}.toml")
    if lang != "fr" and not file.is_file():
        return {}
    return {
        name: _compiled(table, unquoted=name in _NAMES)
        for name, table in tomllib.loads(file.read_text("utf-8")).items()
    }


def _compiled(table: Mapping[str, object], *, unquoted: bool) -> Phrases:
    def listed(name: str) -> Sequence[str]:
        return cast("Sequence[str]", table.get(name, ()))

    start = r"[(\[]?(?:" + "|".join(listed("start") or [_NEVER]) + ")"
    inside, hints = (tuple(map(re.compile, listed(name))) for name in ("inside", "hint"))
    beside = "(?:" + "|".join(listed("beside") or [_NEVER]) + ")$"
    return Phrases(
        cast("int", table["words"]), re.compile(start, re.IGNORECASE), inside, hints, re.compile(beside), unquoted
    )


def _reasons(table: Mapping[str, Phrases]) -> list[Reason]:
    """The tables that are a reason, in the order of the file: the first that tells a block decides."""
    return [cast("Reason", name) for name in table if name in _NAMES]


def _told(block: Block, table: Mapping[str, Phrases]) -> Block:
    """The block with its reason, where a phrase is enough; the reader's reasons give way to a better one."""
    if block.skip not in _VAGUE or not any(one.fits(block.text[:5000]) for one in table.values()):
        return block
    folded = fold(block.text)
    if table["reported"].tell(folded):
        return block
    found = next((name for name in _reasons(table) if table[name].tell(folded)), block.skip)
    return block if found == block.skip else replace(block, skip=found)


def _hinted(block: Block, table: Mapping[str, Phrases], needed: int) -> Block:
    """The block with the reason most hinted at, if by as many hints as are needed."""
    if block.skip is not None or len(block.text) > _LONGEST_WORD * max(one.words for one in table.values()):
        return block
    folded = fold(block.text)
    counts = {name: table[name].hinted(folded) for name in _reasons(table)}
    best = max(counts, key=lambda name: counts[name])
    if counts[best] < needed or table["reported"].tell(folded):
        return block
    return replace(block, skip=best)


def ended(blocks: Sequence[Block], table: Mapping[str, Phrases]) -> int:
    """Where the article has ended: behind its last long paragraph in which nothing hints at the site."""
    for place in range(len(blocks) - 1, -1, -1):
        block = blocks[place]
        if is_prose(block) and block == _hinted(block, table, 1):
            return place + 1
    return 0


def is_prose(block: Block) -> bool:
    """Whether it is long enough for a paragraph, and not set aside."""
    return block.skip is None and len(block.text) >= _PROSE


def _is_site(block: Block, table: Mapping[str, Phrases]) -> bool:
    """Whether the site speaks in it for more than a line between two paragraphs."""
    return block.skip in _SITE and not table["interruption"].tell(fold(block.text[:1000]))


def _says(block: Block, phrases: Phrases) -> bool:
    return block.text.startswith("(") and len(block.text) < _LONGEST_SIGNATURE and phrases.tell(fold(block.text))


def _enclosed(blocks: Sequence[Block], signed: int) -> list[Block]:
    """Behind the agency's signature, a block between two of the site's is the site's."""
    done = list(blocks)
    for place in range(signed + 2, len(blocks) - 1):
        if done[place].skip is None and done[place - 1].skip in _SITE and done[place + 1].skip in _SITE:
            done[place] = replace(done[place], skip="promotion")
    return done
