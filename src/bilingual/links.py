"""Which word of a target stands for which word of its source, by the engine's attention."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bilingual.engines import Hypothesis
    from bilingual.types import Link, Span

WORD = re.compile(
    r"(?:jusqu|lorsqu|puisqu|quoiqu|qu|[cdjlmnst])['’](?=\w)"
    r"|(?:[^\W\d_]\.){2,}|aujourd['’]hui|['’]s\b|[0-9]+(?:[.,\u00a0\u202f][0-9]+)*(?!\w)|[%€$£]|\w+(?:[-‐‑]\w+)*",
    re.IGNORECASE,
)
"""A word of either language: an elided article and the possessive 's are words; what hyphens join is one, as is U.S."""


def word_spans(text: str) -> list[Span]:
    """Where the words of a text stand, left to right."""
    return [match.span() for match in WORD.finditer(text)]


def of(source: str, sources: Sequence[Span], written: Hypothesis) -> tuple[Link, ...]:
    """The words of a target in order, each with the source word that its first piece attends to.

    A word whose piece attends to a sign, or to the end of the sentence, has no link. `benchmarks/links.py` measures how
    often such links are right.

    Args:
        source: the source text.
        sources: where its pieces stand in it.
        written: the target.
    """
    from_words, to_words = word_spans(source), word_spans(written.text)
    word_of = _words_of(sources, from_words)
    found: list[Link] = []
    last = None
    for said, link in zip(_words_of(written.spans, to_words), written.links, strict=True):
        if said is None or said == last:
            continue
        last = said
        word = word_of[link] if link < len(word_of) else None
        if word is not None:
            found.append((from_words[word], to_words[said]))
    return tuple(found)


def moved(links: Sequence[Link], source: int, target: int) -> Iterator[Link]:
    """The links of a text that has become part of another, so many characters behind its beginning."""
    for (a, b), (c, d) in links:
        yield (a + source, b + source), (c + target, d + target)


def _words_of(pieces: Sequence[Span], words: Sequence[Span]) -> list[int | None]:
    """For each piece the number of the first word that it shares a character with; None where it shares none."""
    numbers: list[int | None] = []
    at = 0
    for start, end in pieces:
        while at < len(words) and words[at][1] <= start:
            at += 1
        numbers.append(at if at < len(words) and words[at][0] < end else None)
    return numbers
