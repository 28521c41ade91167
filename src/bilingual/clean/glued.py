"""What a page's program glued to the end of a paragraph becomes a block of its own."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from bilingual.clean.folding import fold
from bilingual.clean.phrases import phrases, reason
from bilingual.read.marks import cut

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bilingual.clean.phrases import Phrases
    from bilingual.types import Block, Document, Kind

LONGEST_TAIL = 240
"""Characters at the end of a block that may be something else."""

MOST_TAILS = 8
"""Sentences that are looked at from the end."""

SHORTEST_PROSE = 100
"""Characters."""

_CREDIT_START = re.compile(r"\s(?=/\S|©|[(\[]|[A-Z]{2,7} ?/ ?[A-Z])")
_SENTENCE_END = re.compile(r"[.!?…»\"”)]\s{0,3}(?=[^\s.!?…»\"”)])")
_TRAILERS = frozenset({"related", "newsletter", "share", "promotion", "legal", "comments", "cookies"})
_KINDS = frozenset({"paragraph", "item", "heading"})


def split_credits(document: Document) -> Document:
    """Takes photographers' credits off the sentences they follow.

    A credit becomes a caption, and so does what stands before it, if it is short or no article has begun yet.
    """
    table = phrases(document.lang)
    if not table:
        return document
    blocks: list[Block] = []
    begun = False
    for block in document.blocks:
        parts = list(_without_credit(block, table["credit"], document.lang))
        if len(parts) > 1 and (not begun or not _is_prose(parts[0])):
            parts[0] = replace(parts[0], kind="caption", level=0)
        begun = begun or _is_prose(parts[0])
        blocks += parts
    return replace(document, blocks=tuple(blocks))


def split_trailers(document: Document) -> Document:
    """Takes "Lire aussi : …", "Abonnez-vous …" and the like off the paragraphs they end."""
    if not phrases(document.lang):
        return document
    return replace(document, blocks=tuple(part for block in document.blocks for part in _apart(block, document.lang)))


def _without_credit(block: Block, credit: Phrases, lang: str) -> Iterator[Block]:
    starts = sorted({0, *_tails(block.text, _SENTENCE_END), *_tails(block.text, _CREDIT_START)})
    start = next((start for start in starts if credit.tell(block.text[start:])), None)
    if start is None or block.skip is not None or reason(block.text, lang) is not None:
        yield block
    elif start == 0:
        yield replace(block, kind="caption", level=0)
    else:
        yield from _cut(block, start, "caption")


def _apart(block: Block, lang: str) -> Iterator[Block]:
    """The block, or what it says and the trailer; a line with a stop inside it was no heading."""
    starts = _tails(block.text, _SENTENCE_END) if block.skip is None and block.kind in _KINDS else []
    start = next((start for start in starts if reason(block.text[start:], lang) in _TRAILERS), None)
    if start is None or not _may_end(block.text, start, lang):
        yield block
    elif block.kind == "heading":
        yield from _cut(replace(block, kind="paragraph", level=0), start, "paragraph")
    else:
        yield from _cut(block, start, block.kind)


def _may_end(text: str, start: int, lang: str) -> bool:
    """Whether a trailer is all that makes a block the site's: then what stands before it is the article."""
    said, whole = text[:start], reason(text, lang)
    if not any(map(str.isalpha, said)):  # the number of an item
        return False
    if whole is None:
        return True
    begins = phrases(lang)[whole].start
    return (
        reason(said, lang) is None and begins.match(fold(text)) is None and begins.match(fold(text[start:])) is not None
    )


def _tails(text: str, border: re.Pattern[str]) -> list[int]:
    """Where something may begin that reaches to the end of the text; the first first."""
    places = [found.end() for found in border.finditer(text, max(0, len(text) - LONGEST_TAIL))]
    return places[-MOST_TAILS:]


def _cut(block: Block, place: int, kind: Kind) -> Iterator[Block]:
    first, second = cut(block, [(0, place), (place, len(block.text))])
    yield first
    yield replace(second, kind=kind, level=0)


def _is_prose(block: Block) -> bool:
    """Whether an article has begun with it, rather than its date or its author's name been given."""
    return block.kind == "paragraph" and block.skip is None and len(block.text) >= SHORTEST_PROSE
