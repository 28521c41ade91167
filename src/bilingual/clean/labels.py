"""What is told by its neighbour only: buttons beside a notice, and what readers have written below an article."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bilingual.clean.folding import fold
from bilingual.clean.phrases import ended, is_prose, phrases

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bilingual.clean.phrases import Phrases
    from bilingual.types import Block, Document

LONGEST_LABEL = 60
"""Characters."""

MOST_WORDS = 8
"""Of a label below the article."""

MOST_WORDS_ABOVE = 3
"""Of a label above it: a headline is longer."""

LONGEST_COMMENT = 8
"""Blocks between the line with the date and the button below it."""

_STOPS = (".", "!", "?", "…", "»", ";", ",", ")", '"', "”")

_LONGEST_NAME = 40
"""Characters."""


def mark_labels(document: Document) -> Document:
    """Sets aside the labels beside a block set aside for a reason they fit, and the comments of readers."""
    table = phrases(document.lang)
    if not table:
        return document
    blocks = list(document.blocks)
    labels = [fold(block.text) if len(block.text) <= LONGEST_LABEL else "" for block in blocks]
    _comments(blocks, labels, table)
    _beside(blocks, labels, table, range(1, len(blocks)), -1)
    _beside(blocks, labels, table, range(len(blocks) - 2, -1, -1), 1)
    begins = next((place for place, block in enumerate(blocks) if is_prose(block)), 0)
    _enclosed(blocks, range(1, begins), MOST_WORDS_ABOVE)
    _enclosed(blocks, range(ended(blocks, table) or len(blocks), len(blocks)), MOST_WORDS)
    return replace(document, blocks=tuple(blocks))


def _enclosed(blocks: list[Block], places: Iterable[int], most: int) -> None:
    """Above and below the article, labels between two blocks set aside for the same reason go with them."""
    start = None
    for place in places:
        if blocks[place].skip is None and _is_label(blocks[place], most):
            start = place if start is None else start
            continue
        if start is not None and blocks[place].skip == blocks[start - 1].skip:
            for inside in range(start, place):
                blocks[inside] = replace(blocks[inside], skip=blocks[place].skip)
        start = None


def _is_label(block: Block, most: int) -> bool:
    return block.text.count(" ") < most and len(block.text) <= LONGEST_LABEL and not block.text.endswith(_STOPS)


def _beside(
    blocks: list[Block], labels: list[str], table: Mapping[str, Phrases], places: Iterable[int], step: int
) -> None:
    for place in places:
        reason = blocks[place + step].skip
        if (
            blocks[place].skip is None
            and reason is not None
            and reason in table
            and table[reason].beside.match(labels[place])
        ):
            blocks[place] = replace(blocks[place], skip=reason)


def _comments(blocks: list[Block], labels: list[str], table: Mapping[str, Phrases]) -> None:
    """A comment is a name, a date with an hour, what the reader says, and a button to answer it."""
    dated = None
    for place, label in enumerate(labels):
        if label and table["dated"].tell(label):
            dated = place
        elif dated is not None and label and table["reply"].tell(label) and place - dated <= LONGEST_COMMENT + 1:
            named = dated > 0 and len(blocks[dated - 1].text) <= _LONGEST_NAME
            for inside in range(dated - named, place + 1):
                if blocks[inside].skip is None:
                    blocks[inside] = replace(blocks[inside], skip="comments")
            dated = None
