"""An editor's own cuts: segments that she split or merged come out as she wanted them, whenever the article is read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bilingual.types import Span

_NOT_SPACE = re.compile(r"\S")
_FIRST = re.compile(r"\S+")


def recut(text: str, spans: Iterable[Span], cuts: frozenset[str]) -> Iterator[Span]:
    """The spans of a block's segments, an editor's own in the place of those that they cover exactly.

    A run of hers counts where it begins with a segment and ends with one, only white space between its parts: the first
    half of a sentence that she split does not cut another sentence that begins alike.

    Args:
        text: of the block.
        spans: its segments as the rules cut them, in order.
        cuts: the texts of an editor's segments, anywhere in the article.
    """
    found = list(spans)
    ends = {end for _start, end in found}
    by_word = _by_first_word(cuts)
    done = 0
    for start, end in found:
        if start < done:
            continue
        own = _run(text, start, ends, by_word)
        yield from own or [(start, end)]
        done = own[-1][1] if own else end


def _run(text: str, start: int, ends: set[int], by_word: dict[str, list[str]]) -> list[Span]:
    """Consecutive segments of an editor's from a place to the end of a segment; empty where there are none."""
    run: list[Span] = []
    at: int | None = start
    while at is not None:
        end = _own(text, at, by_word)
        if end is None:
            return []
        run.append((at, end))
        if end in ends:
            return run
        space = _NOT_SPACE.search(text, end)
        at = space.start() if space else None
    return []


def _own(text: str, start: int, by_word: dict[str, list[str]]) -> int | None:
    """Where the longest of an editor's segments ends that stands at a place."""
    word = _FIRST.match(text, start)
    cuts = by_word.get(word[0], ()) if word else ()
    return next((start + len(cut) for cut in cuts if text.startswith(cut, start)), None)


def _by_first_word(cuts: frozenset[str]) -> dict[str, list[str]]:
    """The cuts by the word that they begin with, the longest first."""
    found: dict[str, list[str]] = {}
    for cut in sorted(cuts, key=len, reverse=True):
        if word := _FIRST.match(cut):
            found.setdefault(word[0], []).append(cut)
    return found
