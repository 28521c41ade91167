"""Cut a text that is too long for an engine where a reader would pause, losing nothing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bilingual.types import Span

_PAUSES = (
    re.compile(r"[.!?…;](?:[\"”»)]|\s[»)])*+\s++"),
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
    start, first = _behind_space(text, 0), 0
    while True:
        while first < len(tokens) and tokens[first][1] <= start:
            first += 1
        if len(tokens) - first <= limit:
            break
        earliest, furthest = (max(tokens[first + n][0], start + 1) for n in (limit // 2, limit))
        end, begin = _pause(text, earliest, _behind_space(text, furthest))
        yield start, end
        start = _behind_space(text, begin)
    if start < len(text):
        yield start, len(text)


def _pause(text: str, earliest: int, furthest: int) -> Span:
    """The white space to cut at, as (end of what comes before, start of what comes after)."""
    for kind in _PAUSES:
        mark = None
        for mark in kind.finditer(text, earliest, furthest):  # noqa: B007  # the last one is wanted
            pass
        if mark:
            return mark.start() + len(mark.group().rstrip()), mark.end()
    return furthest, furthest


def _behind_space(text: str, at: int) -> int:
    while text[at : at + 1].isspace():
        at += 1
    return at
