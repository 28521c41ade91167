"""Cut a text that is too long for an engine where a reader would pause, losing nothing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bilingual.engines import Span

_PAUSES = (
    re.compile(r"[.!?…;][\"”»)]*+\s++"),
    re.compile(r"(?<!\s)\s*+[:–—]\s++|[\"”»)],?\s++"),
    re.compile(r",\s++"),
    re.compile(r"(?<!\s)\s++(?=(?:et|ou|mais|car|donc|puis|qui|que|dont|où|lorsque|quand|alors|tandis)\s)"),
    re.compile(r"\s++"),
)
"""Kinds of pauses, from the best place for a cut to the last resort."""


def cut(text: str, tokens: Sequence[Span], limit: int) -> Iterator[Span]:
    """Spans of at most `limit` tokens that cover the text but for white space between them.

    Each cut is made at the best kind of pause in the second half of what fits; without any, between two tokens.

    Args:
        text: the text to cut.
        tokens: where its tokens stand, in order.
        limit: tokens that fit, at least 1.
    """
    start, first = 0, 0
    while len(tokens) - first > limit:
        furthest = tokens[first + limit][0]
        earliest = tokens[first + limit // 2][0]
        end, begin = _pause(text, max(earliest, start + 1), max(furthest, start + 1))
        yield start, end
        start = begin
        while first < len(tokens) and tokens[first][1] <= start:
            first += 1
    if text[start:].strip():
        yield start, len(text)


def _pause(text: str, earliest: int, furthest: int) -> Span:
    """The white space to cut at, as (end of what comes before, start of what comes after)."""
    for kind in _PAUSES:
        found = list(kind.finditer(text, earliest, furthest))
        if found:
            mark = found[-1]
            said = mark.group()
            return mark.start() + len(said.rstrip()), mark.end()
    return furthest, furthest
